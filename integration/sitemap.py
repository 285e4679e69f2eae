"""Which pages of this area search engines are told about, in which languages (I-180)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import translation

from goslar_portal import languages, registry
from goslar_portal.dates import today
from goslar_portal.page_cache import shows
from goslar_portal.registry import SitePage
from integration.models import Notice, Page, PageVersion, neutral_address


def register() -> None:
    registry.sitemap.add(registry.SiteSection("integration", pages))


def pages() -> Iterator[SitePage]:
    """Published and not archived, from one query; texts of other areas at the address that shows them."""
    found: dict[Page, dict[str, PageVersion]] = {}
    for version in PageVersion.objects.shown_now(None):
        found.setdefault(version.translation.page, {})[version.translation.language] = version
    shows("tree", *(f"page:{page.slug}" for page in found))
    for page, versions in found.items():
        path = "" if page.is_archived else neutral_address(page.kind, page.slug)
        spoken = list(versions) if path else [languages.SOURCE]
        path = path or _elsewhere(page)
        if path and languages.SOURCE in versions:
            changed = max(row.published_at for row in versions.values() if row.published_at)
            yield SitePage({code: path for code in spoken if code in versions}, changed)
    yield from _notices()


def _notices() -> Iterator[SitePage]:
    """What is valid today, in the languages it is written in; what has ended is left out."""
    shows("notices")
    with translation.override(languages.SOURCE):
        for notice in Notice.objects.valid_on(today()).findable(None):
            path = notice.get_absolute_url()
            yield SitePage({text.language: path for text in notice.texts.all()})


def _elsewhere(page: Page) -> str:
    """The address of another area that shows this text; those are German in every frame."""
    shown = {row.name: row.url_name for row in registry.texts}
    if page.is_archived or page.slug not in shown:
        return ""
    with translation.override(languages.SOURCE):
        return reverse(shown[page.slug])
