"""The landlord changes contact data; a new e-mail address has to be proved (H-071, H-073)."""

from typing import Any

import pytest
from django.test import Client

from goslar_portal.mail.models import Letter
from housing.models import Landlord, Offer
from tests.housing import factories, filling
from tests.housing.filling import link_in, words
from tests.housing.own import own

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


@pytest.fixture
def known() -> Offer:
    return factories.create_offer(contact_changes={"email": "alt@example.org", "phone": "+493023125042"})


def send(reader: Client, offer: Offer, **changes: Any) -> Any:
    return reader.post(own(offer, "kontakt"), filling.contact(**{"email": "alt@example.org"} | changes))


@pytest.mark.req("H-073")
def test_new_phone_counts_at_once_and_staff_get_a_task(reader: Client, known: Offer) -> None:
    response = send(reader, known, phone="030 23125 777")
    assert response["Location"].endswith("/?geaendert=1")
    landlord = Landlord.objects.get()
    assert (landlord.phone.as_e164, landlord.email) == ("+493023125777", "alt@example.org")
    assert [task.text for task in known.tasks.all()] == ["Geänderte Kontaktdaten ansehen"]


@pytest.mark.req("H-071")
def test_new_address_counts_only_once_its_mailbox_has_answered(reader: Client, known: Offer) -> None:
    old_link = own(known)
    response = send(reader, known, email="neu@example.org")
    assert response["Location"].endswith("/?adresse=1")
    letter = Letter.objects.latest("pk")
    assert (letter.recipient, letter.kind) == ("neu@example.org", "housing.address_to_prove")
    page = link_in(letter.text)
    assert "Neue E-Mail-Adresse bestätigen" in words(reader.get(page))
    assert Landlord.objects.get().email == "alt@example.org"  # looking proves nothing
    assert reader.get(old_link).status_code == 200
    status = reader.post(page)
    assert (Landlord.objects.get().email, Landlord.objects.get().new_email) == ("neu@example.org", "")
    assert reader.get(old_link).status_code == 404
    assert reader.get(status["Location"]).status_code == 200
    assert reader.post(page).status_code == 404


@pytest.mark.req("H-071")
def test_address_of_somebody_else_is_not_taken_over(reader: Client, known: Offer) -> None:
    other = factories.create_offer(contact_changes={"email": "neu@example.org"})
    send(reader, known, email="neu@example.org")
    response = reader.post(link_in(Letter.objects.latest("pk").text))
    assert response.status_code == 422
    assert "Rufen Sie uns an" in words(response)
    known.refresh_from_db()
    assert known.landlord is not None
    assert (known.landlord.email, other.landlord_id == known.landlord_id) == ("alt@example.org", False)
