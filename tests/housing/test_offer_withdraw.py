"""The landlord withdraws the offer (H-073, H-091)."""

from datetime import timedelta

import pytest
from django.test import Client

from goslar_portal.dates import today
from goslar_portal.journal.models import Entry
from goslar_portal.mail.models import Letter
from housing import letters
from housing.models import Offer, OfferState
from tests.housing import factories
from tests.housing.filling import words
from tests.housing.own import own

PAUSE = {"until": f"{today() + timedelta(days=40):%d.%m.%Y}"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


def address(offer: Offer) -> str:
    return f"/wohnraum/mein-angebot/{letters.status_token(offer)}/zurueckziehen/"


@pytest.mark.req("H-073", "H-300")
def test_looking_at_the_page_withdraws_nothing(reader: Client, offer: Offer) -> None:
    assert "Möchten Sie das Angebot zurückziehen?" in words(reader.get(address(offer)))
    offer.refresh_from_db()
    assert offer.state == OfferState.RECEIVED


@pytest.mark.req("H-073", "H-091")
@pytest.mark.parametrize(("typed", "kept"), [("sale", "sale"), ("", "not_stated")])
def test_landlord_withdraws_with_or_without_a_reason(
    reader: Client, offer: Offer, typed: str, kept: str
) -> None:
    response = reader.post(address(offer), {"reason": typed}, follow=True)
    offer.refresh_from_db()
    assert offer.closing_reason is not None
    assert (offer.state, offer.closing_reason.code) == (OfferState.WITHDRAWN, kept)
    assert "Sie haben das Angebot zurückgezogen." in words(response)
    assert Letter.objects.latest("pk").subject == f"Ihr Wohnungsangebot {offer.reference} ist zurückgezogen"


@pytest.mark.req("H-320")
def test_made_up_reason_gets_a_sentence(reader: Client, offer: Offer) -> None:
    response = reader.post(address(offer), {"reason": "fraud_suspected"})
    assert response.status_code == 422
    offer.refresh_from_db()
    assert offer.state == OfferState.RECEIVED


@pytest.mark.req("H-034")
@pytest.mark.parametrize(("page", "data"), [("zurueckziehen", {}), ("vermietet", {}), ("pausieren", PAUSE)])
def test_double_click_shows_what_the_first_half_did(
    reader: Client, offer: Offer, page: str, data: dict[str, str]
) -> None:
    path = own(offer, page)
    answers = [reader.post(path, data) for _half in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Entry.objects.of(offer).filter(verb__in=["withdraw", "pause"]).count() == 1


@pytest.mark.req("H-009")
def test_landlord_who_comes_too_late_sees_the_present_state(reader: Client) -> None:
    offer = factories.create_offer(state="rejected")
    response = reader.post(address(offer), {"reason": ""})
    assert response.status_code == 409
    assert "Der Stand hat sich inzwischen geändert" in words(response)
    assert "Das geht an dieser Stelle gerade nicht." in words(reader.get(address(offer)))
