"""Offers and what belongs to them, at the end of their life (G-095)."""

from datetime import timedelta

from django.utils import timezone

from goslar_portal.journal.models import Actor
from goslar_portal.uploads import check
from goslar_portal.uploads.models import Upload
from housing.intake_forms import SCAN
from housing.models import Consent, ConsentText, ContactEntry, Landlord, Offer, OfferState, Viewing
from housing.models.choices import ConsentKind
from tests.guards.files_of_people import jpeg, sent
from tests.housing import factories
from tests.housing.factories import CONSENTS, LANDLORD, reason
from tests.retention.endings import ending, numbers

BY = Actor.clock("probe")


@ending(Offer)
def forgotten_draft() -> Offer:
    return factories.create_draft()


@ending(Offer)
def saved_draft() -> Offer:
    draft = factories.create_draft()
    draft.save_for_later(by=LANDLORD, email=f"spaeter{next(numbers)}@example.org")
    return draft


@ending(Offer)
def never_confirmed_offer() -> Offer:
    return factories.create_offer(state=OfferState.UNCONFIRMED)


@ending(Offer)
def withdrawn_offer() -> Offer:
    return factories.create_offer(state=OfferState.WITHDRAWN)


@ending(Offer)
def spam() -> Offer:
    offer = factories.create_offer()
    offer.reject(by=Actor.staff(factories.staff()), reason=reason("offer_rejection.spam"))
    return offer


@ending(Offer)
def let_offer() -> Offer:
    return factories.create_offer(state=OfferState.LET)


@ending(Landlord)
def landlord_without_offer() -> Landlord:
    return Landlord.objects.create(last_name="Beispiel", email=f"ohne-angebot{next(numbers)}@example.org")


@ending(Landlord)
def landlord_who_wants_to_be_asked_again() -> Landlord:
    """The pool consent outlives the offer, and ends by itself (H-280)."""
    draft = factories.create_draft()
    offer = factories.contact()
    draft.submit(by=LANDLORD, facts=factories.facts(), contact=offer, consents=[*CONSENTS, ConsentKind.POOL])
    draft.confirm(by=LANDLORD)
    draft.withdraw(by=BY)
    landlord = draft.landlord
    assert landlord is not None
    return landlord


@ending(Consent)
def consent_with_evidence() -> Consent:
    """Told at the counter."""
    offer = factories.create_offer(state=OfferState.WITHDRAWN)
    assert offer.landlord is not None
    text = ConsentText.objects.get(kind=ConsentKind.SHARE_HOUSEHOLD)
    return Consent.objects.create(
        offer=offer, landlord=offer.landlord, text=text, channel="counter", evidence="am Schalter",
        scan=Upload.objects.keep(check(sent(jpeg()), SCAN)),
    )  # fmt: skip


@ending(Viewing)
def planned_viewing() -> Viewing:
    offer = factories.create_offer(state=OfferState.IN_REVIEW)
    day = timezone.now().replace(hour=12) + timedelta(days=7)
    viewing = offer.plan_viewing(
        by=Actor.staff(factories.staff()), starts_at=day, minutes=30, participants=[], meeting_point="Am Tor"
    )
    offer.withdraw(by=LANDLORD)
    return viewing


@ending(ContactEntry)
def call() -> ContactEntry:
    offer = factories.create_offer()
    entry = offer.note_contact(
        by=Actor.staff(factories.staff()),
        channel="phone",
        direction="out",
        result=reason("contact_result.reached"),
        note="Gespräch",
    )
    offer.withdraw(by=LANDLORD)
    return entry
