"""What other parts show of the newsletters: search and sitemap, through registries only (N-096)."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _

from goslar_portal import languages, registry
from goslar_portal.registry import SitePage
from goslar_portal.search import Source, Thing
from goslar_portal.texts import plain
from newsletters.models import SOURCE, Channel, Frozen

ISSUES = "newsletters.issues"


def register() -> None:
    registry.search.add(Source(ISSUES, _("Newsletter"), things=issues))
    registry.sitemap.add(registry.SiteSection("newsletters", site_pages))


def issues(keys: Collection[str] | None) -> Iterator[Thing]:
    """Each public issue in each of its languages, with the words of its last correction."""
    for row in Frozen.objects.in_archive(keys):
        yield Thing(
            key=str(row.issue_id),
            language=row.language,
            path=path_of(row),
            title=row.title,
            summary=row.preview,
            body=plain(row.web),
        )


def path_of(row: Frozen) -> str:
    return f"/newsletter/{row.issue.channel.slug}/{row.issue.slug}/"


def site_pages() -> Iterator[SitePage]:
    """The newsletters and their public issues, each in the languages it was written in."""
    yield SitePage({SOURCE: "/newsletter/"})
    for slug in Channel.objects.slugs():
        yield SitePage({SOURCE: f"/newsletter/{slug}/"})
    found: dict[str, list[Frozen]] = {}
    for row in Frozen.objects.in_archive():
        found.setdefault(path_of(row), []).append(row)
    for path, rows in found.items():
        paths = {row.language: languages.in_language(path, row.language) for row in rows}
        yield SitePage(paths, max(row.shown_since for row in rows))
