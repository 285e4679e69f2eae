"""An event that somebody outside reports: confirmed by mail, read by staff (D-120 to D-127)."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from democracy import letters
from democracy.models.event import Event
from democracy.models.proposal_facts import fill, last_day_of
from goslar_portal import office, states
from goslar_portal.journal.models import Actor, record
from goslar_portal.links.models import AccessLink
from goslar_portal.privacy.restriction import NotRestricted
from goslar_portal.retention import DELETE, Retention, Rule, days
from goslar_portal.states import move
from goslar_portal.uploads.models import Upload


class ProposalState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("unbestätigt")
    SUBMITTED = "submitted", _("eingereicht")
    QUESTION = "question", _("Rückfrage")
    ACCEPTED = "accepted", _("angenommen")
    DECLINED = "declined", _("abgelehnt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


S = ProposalState
PROPOSAL_STARTS: dict[str, frozenset[str]] = {
    "confirm": frozenset({S.UNCONFIRMED}),
    "accept": frozenset({S.SUBMITTED, S.QUESTION}),
    "ask": frozenset({S.SUBMITTED}),
    "decline": frozenset({S.SUBMITTED, S.QUESTION}),
    "withdraw": frozenset({S.SUBMITTED, S.QUESTION}),
    "change": frozenset({S.SUBMITTED, S.QUESTION, S.ACCEPTED}),
    "take_change": frozenset({S.ACCEPTED}),
    "refuse_change": frozenset({S.ACCEPTED}),
}
PROPOSAL_STEPS = (
    (S.UNCONFIRMED, S.SUBMITTED),
    (S.SUBMITTED, S.QUESTION),
    (S.QUESTION, S.SUBMITTED),
    *((start, end) for start in (S.SUBMITTED, S.QUESTION) for end in (S.ACCEPTED, S.DECLINED, S.WITHDRAWN)),
)
TOKEN_PAGE, CONFIRM = "event_proposal", "event_proposal_confirm"


class EventProposalQuerySet(models.QuerySet["EventProposal"]):
    @transaction.atomic
    def submit(self, *, by: Actor, submit_key: uuid.UUID, **facts: Any) -> "EventProposal":
        """Keep what was typed and mail one link; the same form sent twice is one proposal (G-187)."""
        proposal, is_new = self.get_or_create(submit_key=submit_key, defaults=facts)
        if is_new:
            record(proposal, "submit", by=by, to_state=S.UNCONFIRMED)
            letters.proposal_received(proposal, proposal.mint(CONFIRM))
        return proposal

    def filed(self) -> Self:
        """What staff see: an unconfirmed proposal is nobody's business yet."""
        return self.exclude(state=S.UNCONFIRMED)

    def waiting(self) -> Self:
        return self.filter(Q(state=S.SUBMITTED) | Q(state=S.ACCEPTED, wish__isnull=False)).order_by(
            "confirmed_at"
        )

    def with_event(self) -> Self:
        return self.select_related("event")

    def of_email(self, email: str) -> Self:
        return self.filed().filter(email__iexact=email)


