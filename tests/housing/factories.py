"""Offers for tests and screenshots: plainly invented, and every state reached by the real verbs.

Telephone numbers are from the range kept free for films, addresses from `example.org`.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor
from goslar_portal.uploads import sort_out
from housing.models import District, Municipality, Offer, OfferPhoto, OfferState, Reason
from housing.models.choices import Channel, ConsentKind
from housing.models.photos import ACCEPT
from tests.guards.files_of_people import jpeg, sent

LANDLORD = Actor.person("landlord")
CONSENTS = [ConsentKind.PRIVACY_READ, ConsentKind.STORE]
_numbers = count(1)


def facts(**changes: Any) -> dict[str, Any]:
    """Goslar-Jürgenohl, 62,5 m², 3 Zimmer, 420 € kalt, 140 € Betriebskosten."""
    return {
        "kind": "flat",
        "municipality": Municipality.objects.get(name="Goslar"),
        "district": District.objects.get(municipality__name="Goslar", name="Jürgenohl"),
        "postal_code": "38642",
        "street": "Beispielstraße",
        "house_number": "12a",
        "living_area": Decimal("62.5"),
        "rooms": Decimal(3),
        "available_now": True,
        "rental_term": "unlimited",
        "net_cold_rent": Decimal(420),
        "operating_costs": Decimal(140),
    } | changes


def contact(**changes: Any) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "role": "owner",
        "entitled": True,
        "first_name": "Erika",
        "last_name": "Beispiel",
        "email": f"vermieterin{number}@example.org",
        "phone": f"+493023125{number % 1000:03}",
    } | changes


def create_draft() -> Offer:
    return Offer.objects.start_draft()[0]


def submit(draft: Offer, *, contact_changes: dict[str, Any] | None = None, **changes: Any) -> Offer:
    draft.submit(
        by=LANDLORD, facts=facts(**changes), contact=contact(**(contact_changes or {})), consents=CONSENTS
    )
    return draft


def staff() -> User:
    """The case worker behind the verbs of a factory."""
    user, _created = User.objects.get_or_create(
        email="fabrik@example.org", defaults={"display_name": "Koordinierung"}
    )
    return user


def reason(key: str) -> Reason:
    return Reason.objects.get(pk=key)


def _take(offer: Offer, by: Actor) -> None:
    offer.take(by=by)


def _available(offer: Offer, by: Actor) -> None:
    offer.take(by=by)
    offer.accept(by=by, reason=reason("offer_acceptance_without_viewing.known_dwelling"))


def _reserved(offer: Offer, by: Actor) -> None:
    _available(offer, by)
    offer.reserve(by=by)


def _let(offer: Offer, by: Actor) -> None:
    _reserved(offer, by)
    offer.let(by=by, contract_on=today())


def _query(offer: Offer, by: Actor) -> None:
    offer.take(by=by)
    offer.ask(by=by, text="Wie hoch sind die Betriebskosten im Monat?")


WAYS: dict[str, Callable[[Offer, Actor], None]] = {
    OfferState.RECEIVED: lambda offer, by: None,
    OfferState.IN_REVIEW: _take,
    OfferState.QUERY: _query,
    OfferState.AVAILABLE: _available,
    OfferState.RESERVED: _reserved,
    OfferState.LET: _let,
    OfferState.PAUSED: lambda offer, by: offer.pause(by=by, until=today() + timedelta(days=30)),
    OfferState.WITHDRAWN: lambda offer, by: offer.withdraw(by=by),
    OfferState.REJECTED: lambda offer, by: offer.reject(by=by, reason=reason("offer_rejection.no_demand")),
}


def create_offer(
    *,
    state: str = OfferState.RECEIVED,
    contact_changes: dict[str, Any] | None = None,
    by: User | None = None,
    **changes: Any,
) -> Offer:
    """An offer in this state, sent through the form and moved on by a case worker."""
    draft = create_draft()
    if state == OfferState.DRAFT:
        return draft
    offer = submit(draft, contact_changes=contact_changes, **changes)
    if state == OfferState.UNCONFIRMED:
        return offer
    offer.confirm(by=LANDLORD)
    WAYS[state](offer, Actor.staff(by or staff()))
    return offer


def take_in(
    *, by: User | None = None, contact_changes: dict[str, Any] | None = None, **changes: Any
) -> Offer:
    """An offer told on the telephone."""
    return Offer.objects.take_in(
        by=Actor.staff(by or staff()),
        channel=Channel.PHONE,
        received_at=timezone.now() - timedelta(hours=1),
        facts=facts(**changes),
        contact=contact(**(contact_changes or {})),
        consents=CONSENTS,
        evidence="Am Telefon informiert, Datenschutzhinweise per Post am selben Tag",
    )


def take_in_list(*streets: str, **contact_changes: Any) -> int:
    """Dwellings of one company, as its list names them."""
    rows = [(facts(street=street), street.encode().ljust(32)) for street in streets]
    return Offer.objects.take_in_list(
        rows,
        by=Actor.staff(staff()),
        channel=Channel.EMAIL,
        received_at=timezone.now() - timedelta(hours=1),
        contact=contact(**contact_changes),
        consents=CONSENTS,
        evidence="Vereinbarung vom selben Tag",
    )


def add_photo(offer: Offer) -> OfferPhoto:
    """A small picture, stored as the form stores it."""
    [clean], _refused = sort_out([sent(jpeg())], ACCEPT)
    offer.add_photos(by=LANDLORD, files=[clean])
    return offer.photos.reverse()[0]


def create_municipalities(count: int) -> None:
    """More places to choose from than the county has."""
    Municipality.objects.bulk_create(
        Municipality(ags=f"99{number:06}", name=f"Beispielort {number}", type="Gemeinde")
        for number in range(count)
    )
