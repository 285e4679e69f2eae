"""The same dwelling twice: found, shown side by side, decided once (H-120, H-121)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.links.models import AccessLink
from housing import jobs, letters
from housing.models import DuplicatePair, Landlord, Offer
from tests.housing import factories
from tests.housing.factories import reason

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
Login = Callable[[User], Client]
LIST = "/admin/housing/offer/"


def two(first: dict[str, Any] | None = None, **second: Any) -> tuple[Offer, Offer]:
    """Two offers of two landlords, then the look of the worker."""
    pair = factories.create_offer(**(first or {})), factories.create_offer(**second)
    jobs.look_closer()
    return pair


def grounds() -> list[list[str]]:
    return [pair.grounds for pair in DuplicatePair.objects.all()]


@pytest.mark.req("H-120")
@pytest.mark.parametrize("street", ["Beispielstraße", "Beispielstrasse", "BEISPIELSTR.", "Beispiel-Straße"])
def test_same_address_is_found_in_any_spelling(street: str) -> None:
    two(street=street, house_number="12 A", contact_changes={"last_name": "Andere"})
    assert grounds() == [["address"]]
    assert jobs.look_closer() == 0


@pytest.mark.req("H-120")
@pytest.mark.parametrize(
    ("second", "found"),
    [
        ({"house_number": "14"}, []),
        ({"floor": 2}, [["address"]]),
        ({"street": "Andere Gasse", "district": None}, []),
    ],
)
def test_other_house_or_street_is_no_double(second: dict[str, Any], found: list[list[str]]) -> None:
    two(contact_changes={"last_name": "Ganzanders"}, **second)
    assert grounds() == found


@pytest.mark.req("H-120")
def test_other_floor_of_the_same_house_is_no_double() -> None:
    two({"floor": 1}, floor=2, contact_changes={"last_name": "Ganzanders"})
    assert grounds() == []


@pytest.mark.req("H-120")
def test_similar_name_in_the_same_street_is_found() -> None:
    mueller = {"contact_changes": {"last_name": "Musterfrau"}}
    two(mueller, house_number="14", contact_changes={"last_name": "Mustefrau"})
    assert grounds() == [["name"]]


@pytest.mark.req("H-120")
def test_same_picture_is_found() -> None:
    offers = [factories.create_offer(street=street, district=None) for street in ("Erste", "Zweite")]
    for offer in offers:
        factories.add_photo(offer)
    jobs.look_closer()
    assert grounds() == [["picture"]]


@pytest.mark.req("H-120")
def test_several_flats_of_one_landlord_are_only_related() -> None:
    same = {"email": "mehrere@example.org", "phone": "+493023125001"}
    two({"contact_changes": same}, house_number="14", contact_changes=same)
    assert grounds() == []


@pytest.mark.req("H-120")
def test_offers_of_long_ago_are_not_compared() -> None:
    old = factories.create_offer()
    Offer.objects.update(received_at=timezone.now() - timedelta(days=91), looked_at=timezone.now())
    factories.create_offer()
    jobs.look_closer()
    assert (old.pk is not None, grounds()) == (True, [])


@pytest.mark.req("H-121")
def test_clerk_sees_both_side_by_side_and_a_decided_pair_stays_decided(as_user: Login, clerk: User) -> None:
    first, second = two(net_cold_rent=390)
    factories.create_offer(street="Andere Gasse")
    [pair] = DuplicatePair.objects.all()
    page, waiting = f"/admin/housing/offer/{second.pk}/dublette/{pair.pk}/", f"{LIST}?wartet=dublette"
    client = as_user(clerk)
    assert client.get(waiting).context["cl"].result_list == [second, first]
    response = client.get(page)
    differing = {row.label: (row.first, row.second) for row in response.context["lines"] if row.differs}
    assert differing["Kaltmiete im Monat"] == ("420,00 €", "390,00 €")
    assert [row.code for row in response.context["reasons"]] == ["same_landlord_linked", "not_a_duplicate"]
    assert client.post(page, {"as": "not_a_duplicate"}).status_code == 302
    Offer.objects.update(looked_at=None)
    jobs.look_closer()
    assert not DuplicatePair.objects.open().exists()
    assert client.get(waiting).context["cl"].result_list == []
    assert client.post(page, {"as": "not_a_duplicate"}).status_code == 404


@pytest.mark.req("H-012", "H-121")
def test_lead_merges_and_the_older_reference_keeps_all(as_user: Login, lead: User, clerk: User) -> None:
    first, second = two()
    photo = factories.add_photo(second)
    second.note_contact(
        by=Actor.staff(clerk), channel="phone", direction="out", result=reason("contact_result.reached")
    )
    token = letters.status_token(second)
    [pair] = DuplicatePair.objects.all()
    page = f"/admin/housing/offer/{second.pk}/dublette/{pair.pk}/"
    assert as_user(clerk).post(page, {"as": "same_offer_merged"}).status_code == 403
    assert as_user(lead).post(page, {"as": "same_offer_merged"}).status_code == 302
    second.refresh_from_db()
    assert (second.state, second.closing_reason_id) == ("rejected", "offer_rejection.duplicate")
    assert (first.photos.get(), first.contacts.count()) == (photo, 1)
    assert Landlord.objects.count() == 1
    link = AccessLink.objects.resolve(token, Offer, "offer_status")
    assert link is not None
    assert link.number == first.pk
    assert Entry.objects.of(first).filter(verb="resolve_duplicate").count() == 1
