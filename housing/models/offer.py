"""Offers of dwellings: from the landlord's draft to its end. Every step is one verb here (H-090, H-091)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import office, states
from goslar_portal.dates import today
from goslar_portal.journal.history import tracked
from goslar_portal.journal.models import Actor, ActorKind, record
from goslar_portal.links.models import AccessLink
from goslar_portal.privacy.restriction import NotRestricted
from goslar_portal.registry import Words
from goslar_portal.states import move
from housing import letters
from housing.models.choices import ContactChannel, Direction
from housing.models.contacts import CALLBACK, ContactEntry, Task
from housing.models.folding import by_letters
from housing.models.offer_by_landlord import ChangedMeanwhileError
from housing.models.offer_facts import FACT_RULES
from housing.models.offer_questions import OfferQuerySet
from housing.models.offer_rules import OFFER_RULES
from housing.models.offer_states import OPEN, STARTS, TOLD, TRANSITIONS, UNSENT, OfferState
from housing.models.offer_viewing import OfferViewing
from housing.models.offer_waiting import NOT_ASKED
from housing.models.reasons import Reason, must_be_of
from housing.models.reasons import reason as reason_of
from housing.roles import is_lead


@tracked(
    exclude=[
        "answers",
        "completed_steps",
        "draft_key_hash",
        "draft_changed_at",
        "opt_in_count",
        "reminded_at",
        "free_reminders",
        "query_reminders",
        "looked_at",
        "street_key",
        "list_key",
    ],
    begins=pgtrigger.Q(new__state__df="draft"),
    personal=["landlord", "comment"],
    opens="housing.view_landlord",
)
class Offer(OfferViewing):
    objects = NotRestricted.from_queryset(OfferQuerySet)()
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = TRANSITIONS
    STARTS: ClassVar[dict[str, frozenset[str]]] = STARTS
    TOLD: ClassVar[dict[str, Words]] = TOLD

    class Meta:
        verbose_name = _("Angebot")
        verbose_name_plural = _("Angebote")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(name="offers_newest_first", fields=["-received_at", "-id"]),
            models.Index(name="offers_by_state", fields=["state", "-received_at"]),
            models.Index(
                name="offers_by_street",
                fields=["street_key", "received_at"],
                condition=~Q(street="") & Q(received_at__isnull=False),
            ),
            by_letters("offers_by_letters", "street", "district_text", "reference"),
            models.Index(name="offers_to_look_at", fields=["id"], condition=Q(looked_at=None)),
            models.Index(
                name="offers_not_sent", fields=["draft_changed_at"], condition=Q(state__in=sorted(UNSENT))
            ),
        ]
        constraints = [*FACT_RULES, *OFFER_RULES]
        triggers = [states.steps("offer_steps", TRANSITIONS)]

    def __str__(self) -> str:
        return self.reference or f"{self._meta.verbose_name} {self.pk}"

    # Daily work -------------------------------------------------------------------------------------------

    @transaction.atomic
    def take(self, *, by: Actor) -> None:
        """A case worker takes the offer over and is responsible from now on."""
        move(
            self,
            "take",
            start=STARTS["take"],
            to=OfferState.IN_REVIEW,
            by=by,
            responsible_id=by.account_id,
        )

    @transaction.atomic
    def ask(self, *, by: Actor, text: str) -> None:
        """Ask the landlord back; the letter holds the question and the way to answer."""
        move(
            self,
            "ask",
            start=STARTS["ask"],
            to=OfferState.QUERY,
            by=by,
            query_text=text.strip(),
            queried_at=timezone.now(),
            query_reminders=0,
            answer_text="",
            **NOT_ASKED,
        )
        self._tell(letters.offer_queried)

    @transaction.atomic
    def answer(self, *, by: Actor, text: str = "") -> None:
        """The answer has come, by the landlord or told to the case worker."""
        move(
            self,
            "answer",
            start=STARTS["answer"],
            to=OfferState.IN_REVIEW,
            by=by,
            answer_text=text.strip(),
            looked_at=None,
        )
        if by.kind != ActorKind.STAFF:
            self.tasks.create(text=str(_("Antwort auf die Rückfrage prüfen")), assigned_to=self.responsible)

    @transaction.atomic
    def accept(self, *, by: Actor, reason: Reason, comment: str = "") -> None:
        """Release the dwelling for placing, without a viewing for the reason given."""
        must_be_of(reason, "offer_acceptance_without_viewing")
        reason.check_use(comment=comment, is_lead=is_lead(by))
        self.must_be_complete()
        self.must_be_trusted()
        move(
            self,
            "accept",
            start=STARTS["accept"],
            to=OfferState.AVAILABLE,
            by=by,
            reason=reason.code,
            acceptance_reason=reason,
            comment=comment.strip(),
            available_since=timezone.now(),
            free_confirmed_at=timezone.now(),
            **NOT_ASKED,
        )
        self._drop_viewing(by)
        self._tell(letters.offer_accepted)

    @transaction.atomic
    def pause(self, *, by: Actor, until: date, reason: Reason | None = None) -> None:
        """Take the offer out of the work until a day; it comes back by itself."""
        must_be_of(reason, "offer_pause")
        latest = today() + timedelta(days=int(office.value("housing.longest_pause_days")))
        if not today() < until <= latest:
            raise ValidationError(
                {
                    "until": _("Bitte geben Sie einen Tag von morgen bis zum %(day)s an.")
                    % {"day": f"{latest:%d.%m.%Y}"}
                }
            )
        move(
            self,
            "pause",
            start=STARTS["pause"],
            to=OfferState.PAUSED,
            by=by,
            reason=reason.code if reason else "",
            state_before_pause=F("state"),
            paused_until=until,
            **NOT_ASKED,
        )
        self._drop_viewing(by)

    @transaction.atomic
    def resume(self, *, by: Actor) -> None:
        """Back to the state before the pause; a date was cancelled then, an open question waits anew."""
        before = Offer.objects.filter(pk=self.pk).values_list("state_before_pause", flat=True).first()
        now, to = timezone.now(), before or OfferState.RECEIVED
        anew: dict[str, Any] = {"queried_at": now, "query_reminders": 0} if to == OfferState.QUERY else {}
        move(
            self,
            "resume",
            start=STARTS["resume"],
            to=OfferState.IN_REVIEW if to == OfferState.VIEWING else to,
            by=by,
            state_before_pause="",
            paused_until=None,
            free_confirmed_at=now,
            **anew,
        )
        if by.kind == ActorKind.CLOCK:
            self._tell(letters.pause_ended)

    # The end ----------------------------------------------------------------------------------------------

    @transaction.atomic
    def withdraw(self, *, by: Actor, reason: Reason | None = None) -> None:
        """Take the offer off the list at the landlord's wish; a reserved one only by the staff."""
        must_be_of(reason, "offer_withdrawal")
        start = STARTS["withdraw"] if by.kind == ActorKind.STAFF else OPEN - {OfferState.RESERVED}
        self._close("withdraw", OfferState.WITHDRAWN, start=start, by=by, reason=reason)
        self._tell(letters.offer_withdrawn)

    @transaction.atomic
    def reject(self, *, by: Actor, reason: Reason, comment: str = "") -> None:
        """Turn the offer down; the landlord reads the public sentence of the reason, or nothing."""
        must_be_of(reason, "offer_rejection")
        reason.check_use(comment=comment, is_lead=is_lead(by))
        self._close(
            "reject",
            OfferState.REJECTED,
            start=STARTS["reject"],
            by=by,
            reason=reason,
            comment=comment.strip(),
        )
        if not reason.no_letter:
            self._tell(letters.offer_rejected)

    @transaction.atomic
    def reopen(self, *, by: Actor, reason: Reason, comment: str = "") -> None:
        """Work on an ended offer again; after a suspicion of fraud only by the lead."""
        must_be_of(reason, "offer_reopening")
        lead = is_lead(by)
        reason.check_use(comment=comment, is_lead=lead)
        if self.closing_reason_id == "offer_rejection.fraud_suspected" and not lead:
            raise ValidationError(_("Nach einem Betrugsverdacht öffnet nur die Leitung ein Angebot wieder."))
        move(
            self,
            "reopen",
            start=STARTS["reopen"],
            to=OfferState.IN_REVIEW,
            by=by,
            reason=reason.code,
            closed_at=None,
            contract_on=None,
            closing_reason=None,
            comment=comment.strip(),
            responsible_id=by.account_id,
        )

    # Contacts and tasks -----------------------------------------------------------------------------------

    @transaction.atomic
    def note_contact(
        self,
        *,
        by: Actor,
        channel: str,
        direction: str,
        result: Reason,
        at: datetime | None = None,
        callback_on: date | None = None,
        note: str = "",
    ) -> ContactEntry:
        """Note a call, letter or visit; a callback becomes a task. The state stays."""
        must_be_of(result, "contact_result")
        if result.pk == CALLBACK and callback_on is None:
            raise ValidationError({"callback_on": _("Bitte den Tag des Rückrufs angeben.")})
        entry = ContactEntry.objects.create(
            offer=self,
            at=at or timezone.now(),
            channel=channel,
            direction=direction,
            result=result,
            callback_on=callback_on,
            note=note.strip(),
            noted_by_id=by.account_id,
        )
        day = max(timezone.localdate(entry.at), self.last_contact_on or date.min)
        failed = F("failed_attempts") + 1 if result.is_attempt else 0
        Offer.objects.filter(pk=self.pk).update(last_contact_on=day, failed_attempts=failed)
        if callback_on:
            self.tasks.create(text=str(_("Zurückrufen")), due_on=callback_on, assigned_to_id=by.account_id)
        record(self, "note_contact", by=by, reason=result.code)
        self.refresh_from_db()
        return entry

    @transaction.atomic
    def write_unreachable(self, *, by: Actor) -> None:
        """„Wir haben Sie nicht erreicht“, after several calls in vain (H-104); it is a contact, too."""
        if self.landlord is None or not self.landlord.gets_mail:
            raise ValidationError(_("Ohne E-Mail-Adresse bitte den Brief drucken und verschicken."))
        record(self, "write_unreachable", by=by)
        self._tell(letters.unreachable)
        sent = reason_of("contact_result", "message_left")
        self.note_contact(by=by, channel=ContactChannel.EMAIL, direction=Direction.OUT, result=sent)

    @transaction.atomic
    def add_task(self, *, by: Actor, text: str, due_on: date, assigned_to: Any = None) -> Task:
        """Put something to do on the record of this offer."""
        record(self, "add_task", by=by)
        return self.tasks.create(text=text, due_on=due_on, assigned_to=assigned_to)

    @transaction.atomic
    def finish_task(self, *, by: Actor, task: Task) -> None:
        """Tick a task off; a second click changes nothing."""
        if self.tasks.filter(pk=task.pk, done_at=None).update(done_at=timezone.now()):
            record(self, "finish_task", by=by)

    @transaction.atomic
    def assign(self, *, by: Actor, to: Any) -> None:
        """Hand the offer to a colleague."""
        Offer.objects.filter(pk=self.pk).update(responsible=to)
        record(self, "assign", by=by)
        self.refresh_from_db()

    @transaction.atomic
    def correct(self, *, by: Actor, facts: dict[str, Any], seen: str) -> None:
        """Put right what is known about the dwelling; the state stays.

        `seen` is the fingerprint of what the person had before their eyes. Raises `ChangedMeanwhileError`
        and writes nothing when somebody else has changed the facts since (G-057).
        """
        if Offer.objects.select_for_update(of=("self",)).get(pk=self.pk).fingerprint != seen:
            raise ChangedMeanwhileError(self)
        Offer.objects.filter(pk=self.pk).update(**facts, looked_at=None)
        record(self, "correct", by=by)
        self.refresh_from_db()

    @transaction.atomic
    def renew_link(self, *, by: Actor) -> None:
        """Mail a fresh link to the status page; the older ones end (H-071)."""
        AccessLink.objects.revoke(self, "offer_status")
        record(self, "renew_link", by=by)
        self._tell(letters.link_renewed, is_owed=True)
