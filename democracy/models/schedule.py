"""From the rule of an event to the rows of its dates: a plan, then the writing of it (D-074)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from democracy.models.event_states import OccurrenceState
from democracy.occurrences import all_days, span
from goslar_portal import office
from goslar_portal.dates import months_after, today

if TYPE_CHECKING:
    from democracy.models.event import Event
    from democracy.models.occurrence import Occurrence

COLUMNS = ("starts_on", "starts_time", "ends_on", "ends_time", "starts_at", "ends_at")


@dataclass
class Plan:
    """What has to happen to the rows of one event so that they agree with its rule."""

    new: list[Occurrence] = field(default_factory=list)
    moved: list[Occurrence] = field(default_factory=list)
    gone: list[Occurrence] = field(default_factory=list)
    back: list[Occurrence] = field(default_factory=list)

    @property
    def lost(self) -> list[Occurrence]:
        """Dates changed by hand that would go (D-075)."""
        return [row for row in self.gone if row.has_override]


def horizon() -> date:
    """Until when dates are made ahead."""
    return months_after(today(), int(office.value("democracy.occurrence_months")))


def wanted(event: Event, until: date) -> list[date]:
    """The days an event asks for; a single event lies where it lies, however far ahead."""
    if not event.rule:
        return all_days(None, event.starts_on, max(until, event.starts_on), extra=event.extra_dates)
    return all_days(
        event.parsed_rule, event.starts_on, until, extra=event.extra_dates, left_out=event.left_out_dates
    )


def plan(event: Event, *, until: date | None = None) -> Plan:
    """Compare the rule with the rows. Writes nothing; past dates are never touched (D-076)."""
    from democracy.models.occurrence import Occurrence

    known = {row.original_date: row for row in Occurrence.objects.of_event(event)} if event.pk else {}
    now, times, found = timezone.now(), event.times, Plan()
    days = wanted(event, until or horizon())
    for day in days:
        row, new = known.pop(day, None), span(day, times)
        if row is None:
            columns = {name: getattr(new, name) for name in COLUMNS}
            found.new.append(Occurrence(event=event, original_date=day, was_public=event.is_shown, **columns))
        elif row.state == OccurrenceState.REMOVED:
            found.back.append(row)
        elif (
            not row.has_own_time
            and row.starts_at > now
            and (row.starts_at, row.ends_at) != (new.starts_at, new.ends_at)
        ):
            found.moved.append(_with(row, new, now))
    found.gone = [
        row for row in known.values() if row.starts_at > now and row.state != OccurrenceState.REMOVED
    ]
    return found


def _with(row: Occurrence, new: object, now: datetime) -> Occurrence:
    for name in COLUMNS:
        setattr(row, name, getattr(new, name))
    row.sequence, row.changed_at = row.sequence + 1, now
    return row


def apply(event: Event, found: Plan) -> int:
    """Write a plan: the same few statements whatever the length of the series (D-142)."""
    from democracy.models.occurrence import Occurrence

    rows, now = Occurrence.objects, timezone.now()
    if found.new:
        rows.bulk_create(found.new, ignore_conflicts=True)
    if found.moved:
        rows.bulk_update(found.moved, [*COLUMNS, "sequence", "changed_at"])
    for change, to in ((found.gone, OccurrenceState.REMOVED), (found.back, OccurrenceState.PLANNED)):
        if change:
            rows.turn([row.pk for row in change], to, now)
    return len(found.new) + len(found.moved) + len(found.gone) + len(found.back)


def raise_future(event: Event) -> None:
    """The state of the event counts for all its dates: calendars hear of every future one."""
    from democracy.models.occurrence import Occurrence

    rows = Occurrence.objects.of_event(event).future_of_series()
    rows.update(sequence=F("sequence") + 1, changed_at=timezone.now())


def extend_all() -> int:
    """Make the dates that have come within reach; running it twice changes nothing (D-074)."""
    from democracy.models.event import Event

    return sum(apply(event, plan(event)) for event in Event.objects.recurring())
