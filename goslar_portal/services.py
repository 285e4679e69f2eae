"""The menu of the back office: what the office does, in its own words, and which page belongs where."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.registry import Words
from goslar_portal.sorting import by_letters

HOUSING = "housing"
INFORMATION = "information"
DEMOCRACY = "democracy"
NEWSLETTER = "newsletter"
SHARED = "shared"
PRIVACY = "privacy"
ACCOUNTS = "accounts"
ENGINEERING = "engineering"

# In the order of the menu, each with the apps whose pages it shows; what no line names stands in the last.
SERVICES: dict[str, tuple[Words, tuple[str, ...]]] = {
    HOUSING: (_("Wohnen"), ("housing",)),
    INFORMATION: (_("Informationen"), ("integration", "search")),
    DEMOCRACY: (_("Demokratie"), ("democracy",)),
    NEWSLETTER: (_("Newsletter"), ("newsletters",)),
    SHARED: (_("Alle Bereiche"), ("mail", "office", "statistics")),
    PRIVACY: (_("Datenschutz"), ("privacy", "retention", "journal", "history", "exports")),
    ACCOUNTS: (_("Konten"), ("accounts",)),
    ENGINEERING: (_("Technik"), ("health", "machines", "procrastinate")),
}
MANY = 12  # links; with more of them only the group of the present page is open


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool


@dataclass
class Group:
    label: Words
    links: list[Link] = field(default_factory=list)
    is_open: bool = True

    @property
    def is_current(self) -> bool:
        return any(link.is_current for link in self.links)


def service_of(app_label: str, page: Any = None) -> str:
    """The service an admin page belongs to: its own word `service`, else that of its app."""
    chosen = getattr(page, "service", "")
    if chosen:
        return str(chosen)
    return next((code for code, (_label, apps) in SERVICES.items() if app_label in apps), ENGINEERING)


def menu(request: HttpRequest, apps: Iterable[dict[str, Any]], pages: dict[type, Any]) -> list[Group]:
    """What this person may open, by service; `apps` is Django's list, `pages` the registry of the admin."""
    groups = {code: Group(label) for code, (label, _apps) in SERVICES.items()}
    for page in registry.pages:
        if may_open(request.user, page):
            groups[page.service].links.append(_link(request, str(page.title), reverse(page.url_name)))
    for app in apps:
        for row in app["models"]:
            service = service_of(app["app_label"], pages.get(row["model"]))
            groups[service].links.append(_link(request, str(row["name"]), row["admin_url"] or ""))
    shown = [group for group in groups.values() if group.links]
    is_long = sum(len(group.links) for group in shown) > MANY
    for group in shown:
        group.links.sort(key=lambda link: by_letters(link.label))
        group.is_open = group.is_current or not is_long
    return shown


def _link(request: HttpRequest, label: str, url: str) -> Link:
    return Link(label[:1].upper() + label[1:], url, bool(url) and request.path.startswith(url))


def may_open(user: Any, page: registry.Page) -> bool:
    return bool(user.is_authenticated and user.has_role(*page.roles))
