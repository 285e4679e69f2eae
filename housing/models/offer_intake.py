"""From the first click of a landlord to the reference number, or to oblivion (H-031, H-034, H-062)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from goslar_portal.dates import today
from goslar_portal.journal.actors import acting
from goslar_portal.journal.models import Actor, ActorKind, record
from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import LetterState
from goslar_portal.retention.eraser import erase
from goslar_portal.states import WrongStateError, move
from housing import letters
from housing.models import reference as references
from housing.models.choices import Channel
from housing.models.consents import Consent, ConsentText
from housing.models.draft_questions import ON_OTHER_DEVICE
from housing.models.landlord import Landlord
from housing.models.offer_questions import reply_by
from housing.models.offer_record import OfferRecord
from housing.models.offer_states import STARTS, UNSENT, OfferState

if TYPE_CHECKING:
    from housing.models.offer import Offer

RESUME = "offer_resume"  # purpose of the link that leads back to a saved draft


class OfferIntake(OfferRecord):
    """The verbs of the form; see `Offer` for the daily work."""

    class Meta:
        abstract = True

    @property
    def _offer(self) -> Offer:
        """Itself, by its full name: the only class built on this one."""
        return cast("Offer", self)

    def _rows(self) -> models.QuerySet[Offer]:
        return type(self._offer).objects.filter(pk=self.pk)

    @transaction.atomic
    def keep_answers(self, step: str, lists: dict[str, list[str]], *, is_done: bool = True) -> None:
        """Keep what was typed in one step; `is_done` when it was complete and right."""
        drafts = self._rows().select_for_update().filter(state=OfferState.DRAFT)
        row = drafts.values("answers", "completed_steps").first()
        if row is None:
            current = self._rows().values_list("state", flat=True).first()
            raise WrongStateError(self, current or "", {OfferState.DRAFT})
        others = [name for name in row["completed_steps"] if name != step]
        self.answers = row["answers"] | {step: lists}
        self.completed_steps = [*others, step] if is_done else others
        self.draft_changed_at = timezone.now()
        drafts.update(
            answers=self.answers,
            completed_steps=self.completed_steps,
            draft_changed_at=self.draft_changed_at,
        )

    @transaction.atomic
    def save_for_later(self, *, by: Actor, email: str) -> None:
        """Keep the draft for a month and mail the way back to it, a few times a day only (H-033)."""
        a_day_ago = timezone.now() - timedelta(days=1)
        if AccessLink.objects.of(self, RESUME).since(a_day_ago).count() >= int(
            office.value("housing.resume_links_a_day")
        ):
            raise ValidationError(
                _("Wir haben Ihnen heute schon mehrere Links geschickt. Der neueste gilt noch.")
            )
        lifetime = timedelta(days=int(office.value("housing.resume_days")))
        self.resume_email = email.strip().lower()
        self.saved_at = timezone.now()
        drafts = self._rows().filter(state=OfferState.DRAFT)
        if not drafts.update(resume_email=self.resume_email, saved_at=self.saved_at, reminded_at=None):
            raise WrongStateError(self, self.state, {OfferState.DRAFT})
        record(self, "save_for_later", by=by)
        letters.draft_saved(self._offer, AccessLink.objects.mint(self, purpose=RESUME, lifetime=lifetime))

    @transaction.atomic
    def remind_of_draft(self, *, by: Actor) -> bool:
        """One reminder of a saved draft (H-033); False when there was one or it is sent by now."""
        rows = self._rows().filter(state=OfferState.DRAFT, reminded_at=None)
        if self.resume_until is None or not rows.update(reminded_at=timezone.now()):
            return False
        record(self, "remind_of_draft", by=by)
        lifetime = self.resume_until - timezone.now()
        letters.draft_reminded(self._offer, AccessLink.objects.mint(self, purpose=RESUME, lifetime=lifetime))
        return True

    def resume_here(self) -> str:
        """A key for one more browser; the one that began keeps its own (H-033, H-034)."""
        return AccessLink.objects.mint(self, purpose=ON_OTHER_DEVICE, lifetime=timedelta(days=1))

    @transaction.atomic
    def submit(
        self,
        *,
        by: Actor,
        facts: dict[str, Any],
        contact: dict[str, Any],
        consents: Iterable[str],
        marks: Iterable[str] = (),
        texts: Iterable[ConsentText] | None = None,
    ) -> None:
        """The landlord sends the form; the address has to be confirmed before anybody reads it."""
        contact = dict(contact)
        entitled = bool(contact.pop("entitled", False))
        entry = Landlord(**contact)
        entry.clean()
        with acting(by):
            entry.save()
        move(
            self,
            "submit",
            start=STARTS["submit"],
            to=OfferState.UNCONFIRMED,
            by=by,
            **facts,
            landlord=entry,
            entitled=entitled,
            marks=sorted(marks),
            answers={},
            completed_steps=[],
            resume_email="",
            saved_at=None,
            reminded_at=None,
            submitted_at=timezone.now(),
            opt_in_count=1,
        )
        self.landlord = entry  # known already; the reload has forgotten it
        Consent.objects.give(self, consents, channel=Channel.WEB, among=texts)
        letters.offer_submitted(self._offer, self._opt_in_token())

    @transaction.atomic
    def send_again(self, *, by: Actor, email: str = "") -> None:
        """Mail the link once more, on request to a corrected address; a few times only (H-062)."""
        most = 1 + int(office.value("housing.opt_in_repeats"))
        rows = self._rows().filter(state=OfferState.UNCONFIRMED)
        if not rows.exists():
            self.refresh_from_db()
            raise WrongStateError(self, self.state, STARTS["send_again"])
        if not rows.filter(opt_in_count__lt=most).update(opt_in_count=F("opt_in_count") + 1):
            raise ValidationError(_("Wir haben die E-Mail schon mehrmals geschickt. Bitte rufen Sie uns an."))
        if email:
            with acting(by):
                Landlord.objects.filter(offers=self.pk).update(email=email.strip().lower())
            AccessLink.objects.revoke(self, "offer_confirm")
        record(self, "send_again", by=by)
        self.refresh_from_db()
        letters.offer_submitted(self._offer, self._opt_in_token())

    @transaction.atomic
    def remind(self, *, by: Actor) -> bool:
        """One reminder before an unconfirmed offer is erased (H-062); False when there was one already."""
        rows = self._rows().filter(state=OfferState.UNCONFIRMED, reminded_at=None)
        if not rows.update(reminded_at=timezone.now()):
            return False
        self.refresh_from_db()
        record(self, "remind", by=by)
        letters.offer_reminded(self._offer, self._opt_in_token())
        return True

    @transaction.atomic
    def confirm(self, *, by: Actor) -> None:
        """The landlord has shown that the address is theirs: the offer gets its number and is there."""
        now = timezone.now()
        self.reference = references.next_reference(today().year)
        move(
            self,
            "confirm",
            start=STARTS["confirm"],
            to=OfferState.RECEIVED,
            by=by,
            reference=self.reference,
            confirmed_at=now,
            received_at=now,
            reply_by=reply_by(today()),
            draft_key_hash=None,
        )
        self._fetch("landlord", "municipality", "district")
        self._join_known_landlord()
        letters.offer_confirmed(self._offer)

    @transaction.atomic
    def erase(self, *, by: Actor) -> bool:
        """Remove an offer with everything about it; its journal line stays (H-062, H-076).

        The clock only removes what was never confirmed. False when nothing was removed: it was confirmed or
        reserved meanwhile, or a letter about it is just being sent.
        """
        rows = self._rows().select_for_update(of=("self",))
        may_go = (
            rows.filter(state__in=UNSENT) if by.kind == ActorKind.CLOCK else rows.exclude(state="reserved")
        )
        row = may_go.first()
        if row is None or row.letters().filter(state=LetterState.SENDING).exists():
            return False
        erase(type(row), [row.pk], by=by)
        free = Landlord.objects.filter(pk=row.landlord_id or 0).without_offer().values_list("pk", flat=True)
        erase(Landlord, list(free), by=by)
        return True

    def _fetch(self, *names: str) -> None:
        """What the reload of a verb has forgotten, in one query."""
        row = self._rows().select_related(*names).get()
        for name in names:
            setattr(self, name, getattr(row, name))

    def _opt_in_token(self) -> str:
        """A link that lives as long as the offer may stay unconfirmed."""
        hours = int(office.value("housing.opt_in_hours"))
        end = (self.submitted_at or timezone.now()) + timedelta(hours=hours)
        lifetime = max(end - timezone.now(), timedelta(minutes=1))
        is_first = self.opt_in_count == 1
        return AccessLink.objects.mint(self, purpose="offer_confirm", lifetime=lifetime, is_first=is_first)

    def _join_known_landlord(self) -> None:
        """Confirmed addresses are unique: the second offer of a landlord joins the first entry (H-122)."""
        entry = self.landlord
        if entry is None:
            return
        try:
            with transaction.atomic():
                Landlord.objects.filter(pk=entry.pk).update(email_confirmed_at=timezone.now())
        except IntegrityError:
            known = Landlord.everybody.confirmed(entry.email).exclude(pk=entry.pk).get()
            known.keep_differences(entry)
            self._rows().update(landlord=known)
            Consent.objects.filter(offer=self.pk).update(landlord=known)
            entry.delete()
            self.refresh_from_db()
