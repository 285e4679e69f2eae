"""„Weitere Wohnung anbieten“: begin with what is known (H-036). Also from the page after sending."""

from typing import Any

import pytest
from django.test import Client

from goslar_portal.dates import today
from housing import letters
from housing.models import Offer, OfferState
from tests.housing import factories
from tests.housing.filling import FORM, begun, errors, fill, flat, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


def draft() -> Any:
    return Offer.objects.get(state=OfferState.DRAFT)


@pytest.mark.req("H-036")
def test_landlord_keeps_contact_data_for_the_next_flat(reader: Client) -> None:
    offer = factories.create_offer(contact_changes={"phone": "+493023125042", "email": "eins@example.org"})
    link = f"/wohnraum/mein-angebot/{letters.status_token(offer)}/weitere/"
    response = reader.post(link, {"take": "contact"})
    assert response.headers["Location"] == f"{FORM}wohnung/"
    page = reader.get(f"{FORM}wohnung/")
    assert (page.status_code, page.context["form"].is_bound) == (200, False)
    reader.post(f"{FORM}wohnung/", flat())
    reader.post(f"{FORM}kosten/", {"net_cold_rent": "300", "operating_costs": "100"})
    form = reader.get(f"{FORM}kontakt/").context["form"]
    assert {name: form[name].value() for name in ("last_name", "phone", "email", "entitled")} == {
        "last_name": "Beispiel", "phone": "030 23125042", "email": "eins@example.org", "entitled": True,
    }  # fmt: skip
    assert not form.errors


@pytest.mark.req("H-036", "H-008")
def test_landlord_offers_the_like_flat_in_the_same_house(reader: Client) -> None:
    first = factories.create_offer(
        living_area=210, bath=["tub"], available_now=False, attic=True, available_from=today()
    )
    link = f"/wohnraum/mein-angebot/{letters.status_token(first)}/weitere/"
    reader.post(link, {"take": "flat"})
    for step in ("wohnung", "kosten", "ausstattung", "kontakt"):
        shown = reader.get(f"{FORM}{step}/").context["form"]
        typed = shown.data.copy()
        if step == "wohnung":
            typed["begun"] = begun()
        assert reader.post(f"{FORM}{step}/", typed).status_code == 302, shown.errors
    send(reader)
    second = Offer.objects.get(state=OfferState.UNCONFIRMED)
    same = ("kind", "street", "district", "living_area", "bath", "available_from", "attic", "net_cold_rent")
    assert [getattr(second, name) for name in same] == [getattr(first, name) for name in same]
    assert second.consents.count() == 2


@pytest.mark.req("H-036")
def test_landlord_offers_one_more_right_after_sending(reader: Client) -> None:
    fill(reader)
    sent = send(reader).headers["Location"]
    assert errors(reader.post(f"{sent}weitere/", {})) == {
        "take": ["Bitte wählen Sie, was wir übernehmen sollen."]
    }
    reader.post(f"{sent}weitere/", {"take": "contact"})
    assert sorted(draft().answers) == ["kontakt", "wohnung"]


@pytest.mark.req("H-300")
def test_looking_at_the_page_begins_nothing(reader: Client, offer: Offer) -> None:
    reader.get(f"/wohnraum/mein-angebot/{letters.status_token(offer)}/weitere/")
    assert Offer.objects.count() == 1
