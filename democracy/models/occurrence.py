"""A date (Termin) of an event: a row with an identity that calendars keep for ever (D-061, D-073)."""

import uuid
from datetime import date, datetime, time
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from democracy.models.event import Event
from democracy.models.event_lists import Venue
from democracy.models.event_states import (
    OCCURRENCE_STARTS,
    OCCURRENCE_STEPS,
    EventState,
    OccurrenceState,
)
from democracy.models.occurrence_questions import OccurrenceQuerySet
from democracy.occurrences import Span, Times, span
from goslar_portal import states
from goslar_portal.journal.models import Actor, record
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from goslar_portal.states import move


class Occurrence(models.Model):
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="occurrences", verbose_name=_("Veranstaltung")
    )
    original_date = models.DateField(_("ursprünglicher Tag"))
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    starts_on = models.DateField(_("Beginn"))
    starts_time = models.TimeField(_("Uhrzeit"), null=True)
    ends_on = models.DateField(_("Ende"))
    ends_time = models.TimeField(_("Uhrzeit am Ende"), null=True)
    starts_at = models.DateTimeField(_("Beginn als Zeitpunkt"))
    ends_at = models.DateTimeField(_("Ende als Zeitpunkt"))
    state = models.CharField(
        _("Zustand"), max_length=10, choices=OccurrenceState.choices, default=OccurrenceState.PLANNED
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("geändert"), default=timezone.now, editable=False)
    was_public = models.BooleanField(default=False, editable=False)
    has_own_time = models.BooleanField(_("eigene Zeit"), default=False)
    moved_from = models.CharField(_("verschoben von"), max_length=80, blank=True)
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("anderer Ort")
    )
    note = models.CharField(_("Hinweis"), max_length=300, blank=True)

    objects = OccurrenceQuerySet.as_manager()
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = OCCURRENCE_STEPS
    STARTS: ClassVar[dict[str, frozenset[str]]] = OCCURRENCE_STARTS
    retention = Retention(
        public="original_date uuid starts_on starts_time ends_on ends_time state sequence has_own_time"
        " moved_from note",
        operational="was_public",
    )

    class Meta:
        verbose_name = _("Termin")
        verbose_name_plural = _("Termine")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(name="occurrences_by_start", fields=["starts_on", "starts_at"]),
            models.Index(name="occurrences_by_end", fields=["ends_at"]),
        ]
        constraints = [
            models.UniqueConstraint(name="occurrence_is_one_per_day", fields=["event", "original_date"]),
            models.CheckConstraint(
                name="occurrence_state_is_known", condition=Q(state__in=OccurrenceState.values)
            ),
            models.CheckConstraint(
                name="occurrence_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")) & Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            ),
        ]
        triggers = [
            Raises("events", shown="{row}.was_public"),
            states.steps("occurrence_steps", OCCURRENCE_STEPS),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.original_date:%d.%m.%Y}"

    @property
    def reference(self) -> str:
        return f"{self.event_id}/{self.original_date:%Y-%m-%d}"

    @property
    def uid(self) -> str:
        return f"{self.uuid}@{self.event.uid_host}"

    @property
    def is_cancelled(self) -> bool:
        return self.state in {OccurrenceState.CANCELLED, OccurrenceState.REMOVED} or (
            self.event.state == EventState.CANCELLED
        )

    @property
    def is_moved(self) -> bool:
        return self.state == OccurrenceState.MOVED

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def has_override(self) -> bool:
        """Something on this date was changed by hand and would be lost with it."""
        return (
            self.has_own_time
            or bool(self.note)
            or self.venue_id is not None
            or self.state == OccurrenceState.CANCELLED
        )

    @property
    def place_line(self) -> str:
        return self.venue.address if self.venue else self.event.place_line

    @property
    def own_span(self) -> Span:
        return Span(
            self.starts_on, self.starts_time, self.ends_on, self.ends_time, self.starts_at, self.ends_at
        )

    # Words ------------------------------------------------------------------------------------------------

    @property
    def time_words(self) -> str:
        """„18 Uhr“, „18:30 bis 20 Uhr“, „ganztägig“."""
        if self.starts_time is None or self.ends_time is None:
            return now_say("ganztägig")
        if self.ends_on != self.starts_on:
            return now_say("ab %(time)s Uhr") % {"time": clock_words(self.starts_time)}
        return now_say("%(first)s bis %(last)s Uhr") % {
            "first": clock_words(self.starts_time),
            "last": clock_words(self.ends_time),
        }

    @property
    def day_words(self) -> str:
        """„Donnerstag, 5. März 2026“, with the last day where there are several."""
        first = date_format(self.starts_on, "l, j. F Y")
        if self.ends_on == self.starts_on:
            return first
        return now_say("%(first)s bis %(last)s") % {
            "first": first,
            "last": date_format(self.ends_on, "l, j. F Y"),
        }

    @property
    def name(self) -> str:
        """The accessible name of a link: „Lesung, Donnerstag, 5. März 2026, 18 Uhr“ (D-082)."""
        time_part = (
            ""
            if self.starts_time is None
            else now_say("%(time)s Uhr") % {"time": clock_words(self.starts_time)}
        )
        marks = [str(_("abgesagt"))] if self.is_cancelled else [str(_("verschoben"))] if self.is_moved else []
        return ", ".join(part for part in (self.event.title, self.day_words, time_part, *marks) if part)

    # Verbs ------------------------------------------------------------------------------------------------

    @transaction.atomic
    def change(
        self, *, by: Actor, starts_on: date, starts_time: time | None, ends_on: date, ends_time: time | None,
        venue: Venue | None = None, note: str = "",
    ) -> None:  # fmt: skip
        """Only this date: another time, another place, a remark. Its day of origin and its identity stay."""
        new = span(starts_on, Times((ends_on - starts_on).days, starts_time, ends_time))
        if new.ends_at <= new.starts_at:
            raise ValidationError({"ends_time": now_say("Das Ende liegt vor dem Beginn.")})
        is_new_time = (new.starts_at, new.ends_at) != (self.starts_at, self.ends_at)
        raises = is_new_time or (venue.pk if venue else None) != self.venue_id
        facts: dict[str, Any] = {"venue": venue, "note": note, "changed_at": timezone.now()}
        if is_new_time:
            words = f"{self.day_words}, {self.time_words}"
            facts |= span_columns(new) | {"has_own_time": True, "moved_from": self.moved_from or words}
        facts["sequence"] = F("sequence") + int(raises)
        to = OccurrenceState.MOVED if is_new_time or self.is_moved else OccurrenceState.PLANNED
        if to == self.state:
            Occurrence.objects.filter(pk=self.pk).update(**facts)
            record(self, "change", by=by)
            self.refresh_from_db()
        else:
            move(self, "change", start=OCCURRENCE_STARTS["change"], to=to, by=by, **facts)
        Event.objects.filter(pk=self.event_id).update(changed_at=timezone.now())

    @transaction.atomic
    def cancel(self, *, by: Actor, note: str = "") -> None:
        """This date does not take place; it stays on the pages as „Abgesagt“ until its day is over."""
        self._turn("cancel", OccurrenceState.CANCELLED, by=by, note=note)

    @transaction.atomic
    def restore(self, *, by: Actor) -> None:
        """Back to what the series says."""
        new = span(self.original_date, self.event.times)
        facts = span_columns(new) | {"has_own_time": False, "moved_from": "", "note": "", "venue": None}
        self._turn("restore", OccurrenceState.PLANNED, by=by, **facts)

    def _turn(self, verb: str, to: OccurrenceState, *, by: Actor, **facts: Any) -> None:
        now = timezone.now()
        move(
            self, verb, start=OCCURRENCE_STARTS[verb], to=to, by=by, changed_at=now,
            sequence=F("sequence") + 1, **facts,
        )  # fmt: skip
        Event.objects.filter(pk=self.event_id).update(changed_at=now)


def clock_words(clock: time) -> str:
    """„18“ for the full hour, else „18:30“."""
    return f"{clock.hour}" if clock.minute == 0 else f"{clock.hour}:{clock.minute:02}"


def span_columns(new: Span) -> dict[str, date | time | datetime | None]:
    names = ("starts_on", "starts_time", "ends_on", "ends_time", "starts_at", "ends_at")
    return {name: getattr(new, name) for name in names}
