"""Words in free texts and signs of fraud: flags for people, a hold, never a refusal (H-290 to H-293)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor
from goslar_portal.mail.models import Letter
from goslar_portal.office.models import OfficeValue
from housing import content, jobs
from housing.models import FlagWord, Offer, Signal
from tests.housing import factories
from tests.housing.factories import reason
from tests.housing.own import own

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
Login = Callable[[User], Client]
ABROAD: dict[str, Any] = {"description": "Ich bin im Ausland. Bitte zahlen Sie per Vorkasse."}


@pytest.fixture(autouse=True)
def _words(office_content: None) -> None:
    content.load_flag_words()


def signs(offer: Offer) -> list[str]:
    jobs.look_closer()
    return sorted(offer.signals.values_list("code", flat=True))


@pytest.mark.req("H-290")
@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Ruhige Lage, KEINE AUSLAENDER bitte", "Ruhige Lage, KEINE AUSLAENDER bitte"),
        ("nur an  deutsche", ""),
        ("Hier wächst Rasenstück", ""),
        ("Welche Hautfarbe ist egal", "Welche Hautfarbe ist egal"),
        ("Kein Kopftuch", "Kein Kopftuch"),
    ],
)
def test_word_is_flagged_whole_and_in_any_spelling(text: str, passage: str) -> None:
    offer = factories.create_offer(description=text)
    assert signs(offer) == (["word"] if passage else [])
    assert [signal.passage for signal in offer.signals.all()] == ([passage] if passage else [])
    assert Offer.objects.get(pk=offer.pk).description == text


@pytest.mark.req("H-290")
def test_stem_finds_longer_words_and_a_whole_word_does_not() -> None:
    stem = FlagWord(word="Straf", group="agg", is_stem=True)
    whole = FlagWord(word="Straße", group="agg")
    assert (stem.passage_in("ohne Strafregister"), stem.passage_in("Bestrafung")) == (
        "ohne Strafregister",
        "",
    )
    assert (whole.passage_in("eine STRASSE weiter"), whole.passage_in("Straßenlärm")) == (
        "eine STRASSE weiter",
        "",
    )


@pytest.mark.req("H-290")
def test_clerk_closes_a_flag_and_it_does_not_come_back(as_user: Login, clerk: User) -> None:
    offer = factories.create_offer(description="Herkunft ist mir gleich")
    jobs.look_closer()
    [signal] = offer.signals.all()
    client = as_user(clerk)
    assert (
        "Herkunft ist mir gleich" in client.get(f"/admin/housing/offer/{offer.pk}/change/").content.decode()
    )
    client.post(f"/admin/housing/offer/{offer.pk}/auffaelligkeit/{signal.pk}/", {"as": "harmless"})
    Offer.objects.update(looked_at=None)
    jobs.look_closer()
    assert [row.ended_as for row in Signal.objects.all()] == ["harmless"]


@pytest.mark.req("H-292")
@pytest.mark.parametrize(
    ("facts", "contact", "found"),
    [
        ({"net_cold_rent": Decimal(150), "operating_costs": Decimal(100)}, {}, ["cheap"]),
        ({"description": "Die Kaution vorab, dann der Vertrag"}, {}, ["prepayment"]),
        ({"description": "Leider ohne Besichtigung"}, {}, ["no_viewing"]),
        ({"description": "Zurzeit lebe im Ausland"}, {}, ["abroad"]),
        ({}, {"phone": "+33142685300"}, ["foreign_phone"]),
        ({}, {"email": "x@mail.yopmail.com"}, ["mail_domain"]),
        ({"postal_code": "38723"}, {}, ["place"]),
        ({}, {}, []),
    ],
)
def test_each_sign_of_fraud_is_noticed(
    facts: dict[str, Any], contact: dict[str, Any], found: list[str]
) -> None:
    assert signs(factories.create_offer(contact_changes=contact, **facts)) == found


@pytest.mark.req("H-292")
def test_phone_and_picture_of_somebody_else_are_noticed() -> None:
    phone = {"phone": "+493023125007"}
    first = factories.create_offer(contact_changes=phone)
    second = factories.create_offer(contact_changes=phone)
    for offer in (first, second):
        factories.add_photo(offer)
    assert signs(second) == ["same_phone", "same_picture"]


@pytest.mark.req("H-292")
def test_sign_that_the_office_switched_off_is_not_noticed() -> None:
    OfficeValue.objects.update_or_create(name="housing.signal_abroad", defaults={"number": 0})
    assert signs(factories.create_offer(**ABROAD)) == ["prepayment"]


@pytest.mark.req("H-293", "H-091")
def test_two_signs_hold_the_offer_until_the_lead_decides(by_clerk: Actor, by_lead: Actor) -> None:
    offer = factories.create_offer(state="in_review", **ABROAD)
    jobs.look_closer()
    release: dict[str, Any] = {
        "by": by_clerk,
        "reason": reason("offer_acceptance_without_viewing.known_dwelling"),
    }
    with pytest.raises(ValidationError, match="Betrug"):
        offer.accept(**release)
    with pytest.raises(ValidationError, match="Leitung"):
        offer.lift_hold(by=by_clerk, comment="Am Telefon geklärt")
    with pytest.raises(ValidationError, match="Leitung"):
        offer.end_signal(by=by_clerk, signal=offer.signals.all()[0], as_="harmless")  # type: ignore[arg-type]
    assert Offer.objects.get(pk=offer.pk).state == "in_review"
    offer.lift_hold(by=by_lead, comment="Eigentümerin ist uns seit Jahren bekannt")
    offer.accept(**release)
    assert offer.state == "available"


@pytest.mark.req("H-293")
def test_rejected_for_fraud_sends_no_mail_and_only_by_the_lead(by_clerk: Actor, by_lead: Actor) -> None:
    offer = factories.create_offer(**ABROAD)
    count = Letter.objects.count()
    fraud: dict[str, Any] = {
        "reason": reason("offer_rejection.fraud_suspected"),
        "comment": "Vorkasse verlangt",
    }
    with pytest.raises(ValidationError):
        offer.reject(by=by_clerk, **fraud)
    offer.reject(by=by_lead, **fraud)
    assert (offer.state, Letter.objects.count()) == ("rejected", count)


@pytest.mark.req("H-310", "H-290")
def test_landlord_never_reads_of_a_flag(reader: Client) -> None:
    offer = factories.create_offer(description="Herkunft ist mir gleich")
    jobs.look_closer()
    page = reader.get(own(offer)).content.decode()
    assert ("Auffällig" in page, "Suchwort" in page) == (False, False)
