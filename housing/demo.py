"""Offers for `./portal demo`: plainly invented people, real places, every state reached by its verbs (H-352).

Telephone numbers are from the range kept free for films, mail addresses from a reserved domain.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any

from django.utils import timezone

from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor
from housing.models import District, Offer, Reason
from housing.models.choices import Channel, ConsentKind

MOST = 60
LANDLORD = Actor.person("landlord")
CONSENTS = [ConsentKind.PRIVACY_READ, ConsentKind.STORE]
STREETS = ("Musterweg", "Beispielstraße", "Probegasse", "Am Muster", "Beispielplatz")
NAMES = ("Muster", "Beispiel", "Probe", "Vorlage", "Entwurf", "Skizze")
KINDS = ("flat", "flat", "flat", "granny_flat", "house", "terraced_house", "room", "flat", "holiday_flat")
AREAS = ("38,0", "62,5", "54,0", "71,5", "48,5", "95,0", "120,0", "29,0")

Way = Callable[[Offer, Actor], None]


def load() -> None:
    """Sixty offers over all places, kinds and states."""
    clerk = _clerk()
    districts = list(District.objects.select_related("municipality").order_by("municipality", "name"))
    ways = cycle(_ways())
    for number in range(MOST):
        facts = _facts(number, districts[number * 7 % len(districts)])
        _bring(number, facts, next(ways), Actor.staff(clerk))


def _clerk() -> User:
    """Nobody can log in as this one: it has no password."""
    fields = {"display_name": "Muster-Sachbearbeitung"}
    return User.objects.get_or_create(email="muster@goslar.example", defaults=fields)[0]


def _bring(number: int, facts: dict[str, Any], way: Way, by: Actor) -> None:
    if number % 4 == 3:
        offer = Offer.objects.take_in(
            by=by,
            channel=Channel.PHONE,
            received_at=timezone.now() - timedelta(days=number % 20, hours=1),
            facts=facts,
            contact=_contact(number),
            consents=CONSENTS,
            evidence="Muster: am Telefon informiert, Hinweise per Post geschickt",
        )
    else:
        offer, _key = Offer.objects.start_draft()
        offer.submit(by=LANDLORD, facts=facts, contact=_contact(number), consents=CONSENTS)
        offer.confirm(by=LANDLORD)
    way(offer, by)


def _facts(number: int, district: District) -> dict[str, Any]:
    area = Decimal(AREAS[number % len(AREAS)].replace(",", "."))
    rooms = max(Decimal(1), (area / 22).quantize(Decimal(1)))
    return {
        "kind": KINDS[number % len(KINDS)],
        "municipality": district.municipality,
        "district": district,
        "postal_code": (district.postal_codes or ["38640"])[0],
        "street": STREETS[number % len(STREETS)],
        "house_number": str(number + 1),
        "living_area": area,
        "rooms": rooms,
        "floor": number % 4,
        "available_now": number % 3 == 0,
        "available_from": None if number % 3 == 0 else today() + timedelta(days=10 + number),
        "rental_term": "unlimited" if number % 5 else "open",
        "net_cold_rent": (area * Decimal("6.40") + number * 3).quantize(Decimal("1.00")),
        "operating_costs": (area * Decimal("1.90")).quantize(Decimal("1.00")),
        "deposit": (area * Decimal("6.40") * 2).quantize(Decimal("1.00")) if number % 2 else None,
    }


def _contact(number: int) -> dict[str, Any]:
    return {
        "role": "owner" if number % 3 else "manager",
        "company": "" if number % 3 else f"Muster-Hausverwaltung {number}",
        "entitled": True,
        "first_name": "Erika" if number % 2 else "Max",
        "last_name": NAMES[number % len(NAMES)],
        "email": f"muster{number}@goslar.example",
        "phone": f"+493023125{number % 100:03}",
    }


def _ways() -> Iterator[Way]:
    """The ways that exist, the common ones more often."""
    yield lambda offer, by: None
    yield lambda offer, by: offer.take(by=by)
    yield _available
    yield _query
    yield _available
    yield lambda offer, by: offer.pause(by=by, until=today() + timedelta(days=45))
    yield lambda offer, by: offer.withdraw(by=by)
    yield lambda offer, by: offer.reject(by=by, reason=_reason("offer_rejection.no_demand"))
    yield _viewing
    yield _changed
    yield _reserved
    yield _let
    yield _expired


def _available(offer: Offer, by: Actor) -> None:
    offer.take(by=by)
    offer.note_contact(
        by=by,
        channel="phone",
        direction="out",
        result=_reason("contact_result.reached"),
        note="Muster: Termin geklärt",
    )
    offer.accept(by=by, reason=_reason("offer_acceptance_without_viewing.known_dwelling"))


def _viewing(offer: Offer, by: Actor) -> None:
    """Tomorrow at ten o'clock and later, so that „Heute“ has something to show."""
    offer.take(by=by)
    day = timezone.localtime() + timedelta(days=1 + offer.pk % 3)
    offer.plan_viewing(
        by=by,
        starts_at=day.replace(hour=10 + offer.pk % 6, minute=0, second=0, microsecond=0),
        minutes=45,
        participants=["landlord", "clerk"],
        meeting_point="Muster: vor dem Haus",
    )


def _changed(offer: Offer, by: Actor) -> None:
    """The landlord has lowered the rent since."""
    _available(offer, by)
    rent = {"net_cold_rent": (offer.net_cold_rent or Decimal(400)) - 20}
    offer.change(by=LANDLORD, facts=rent, seen=offer.fingerprint_of(rent))


def _reserved(offer: Offer, by: Actor) -> None:
    _available(offer, by)
    offer.reserve(by=by)


def _let(offer: Offer, by: Actor) -> None:
    _reserved(offer, by)
    offer.let(by=by, contract_on=today())


def _expired(offer: Offer, by: Actor) -> None:
    _query(offer, by)
    offer.expire(by=by)


def _query(offer: Offer, by: Actor) -> None:
    offer.take(by=by)
    offer.ask(by=by, text="Wie hoch sind die Heizkosten im Monat?")


def _reason(key: str) -> Reason:
    return Reason.objects.get(pk=key)
