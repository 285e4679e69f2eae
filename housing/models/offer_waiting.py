"""What happens while we look for tenants: is it still free, reserved, let, expired (H-091, H-130)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import months_after, today
from goslar_portal.journal.models import Actor, record
from goslar_portal.states import move
from housing import letters
from housing.models.offer_doubts import OfferDoubts
from housing.models.offer_states import STARTS, OfferState
from housing.models.reasons import Reason, must_be_of
from housing.models.reasons import reason as reason_of

NOT_ASKED: dict[str, Any] = {"free_asked_at": None, "free_reminders": 0}
CONTRACT_AHEAD = 3  # months a contract may lie in the future; H-091


class OfferWaiting(OfferDoubts):
    class Meta:
        abstract = True

    # Is it still free? ------------------------------------------------------------------------------------

    @transaction.atomic
    def ask_if_free(self, *, by: Actor) -> bool:
        """By mail with a link for each answer; without mail it is a task for the telephone (H-130)."""
        rows = self._rows().filter(state=OfferState.AVAILABLE, free_asked_at=None)
        if not rows.update(free_asked_at=timezone.now(), free_reminders=0):
            return False
        record(self, "ask_if_free", by=by)
        self._fetch("landlord", "responsible")
        self.refresh_from_db(fields=["free_asked_at", "free_reminders"])
        if self.landlord is not None and self.landlord.gets_mail:
            letters.availability_asked(self._offer)
        else:
            self.tasks.create(
                text=str(_("Anrufen: Ist die Wohnung noch frei?")), assigned_to=self.responsible
            )
        return True

    @transaction.atomic
    def remind_if_free(self, *, by: Actor) -> bool:
        """Once more; False when somebody answered meanwhile or the number of reminders is used up."""
        rows = self._rows().filter(
            state=OfferState.AVAILABLE, free_asked_at__isnull=False, free_reminders=self.free_reminders
        )
        if not rows.update(free_reminders=F("free_reminders") + 1):
            return False
        record(self, "remind_if_free", by=by)
        self.refresh_from_db()
        self._tell(letters.availability_asked)
        return True

    @transaction.atomic
    def confirm_free(self, *, by: Actor) -> None:
        """„Ja, noch frei“: the clock starts anew."""
        move(
            self,
            "confirm_free",
            start=STARTS["confirm_free"],
            to=OfferState.AVAILABLE,
            by=by,
            free_confirmed_at=timezone.now(),
            **NOT_ASKED,
        )
        self.tasks.filter(text=str(_("Anrufen: Ist die Wohnung noch frei?")), done_at=None).update(
            done_at=timezone.now()
        )

    @transaction.atomic
    def remind_of_query(self, *, by: Actor) -> bool:
        """A question waits for its answer; twice at most, then the offer expires (H-091)."""
        rows = self._rows().filter(state=OfferState.QUERY, query_reminders=self.query_reminders)
        if not rows.update(query_reminders=F("query_reminders") + 1):
            return False
        record(self, "remind_of_query", by=by)
        self.refresh_from_db()
        self._tell(letters.query_reminded)
        return True

    @transaction.atomic
    def expire(self, *, by: Actor) -> None:
        """Nobody has answered: end the offer, and say how it comes back."""
        code = "query_unanswered" if self.state == OfferState.QUERY else "availability_unanswered"
        reason = reason_of("offer_expiry", code)
        self._close("expire", OfferState.EXPIRED, start=STARTS["expire"], by=by, reason=reason)
        self._tell(letters.offer_expired)

    # A household --------------------------------------------------------------------------------------------

    @transaction.atomic
    def reserve(self, *, by: Actor) -> None:
        """A household wants to move in: nobody else is offered this dwelling."""
        self.must_be_trusted()
        move(
            self,
            "reserve",
            start=STARTS["reserve"],
            to=OfferState.RESERVED,
            by=by,
            reserved_at=timezone.now(),
            **NOT_ASKED,
        )

    @transaction.atomic
    def release(self, *, by: Actor, reason: Reason, comment: str = "") -> None:
        """It came to nothing; look on."""
        must_be_of(reason, "offer_release")
        reason.check_use(comment=comment)
        move(
            self,
            "release",
            start=STARTS["release"],
            to=OfferState.AVAILABLE,
            by=by,
            reason=reason.code,
            reserved_at=None,
            comment=comment.strip(),
            free_confirmed_at=timezone.now(),
            **NOT_ASKED,
        )

    @transaction.atomic
    def let(self, *, by: Actor, contract_on: date) -> None:
        """The contract is signed: thank the landlord."""
        if contract_on > months_after(today(), CONTRACT_AHEAD):
            raise ValidationError(
                {"contract_on": _("Der Vertrag darf höchstens drei Monate in der Zukunft liegen.")}
            )
        self._close("let", OfferState.LET, start=STARTS["let"], by=by, reason=None, contract_on=contract_on)
        self._tell(letters.offer_let)

    def _close(
        self,
        verb: str,
        to: OfferState,
        *,
        start: frozenset[str],
        by: Actor,
        reason: Reason | None,
        **fields: Any,
    ) -> None:
        code = reason.code if reason else ""
        fields |= {"closed_at": timezone.now(), "closing_reason": reason, "reserved_at": None}
        fields |= {"paused_until": None, "state_before_pause": "", **NOT_ASKED}
        move(self, verb, start=start, to=to, by=by, reason=code, **fields)
        self.changes.filter(is_wish=False).settle("checked")  # type: ignore[attr-defined]  # its own QuerySet
