"""„Falsche Adresse?“ after sending (H-062)."""

import pytest
from django.test import Client

from goslar_portal.mail.models import Letter
from housing.models import Landlord
from tests.housing.filling import errors, fill, link_in, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


@pytest.fixture
def page(reader: Client) -> str:
    fill(reader)
    return f"{send(reader).headers['Location']}adresse/"


@pytest.mark.req("H-062")
def test_corrected_address_gets_the_letter_and_the_old_link_ends(reader: Client, page: str) -> None:
    old = link_in(Letter.objects.get().text)
    reader.post(page, {"email": "Richtig@Example.org"})
    letter = Letter.objects.latest("pk")
    assert (letter.recipient, Landlord.objects.get().email) == ("richtig@example.org", "richtig@example.org")
    assert (reader.get(old).status_code, reader.get(link_in(letter.text)).status_code) == (404, 200)


@pytest.mark.req("H-062")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Die E-Mail-Adresse fehlt. Bitte geben Sie sie ein, zum Beispiel name@example.org."),
        ("falsch", "Bitte geben Sie eine E-Mail-Adresse wie name@example.org ein."),
        ("erika@gmx.dee", "Meinten Sie erika@gmx.de? Bitte prüfen Sie die Adresse."),
    ],
)
def test_wrong_address_again_gets_a_sentence(reader: Client, page: str, typed: str, sentence: str) -> None:
    response = reader.post(page, {"email": typed})
    assert (response.status_code, errors(response)) == (422, {"email": [sentence]})
    assert Letter.objects.count() == 1
