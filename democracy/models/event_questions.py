"""Questions to the table of events."""

from collections.abc import Collection
from datetime import date
from itertools import chain, count
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from democracy.models.event_lists import EventTerm, TermKind
from democracy.models.event_states import SHOWN, EventState, OccurrenceState
from democracy.occurrences import span
from goslar_portal import office

if TYPE_CHECKING:
    from democracy.models.event import Event

HOLD = (OccurrenceState.PLANNED, OccurrenceState.MOVED)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class EventQuerySet(models.QuerySet["Event"]):
    def shown(self) -> Self:
        return self.filter(state__in=SHOWN)

    def at_slug(self, slug: str) -> "Event | None":
        """Published once, perhaps withdrawn later; a draft does not exist for readers."""
        found = self.exclude(state=EventState.DRAFT).filter(slug=slug)
        return found.select_related("venue", "image", "period").first()

    def of_keys(self, keys: Collection[str] | None) -> Self:
        return self if keys is None else self.filter(pk__in=keys)

    def with_last_end(self) -> Self:
        return self.select_related("venue").annotate(last_end=models.Max("occurrences__ends_at"))

    def in_category(self, code: str) -> Self:
        return self.filter(category=code)

    def with_list_words(self) -> Self:
        """With venue, period, label of the category and number of dates that hold, for the office."""
        from democracy.models.occurrence import Occurrence

        labels = EventTerm.objects.filter(kind=TermKind.CATEGORY, code=models.OuterRef("category"))
        hold = Occurrence.objects.filter(event=models.OuterRef("pk"), state__in=HOLD)
        dates = hold.order_by().values("event")
        return self.select_related("venue", "period").annotate(
            category_label=models.Subquery(labels.values("label")[:1]),
            date_count=models.Subquery(dates.annotate(number=models.Count("pk")).values("number")),
        )

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
        rows = self.shown() if public_only else self.exclude(state=EventState.WITHDRAWN)
        return list(rows.exclude(pk=event.pk).like(event, least=least))

    def like(self, event: "Event", *, least: float) -> Self:
        """Events of that day with a title much alike, or at the same place while it lasts (D-125)."""
        same_day = Q(occurrences__starts_on=event.starts_on) | Q(starts_on=event.starts_on)
        alike = same_day & Q(likeness__gte=least)
        rows = self.annotate(likeness=TrigramSimilarity("title", event.title))
        if event.venue_id:
            new = span(event.starts_on, event.times)
            meanwhile = Q(occurrences__starts_at__lt=new.ends_at, occurrences__ends_at__gt=new.starts_at)
            unplanned = Q(occurrences=None, starts_on=event.starts_on)  # a draft has no dates yet
            alike |= Q(venue=event.venue_id) & (meanwhile | unplanned)
        return rows.filter(alike).order_by("-likeness", "pk").distinct()[:5]
