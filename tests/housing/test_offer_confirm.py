"""Confirming the address: only a POST confirms (H-063, H-065)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import Letter
from housing.models import OfferState
from tests.housing.filling import fill, link_in, send, the_offer, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


@pytest.fixture
def link(reader: Client) -> str:
    """The address in the letter."""
    fill(reader)
    send(reader)
    return link_in(Letter.objects.get().text)


@pytest.mark.req("H-063")
def test_scanner_that_fetches_the_link_changes_nothing(reader: Client, link: str) -> None:
    for method in (reader.get, reader.head):
        assert method(link).status_code == 200
    assert (the_offer().state, the_offer().reference) == (OfferState.UNCONFIRMED, None)
    assert AccessLink.objects.exclude(last_used_at=None).count() == 0


@pytest.mark.req("H-063", "H-065")
def test_landlord_confirms_by_the_button_and_sees_the_status_page(reader: Client, link: str) -> None:
    assert "Ja, Angebot bestätigen" in words(reader.get(link))
    response = reader.post(link, follow=True)
    offer = the_offer()
    assert offer.state == OfferState.RECEIVED
    assert response.redirect_chain[0][0].startswith("/wohnraum/mein-angebot/")
    assert f"Ihr Wohnungsangebot {offer.reference}" in words(response)


@pytest.mark.req("H-063")
def test_second_press_shows_the_status_page_and_writes_no_second_letter(reader: Client, link: str) -> None:
    reader.post(link)
    count = Letter.objects.count()
    response = reader.post(link, follow=True)
    assert "Ihr Angebot ist da" in words(response)
    assert (Letter.objects.count(), count) == (2, 2)
    assert "Ihr Angebot ist schon bestätigt" in words(reader.get(link))


@pytest.mark.req("H-063")
def test_expired_unknown_and_altered_links_give_the_same_page(reader: Client, link: str) -> None:
    altered = reader.post(f"{link[:-2]}{'A' if link[-2] != 'A' else 'B'}/")
    unknown = reader.post("/wohnraum/angebot/bestaetigen/gibt-es-nicht/")
    AccessLink.objects.update(
        created_at=timezone.now() - timedelta(days=4), expires_at=timezone.now() - timedelta(seconds=1)
    )
    expired = reader.post(link)
    assert [page.status_code for page in (altered, unknown, expired)] == [404, 404, 404]
    assert words(altered) == words(unknown) == words(expired)
    assert "Dieser Link ist nicht gültig" in words(expired)
    assert the_offer().state == OfferState.UNCONFIRMED


@pytest.mark.req("H-063", "H-070")
def test_link_of_one_purpose_opens_no_page_of_another(reader: Client, link: str) -> None:
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert reader.get(f"/wohnraum/mein-angebot/{token}/").status_code == 404
    assert reader.get(f"/wohnraum/angebot/gesendet/{token}/").status_code == 404


@pytest.mark.req("H-333")
def test_confirming_takes_few_queries(reader: Client, link: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(100) as sent:
        reader.post(link)
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    found = [row["sql"] for row in sent.captured_queries if not any(word in row["sql"] for word in control)]
    assert len(found) == 20, [sql[:100] for sql in found]  # see ADR 0060
