"""Questions to the table of events."""

from datetime import date
from itertools import chain, count
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from democracy.models.event_states import SHOWN, EventState
from goslar_portal import office

if TYPE_CHECKING:
    from democracy.models.event import Event

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class EventQuerySet(models.QuerySet["Event"]):
    def shown(self) -> Self:
        return self.filter(state__in=SHOWN)

    def at_slug(self, slug: str) -> "Event | None":
        """Published once, perhaps withdrawn later; a draft does not exist for readers."""
        found = self.exclude(state=EventState.DRAFT).filter(slug=slug)
        return found.select_related("venue", "image", "period").first()

    def recurring(self) -> Self:
        return self.shown().exclude(rule="")

    def newest(self, number: int) -> Self:
        return self.with_moved().shown().select_related("venue").order_by("-changed_at", "-pk")[:number]

    def of_occurrences(self, rows: Any) -> Self:
        return self.filter(pk__in=rows.order_by().values("event"))

    def with_moved(self) -> Self:
        """Whether a coming date lies elsewhere than planned: the feed names it in its title (D-108)."""
        from democracy.models.occurrence import Occurrence

        moved = Occurrence.objects.filter(event=models.OuterRef("pk"), state="moved")
        return self.annotate(moved_at=models.Subquery(moved.values("changed_at")[:1]))

    def between(self, first: date, last: date) -> Self:
        return self.shown().filter(occurrences__starts_on__range=(first, last)).distinct()

    def free_slug(self, title: str) -> str:
        """An address nobody has yet, made of the title."""
        base = slugify(title.translate(UMLAUTS))[:60].strip("-")
        base = (
            base
            if base and not base.isdigit() and base not in ("melden", "kalender", "feed")
            else f"termin-{base}"
        )
        taken = set(self.filter(slug__startswith=base).values_list("slug", flat=True))
        return next(name for name in chain([base], (f"{base}-{n}" for n in count(2))) if name not in taken)

    def twins_of(self, event: "Event", *, public_only: bool) -> list["Event"]:
        """Other events that may be the same one (D-125)."""
        least = float(office.value("democracy.similarity_percent")) / 100
        found = self.similar(
            event.title, event.starts_on, venue_id=event.venue_id, public_only=public_only, least=least
        )
        return [row for row in found if row.pk != event.pk]

    def similar(
        self, title: str, day: date, *, venue_id: int | None, public_only: bool, least: float
    ) -> Self:
        """Events on that day with a title much alike, or at the same place (D-125)."""
        rows = self.shown() if public_only else self.exclude(state=EventState.WITHDRAWN)
        rows = rows.filter(Q(occurrences__starts_on=day) | Q(starts_on=day)).annotate(
            likeness=TrigramSimilarity("title", title)
        )
        same_place = Q(venue=venue_id) if venue_id else Q(pk__in=[])
        return rows.filter(Q(likeness__gte=least) | same_place).order_by("-likeness").distinct()[:5]
