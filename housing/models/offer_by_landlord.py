"""What landlords do with their own offer by its link (H-071, H-073 to H-076)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from goslar_portal.journal.actors import acting
from goslar_portal.journal.models import Actor, record
from goslar_portal.links.models import AccessLink
from goslar_portal.states import WrongStateError
from housing import letters
from housing.models.choices import Channel
from housing.models.consents import Consent
from housing.models.landlord import Landlord
from housing.models.offer_changes import OfferChange, Outcome, raw
from housing.models.offer_photos import OfferPictures
from housing.models.offer_states import OPEN, STARTS, OfferState

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

NEW_ADDRESS = "offer_address"  # purpose of the link that proves a new e-mail address
# What a household relies on once the flat is reserved: these change only with our consent (H-074).
PROMISED = frozenset({
    "municipality_id", "district_id", "district_text", "postal_code", "street", "house_number", "living_area",
    "net_cold_rent", "all_inclusive", "operating_costs", "operating_costs_unknown", "heating_costs",
    "heating_by_tenant", "parking_rent", "parking_required", "furniture_surcharge", "deposit",
    "available_now", "available_from", "rental_term", "fixed_until",
})  # fmt: skip


class ChangedMeanwhileError(Exception):
    """Somebody else has changed the facts since this form was opened."""


class OfferByLandlord(OfferPictures):
    if TYPE_CHECKING:
        changes: RelatedManager[OfferChange]

    class Meta:
        abstract = True

    @transaction.atomic
    def change(self, *, by: Actor, facts: dict[str, Any], seen: str) -> bool:
        """The landlord corrects what is known; returns whether all of it is in force.

        `seen` as in `Offer.correct()`. What a household already relies on becomes a wish (H-074).
        """
        self._must_be_open()
        stored = self._rows().select_for_update(of=("self",)).get()
        if stored.fingerprint_of(facts) != seen:
            raise ChangedMeanwhileError(self)
        new = type(self._offer)(**facts)
        before, after = raw(stored, facts), raw(new, facts)
        differing = {name for name in after if after[name] != before[name]}
        wished = differing & PROMISED if stored.state == OfferState.RESERVED else set()
        self._write_change(by, before, after, differing - wished)
        if wished:
            self._keep_change(before, after, wished, is_wish=True)
            record(self, "wish_change", by=by)
        self.refresh_from_db()
        return not wished

    def _write_change(
        self, by: Actor, before: dict[str, Any], after: dict[str, Any], names: set[str]
    ) -> None:
        if names:
            with acting(by):
                self._rows().update(**{name: after[name] for name in names}, looked_at=None)
            self._keep_change(before, after, names, is_wish=False)
            record(self, "change", by=by)

    def _keep_change(
        self, before: dict[str, Any], after: dict[str, Any], names: Iterable[str], *, is_wish: bool
    ) -> None:
        kept = sorted(names)
        self.changes.create(
            before={name: before[name] for name in kept},
            after={name: after[name] for name in kept},
            is_wish=is_wish,
        )

    @transaction.atomic
    def check_changes(self, *, by: Actor) -> None:
        """Staff have looked at what the landlord changed; wishes stay open until they are decided."""
        if self.changes.filter(is_wish=False).settle(Outcome.CHECKED):  # type: ignore[attr-defined]  # its own QuerySet
            record(self, "check_changes", by=by)

    @transaction.atomic
    def adopt_change(self, *, by: Actor) -> None:
        """Write what the landlord wished for."""
        for wish in self.changes.wishes():  # type: ignore[attr-defined]  # its own QuerySet
            with acting(by):
                self._rows().update(**wish.facts)
        self._settle_wishes(by, "adopt_change", Outcome.ADOPTED, "")

    @transaction.atomic
    def refuse_change(self, *, by: Actor, answer: str) -> None:
        """Leave the offer as it is, and tell the landlord why in one sentence."""
        self._settle_wishes(by, "refuse_change", Outcome.REFUSED, answer.strip())

    def _settle_wishes(self, by: Actor, verb: str, outcome: Outcome, answer: str) -> None:
        open_wishes = self.changes.filter(is_wish=True)
        if not open_wishes.settle(outcome, answer):  # type: ignore[attr-defined]  # its own QuerySet
            raise ValidationError(_("Über diesen Wunsch hat schon jemand entschieden."))
        record(self, verb, by=by)
        self.refresh_from_db()
        self._tell(letters.change_adopted if outcome == Outcome.ADOPTED else letters.change_refused, answer)

    # The person -------------------------------------------------------------------------------------------

    @transaction.atomic
    def change_contact(self, *, by: Actor, contact: dict[str, Any]) -> bool:
        """New name, phone or address at once; a new e-mail address once it is proved. True when it waits."""
        self._must_be_open()
        landlord, email = self._own_landlord(), contact["email"].strip().lower()
        fields = {name: value for name, value in contact.items() if name not in {"email", "entitled"}}
        stored = {name: getattr(landlord, name) for name in fields}
        changed = {name: value for name, value in fields.items() if value != _plain(stored[name])}
        if changed:
            with acting(by):
                Landlord.objects.filter(pk=landlord.pk).update(**changed)
            record(landlord, "change_contact", by=by)
            self.tasks.get_or_create(
                text=_("Geänderte Kontaktdaten ansehen"),
                done_at=None,
                defaults={"assigned_to": self.responsible},
            )
        waits = bool(email != landlord.email)
        if waits:
            self._ask_for_proof(by, landlord, email)
        self.refresh_from_db()
        return waits

    def _ask_for_proof(self, by: Actor, landlord: Landlord, email: str) -> None:
        Landlord.objects.filter(pk=landlord.pk).update(new_email=email)
        AccessLink.objects.revoke(self, NEW_ADDRESS)
        lifetime = timedelta(hours=int(office.value("housing.opt_in_hours")))
        record(self, "ask_for_proof", by=by)
        token = AccessLink.objects.mint(self, purpose=NEW_ADDRESS, lifetime=lifetime)
        letters.address_to_prove(self._offer, token, email)

    @transaction.atomic
    def prove_address(self, *, by: Actor) -> None:
        """The link in the new mailbox was used: from now on that address counts, older links end (H-071)."""
        landlord = self._own_landlord()
        if not landlord.new_email:
            return
        try:
            with transaction.atomic(), acting(by):
                Landlord.objects.filter(pk=landlord.pk).update(
                    email=landlord.new_email, new_email="", email_confirmed_at=timezone.now()
                )
        except IntegrityError as error:
            raise ValidationError(
                _("Zu dieser Adresse gibt es schon Angebote. Rufen Sie uns an, wir führen sie zusammen.")
            ) from error
        for offer in type(self._offer).objects.filter(landlord=landlord):
            AccessLink.objects.revoke(offer, letters.STATUS)
            AccessLink.objects.revoke(offer, NEW_ADDRESS)
        record(self, "prove_address", by=by)
        self.refresh_from_db()

    @transaction.atomic
    def change_consents(self, *, by: Actor, kinds: Iterable[str]) -> None:
        """Give or take back what is voluntary; it works at once (H-073)."""
        self._must_be_open()
        if Consent.objects.set_voluntary(self, set(kinds), channel=Channel.WEB):
            record(self, "change_consents", by=by)

    # The end ----------------------------------------------------------------------------------------------

    @transaction.atomic
    def wish_erasure(self, *, by: Actor) -> bool:
        """„Alles löschen“: gone at once, or restricted while a household relies on it (H-076, Art. 18 GDPR).

        True when nothing is left.
        """
        self._fetch("landlord", "municipality", "district")
        landlord = self.landlord
        if self.state != OfferState.RESERVED:
            farewell = (self.reference, landlord, landlord.email if landlord else "")
            if not self.erase(by=by):
                raise ValidationError(
                    _("Gerade geht eine E-Mail an Sie hinaus. Bitte versuchen Sie es gleich noch einmal.")
                )
            letters.offer_erased(*farewell)
            return True
        if self._rows().filter(erasure_wished_at=None).update(erasure_wished_at=timezone.now()):
            record(self, "wish_erasure", by=by)
            self.refresh_from_db()
            self._tell(letters.erasure_wished, is_owed=True)
        return False

    @transaction.atomic
    def answer_erasure(self, *, by: Actor, answer: str) -> None:
        """Tell the landlord within a month what is erased and what is still needed (Art. 12 (3) GDPR)."""
        if not self._rows().filter(erasure_wished_at__isnull=False).update(erasure_wished_at=None):
            raise ValidationError(_("Diesen Wunsch hat schon jemand beantwortet."))
        record(self, "answer_erasure", by=by)
        self.refresh_from_db()
        self._tell(letters.erasure_answered, answer.strip(), is_owed=True)

    # Parts ------------------------------------------------------------------------------------------------

    def _own_landlord(self) -> Landlord:
        return Landlord.objects.select_for_update().get(offers=self.pk)

    def _must_be_open(self) -> None:
        if self.state not in OPEN:
            raise WrongStateError(self, self.state, STARTS["change"])

    def _tell(self, letter: Any, *words: Any, is_owed: bool = False) -> None:
        """Post a letter if the landlord has an address and wants to hear from us.

        `is_owed`: the landlord has just asked for it or the law does, so „nicht mehr anschreiben“ does not
        hold it back (H-122).
        """
        landlord = self.landlord
        if landlord is not None and (landlord.email if is_owed else landlord.gets_mail):
            letter(self._offer, *words)


def _plain(value: Any) -> Any:
    return getattr(value, "as_e164", value) or "" if not isinstance(value, list | bool) else value