class EventProposal(models.Model):
    """What was reported, as the form left it: plain JSON, so that a wish for a change looks the same."""

    submit_key = models.UUIDField(unique=True, editable=False)
    facts = models.JSONField(_("gemeldet"))
    before = models.JSONField(_("vor der Änderung"), null=True)
    wish = models.JSONField(_("gewünschte Änderung"), null=True)
    organisation = models.CharField(_("Organisation"), max_length=160)
    email = models.EmailField(_("E-Mail"))
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    picture = models.ForeignKey(
        Upload, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    picture_hash = models.CharField(max_length=64, blank=True, editable=False)
    doubts = ArrayField(models.CharField(max_length=20), verbose_name=_("Zweifel"), default=list, blank=True)
    state = models.CharField(_("Stand"), max_length=12, choices=ProposalState.choices, default=S.UNCONFIRMED)
    question = models.TextField(_("Frage des Amtes"), max_length=2000, blank=True)
    answer = models.TextField(_("Antwort"), max_length=2000, blank=True)
    event = models.ForeignKey(
        Event,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("Veranstaltung"),
    )
    sent_at = models.DateTimeField(_("gesendet"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("bestätigt"), null=True, editable=False)
    closed_at = models.DateTimeField(_("abgeschlossen"), null=True, editable=False)
    last_day = models.DateField(_("letzter Termin"))

    objects = NotRestricted.from_queryset(EventProposalQuerySet)()
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = PROPOSAL_STEPS
    STARTS: ClassVar[dict[str, frozenset[str]]] = PROPOSAL_STARTS
    retention = Retention(
        personal="facts before wish organisation email phone question answer picture_hash",
        operational="submit_key doubts state last_day",
        purpose=_("gemeldete Veranstaltungen"),
        rules=[
            Rule(
                "democracy.unconfirmed_proposal_days",
                _("Gemeldete Veranstaltung ohne bestätigte E-Mail-Adresse"),
                starts=_("Absenden"),
                clock="sent_at",
                period=days(7, low=1, high=30),
                then=DELETE,
                where=Q(state=S.UNCONFIRMED),
            ),
            Rule(
                "democracy.closed_proposal_days",
                _("Abgelehnte oder zurückgezogene Meldung"),
                starts=_("Ablehnung oder Rücknahme"),
                clock="closed_at",
                period=days(90, low=7, high=366),
                then=DELETE,
                where=Q(state__in=[S.DECLINED, S.WITHDRAWN]),
            ),
            Rule(
                "democracy.accepted_proposal_days",
                _("Kontakt zu einer gemeldeten Veranstaltung"),
                starts=_("letzter Termin"),
                clock="last_day",
                period=days(183, low=30, high=731),
                then=DELETE,
            ),
        ],
    )

    class Meta:
        verbose_name = _("gemeldete Veranstaltung")
        verbose_name_plural = _("gemeldete Veranstaltungen")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="proposal_state_is_known", condition=Q(state__in=ProposalState.values)
            ),
            models.CheckConstraint(
                name="proposal_confirmed_is_dated",
                condition=Q(state=S.UNCONFIRMED) | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_closed_is_dated",
                condition=~Q(state__in=[S.DECLINED, S.WITHDRAWN]) | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_asked_has_question", condition=~Q(state=S.QUESTION) | ~Q(question="")
            ),
            models.CheckConstraint(
                name="proposal_wish_follows_acceptance", condition=Q(wish__isnull=True) | Q(state=S.ACCEPTED)
            ),
        ]
        triggers = [states.steps("proposal_steps", PROPOSAL_STEPS)]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"Meldung {self.pk}"

    @property
    def title(self) -> str:
        return str(self.facts.get("title", ""))

    @property
    def first_day(self) -> date:
        return date.fromisoformat(self.facts["starts_on"])

    @property
    def may_change(self) -> bool:
        return self.state in PROPOSAL_STARTS["change"]

    @property
    def may_withdraw(self) -> bool:
        return self.state in PROPOSAL_STARTS["withdraw"]

    def mint(self, purpose: str) -> str:
        """A link that ends 90 days (S) after the last date (D-122)."""
        after = timedelta(days=int(office.value("democracy.proposal_link_days")))
        end = datetime.combine(self.last_day, time.max, timezone.get_current_timezone()) + after
        return AccessLink.objects.mint(
            self, purpose=purpose, lifetime=max(end - timezone.now(), timedelta(days=7))
        )

    # The proposer -----------------------------------------------------------------------------------------

    @transaction.atomic
    def confirm(self, *, by: Actor) -> None:
        """The address is right: from now on staff see the proposal."""
        move(
            self,
            "confirm",
            start=PROPOSAL_STARTS["confirm"],
            to=S.SUBMITTED,
            by=by,
            confirmed_at=timezone.now(),
        )
        letters.proposal_confirmed(self, self.mint(TOKEN_PAGE))
        letters.proposal_waits(self)

    @transaction.atomic
    def change(self, *, by: Actor, facts: dict[str, Any], last_day: date, answer: str = "") -> None:
        """Before acceptance the proposal itself, what it said before beside it; later only a wish (D-123)."""
        if self.state == S.ACCEPTED:
            EventProposal.objects.filter(pk=self.pk).update(wish=facts)
            record(self, "wish", by=by)
        else:
            more: dict[str, Any] = {"facts": facts, "before": self.facts, "last_day": last_day}
            more["answer"] = answer
            if self.state == S.QUESTION:
                move(self, "answer", start={S.QUESTION}, to=S.SUBMITTED, by=by, **more)
            else:
                EventProposal.objects.filter(pk=self.pk, state=S.SUBMITTED).update(**more)
                record(self, "change", by=by)
        self.refresh_from_db()
        letters.proposal_waits(self)

    @transaction.atomic
    def withdraw(self, *, by: Actor) -> None:
        """The proposer takes it back."""
        move(
            self,
            "withdraw",
            start=PROPOSAL_STARTS["withdraw"],
            to=S.WITHDRAWN,
            by=by,
            closed_at=timezone.now(),
        )

    @transaction.atomic
    def renew_link(self, *, by: Actor) -> None:
        """Mail a fresh link; the older ones end."""
        AccessLink.objects.revoke(self, TOKEN_PAGE)
        record(self, "renew_link", by=by)
        letters.proposal_link(self, self.mint(TOKEN_PAGE))

    # Staff ------------------------------------------------------------------------------------------------

    @transaction.atomic
    def accept(self, *, by: Actor, text: str, is_public: bool = False) -> None:
        """Make an event of it, as draft or public, and tell the proposer (D-124)."""
        event = Event(slug=Event.objects.free_slug(self.title))
        fill(event, self.facts)
        event.organiser = self.organisation
        if self.picture_id:
            event.image, event.image_hash, event.image_rights = self.picture, self.picture_hash, True
        event.store(by=by, verb="add")
        if is_public:
            event.publish(by=by)
        done: dict[str, Any] = {"event": event, "picture": None, "before": None}
        move(self, "accept", start=PROPOSAL_STARTS["accept"], to=S.ACCEPTED, by=by, **done)
        letters.proposal_decided(self, "accept", text, self.mint(TOKEN_PAGE))

    @transaction.atomic
    def ask(self, *, by: Actor, text: str) -> None:
        """Ask back; the letter holds the question and the way to answer."""
        move(self, "ask", start=PROPOSAL_STARTS["ask"], to=S.QUESTION, by=by, question=text, answer="")
        letters.proposal_decided(self, "ask", text, self.mint(TOKEN_PAGE))

    @transaction.atomic
    def decline(self, *, by: Actor, text: str) -> None:
        """Turn it down; the letter says why."""
        move(
            self, "decline", start=PROPOSAL_STARTS["decline"], to=S.DECLINED, by=by, closed_at=timezone.now()
        )
        letters.proposal_decided(self, "decline", text, "")

    @transaction.atomic
    def take_change(self, *, by: Actor) -> None:
        """Bring the wished fields into the event, dates and calendars following (D-123)."""
        if self.wish is None or self.event is None:
            raise ValidationError(now_say("Es gibt keine offene Änderung."))
        fill(self.event, self.wish, before=self.facts)
        self.event.store(by=by)
        EventProposal.objects.filter(pk=self.pk).update(
            facts=self.wish, wish=None, last_day=last_day_of(self.wish)
        )
        record(self, "take_change", by=by)
        self.refresh_from_db()
        letters.proposal_decided(self, "take_change", "", self.mint(TOKEN_PAGE))

    @transaction.atomic
    def refuse_change(self, *, by: Actor, text: str) -> None:
        """The public event stays as it is."""
        if self.wish is None:
            raise ValidationError(now_say("Es gibt keine offene Änderung."))
        EventProposal.objects.filter(pk=self.pk).update(wish=None)
        record(self, "refuse_change", by=by)
        self.refresh_from_db()
        letters.proposal_decided(self, "refuse_change", text, self.mint(TOKEN_PAGE))
