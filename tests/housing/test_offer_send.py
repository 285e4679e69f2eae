"""Review, consents and sending (H-034, H-060, H-061)."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from goslar_portal.mail.models import Letter
from housing.models import Offer, OfferState
from tests.housing import filling
from tests.housing.filling import FORM, consents, errors, fill, send, the_offer, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
PATH = f"{FORM}absenden/"


@pytest.mark.req("H-060")
def test_landlord_reads_all_answers_with_a_way_to_change_each_block(reader: Client) -> None:
    fill(reader)
    response = reader.get(PATH)
    lines = {block.code: dict(block.lines) for block in response.context["blocks"]}
    assert lines["wohnung"] == {
        "Art des Wohnraums": "Wohnung",
        "Stadt oder Gemeinde": "Goslar",
        "Ortsteil": "Jürgenohl",
        "Postleitzahl": "38642",
        "Straße": "Beispielstraße",
        "Hausnummer": "12a",
        "Wohnfläche": "62,5 m²",
        "Zimmer (ohne Küche und Bad)": "3",
        "Frei ab": "sofort",
        "Mietdauer": "unbefristet",
    }
    assert lines["kosten"] == {
        "Kaltmiete im Monat": "420,00 €",
        "Kalte Betriebskosten im Monat": "140,00 €",
    }
    assert lines["ausstattung"] == {
        "Küche": "Einbauküche",
        "Bad": "Dusche, Fenster",
        "Haustiere": "nach Absprache",
    }
    assert lines["kontakt"] == {
        "Rolle": "Eigentümer/in",
        "Name": "Erika Beispiel",
        "E-Mail": "vermieterin@example.org",
        "Telefon": "030 23125042",
    }
    changes = re.findall(r'href="([^"]+\?pruefen=1)"', response.content.decode())
    assert changes == [f"{FORM}{step}/?pruefen=1" for step in (*filling.STEPS[:3], "kontakt", "fotos")]


@pytest.mark.req("H-060")
def test_consents_are_never_ticked_beforehand(reader: Client) -> None:
    fill(reader)
    boxes = re.findall(r'<input type="checkbox"[^>]*>', reader.get(PATH).content.decode())
    assert len(boxes) == 5
    assert not any("checked" in box for box in boxes)


@pytest.mark.req("H-060")
def test_offer_is_not_sent_without_the_two_must_consents(reader: Client) -> None:
    fill(reader)
    response = reader.post(PATH, {"pool": "on"})
    assert (response.status_code, sorted(errors(response))) == (422, ["privacy_read", "store"])
    assert (the_offer().state, Letter.objects.count()) == (OfferState.DRAFT, 0)


@pytest.mark.req("H-060")
def test_sent_offer_holds_what_was_typed_and_what_was_agreed(reader: Client) -> None:
    fill(reader)
    response = send(reader, pool="on")
    offer = the_offer()
    assert response.headers["Location"].startswith(f"{FORM}gesendet/")
    facts = (
        offer.state,
        offer.place,
        offer.living_area,
        offer.rooms,
        offer.gross_cold_rent,
        offer.available_now,
    )
    assert facts == (
        OfferState.UNCONFIRMED,
        "Goslar, Jürgenohl",
        Decimal("62.5"),
        Decimal(3),
        Decimal(560),
        True,
    )
    assert (offer.entitled, offer.kitchen, offer.bath, offer.lift) == (
        True,
        "fitted",
        ["shower", "window"],
        "unknown",
    )
    landlord = offer.landlord
    assert landlord is not None
    assert (landlord.name, landlord.email, landlord.phone.as_e164) == (
        "Erika Beispiel", "vermieterin@example.org", "+493023125042",
    )  # fmt: skip
    kinds = [consent.text.kind for consent in offer.consents.in_force()]
    assert kinds == ["privacy_read", "store", "pool"]


@pytest.mark.req("H-031")
def test_cookie_is_dropped_and_the_typed_answers_are_gone(reader: Client) -> None:
    fill(reader)
    response = send(reader)
    dropped = response.cookies["wohnungsangebot"]
    assert (dropped.value, dropped["max-age"], dropped["path"]) == ("", 0, "/")
    assert the_offer().answers == {}


@pytest.mark.req("H-034", "G-187")
def test_double_click_makes_one_offer_one_letter_and_shows_the_same_page(reader: Client) -> None:
    fill(reader)
    key = reader.cookies["wohnungsangebot"].value
    send(reader)
    reader.cookies["wohnungsangebot"] = key
    again = reader.post(PATH, consents(), follow=True)
    assert "Bitte bestätigen Sie Ihre E-Mail-Adresse" in words(again)
    assert (Offer.objects.count(), Letter.objects.count()) == (1, 1)


@pytest.mark.req("H-034")
def test_late_half_of_a_double_click_finds_the_offer_sent(reader: Client, monkeypatch: Any) -> None:
    """Both requests have read the draft before either has sent it."""
    fill(reader)
    key = reader.cookies["wohnungsangebot"].value
    draft = the_offer()
    send(reader)
    monkeypatch.setattr(type(Offer.objects.all()), "draft_of", lambda *_args: draft)
    reader.cookies["wohnungsangebot"] = key
    response = send(reader)
    assert response.headers["Location"].startswith(f"{FORM}gesendet/")
    assert (Offer.objects.count(), Letter.objects.count()) == (1, 1)


@pytest.mark.req("H-032")
def test_sending_is_refused_until_all_must_steps_are_done(reader: Client) -> None:
    fill(reader, until="kontakt")
    response = send(reader)
    assert response.headers["Location"] == f"{FORM}kontakt/?zuerst=1"
    assert the_offer().state == OfferState.DRAFT


@pytest.mark.req("H-061")
@pytest.mark.parametrize(
    ("seconds", "homepage"),
    [(1, ""), (None, ""), (-100, ""), (300, "https://spam.example")],
)
def test_caught_form_comes_back_once_and_is_then_taken_and_marked(
    reader: Client, seconds: int | None, homepage: str
) -> None:
    stamp = "wohnung:abc:forged" if seconds is None else filling.begun(seconds)
    fill(reader, wohnung={"begun": stamp})
    caught = send(reader, homepage=homepage, pool="on")
    assert errors(caught) == {"__all__": ["Bitte noch einmal absenden. Ihre Angaben sind alle noch da."]}
    page = caught.content.decode()
    assert page.count(" checked") == 3
    once_more = re.search(r'name="once_more" value="([^"]+)"', page)
    assert once_more
    send(reader, homepage=homepage, once_more=once_more[1])
    assert (the_offer().state, the_offer().marks) == (OfferState.UNCONFIRMED, ["caught_by_form"])


@pytest.mark.req("H-061")
def test_person_who_takes_her_time_is_not_marked(reader: Client) -> None:
    fill(reader)
    send(reader)
    assert the_offer().marks == []


@pytest.mark.req("H-061")
def test_field_for_machines_is_hidden_from_people(reader: Client) -> None:
    fill(reader)
    page = reader.get(PATH).content.decode()
    assert re.search(r'<div[^>]* hidden>(?:(?!</div>).)*name="homepage"', page, re.DOTALL)


@pytest.mark.req("H-332")
def test_sending_takes_few_queries(reader: Client, django_assert_max_num_queries: Any) -> None:
    fill(reader)
    with django_assert_max_num_queries(100) as sent:
        send(reader)
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    found = [row["sql"] for row in sent.captured_queries if not any(word in row["sql"] for word in control)]
    assert len(found) == 22, [sql[:100] for sql in found]  # two make the key of the day, see ADR 0060


@pytest.mark.req("H-064")
def test_sixth_sending_of_an_hour_waits_and_keeps_what_was_typed(reader: Client) -> None:
    for number in range(5):
        fill(reader, kontakt={"email": f"vermieterin{number}@example.org"})
        assert send(reader).status_code == 302
    fill(reader, kontakt={"email": "vermieterin6@example.org"})
    refused = send(reader, pool="on")
    assert (refused.status_code, Letter.objects.count()) == (429, 5)
    assert int(refused.headers["Retry-After"]) <= 3600
    assert refused.content.decode().count(" checked") == 3
    assert Offer.objects.filter(state=OfferState.DRAFT).count() == 1


@pytest.mark.req("H-064")
def test_sixth_sending_of_a_day_to_one_address_waits_for_tomorrow(reader: Client, settings: Any) -> None:
    settings.PROXY_COUNT = 1
    for number in range(6):
        fill(reader)
        last = reader.post(PATH, consents(), headers={"x-forwarded-for": f"192.0.{number}.1"})
    assert (last.status_code, Letter.objects.count()) == (429, 5)
    assert 0 < int(last.headers["Retry-After"]) <= 24 * 3600


@pytest.mark.req("H-064")
def test_caught_attempts_count(reader: Client) -> None:
    for _number in range(5):
        fill(reader, wohnung={"begun": filling.begun(1)})
        assert send(reader).status_code == 422
    assert send(reader).status_code == 429
    assert not Letter.objects.exists()
