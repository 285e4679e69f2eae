"""Somebody needs an interpreter at a time and place; nothing about whom one interprets for (I-155)."""

from datetime import datetime, time
from typing import ClassVar, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from goslar_portal.dates import today
from goslar_portal.journal.models import Actor
from goslar_portal.privacy.restriction import NotRestricted
from goslar_portal.retention import Retention, Rule, counts, days
from goslar_portal.states import move, steps
from integration import letters
from integration.models.case import NEW, Case, CaseQuerySet
from integration.models.choices import Asker, Municipality, Way, Wish
from integration.models.contact import Contact
from integration.models.lists import ListEntry

OFFICE = "sprachmittler"


class RequestState(models.TextChoices):
    NEW = NEW, _("neu")
    IN_WORK = "in_work", _("in Arbeit")
    PLACED = "placed", _("vermittelt")
    DONE = "done", _("erledigt")
    DECLINED = "declined", _("abgelehnt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


S = RequestState
BEFORE_END = (S.NEW, S.IN_WORK, S.PLACED)
STEPS = (
    (S.NEW, S.IN_WORK),
    (S.IN_WORK, S.PLACED),
    (S.PLACED, S.DONE),
    *((state, S.DECLINED) for state in BEFORE_END),
    *((state, S.WITHDRAWN) for state in BEFORE_END),
)


class InterpreterRequestQuerySet(CaseQuerySet):
    def with_list_words(self) -> Self:
        """With the German label of the language asked for, for lists of the office."""
        return self.select_related("spoken", "responsible").annotate(
            spoken_label=models.Subquery(ListEntry.objects.german_label(models.OuterRef("spoken_id")))
        )

    def with_words_of_decision(self) -> Self:
        """With the German labels of occasion and reason as well, for the list as a file."""
        return self.annotate(
            occasion_label=models.Subquery(ListEntry.objects.german_label(models.OuterRef("occasion_id"))),
            declined_label=models.Subquery(
                ListEntry.objects.german_label(models.OuterRef("declined_for_id"))
            ),
        )

    def soon(self) -> Self:
        """Open, and the conversation is near."""
        return self.open().order_by("day", "starts")


class InterpreterRequest(Case):
    PREFIX: ClassVar[str] = "SM"
    ENDS: ClassVar[frozenset[str]] = frozenset({S.DONE, S.DECLINED, S.WITHDRAWN})
    UNANSWERED: ClassVar[frozenset[str]] = frozenset({S.NEW, S.IN_WORK})
    STARTS: ClassVar[dict[str, frozenset[str]]] = {
        "take": frozenset({S.NEW}),
        "place": frozenset({S.IN_WORK}),
        "finish": frozenset({S.PLACED}),
        "decline": frozenset(BEFORE_END),
        "withdraw": frozenset(BEFORE_END),
    }
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS

    state = models.CharField(_("Stand"), max_length=10, choices=S.choices, default=S.NEW)
    asker = models.CharField(_("wer fragt"), max_length=10, choices=Asker.choices)
    organisation = models.CharField(_("Einrichtung"), max_length=120, blank=True)
    contact_name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = PhoneNumberField(_("Telefon"), blank=True)
    spoken = models.ForeignKey(
        ListEntry, on_delete=models.PROTECT, related_name="+", verbose_name=_("Sprache des Gesprächs")
    )
    way = models.CharField(_("Art"), max_length=10, choices=Way.choices)
    day = models.DateField(_("Tag"))
    starts = models.TimeField(_("von"))
    ends = models.TimeField(_("bis"))
    other_day = models.DateField(_("anderer Tag"), null=True, blank=True)
    other_starts = models.TimeField(_("von"), null=True, blank=True)
    other_ends = models.TimeField(_("bis"), null=True, blank=True)
    municipality = models.CharField(_("Ort"), max_length=8, choices=Municipality.choices, blank=True)
    occasion = models.ForeignKey(
        ListEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Anlass")
    )
    wish = models.CharField(_("Wunsch"), max_length=10, choices=Wish.choices, blank=True)
    remark = models.CharField(_("Bemerkung"), max_length=300, blank=True)
    message = models.TextField(_("unsere Nachricht"), max_length=1000, blank=True)
    declined_for = models.ForeignKey(
        ListEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Grund")
    )

    objects = NotRestricted.from_queryset(InterpreterRequestQuerySet)()
    retention = Retention(
        operational="state asker way day starts ends other_day other_starts other_ends municipality wish",
        personal="organisation contact_name email phone remark message",
        rules=[
            Rule(
                "integration.interpreter_day_days",
                _("Anfrage einer Sprachmittlung"),
                starts=_("Tag des Gesprächs"),
                clock="day",
                period=days(90, low=30, high=366),
                then=counts("spoken", "state"),
                promised_on=("integration/interpreter_request.html",),
            ),
            Rule(
                "integration.interpreter_closed_days",
                _("Anfrage einer Sprachmittlung"),
                starts=_("Abschluss"),
                clock="closed_at",
                period=days(90, low=30, high=366),
                then=counts("spoken", "state"),
            ),
        ],
        purpose=_("Sprachmittlung vermitteln"),
    )

    class Meta:
        verbose_name = _("Anfrage Sprachmittlung")
        verbose_name_plural = _("Anfragen Sprachmittlung")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="interpreter_state_is_known", condition=Q(state__in=S.values)),
            models.CheckConstraint(name="interpreter_asker_is_known", condition=Q(asker__in=Asker.values)),
            models.CheckConstraint(name="interpreter_way_is_known", condition=Q(way__in=Way.values)),
            models.CheckConstraint(
                name="interpreter_ends_after_it_starts",
                condition=Q(ends__gt=F("starts")),
                violation_error_message=_("„bis“ muss nach „von“ liegen."),
            ),
            models.CheckConstraint(
                name="interpreter_other_time_is_whole",
                condition=Q(other_day=None, other_starts=None, other_ends=None)
                | Q(other_day__isnull=False, other_ends__gt=F("other_starts")),
                violation_error_message=_("„bis“ muss nach „von“ liegen."),
            ),
            models.CheckConstraint(
                name="interpreter_asker_can_be_reached",
                condition=~Q(email="") | ~Q(phone=""),
                violation_error_message=_("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an."),
            ),
            models.CheckConstraint(
                name="interpreter_on_site_has_place",
                condition=~Q(way=Way.ON_SITE) | ~Q(municipality=""),
            ),
            models.CheckConstraint(
                name="interpreter_declined_has_reason",
                condition=Q(state=S.DECLINED, declined_for__isnull=False)
                | ~Q(state=S.DECLINED) & Q(declined_for__isnull=True),
            ),
            models.CheckConstraint(
                name="interpreter_end_is_dated",
                condition=Q(state__in=(S.DONE, S.DECLINED, S.WITHDRAWN), closed_at__isnull=False)
                | ~Q(state__in=(S.DONE, S.DECLINED, S.WITHDRAWN)) & Q(closed_at__isnull=True),
            ),
        ]
        triggers = [steps("interpreter_steps", STEPS)]

    @property
    def is_past(self) -> bool:
        return self.day < today()

    @property
    def begins_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, self.starts or time.min))

    def announce(self, *, acknowledge: bool) -> None:
        if self.email and acknowledge:
            letters.interpreter_requested(self)
        letters.case_arrived(self, mailbox=Contact.objects.mailbox(OFFICE))

    @transaction.atomic
    def place(self, *, by: Actor, message: str) -> None:
        """Somebody will come or call; `message` tells the asker who and how."""
        move(self, "place", start=S.IN_WORK, to=S.PLACED, by=by, message=message)
        if self.email:
            letters.interpreter_placed(self)

    def finish(self, *, by: Actor) -> None:
        """The conversation has taken place."""
        self.end("finish", to=S.DONE, by=by)

    @transaction.atomic
    def decline(self, *, by: Actor, reason: ListEntry, message: str = "") -> None:
        """It does not work out; the asker reads the sentence of the reason."""
        self.end("decline", to=S.DECLINED, by=by, reason=reason.code, declined_for=reason, message=message)
        if self.email:
            letters.interpreter_declined(self, reason.label_in(self.language))

    def withdraw(self, *, by: Actor) -> None:
        """The asker does not need it any more."""
        self.end("withdraw", to=S.WITHDRAWN, by=by)
