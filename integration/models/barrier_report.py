"""A reader says what does not work, asks for an accessible form, or asks why (I-150 to I-153)."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from goslar_portal.journal.models import Actor, record
from goslar_portal.privacy.restriction import NotRestricted
from goslar_portal.registry import Words
from goslar_portal.retention import Retention, Rule, blank, counts, days
from goslar_portal.states import move, steps
from integration import letters
from integration.models.case import NEW, Case, CaseQuerySet
from integration.models.choices import Purpose
from integration.models.contact import Contact
from integration.models.statement import KnownBarrier

OFFICE = "barrierefreiheit"


class ReportState(models.TextChoices):
    NEW = NEW, _("neu")
    IN_WORK = "in_work", _("in Arbeit")
    ANSWERED = "answered", _("beantwortet")
    CLOSED = "closed", _("abgeschlossen")


class ReportOutcome(models.TextChoices):
    SOLVED = "solved", _("behoben")
    PLANNED = "planned", _("geplant")
    NOT_POSSIBLE = "not_possible", _("nicht möglich, mit Begründung")
    SPAM = "spam", _("keine ernste Meldung")


NO_WAY_TO_ANSWER = _("Für eine Antwort brauchen wir eine E-Mail-Adresse oder Telefonnummer.")
ANSWER_FIRST = _("Die Person wünscht eine Antwort. Bitte antworten Sie zuerst.")
S = ReportState
STEPS = (
    (S.NEW, S.IN_WORK),
    (S.NEW, S.CLOSED),
    (S.IN_WORK, S.ANSWERED),
    (S.IN_WORK, S.CLOSED),
    (S.ANSWERED, S.CLOSED),
)


class BarrierReportQuerySet(CaseQuerySet):
    """Reports are asked for like all cases."""


class BarrierReport(Case):
    PREFIX: ClassVar[str] = "BM"
    ENDS: ClassVar[frozenset[str]] = frozenset({S.CLOSED})
    UNANSWERED: ClassVar[frozenset[str]] = frozenset({S.NEW, S.IN_WORK})
    STARTS: ClassVar[dict[str, frozenset[str]]] = {
        "take": frozenset({S.NEW}),
        "answer": frozenset({S.IN_WORK}),
        "close": frozenset({S.NEW, S.IN_WORK, S.ANSWERED}),
    }
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS
    TOLD: ClassVar[dict[str, Words]] = {"link": _("Mit der Erklärung zur Barrierefreiheit verbunden")}

    state = models.CharField(_("Stand"), max_length=10, choices=S.choices, default=S.NEW)
    purpose = models.CharField(_("Anliegen"), max_length=10, choices=Purpose.choices)
    page = models.CharField(_("Seite"), max_length=300, blank=True)
    description = models.TextField(_("Beschreibung"), max_length=2000)
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = PhoneNumberField(_("Telefon"), blank=True)
    wants_answer = models.BooleanField(_("wünscht eine Antwort"), default=False)
    answer_text = models.TextField(_("unsere Antwort"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("beantwortet"), null=True, blank=True)
    outcome = models.CharField(_("Ergebnis"), max_length=12, choices=ReportOutcome.choices, blank=True)
    outcome_reason = models.CharField(_("Begründung"), max_length=500, blank=True)
    planned_on = models.DateField(_("geplant bis"), null=True, blank=True)
    barrier = models.ForeignKey(
        KnownBarrier,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("steht in der Erklärung als"),
    )

    objects = NotRestricted.from_queryset(BarrierReportQuerySet)()
    retention = Retention(
        operational="state purpose page wants_answer outcome planned_on barrier",
        personal="description email phone answer_text outcome_reason",
        rules=[
            Rule(
                "integration.report_contact_closed_days",
                _("Barriere-Meldung: E-Mail und Telefon"),
                starts=_("Abschluss"),
                clock="closed_at",
                period=days(183, low=30, high=366),
                then=blank("email", "phone"),
                promised_on=("integration/barrier_report.html",),
                where=~Q(email="") | ~Q(phone=""),
            ),
            Rule(
                "integration.report_contact_days",
                _("Barriere-Meldung: E-Mail und Telefon"),
                starts=_("Eingang"),
                clock="received_at",
                period=days(365, low=90, high=731),
                then=blank("email", "phone"),
                where=~Q(email="") | ~Q(phone=""),
            ),
            Rule(
                "integration.report_days",
                _("Barriere-Meldung: Text"),
                starts=_("Eingang"),
                clock="received_at",
                period=days(731, low=183, high=1827),
                then=counts("purpose", "outcome"),
            ),
        ],
        purpose=_("Barrieren finden und beseitigen, Anfragen nach § 9b NBGG beantworten"),
    )

    class Meta:
        verbose_name = _("Barriere-Meldung")
        verbose_name_plural = _("Barriere-Meldungen")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="report_state_is_known", condition=Q(state__in=S.values)),
            models.CheckConstraint(name="report_purpose_is_known", condition=Q(purpose__in=Purpose.values)),
            models.CheckConstraint(
                name="report_closed_has_outcome",
                condition=Q(state=S.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=S.CLOSED) & Q(closed_at__isnull=True, outcome=""),
                violation_error_message=_("Zum Abschluss gehört ein Ergebnis."),
            ),
            models.CheckConstraint(
                name="report_planned_has_date",
                condition=~Q(outcome=ReportOutcome.PLANNED) | Q(planned_on__isnull=False),
                violation_error_message=_("Bitte geben Sie an, bis wann es geplant ist."),
            ),
            models.CheckConstraint(
                name="report_answered_is_dated",
                condition=~Q(state=S.ANSWERED) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_answer_has_a_way",
                condition=Q(wants_answer=False) | ~Q(email="") | ~Q(phone="") | Q(state=S.CLOSED),
                violation_error_message=NO_WAY_TO_ANSWER,
            ),
        ]
        triggers = [steps("report_steps", STEPS)]

    def announce(self, *, acknowledge: bool) -> None:
        if self.email and acknowledge:
            letters.report_received(self)
        letters.case_arrived(self, mailbox=Contact.objects.mailbox(OFFICE))

    @transaction.atomic
    def answer(self, *, by: Actor, answer_text: str) -> None:
        """Write down what we answer and send it, if there is an e-mail address."""
        now = timezone.now()
        move(
            self,
            "answer",
            start=S.IN_WORK,
            to=S.ANSWERED,
            by=by,
            answered_at=now,
            answer_text=answer_text,
        )
        if self.email:
            letters.report_answered(self)

    @transaction.atomic
    def link(self, *, by: Actor, barrier: KnownBarrier | None) -> None:
        """Say which entry of the statement this is about; a planned day shows there (I-153)."""
        BarrierReport.objects.filter(pk=self.pk).update(barrier=barrier)
        self.refresh_from_db(fields=["barrier"])
        record(self, "link", by=by, reason=barrier.code if barrier else "")
        self._tell_statement(by=by)

    def _tell_statement(self, *, by: Actor) -> None:
        if self.barrier and self.planned_on:
            self.barrier.plan(until=self.planned_on, by=by)

    @transaction.atomic
    def close(
        self, *, by: Actor, outcome: str, planned_on: date | None = None, outcome_reason: str = ""
    ) -> None:
        """Say what came of it; without an answer only what nobody can be told about may be closed."""
        if self.state == S.NEW and outcome != ReportOutcome.SPAM:
            raise ValidationError({"outcome": _("Bitte übernehmen Sie die Meldung zuerst.")})
        if self.state == S.IN_WORK and self.wants_answer and outcome != ReportOutcome.SPAM:
            raise ValidationError({"outcome": ANSWER_FIRST})
        fields: dict[str, Any] = {"outcome_reason": outcome_reason, "planned_on": planned_on}
        self.end("close", to=S.CLOSED, by=by, reason=outcome, outcome=outcome, **fields)
        self._tell_statement(by=by)
