"""The landlord answers a question (H-073, H-091)."""

import pytest
from django.test import Client

from housing import letters
from housing.models import Offer, OfferState
from tests.housing import factories
from tests.housing.filling import errors, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


@pytest.fixture
def asked() -> Offer:
    return factories.create_offer(state="query")


def address(offer: Offer) -> str:
    return f"/wohnraum/mein-angebot/{letters.status_token(offer)}/antworten/"


@pytest.mark.req("H-091")
def test_landlord_reads_the_question_and_answers_it(reader: Client, asked: Offer) -> None:
    page = address(asked)
    assert "Wie hoch sind die Betriebskosten im Monat?" in words(reader.get(page))
    response = reader.post(page, {"text": "140 Euro.\r\nOhne Heizung."}, follow=True)
    asked.refresh_from_db()
    assert (asked.state, asked.answer_text) == (OfferState.IN_REVIEW, "140 Euro.\nOhne Heizung.")
    assert "Wir prüfen Ihr Angebot" in words(response)
    assert "Danke, Ihre Antwort ist bei uns." in words(response)


@pytest.mark.req("H-038")
def test_page_says_that_wishes_about_persons_are_not_taken(reader: Client, asked: Offer) -> None:
    assert "Wünsche dazu nehmen wir nicht auf." in words(reader.get(address(asked)))


@pytest.mark.req("H-320")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Ihre Antwort fehlt. Bitte schreiben Sie ein paar Worte."),
        ("x" * 2001, "Der Text ist um ein Zeichen zu lang. Bitte kürzen Sie ihn."),
    ],
)
def test_nonsense_gets_a_sentence_and_stays(reader: Client, asked: Offer, typed: str, sentence: str) -> None:
    response = reader.post(address(asked), {"text": typed})
    assert errors(response) == {"text": [sentence]}
    assert typed in response.content.decode()
    asked.refresh_from_db()
    assert asked.state == OfferState.QUERY


@pytest.mark.req("H-009")
def test_answer_to_no_question_is_not_taken(reader: Client, offer: Offer) -> None:
    assert "Zurzeit ist keine Frage offen" in words(reader.get(address(offer)))
    assert reader.post(address(offer), {"text": "Noch etwas"}).status_code == 409
