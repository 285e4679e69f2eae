"""Letters to landlords: greeting, subject, contact, links, and what they never say (H-131, H-241, H-305)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from goslar_portal.dates import today
from goslar_portal.journal.models import Actor
from goslar_portal.mail.models import Letter
from housing.models import Offer
from tests.housing import factories
from tests.housing.every_letter import write_all

pytestmark = pytest.mark.django_db

AUTHORITY = re.compile(r"jobcenter|sozialamt|sgb|bürgergeld|leistung|§|asyl|wohngeld|kdu", re.IGNORECASE)


@pytest.fixture
def office_content(starting_content: None) -> None:
    """The content of housing came with the rest."""


@pytest.fixture
def all_letters(starting_content: None, clerk: Any) -> list[Letter]:
    """Drafts have no name yet, so their letters are left to their own tests."""
    return [letter for letter in write_all(Actor.staff(clerk)) if not letter.kind.startswith("housing.draft")]


@pytest.mark.req("H-131")
def test_every_letter_greets_by_name_and_names_function_and_telephone(all_letters: list[Letter]) -> None:
    kinds = sorted(letter.kind.removeprefix("housing.") for letter in all_letters)
    assert kinds == [
        "address_to_prove", "availability_asked", "change_adopted", "change_refused", "erasure_answered",
        "erasure_wished", "link_renewed", "list_taken_in", "offer_accepted", "offer_confirmed",
        "offer_erased", "offer_expired", "offer_let", "offer_queried", "offer_rejected", "offer_reminded",
        "offer_submitted", "offer_taken_in", "offer_withdrawn", "pause_ended", "query_reminded",
        "unreachable", "viewing_cancelled", "viewing_changed", "viewing_planned", "viewing_reminded",
    ]  # fmt: skip
    for letter in all_letters:
        assert letter.text.startswith("Guten Tag Erika Beispiel,\n")
        assert letter.text.endswith("Koordinierung Wohnraum\nLandkreis Goslar\nTelefon: 030 23125103\n")


@pytest.mark.req("H-044")
def test_no_letter_guesses_a_salutation_by_gender(all_letters: list[Letter]) -> None:
    assert [letter.kind for letter in all_letters if re.search(r"\b(Frau|Herr|geehrte)", letter.text)] == []


@pytest.mark.req("H-305")
def test_no_subject_holds_personal_data(all_letters: list[Letter]) -> None:
    subjects = " ".join(letter.subject for letter in all_letters)
    assert not re.search(r"Erika|Beispiel\b|@|Beispielstraße|Jürgenohl|\d{5,} ", subjects)


@pytest.mark.req("H-241")
def test_no_letter_names_an_authority_a_norm_or_a_benefit(all_letters: list[Letter]) -> None:
    said = {letter.kind: letter.subject + re.sub(r"https?://\S+", "", letter.text) for letter in all_letters}
    found = {kind: AUTHORITY.findall(text) for kind, text in said.items()}  # a token may hold any letters
    assert {kind: words for kind, words in found.items() if words} == {}


@pytest.mark.req("H-070")
def test_each_letter_has_a_link_of_its_own(all_letters: list[Letter]) -> None:
    tokens = [set(re.findall(r"mein-angebot/([^/\s]+)/", letter.text)) for letter in all_letters]
    assert max(len(found) for found in tokens) == 1
    assert len(set().union(*tokens)) == sum(len(found) for found in tokens) == 12


@pytest.mark.req("H-065", "H-131")
def test_confirmed_letter_names_reference_and_day_of_the_answer(offer: Offer) -> None:
    letter = Letter.objects.get(kind="housing.offer_confirmed")
    assert letter.subject == f"Ihr Wohnungsangebot {offer.reference} ist da"
    assert f"Ihr Aktenzeichen: {offer.reference}" in letter.text
    assert re.search(r"Wir melden uns bis zum \d+\. \w+ \d{4} bei Ihnen\.", letter.text)
    assert offer.reply_by is not None
    assert offer.reply_by > today() + timedelta(days=4)


@pytest.mark.req("H-310")
def test_rejection_without_public_sentence_sends_no_letter(offer: Offer, by_lead: Actor) -> None:
    count = Letter.objects.count()
    offer.reject(by=by_lead, reason=factories.reason("offer_rejection.spam"), comment="Offenbar ein Scherz")
    assert Letter.objects.count() == count


@pytest.mark.req("G-074")
def test_letter_is_plain_text_first_and_its_link_a_button_in_html(
    offer: Offer, mailbox: Callable[[], list[Any]]
) -> None:
    confirmed = mailbox()[-1]
    kinds = [part.get_content_type() for part in confirmed.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip
    html = confirmed.get_body(("html",)).get_content()
    assert re.search(r'<a href="[^"]+/wohnraum/mein-angebot/[^"]+"[^>]*>Stand ansehen</a>', html)
    assert "<img" not in html
