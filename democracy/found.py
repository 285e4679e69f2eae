"""What other parts show of this area: search, sitemap, news, through registries only (D-089)."""

from collections.abc import Collection, Iterator

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from democracy.models import Event, Leaflet, LeafletVersion, Occurrence
from democracy.month import AHEAD, BACK, Month
from goslar_portal import registry
from goslar_portal.dates import today
from goslar_portal.registry import NewsItem, NewsWanted, SitePage
from goslar_portal.search import Source, Thing
from goslar_portal.texts import plain

LEAFLETS, EVENTS = "democracy.leaflets", "democracy.events"


def register() -> None:
    registry.search.add(
        Source(LEAFLETS, _("Merkblatt"), things=leaflets),
        Source(EVENTS, _("Veranstaltung"), things=events),
    )
    registry.sitemap.add(registry.SiteSection("democracy", site_pages))
    registry.news.add(registry.NewsSource(EVENTS, _("Veranstaltungen"), news, is_events=True))


def leaflets(keys: Collection[str] | None) -> Iterator[Thing]:
    """Public leaflets with the text that is valid today."""
    rows = list(Leaflet.objects.public().of_keys(keys))
    texts = {row.leaflet_id: row.body for row in LeafletVersion.objects.of_leaflets(rows).valid_on(today())}
    with translation.override("de"):
        for leaflet in rows:
            yield Thing(
                key=str(leaflet.pk),
                language=leaflet.language,
                path=leaflet.get_absolute_url(),
                title=leaflet.title,
                summary=leaflet.summary,
                body=plain(texts.get(leaflet.pk, "")),
            )


def events(keys: Collection[str] | None) -> Iterator[Thing]:
    """Events of the portal that still have a date to come; past ones stay readable but are not offered."""
    with translation.override("de"):
        for event in Event.objects.shown().of_keys(keys).with_last_end():
            yield Thing(
                key=str(event.pk),
                language="de",
                path=event.get_absolute_url(),
                title=event.title,
                summary=event.teaser,
                body=f"{event.body_words} {event.place_line} {event.organiser}",
                until=event.last_end,
            )


def site_pages() -> Iterator[SitePage]:
    """Pages of events, leaflets, and months that have a date; nothing else (D-113)."""
    with translation.override("de"):
        for event in Event.objects.shown():
            yield SitePage({"de": event.get_absolute_url()}, event.changed_at)
        for leaflet in Leaflet.objects.public():
            yield SitePage({"de": leaflet.get_absolute_url()})
        here = Month.of(today())
        for day in Occurrence.objects.months(here.plus(-BACK).first, here.plus(AHEAD).last):
            yield SitePage({"de": Month.of(day).url})


def news(wanted: NewsWanted) -> Iterator[NewsItem]:
    """Dates between two days, in their order, for a newsletter to take over."""
    with translation.override("de"):
        for row in Occurrence.objects.public().between(wanted.first, wanted.last).with_event().in_order():
            yield NewsItem(
                key=f"{row.event.slug}:{row.original_date:%Y-%m-%d}",
                title=row.event.title,
                text=row.event.teaser,
                url=row.event.get_absolute_url(),
                day=row.starts_on,
                starts_at=row.starts_at if row.starts_time else None,
                place=row.place_line,
                is_cancelled=row.is_cancelled,
            )
