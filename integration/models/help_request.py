"""Somebody asks for help or points to somebody; read by the outreach staff only (I-165 to I-170)."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from goslar_portal.journal.models import Actor, record
from goslar_portal.privacy.restriction import NotRestricted
from goslar_portal.retention import Retention, Rule, counts, days
from goslar_portal.states import WrongStateError, steps
from integration import letters
from integration.models.case import NEW, Case, CaseQuerySet
from integration.models.choices import Daytime, Municipality, Reach
from integration.models.contact import Contact
from integration.models.lists import ListEntry

OFFICE = "prekaere-lebenslagen"


class HelpState(models.TextChoices):
    NEW = NEW, _("neu")
    TAKEN = "taken", _("übernommen")
    CLOSED = "closed", _("abgeschlossen")


S = HelpState
STEPS = ((S.NEW, S.TAKEN), (S.TAKEN, S.CLOSED))


class HelpRequestQuerySet(CaseQuerySet):
    def to_remind(self) -> Self:
        """Nobody has answered by the end of the day promised, and the mailbox was not told yet (I-170)."""
        return self.overdue().filter(reminded_at=None)


class HelpRequest(Case):
    PREFIX: ClassVar[str] = "HI"
    ENDS: ClassVar[frozenset[str]] = frozenset({S.CLOSED})
    TAKEN: ClassVar[str] = S.TAKEN
    STARTS: ClassVar[dict[str, frozenset[str]]] = {
        "take": frozenset({S.NEW}),
        "note_try": frozenset({S.TAKEN}),
        "close": frozenset({S.TAKEN}),
    }
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS
    each_view_is_logged = True

    state = models.CharField(_("Stand"), max_length=10, choices=S.choices, default=S.NEW)
    is_for_other = models.BooleanField(_("für jemand anderen"), default=False)
    reach = models.CharField(_("gewünschter Weg"), max_length=10, choices=Reach.choices, blank=True)
    phone = PhoneNumberField(_("Telefon"), blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    address = models.CharField(_("Anschrift"), max_length=200, blank=True)
    spoken = models.ForeignKey(
        ListEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bevorzugte Sprache"),
    )
    wants_interpreter = models.BooleanField(_("mit Sprachmittlung"), default=False)
    municipality = models.CharField(_("Ort"), max_length=8, choices=Municipality.choices)
    daytimes = ArrayField(
        models.CharField(max_length=10, choices=Daytime.choices),
        verbose_name=_("gute Zeiten"),
        default=list,
        blank=True,
    )
    topics = models.ManyToManyField(ListEntry, blank=True, related_name="+", verbose_name=_("Themen"))
    text = models.CharField(_("Nachricht"), max_length=500, blank=True)
    person_agrees = models.BooleanField(_("die Person ist einverstanden"), null=True, blank=True)
    person_reach = models.CharField(_("so erreichen wir sie"), max_length=200, blank=True)
    try_count = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    reminded_at = models.DateTimeField(_("erinnert"), null=True, blank=True, editable=False)
    outcome = models.ForeignKey(
        ListEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Ergebnis"),
    )

    objects = NotRestricted.from_queryset(HelpRequestQuerySet)()
    retention = Retention(
        operational=(
            "state is_for_other reach wants_interpreter municipality daytimes person_agrees try_count"
        ),
        personal="phone email name address text person_reach",
        rules=[
            Rule(
                "integration.help_closed_days",
                _("Hilfe-Anfrage"),
                starts=_("Abschluss"),
                clock="closed_at",
                period=days(30, low=7, high=90),
                then=counts("outcome", "is_for_other"),
                promised_on=(
                    "integration/help_request_self.html",
                    "integration/help_request_other.html",
                ),
            ),
            Rule(
                "integration.help_days",
                _("Hilfe-Anfrage"),
                starts=_("Eingang"),
                clock="received_at",
                period=days(180, low=30, high=366),
                then=counts("outcome", "is_for_other"),
            ),
        ],
        purpose=_("Menschen in schwierigen Lebenslagen erreichen und ihnen helfen"),
    )

    class Meta:
        verbose_name = _("Hilfe-Anfrage")
        verbose_name_plural = _("Hilfe-Anfragen")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="help_state_is_known", condition=Q(state__in=S.values)),
            models.CheckConstraint(
                name="help_closed_has_outcome",
                condition=Q(state=S.CLOSED, closed_at__isnull=False, outcome__isnull=False)
                | ~Q(state=S.CLOSED) & Q(closed_at__isnull=True, outcome__isnull=True),
                violation_error_message=_("Zum Abschluss gehört ein Ergebnis."),
            ),
            models.CheckConstraint(
                name="help_writer_can_be_reached",
                condition=~Q(phone="") | ~Q(email="") | Q(reach=Reach.VISIT),
            ),
            models.CheckConstraint(
                name="help_visit_has_name_and_address",
                condition=~Q(reach=Reach.VISIT) | ~Q(name="") & ~Q(address=""),
            ),
            models.CheckConstraint(
                name="help_without_agreement_says_nothing_about_person",
                condition=Q(is_for_other=False, person_agrees=None)
                | Q(is_for_other=True, person_agrees=True)
                | Q(is_for_other=True, person_agrees=False, person_reach="", text="", name="", address=""),
                violation_error_message=_("Ohne Einverständnis nehmen wir nichts über die Person auf."),
            ),
        ]
        triggers = [steps("help_steps", STEPS)]

    @classmethod
    def take_in(cls, **fields: Any) -> Self:
        topics = fields.pop("topics", [])
        row = super().take_in(**fields)
        row.topics.set(topics)
        return row

    def announce(self, *, acknowledge: bool) -> None:
        if self.email and acknowledge:
            letters.help_requested(self)
        letters.case_arrived(self, mailbox=Contact.objects.mailbox(OFFICE))

    @transaction.atomic
    def note_try(self, *, by: Actor) -> None:
        """Nobody answered when we tried to reach them."""
        changed = HelpRequest.objects.filter(pk=self.pk, state=S.TAKEN).update(try_count=F("try_count") + 1)
        if not changed:
            raise WrongStateError(self, self.state, [S.TAKEN])
        self.refresh_from_db()
        record(self, "note_try", by=by)

    def close(self, *, by: Actor, outcome: ListEntry) -> None:
        """The portal is the letter box, not the case file: what goes on goes on elsewhere (I-169)."""
        self.end("close", to=S.CLOSED, by=by, reason=outcome.code, outcome=outcome)

    @transaction.atomic
    def remind(self, *, by: Actor) -> bool:
        """Tell the mailbox once that somebody waits longer than promised (I-170)."""
        waits = HelpRequest.objects.filter(pk=self.pk, state=S.NEW, reminded_at=None)
        if not waits.update(reminded_at=timezone.now()):
            return False
        record(self, "remind", by=by)
        letters.case_waits(self, mailbox=Contact.objects.mailbox(OFFICE))
        return True
