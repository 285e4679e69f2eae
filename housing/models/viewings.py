"""Viewings of a dwelling: when, where, with whom, and what was found (H-110 to H-112)."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import states
from goslar_portal.dates import add_working_days, months_after, today
from goslar_portal.journal.models import Actor
from goslar_portal.privacy.restriction import is_free
from goslar_portal.registry import Words
from goslar_portal.retention import Retention
from goslar_portal.states import move
from housing.models.reasons import Reason, of_list

EARLIEST, LATEST = time(6), time(21)
MONTHS_AHEAD = 6
SHORTEST, LONGEST = 15, 180  # minutes


class ViewingKind(models.TextChoices):
    INSPECTION = "inspection", _("Prüfung der Wohnung")
    WITH_HOUSEHOLD = "with_household", _("Besichtigung mit Haushalt")


class ViewingState(models.TextChoices):
    PLANNED = "planned", _("geplant")
    HELD = "held", _("stattgefunden")
    CANCELLED = "cancelled", _("abgesagt")


class Participant(models.TextChoices):
    """By function, never by name."""

    LANDLORD = "landlord", _("Vermieterin oder Vermieter")
    CLERK = "clerk", _("Koordinierung Wohnraum")
    HOUSEHOLD = "household", _("Haushalt")
    INTERPRETER = "interpreter", _("Sprachmittlung")
    ADVISER = "adviser", _("Beratung")


class Finding(models.TextChoices):
    OK = "ok", _("in Ordnung")
    DEFECT = "defect", _("Mangel")
    NOT_SEEN = "not_seen", _("nicht gesehen")


# What is looked at (H-112); the order is that of a walk through the dwelling.
CHECKLIST: dict[str, Any] = {
    "own_door": _("Eigene Wohnungstür"),
    "escape_way": _("Fluchtweg"),
    "smoke_detectors": _("Rauchmelder"),
    "heating": _("Heizung"),
    "hot_water": _("Warmwasser"),
    "electricity": _("Strom"),
    "damp_or_mould": _("Frei von Feuchtigkeit und Schimmel"),
    "windows": _("Fenster"),
    "kitchen": _("Küche"),
    "bath": _("Bad"),
    "energy_certificate": _("Energieausweis gesehen"),
    "keys": _("Schlüssel"),
    "meters": _("Zähler"),
}
S = ViewingState
TRANSITIONS = ((S.PLANNED, S.HELD), (S.PLANNED, S.CANCELLED))


class ViewingQuerySet(models.QuerySet["Viewing"]):
    def planned(self) -> Self:
        return self.filter(state=S.PLANNED).order_by("starts_at", "pk")

    def of_offers(self, rows: models.QuerySet[Any]) -> Self:
        return self.filter(offer__in=rows)

    def usable(self) -> Self:
        """Not of an offer that is restricted (G-106)."""
        return self.filter(is_free("housing.offer", "offer_id"))

    def with_offer(self) -> Self:
        return self.select_related("offer", "offer__municipality", "offer__district", "clerk")

    def with_people(self) -> Self:
        return self.select_related("clerk", "outcome", "cancellation")

    def today_and_tomorrow(self) -> Self:
        days = [today(), today() + timedelta(days=1)]
        return self.planned().usable().filter(starts_at__date__in=days).with_offer()

    def without_result(self) -> Self:
        """The date is over, and nobody has said how it was."""
        return self.planned().usable().filter(starts_at__lt=timezone.now()).with_offer()

    def to_remind(self) -> Self:
        """One working day before (H-111)."""
        until = add_working_days(today(), 1)
        rows = self.planned().usable().filter(reminded_at=None, starts_at__gt=timezone.now())
        return rows.filter(starts_at__date__lte=until).select_related("offer__landlord")

    def overlapping(self, clerk: int | None, starts_at: datetime, minutes: int) -> Self:
        """Planned for the same person at the same time (H-110)."""
        minute = Cast("minutes", models.IntegerField()) * timedelta(minutes=1)
        end = ExpressionWrapper(F("starts_at") + minute, output_field=models.DateTimeField())
        rows = self.planned().filter(clerk=clerk).exclude(clerk=None).annotate(ends=end)
        return rows.filter(starts_at__lt=starts_at + timedelta(minutes=minutes), ends__gt=starts_at)


class Viewing(models.Model):
    offer = models.ForeignKey("housing.Offer", on_delete=models.CASCADE, related_name="viewings")
    kind = models.CharField(
        _("Anlass"), max_length=20, choices=ViewingKind.choices, default=ViewingKind.INSPECTION
    )
    state = models.CharField(
        _("Stand"), max_length=10, choices=ViewingState.choices, default=S.PLANNED, editable=False
    )
    starts_at = models.DateTimeField(_("Beginn"))
    minutes = models.PositiveSmallIntegerField(_("Dauer in Minuten"), default=45)
    participants = ArrayField(
        models.CharField(max_length=20, choices=Participant.choices),
        verbose_name=_("Wer ist dabei?"),
        default=list,
        blank=True,
    )
    meeting_point = models.CharField(_("Treffpunkt"), max_length=120, blank=True)
    needs_interpreter = models.BooleanField(_("Sprachmittlung nötig"), default=False)
    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("wer geht hin"),
    )
    number = models.UUIDField(_("Nummer im Kalender"), default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveSmallIntegerField(_("Fassung"), default=0, editable=False)
    reminded_at = models.DateTimeField(_("erinnert"), null=True, editable=False)
    ended_at = models.DateTimeField(_("eingetragen"), null=True, editable=False)
    cancellation = models.ForeignKey(
        Reason, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("ausgefallen, weil")
    )
    outcome = models.ForeignKey(
        Reason, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Ergebnis")
    )
    checklist = models.JSONField(_("Prüfbogen"), default=dict, blank=True)
    real_area = models.DecimalField(_("gemessene m²"), max_digits=4, decimal_places=1, null=True, blank=True)
    real_rooms = models.DecimalField(
        _("Zimmer vor Ort"), max_digits=3, decimal_places=1, null=True, blank=True
    )
    note = models.CharField(_("Notiz"), max_length=1000, blank=True)

    retention = Retention(
        operational="kind state minutes participants needs_interpreter number sequence",
        personal="meeting_point checklist real_area real_rooms note",
        goes_with="offer",
    )
    objects = ViewingQuerySet.as_manager()
    STARTS: ClassVar[dict[str, frozenset[str]]] = {
        "hold": frozenset({S.PLANNED}),
        "cancel": frozenset({S.PLANNED}),
    }
    TOLD: ClassVar[dict[str, Words]] = {
        "hold": _("Besichtigung eingetragen"),
        "cancel": _("Besichtigung abgesagt"),
    }

    class Meta:
        verbose_name = _("Besichtigung")
        verbose_name_plural = _("Besichtigungen")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(name="viewings_by_clerk", fields=["clerk", "starts_at"])]
        constraints = [
            models.CheckConstraint(name="viewing_kind_is_known", condition=Q(kind__in=ViewingKind.values)),
            models.CheckConstraint(name="viewing_state_is_known", condition=Q(state__in=S.values)),
            models.CheckConstraint(
                name="viewing_lasts_a_while",
                condition=Q(minutes__range=(SHORTEST, LONGEST)),
                violation_error_message=_("Eine Besichtigung dauert 15 bis 180 Minuten."),
            ),
            models.CheckConstraint(
                name="viewing_participants_are_known",
                condition=Q(participants__contained_by=Participant.values),
            ),
            models.CheckConstraint(
                name="viewing_cancelled_has_reason",
                condition=(Q(state=S.CANCELLED) & of_list("cancellation", "viewing_cancellation"))
                | (~Q(state=S.CANCELLED) & Q(cancellation__isnull=True)),
                violation_error_message=_("Eine Absage braucht einen Grund."),
            ),
            models.CheckConstraint(
                name="viewing_held_has_outcome",
                condition=(Q(state=S.HELD) & of_list("outcome", "viewing_outcome"))
                | (~Q(state=S.HELD) & Q(outcome__isnull=True)),
                violation_error_message=_("Eine Besichtigung, die stattfand, braucht ein Ergebnis."),
            ),
            models.CheckConstraint(
                name="viewing_ended_is_dated",
                condition=Q(state=S.PLANNED, ended_at=None)
                | (~Q(state=S.PLANNED) & Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_planned_inspection_per_offer",
                fields=["offer"],
                condition=Q(state=S.PLANNED, kind=ViewingKind.INSPECTION),
                violation_error_message=_("Für dieses Angebot ist schon eine Prüfung geplant."),
            ),
        ]
        triggers = [states.steps("viewing_steps", TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def findings(self) -> list[tuple[str, str, str]]:
        """The checklist in words: what, how, and the code of how."""
        labels = dict(Finding.choices)
        known = [(label, self.checklist.get(code)) for code, label in CHECKLIST.items()]
        return [(str(label), str(labels[found]), found) for label, found in known if found in labels]

    @property
    def defects(self) -> list[str]:
        return [label for label, _words, found in self.findings if found == Finding.DEFECT]

    def hold(self, *, by: Actor, outcome: Reason, **found: Any) -> None:
        """It took place; what was found stands in the checklist."""
        move(
            self, "hold", start=self.STARTS["hold"], to=S.HELD, by=by, reason=outcome.code, outcome=outcome,
            ended_at=timezone.now(), **found,
        )  # fmt: skip

    def cancel(self, *, by: Actor, reason: Reason) -> None:
        move(
            self, "cancel", start=self.STARTS["cancel"], to=S.CANCELLED, by=by, reason=reason.code,
            cancellation=reason, ended_at=timezone.now(), sequence=F("sequence") + 1,
        )  # fmt: skip


def check_time(starts_at: datetime, minutes: int) -> None:
    """From 6 to 21 o'clock, not in the past, at most six months ahead (H-110)."""
    local = timezone.localtime(starts_at)
    if starts_at <= timezone.now():
        raise ValidationError({"day": _("Der Termin liegt in der Vergangenheit.")})
    if local.date() > months_after(today(), MONTHS_AHEAD):
        raise ValidationError({"day": _("Der Termin liegt mehr als sechs Monate in der Zukunft.")})
    if not EARLIEST <= local.time() <= LATEST:
        raise ValidationError({"time": _("Bitte wählen Sie einen Beginn zwischen 6 und 21 Uhr.")})
    if not SHORTEST <= minutes <= LONGEST:
        raise ValidationError({"minutes": _("Eine Besichtigung dauert 15 bis 180 Minuten.")})
