"""Every page of the back office in a real browser, found by itself: accessible, alone, at every width."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connections
from django.test import Client
from django.urls import URLPattern, reverse
from pytest_django.live_server_helper import LiveServer

from goslar_portal import content, registry
from goslar_portal.accounts import roles as table
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.office.models import OfficeValue
from tests.conftest import create_user, logged_in

pytestmark = pytest.mark.django_db(transaction=True)
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
KNOWN = {"language": "ar", "kind": "kontakte", "step": "give"}  # parameters that are words
BEFORE_LOGIN = ["account_login", "account_reset_password", "account_reset_password_done"]
OWN_ACCOUNT = ["mfa_index", "mfa_activate_totp", "account_change_password", "recovery_codes"]
LIGHT = {"width": 1280, "height": 900}
# What may be wrong in one scheme or width and right in another; the rest of axe's rules read the document.
OF_THE_VIEW = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
SURE = {"/admin/", "/admin/housing/offer/N/change/", "/admin/housing/offer/N/history/"}  # found and open
NARROW = {"width": 320, "height": 700}


@pytest.fixture
def everybody(db: None) -> User:
    """One account with every role there is, and something of everything to look at."""
    table.sync()
    content.load_missing(demo=True)
    OfficeValue.objects.create(
        name="housing.opt_in_reminder_hours", number=48, valid_from=today(), reason="Probe"
    )
    person = create_user(email="alles@example.org", display_name="Alle Rollen")
    person.groups.set(Group.objects.all())
    return person


def pages_of_records(browser: Client) -> Iterator[str]:
    """Each address of each admin class, with the numbers of rows that exist."""
    for model, page in admin.site._registry.items():
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        rows = list(model._default_manager.order_by("pk")[:60])
        shown = next((row for row in rows if opens(browser, f"{base}{row.pk}/change/")), first(rows))
        for entry in page.get_urls():
            if isinstance(entry, URLPattern):
                yield from filled(base, str(entry.pattern), page, rows, shown)


def filled(base: str, route: str, page: Any, rows: list[Any], shown: Any) -> Iterator[str]:
    if route.endswith("<slug:name>/"):
        yield from (
            f"{base}{row.pk}/{verb.name}/"
            for verb in page.verbs
            if (row := first(filter(verb.is_possible, rows)))
        )
    elif rows or not PARAMETER.search(route):
        numbers = dict.fromkeys(PARAMETER.findall(route), "1") | KNOWN
        if rows:
            numbers |= {"pk": str(shown.pk), "object_id": str(shown.pk)}
        yield base + PARAMETER.sub(lambda found: numbers[found[1]], route)


def first(rows: Iterable[Any]) -> Any:
    return next(iter(rows), None)


def opens(browser: Client, address: str) -> bool:
    """Whether a page is there to be looked at: no download, no data for scripts, no way elsewhere."""
    answer = browser.get(address)
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


def every_address(browser: Client) -> list[str]:
    own = [reverse(page.url_name) for page in registry.pages]
    found = ["/admin/", *own, *pages_of_records(browser), *(reverse(name) for name in OWN_ACCOUNT)]
    apps = {f"/admin/{model._meta.app_label}/" for model in admin.site._registry}
    return list(dict.fromkeys([*found, *sorted(apps)]))


def kind(address: str) -> str:
    return re.sub(r"\d+", "N", address)


class Walk:
    """One browser window that goes from page to page and notes what nobody should see."""

    def __init__(self, browser: Any, house: str, person: User | None) -> None:
        self.house, self.now = house, ""
        self.wrong: list[str] = []
        self.context = browser.new_context(viewport=LIGHT, color_scheme="light", reduced_motion="reduce")
        if person is not None:
            key = logged_in(person).cookies["sitzung"].value
            self.context.add_cookies([{"name": "sitzung", "value": key, "url": house}])
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.note(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.note(f"script: {error}"))
        self.page.on("request", self.asked)
        self.script = Axe().axe_script

    def note(self, what: str) -> None:
        self.wrong.append(f"{self.now} {what}")

    def asked(self, request: Any) -> None:
        if not request.url.startswith(self.house):
            self.note(f"foreign: {request.url}")

    def judge(self, address: str) -> None:
        """Wide and light, then narrow and dark: two views find what one of four would."""
        self.now = address
        self.page.set_viewport_size(LIGHT)
        self.page.emulate_media(color_scheme="light")
        self.page.goto(self.house + address)
        self.page.evaluate(self.script)
        self.look("light", {})
        self.page.set_viewport_size(NARROW)
        self.page.emulate_media(color_scheme="dark")
        self.look("dark, narrow", {"runOnly": OF_THE_VIEW})
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.note("scrolls sideways")
        if self.page.locator("h1").count() != 1:
            self.note("has not one h1")

    def look(self, view: str, options: dict[str, Any]) -> None:
        chosen = json.dumps(options | {"resultTypes": ["violations"]})
        found = self.page.evaluate(f"axe.run(document, {chosen})")
        for rule in found["violations"]:
            self.note(f"{view}, axe: {rule['id']} {[node['target'] for node in rule['nodes']][:3]}")


@pytest.fixture
def house(live_server: LiveServer, settings: Any) -> Iterator[str]:
    settings.SITE_URL = live_server.url
    yield live_server.url
    connections.close_all()  # those opened beside the browser's event loop are seen only from here


@pytest.mark.req("G-132", "G-133", "G-199")
@pytest.mark.parametrize("half", [0, 1])
def test_clerk_meets_no_barrier_and_nothing_foreign_on_any_page(
    browser: Any, house: str, everybody: User, half: int
) -> None:
    """Every second one: the walk is the longest test there is, and two processes share it."""
    client = logged_in(everybody)
    every = every_address(client)
    pages = [address for address in every[half::2] if opens(client, address)]
    assert {kind(address) for address in every} >= SURE
    assert {kind(address) for address in pages} >= {kind(address) for address in every[half::2]} & SURE
    walk = Walk(browser, house, everybody)
    for address in pages:
        walk.judge(address)
    walk.context.close()
    assert walk.wrong == []


@pytest.mark.req("G-133", "G-199")
def test_login_pages_are_as_clean_as_the_rest(browser: Any, house: str) -> None:
    walk = Walk(browser, house, None)
    for name in BEFORE_LOGIN:
        walk.judge(reverse(name))
    walk.context.close()
    assert walk.wrong == []
