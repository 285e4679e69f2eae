"""One's own page: this one subscription, by a signed link (N-110, N-114, N-115, N-117)."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goslar_portal.mail.models import Letter
from newsletters.models import Channel, Proof, SignUp, Subscription
from tests.newsletters import factories
from tests.newsletters.filling import words

pytestmark = pytest.mark.django_db


@pytest.mark.req("N-110")
def test_page_shows_this_subscription_and_hides_the_address(
    reader: Client, own_page: str, other_channel: Channel
) -> None:
    factories.create_subscription(channel=other_channel)
    text = words(reader.get(own_page))
    assert "l…n@example.org" in text
    assert "leserin@example.org" not in text
    assert "Newsletter der Koordinierungsstelle Migration und Teilhabe" in text
    assert "Partnerschaft für Demokratie" not in text


@pytest.mark.req("N-117")
def test_page_is_stored_by_nobody_and_its_address_stays_here(
    reader: Client, own_page: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        page = reader.get(own_page)
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "strict-origin"  # why not no-referrer: decision 0006
    token = own_page.split("/")[3]
    assert [record for record in caplog.records if token in str(record.__dict__)] == []


@pytest.mark.req("N-110")
def test_language_is_changed_to_one_that_is_offered(
    reader: Client, own_page: str, channel: Channel, subscription: Subscription, settings: Any
) -> None:
    settings.LANGUAGES = [("de", "Deutsch"), ("en", "English")]
    channel.languages = ["de", "en"]
    channel.save()
    refused = reader.post(own_page, {"action": "language", "language": "ar"})
    assert refused.status_code == 422
    done = reader.post(own_page, {"action": "language", "language": "en"}, follow=True)
    assert "Die Sprache ist geändert." in words(done)
    subscription.refresh_from_db()
    assert subscription.language == "en"


@pytest.mark.req("N-114")
def test_new_address_is_confirmed_first_and_ends_the_old_one_with_it(
    reader: Client, own_page: str, subscription: Subscription
) -> None:
    done = reader.post(own_page, {"action": "address", "email": "neu@example.org"}, follow=True)
    assert "Wir haben eine E-Mail an die neue Adresse geschickt." in words(done)
    factories.answer_all()
    assert factories.letters()[-1] == ("signup_received", "neu@example.org")
    subscription.refresh_from_db()
    assert (subscription.state, subscription.email) == ("active", "leserin@example.org")
    reader.post(factories.link_to("bestaetigen"))
    rows = Subscription.objects.order_by("pk")
    assert [(row.state, row.email, row.end_reason) for row in rows] == [
        ("ended", "", "address_changed"),
        ("active", "neu@example.org", ""),
    ]
    assert [proof.way for proof in Proof.objects.order_by("pk")] == ["staff", "address"]
    for old in (reader.get(own_page), reader.post(f"{own_page}abmelden/")):
        assert "Ihr Abo läuft unter Ihrer neuen Adresse." in words(old)
        assert "Sie sind abgemeldet" not in words(old)


@pytest.mark.req("N-114")
def test_wrong_new_address_is_said_and_nothing_asked(reader: Client, own_page: str) -> None:
    before = SignUp.objects.count()
    response = reader.post(own_page, {"action": "address", "email": "neu"})
    assert response.status_code == 422
    assert SignUp.objects.count() == before


@pytest.mark.req("N-115")
def test_data_go_to_the_stored_address_once_a_day_and_nothing_is_shown(
    reader: Client, own_page: str, subscription: Subscription
) -> None:
    done = reader.post(own_page, {"action": "data"}, follow=True)
    assert "Ihre Daten sind unterwegs in Ihr Postfach." in words(done)
    assert "leserin@example.org" not in words(done)
    letter = Letter.objects.get(kind="newsletters.data_sent")
    assert letter.recipient == "leserin@example.org"
    wording = Proof.objects.get().wording.text
    assert wording in letter.text
    stored = json.loads(bytes(letter.attachments.get().content or b""))
    assert stored["email"] == "leserin@example.org"
    assert [proof["wording"]["text"] for proof in stored["proofs"]] == [wording]
    again = reader.post(own_page, {"action": "data"}, follow=True)
    assert "Wir haben Ihnen die Daten heute schon geschickt." in words(again)
    Subscription.objects.update(data_sent_at=timezone.now() - timedelta(days=1, minutes=1))
    reader.post(own_page, {"action": "data"})
    assert Letter.objects.filter(kind="newsletters.data_sent").count() == 2


@pytest.mark.req("N-085")
def test_data_name_state_and_way_in_the_language_of_the_subscription(
    reader: Client, own_page: str, subscription: Subscription
) -> None:
    Subscription.objects.update(language="en")
    reader.post(own_page, {"action": "data"})
    english = Letter.objects.get(kind="newsletters.data_sent").text.split("Guten Tag")[0]
    assert "Your subscription: active" in english
    assert "how: form, started by the office" in english


def test_ended_subscription_says_so_and_does_nothing_more(
    reader: Client, own_page: str, subscription: Subscription
) -> None:
    subscription.end(by=factories.PERSON, reason="unsubscribed")
    before = Letter.objects.count()
    for response in (reader.get(own_page), reader.post(own_page, {"action": "data"})):
        assert "Sie sind abgemeldet." in words(response)
    assert Letter.objects.count() == before


def test_unknown_action_changes_nothing(reader: Client, own_page: str, subscription: Subscription) -> None:
    before = Subscription.objects.values().get()
    assert reader.post(own_page, {"action": "unsinn"}).status_code == 200
    assert reader.post(own_page, {}).status_code == 200
    assert Subscription.objects.values().get() == before


def test_forged_request_without_csrf_token_changes_nothing(
    strict: Client, own_page: str, subscription: Subscription
) -> None:
    response = strict.post(own_page, {"action": "data"})
    assert response.status_code == 422
    assert Letter.objects.filter(kind="newsletters.data_sent").count() == 0
