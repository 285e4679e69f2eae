"""The landlord's own page: state, next step, all data, consents, erasure date (H-070 to H-072, H-090)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format

from housing import letters, status
from housing.models import Offer, OfferState
from tests.housing import factories
from tests.housing.filling import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


def address(offer: Offer) -> str:
    return f"/wohnraum/mein-angebot/{letters.status_token(offer)}/"


@pytest.mark.req("H-090")
@pytest.mark.parametrize(
    ("state", "heading", "sentence"),
    [
        ("received", "Ihr Angebot ist da", "Wir melden uns bis zum "),
        ("in_review", "Wir prüfen Ihr Angebot", "Wir sehen uns Ihre Angaben an."),
        ("query", "Wir haben eine Frage", "Wir brauchen noch etwas von Ihnen."),
        ("available", "Wir suchen für Ihre Wohnung", "Wir suchen passende Mieterinnen und Mieter."),
        ("paused", "Ihr Angebot ist pausiert", "Pausiert bis zum "),
        ("withdrawn", "Angebot zurückgezogen", "Sie haben das Angebot zurückgezogen."),
        ("rejected", "Angebot beendet", "Wir haben zurzeit niemanden, für den der Wohnraum passt."),
    ],
)
def test_landlord_reads_the_state_in_plain_words(
    reader: Client, state: str, heading: str, sentence: str
) -> None:
    response = reader.get(address(factories.create_offer(state=state)))
    assert response.context["status"].heading == heading
    assert sentence in words(response)


@pytest.mark.req("H-072", "H-090")
def test_landlord_whose_answer_is_late_is_told_so(reader: Client, offer: Offer) -> None:
    Offer.objects.filter(pk=offer.pk).update(reply_by=timezone.localdate() - timedelta(days=1))
    text = words(reader.get(address(offer)))
    assert "Es dauert leider länger, als wir zugesagt haben." in text
    assert "Wir melden uns bis zum" not in text


@pytest.mark.req("H-090")
def test_every_state_has_words_of_its_own() -> None:
    living = [state for state in OfferState if state != OfferState.ANONYMISED]
    spoken = [status.of(Offer(state=state)).heading for state in living]
    assert len(spoken) == 13
    assert all(spoken)


@pytest.mark.req("G-173")
def test_landlord_in_an_arabic_frame_reads_german_days_and_words(offer: Offer) -> None:
    def said() -> Any:
        facts = letters.facts(offer)
        return facts["received_on"], facts["blocks"], status.of(offer)

    german = said()
    with translation.override("ar"):
        assert said() == german


@pytest.mark.req("H-310")
def test_comment_of_the_staff_is_nowhere_on_the_page(reader: Client, offer: Offer, by_clerk: Any) -> None:
    reason = factories.reason("offer_rejection.other")
    offer.reject(by=by_clerk, reason=reason, comment="Wirkte am Telefon unfreundlich")
    text = words(reader.get(address(offer)))
    assert "Wir können das Angebot leider nicht vermitteln." in text
    assert "unfreundlich" not in text


@pytest.mark.req("H-072")
def test_landlord_sees_data_contact_missing_details_and_consents(reader: Client, offer: Offer) -> None:
    response = reader.get(address(offer))
    text = words(response)
    assert "Wohnfläche 62,5 m²" in text
    assert "Kaltmiete im Monat 420,00 €" in text
    assert f"Letzte Änderung: {date_format(timezone.localdate(), 'j. F Y')}" in text
    assert "Heizkosten im Monat" in response.context["missing"]
    assert "Straße" not in response.context["missing"]
    kinds = [consent.text.kind for consent in response.context["consents"]]
    assert kinds == ["privacy_read", "store"]
    assert "Eine Person aus der Koordinierung Wohnraum meldet sich bei Ihnen." in text


@pytest.mark.req("H-072")
def test_landlord_reads_when_an_ended_offer_is_erased(reader: Client) -> None:
    offer = factories.create_offer(state="withdrawn")
    day = date_format(timezone.localdate() + timedelta(days=183), "j. F Y")
    assert f"Am {day} entfernen wir alles, was auf Sie hinweist." in words(reader.get(address(offer)))


@pytest.mark.req("H-072")
def test_landlord_of_a_paused_offer_sees_how_far_it_came(reader: Client) -> None:
    stages = reader.get(address(factories.create_offer(state="paused"))).context["status"].stages
    assert [stage.state for stage in stages] == ["now", "next", "next", "next", "next", "next"]


@pytest.mark.req("H-070")
def test_page_is_stored_nowhere_and_sends_no_address_on(reader: Client, offer: Offer) -> None:
    headers = reader.get(address(offer)).headers
    assert "no-store" in headers["Cache-Control"]
    assert (headers["Referrer-Policy"], headers["X-Robots-Tag"]) == ("strict-origin", "noindex")


@pytest.mark.req("H-070")
def test_neighbour_sees_only_the_own_offer(reader: Client, offer: Offer) -> None:
    own = factories.create_offer(street="Nachbarweg", contact_changes={"phone": "+493023125999"})
    page = reader.get(address(own)).content.decode()
    assert "Nachbarweg" in page
    assert offer.street not in page
    assert offer.landlord is not None
    assert offer.landlord.email not in page


@pytest.mark.req("H-070")
def test_at_most_five_links_of_one_offer_are_valid(reader: Client, offer: Offer) -> None:
    pages = [address(offer) for _turn in range(6)]
    assert [reader.get(page).status_code for page in pages] == [404, 200, 200, 200, 200, 200]


@pytest.mark.req("H-334")
def test_page_takes_at_most_ten_queries(reader: Client, django_assert_num_queries: Any) -> None:
    page = address(factories.create_offer(state="query"))
    with django_assert_num_queries(9):
        response = reader.get(page)
    assert response.status_code == 200
