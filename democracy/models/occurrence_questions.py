"""Questions to the table of dates."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.aggregates import StringAgg
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import MD5, Cast, Concat
from django.utils import timezone

from democracy.models.event_rules import LONGEST
from democracy.models.event_states import SHOWN, EventState, OccurrenceState

if TYPE_CHECKING:
    from democracy.models.occurrence import Occurrence  # noqa: F401  # named in the base class

MONTH = """
    SELECT day::date, uuid, slug, title, original_date, starts_on, starts_time, ends_on, ends_time, state,
           event_state, many
    FROM (
        SELECT day, row.uuid, event.slug, event.title, row.original_date, row.starts_on, row.starts_time,
               row.ends_on, row.ends_time, row.state, event.state AS event_state,
               row_number() OVER (PARTITION BY day ORDER BY row.starts_at, row.id) AS place,
               count(*) OVER (PARTITION BY day) AS many
        FROM generate_series(%s::date, %s::date, interval '1 day') AS day
        JOIN democracy_occurrence row
          ON row.starts_on BETWEEN day::date - %s AND day::date AND row.ends_on >= day::date
        JOIN democracy_event event ON event.id = row.event_id
        WHERE row.was_public AND row.state <> 'removed' AND event.state IN ('published', 'cancelled')
    ) AS ranked
    WHERE place <= %s
    ORDER BY day, place
"""


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def public(self) -> Self:
        """What readers see: of a published or cancelled event, and not taken out."""
        return self.filter(event__state__in=SHOWN, was_public=True).exclude(state=OccurrenceState.REMOVED)

    def with_event(self) -> Self:
        return self.select_related("event", "event__venue", "venue")

    def from_day(self, day: date) -> Self:
        return self.filter(ends_on__gte=day, starts_on__gte=day - timedelta(days=LONGEST))

    def until_day(self, day: date) -> Self:
        return self.filter(starts_on__lte=day)

    def matching(self, words: str) -> Self:
        """Each word stands in title, teaser, text or organiser."""
        rows = self
        for word in words.split()[:6]:
            rows = rows.filter(
                Q(event__title__icontains=word)
                | Q(event__teaser__icontains=word)
                | Q(event__body__icontains=word)
                | Q(event__organiser__icontains=word)
            )
        return rows

    def with_features(
        self,
        *,
        category: str | None,
        audience: str | None,
        municipality: str | None,
        language: str | None,
        ticks: list[str],
    ) -> Self:
        rows = self.filter(event__category=category) if category else self
        rows = rows.filter(event__audiences__contains=[audience]) if audience else rows
        rows = rows.filter(event__languages__contains=[language]) if language else rows
        if municipality:
            rows = rows.filter(
                Q(venue__municipality=municipality) | Q(venue=None, event__venue__municipality=municipality)
            )
        for tick in ticks:
            rows = rows.exclude(event__online_url="") if tick == "online" else rows.filter(**{tick: True})
        return rows

    def upcoming(self) -> Self:
        return self.filter(ends_at__gt=timezone.now())

    def future_of_series(self) -> Self:
        """Dates that a change of the series may still move; past ones are never touched (D-076)."""
        return self.filter(starts_at__gt=timezone.now())

    def in_order(self) -> Self:
        return self.order_by("starts_at", "pk")

    def of_event(self, event: Any) -> Self:
        return self.filter(event=event)

    def on_original(self, day: date) -> Self:
        return self.filter(original_date=day)

    def turn(self, numbers: list[int], to: str, now: Any) -> int:
        """Many dates of one event at once, when its rule changes; the journal tells of the event (D-075)."""
        rows = self.filter(pk__in=numbers)
        return rows.update(state=to, sequence=F("sequence") + 1, changed_at=now)

    def show(self) -> int:
        """From now on these dates are known outside, and what falls away is told to calendars."""
        return self.filter(was_public=False).exclude(state=OccurrenceState.REMOVED).update(was_public=True)

    def month(self, first: date, last: date, most: int) -> list[tuple[Any, ...]]:
        """At most so many rows for each day from `first` to `last`, each with the number of that day."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(MONTH, [first, last, LONGEST, most])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def next_month_after(self, day: date) -> date | None:
        """The first day with a date after `day`."""
        later = self.public().filter(starts_on__gt=day).order_by("starts_on")
        return later.values_list("starts_on", flat=True).first()

    def months(self, first: date, last: date) -> list[date]:
        """First days of the months between that have a date."""
        rows = self.public().filter(starts_on__range=(first, last))
        found: Iterable[date] = rows.dates("starts_on", "month")
        return list(found)

    def digest(self) -> tuple[str, Any]:
        """A short sign for all that these rows show, and their last change: for 304 (D-106)."""
        whole = (
            Cast("uuid", models.TextField()),
            Value(" "),
            Cast("sequence", models.TextField()),
            Value(" "),
            Cast("changed_at", models.TextField()),
            Value(" "),
            Cast("event__changed_at", models.TextField()),
        )
        found = self.order_by().aggregate(
            sign=MD5(
                StringAgg(Concat(*whole, output_field=models.TextField()), ";", order_by=("starts_at", "pk"))
            ),
            last=models.Max("event__changed_at"),
            own=models.Max("changed_at"),
        )
        moments = [moment for moment in (found["last"], found["own"]) if moment]
        return found["sign"] or "", max(moments, default=None)

    # Feeds ------------------------------------------------------------------------------------------------

    def in_feed(self, first: date, last: date, gone_since: Any) -> Self:
        """What a calendar gets: public dates of the window, and for a while those cancelled or taken out."""
        told = self.filter(was_public=True, starts_on__range=(first, last))
        gone = Q(state__in=[OccurrenceState.CANCELLED, OccurrenceState.REMOVED]) | ~Q(
            event__state=EventState.PUBLISHED
        )
        return told.filter(~gone | Q(changed_at__gte=gone_since)).exclude(event__state=EventState.DRAFT)

    def nearest(self, day: date, most: int) -> Self:
        """The dates nearest to `day`, so many at most; see the order of the feed for the rest."""
        distance = models.Func(
            F("starts_on"),
            Value(day),
            template="abs(%(expressions)s)",
            arg_joiner=" - ",
            output_field=models.IntegerField(),
        )
        keys = self.annotate(distance=distance).order_by("distance", "pk").values("pk")[:most]
        return type(self)(self.model).filter(pk__in=keys)
