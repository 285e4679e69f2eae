"""„Speichern und später weiter“: a link by mail leads back to everything typed (H-033)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import Letter
from housing.jobs import erase_forgotten_drafts, remind_saved_drafts
from housing.models import Offer
from tests.housing.filling import FORM, errors, fill, flat, the_offer, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
SAVE = f"{FORM}spaeter/"
EMAIL = {"email": "Vermieterin@Example.org"}


@pytest.mark.req("H-033")
def test_landlord_saves_in_the_middle_and_nothing_typed_is_lost(reader: Client) -> None:
    half = {"living_area": "12 Zimmer", "street": "Beispielstraße", "spaeter": "1"}
    response = reader.post(f"{FORM}wohnung/", half)
    assert response.headers["Location"] == SAVE
    typed = the_offer().answers["wohnung"]
    assert (typed["living_area"], typed["street"], the_offer().completed_steps) == (
        ["12 Zimmer"], ["Beispielstraße"], [],
    )  # fmt: skip


@pytest.mark.req("H-033", "H-305")
def test_landlord_gets_one_link_for_thirty_days(reader: Client, mailbox: Callable[[], list[Any]]) -> None:
    fill(reader, until="ausstattung")
    done = reader.post(SAVE, EMAIL, follow=True)
    assert "an v…n@example.org" in words(done)
    [letter] = mailbox()
    assert (letter["To"], letter["Subject"]) == (
        "vermieterin@example.org", "Ihr angefangenes Wohnungsangebot",
    )  # fmt: skip
    link = AccessLink.objects.get()
    assert (link.purpose, (link.expires_at - timezone.now()).days) == ("offer_resume", 29)


@pytest.mark.req("H-033")
def test_draft_with_a_link_lives_thirty_days_and_is_remembered_once(reader: Client) -> None:
    fill(reader, until="kosten")
    reader.post(SAVE, EMAIL)
    draft = the_offer()
    Offer.objects.update(draft_changed_at=timezone.now() - timedelta(days=5))
    assert (erase_forgotten_drafts(), remind_saved_drafts()) == (0, 0)
    Offer.objects.update(saved_at=timezone.now() - timedelta(days=7, hours=1))
    assert (remind_saved_drafts(), remind_saved_drafts()) == (1, 0)
    assert [row.kind for row in Letter.objects.order_by("pk")] == [
        "housing.draft_saved", "housing.draft_reminded",
    ]  # fmt: skip
    Offer.objects.update(saved_at=timezone.now() - timedelta(days=30, hours=1))
    assert erase_forgotten_drafts() == 1
    assert not Offer.objects.exists()
    assert not Letter.objects.exists()
    assert not AccessLink.objects.filter(number=draft.pk).exists()


@pytest.mark.req("H-033")
def test_fourth_link_of_a_day_is_refused_with_a_sentence(reader: Client) -> None:
    fill(reader, until="kosten")
    for _number in range(3):
        assert reader.post(SAVE, EMAIL).status_code == 302
    refused = reader.post(SAVE, EMAIL)
    assert errors(refused) == {
        "__all__": ["Wir haben Ihnen heute schon mehrere Links geschickt. Der neueste gilt noch."]
    }
    assert Letter.objects.count() == 3


@pytest.mark.req("H-033")
def test_answer_is_the_same_whether_an_address_is_known(
    reader: Client, stranger: Client, offer: Offer
) -> None:
    pages = []
    known = str(offer.landlord.email)  # type: ignore[union-attr]
    for client, email in ((reader, known), (stranger, known.replace("vermieterin", "vorher-nie-da"))):
        fill(client, until="kosten")
        pages.append(words(client.post(SAVE, {"email": email}, follow=True)))
    assert pages[0] == pages[1]


def test_landlord_without_draft_is_led_to_the_first_step(reader: Client) -> None:
    assert reader.get(SAVE).headers["Location"] == f"{FORM}wohnung/?zuerst=1"


def test_mistyped_domain_is_asked_about(reader: Client) -> None:
    reader.post(f"{FORM}wohnung/", flat())
    page = reader.post(SAVE, {"email": "erika@gmial.com"})
    assert errors(page) == {"email": ["Meinten Sie erika@gmail.com? Bitte prüfen Sie die Adresse."]}
    assert not Letter.objects.exists()


def test_address_typed_in_the_form_is_offered(reader: Client) -> None:
    fill(reader)
    assert reader.get(SAVE).context["form"]["email"].value() == "vermieterin@example.org"
