"""A fresh link by reference and e-mail; the answer tells nobody whether there is an offer (H-071)."""

import pytest
from django.test import Client

from goslar_portal.mail.models import Letter
from housing import letters
from housing.models import Landlord, Offer
from tests.housing.filling import errors, link_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
PATH = "/wohnraum/mein-angebot/"


def ask(reader: Client, reference: str, email: str) -> tuple[str, int]:
    """The page that answers, and how many letters left the house."""
    before = Letter.objects.count()
    response = reader.post(PATH, {"reference": reference, "email": email}, follow=True)
    return words(response), Letter.objects.count() - before


@pytest.mark.req("H-071")
def test_landlord_gets_a_fresh_link_and_the_old_ones_end(reader: Client, offer: Offer) -> None:
    assert offer.landlord is not None
    old = f"{PATH}{letters.status_token(offer)}/"
    typed = str(offer.reference).replace("-", " ").lower()
    _text, count = ask(reader, typed, offer.landlord.email.upper())
    letter = Letter.objects.latest("pk")
    assert (count, letter.recipient) == (1, offer.landlord.email)
    assert letter.subject == f"Ihr neuer Link zum Wohnungsangebot {offer.reference}"
    assert (reader.get(old).status_code, reader.get(link_in(letter.text)).status_code) == (404, 200)


@pytest.mark.req("H-071", "H-122")
def test_landlord_who_wants_no_letters_still_gets_the_link_just_asked_for(
    reader: Client, offer: Offer
) -> None:
    Landlord.objects.update(do_not_contact=True)
    assert offer.landlord is not None
    assert ask(reader, str(offer.reference), offer.landlord.email)[1] == 1


@pytest.mark.req("H-071")
def test_right_and_wrong_input_get_the_same_answer(reader: Client, offer: Offer, reference: str) -> None:
    assert offer.landlord is not None
    right = ask(reader, str(offer.reference), offer.landlord.email)
    wrong_mail = ask(reader, str(offer.reference), "fremd@example.org")
    wrong_number = ask(reader, reference, offer.landlord.email)
    assert right[0] == wrong_mail[0] == wrong_number[0]
    assert (right[1], wrong_mail[1], wrong_number[1]) == (1, 0, 0)


@pytest.fixture
def reference() -> str:
    """A number that could be, but is not."""
    from housing.models.reference import write

    return write(2026, 999_999)


@pytest.mark.req("H-065", "H-071")
@pytest.mark.parametrize("typed", ["GS-2026-000001-0", "12345", "GS-2026-000001", "🏠", "x" * 40])
def test_mistyped_reference_is_refused_before_any_search(reader: Client, typed: str) -> None:
    response = reader.post(PATH, {"reference": typed, "email": "erika@example.org"})
    assert errors(response) == {
        "reference": [
            (
                "Dieses Aktenzeichen kann nicht stimmen. Bitte prüfen Sie jede Stelle. "
                "Es sieht so aus: GS-2026-000123-X."
            )
        ]
    }
