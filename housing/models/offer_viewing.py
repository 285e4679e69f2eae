"""From the date of a viewing to what follows from it (H-091, H-110 to H-112)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.actors import acting
from goslar_portal.journal.models import Actor, ActorKind, record
from goslar_portal.states import WrongStateError, move
from housing import letters
from housing.models.offer_states import STARTS, OfferState
from housing.models.offer_waiting import NOT_ASKED, OfferWaiting
from housing.models.reasons import Reason, must_be_of
from housing.models.reasons import reason as reason_of
from housing.models.viewings import CHECKLIST, Finding, Viewing, ViewingKind, check_time

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

# Where the outcome leads when the landlord is asked nothing.
NEXT = {
    "suitable": OfferState.AVAILABLE,
    "suitable_with_conditions": OfferState.IN_REVIEW,
    "not_suitable": OfferState.REJECTED,
}


class OfferViewing(OfferWaiting):
    if TYPE_CHECKING:
        viewings: RelatedManager[Viewing]

    class Meta:
        abstract = True

    @property
    def planned_viewing(self) -> Viewing | None:
        """The inspection that is still to come."""
        return self.viewings.filter(kind=ViewingKind.INSPECTION, state="planned").first()

    @transaction.atomic
    def plan_viewing(
        self, *, by: Actor, starts_at: datetime, minutes: int, participants: list[str],
        meeting_point: str = "", needs_interpreter: bool = False,
    ) -> Viewing:  # fmt: skip
        """Look at the dwelling before it is placed; the landlord gets the date for the calendar."""
        check_time(starts_at, minutes)
        move(self, "plan_viewing", start=STARTS["plan_viewing"], to=OfferState.VIEWING, by=by)
        fields: dict[str, Any] = {
            "starts_at": starts_at, "minutes": minutes, "participants": participants,
            "meeting_point": meeting_point, "needs_interpreter": needs_interpreter,
        }  # fmt: skip
        if self.planned_viewing is not None:  # it stood while we asked something
            return self._change_viewing(**fields)
        clerk = self.responsible_id or by.account_id
        viewing = Viewing.objects.create(offer=self._offer, clerk_id=clerk, **fields)
        self._tell(letters.viewing_planned, viewing)
        return viewing

    @transaction.atomic
    def move_viewing(self, *, by: Actor, starts_at: datetime, minutes: int, **more: Any) -> None:
        """Another time or place; whoever has the old date gets the new one."""
        check_time(starts_at, minutes)
        self._change_viewing(starts_at=starts_at, minutes=minutes, **more)
        record(self, "move_viewing", by=by)

    def _change_viewing(self, **fields: Any) -> Viewing:
        viewing = self._planned()
        self.viewings.filter(pk=viewing.pk).update(sequence=F("sequence") + 1, reminded_at=None, **fields)
        viewing.refresh_from_db()
        self._tell(letters.viewing_changed, viewing)
        return viewing

    @transaction.atomic
    def cancel_viewing(self, *, by: Actor, reason: Reason) -> None:
        """It does not take place; the offer is in review again and everybody knows."""
        must_be_of(reason, "viewing_cancellation")
        viewing = self._planned()
        viewing.cancel(by=by, reason=reason)
        move(
            self, "record_viewing", start=STARTS["record_viewing"], to=OfferState.IN_REVIEW, by=by,
            reason=reason.code,
        )  # fmt: skip
        self._tell(letters.viewing_cancelled, viewing)

    @transaction.atomic
    def record_viewing(
        self, *, by: Actor, outcome: Reason, comment: str = "", question: str = "", take_over: bool = False,
        real_area: Decimal | None = None, real_rooms: Decimal | None = None, **findings: str,
    ) -> None:  # fmt: skip
        """What was found; the outcome, or a question to the landlord, decides how it goes on."""
        must_be_of(outcome, "viewing_outcome")
        outcome.check_use(comment=comment)
        if set(findings) != CHECKLIST.keys() or not set(findings.values()) <= set(Finding.values):
            raise ValidationError(_("Bitte füllen Sie den ganzen Prüfbogen aus."))
        viewing = self._planned()
        real = {"real_area": real_area, "real_rooms": real_rooms}
        viewing.hold(by=by, outcome=outcome, checklist=findings, note=comment.strip(), **real)
        if take_over:
            self._take_over(by, {"living_area": real_area, "rooms": real_rooms})
        self._go_on(by, outcome, comment.strip(), question.strip())

    def _take_over(self, by: Actor, real: dict[str, Decimal | None]) -> None:
        facts = {name: value for name, value in real.items() if value is not None}
        if facts:
            with acting(by):
                self._rows().update(**facts)
            record(self, "correct", by=by)
            self.refresh_from_db()

    def _go_on(self, by: Actor, outcome: Reason, comment: str, question: str) -> None:
        to = OfferState.QUERY if question else NEXT[outcome.code]
        if to == OfferState.AVAILABLE:
            self.must_be_complete()
            self.must_be_trusted()
        move(
            self, "record_viewing", start=STARTS["record_viewing"], to=to, by=by, reason=outcome.code,
            comment=comment, **_columns(to, question),
        )  # fmt: skip
        letter = {
            OfferState.QUERY: letters.offer_queried,
            OfferState.AVAILABLE: letters.offer_accepted,
            OfferState.REJECTED: letters.offer_rejected,
        }.get(to)
        if letter is not None:
            self._tell(letter)
        else:
            self.tasks.create(
                text=str(_("Auflagen aus der Besichtigung klären")), assigned_to=self.responsible
            )

    def must_be_complete(self) -> None:
        """Guard of every release: what a household has to know is known (H-091)."""
        if missing := self.missing_for_release:
            raise ValidationError(
                _("Vor der Freigabe fehlt noch: %(missing)s. Bitte im Angebot ergänzen.")
                % {"missing": ", ".join(missing)}
            )

    @transaction.atomic
    def remind_of_viewing(self, *, by: Actor) -> bool:
        viewing = self.planned_viewing
        if viewing is None or not Viewing.objects.filter(pk=viewing.pk, reminded_at=None).update(
            reminded_at=timezone.now()
        ):
            return False
        record(self, "remind_of_viewing", by=by)
        self._tell(letters.viewing_reminded, viewing)
        return True

    def _close(self, *args: Any, by: Actor, **more: Any) -> None:
        """An offer that ends takes its date along."""
        super()._close(*args, by=by, **more)
        self._drop_viewing(by)

    def _drop_viewing(self, by: Actor) -> None:
        viewing = self.planned_viewing
        if viewing is not None:
            is_theirs = by.kind != ActorKind.STAFF
            code = "landlord_cancelled" if is_theirs else "staff_prevented"
            viewing.cancel(by=by, reason=reason_of("viewing_cancellation", code))
            if viewing.starts_at > timezone.now():
                self._tell(letters.viewing_cancelled, viewing)

    def _planned(self) -> Viewing:
        viewing = (
            self.viewings.select_for_update().filter(kind=ViewingKind.INSPECTION, state="planned").first()
        )
        if viewing is None:
            raise WrongStateError(self, self.state, STARTS["record_viewing"])
        return viewing


def _columns(to: str, question: str) -> dict[str, Any]:
    """What belongs to the state that follows."""
    now = timezone.now()
    if to == OfferState.QUERY:
        asked = {"query_text": question, "queried_at": now}
        return asked | {"query_reminders": 0, "answer_text": ""}
    if to == OfferState.AVAILABLE:
        return {"available_since": now, "free_confirmed_at": now, **NOT_ASKED}
    if to == OfferState.REJECTED:
        return {"closed_at": now, "closing_reason": reason_of("offer_rejection", "not_habitable")}
    return {}
