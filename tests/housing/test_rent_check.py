"""The rent check (H-022)."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from housing.models import Offer
from tests.housing.filling import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
PATH = "/wohnraum/mietcheck/"


def check(reader: Client, **values: str) -> Any:
    return reader.get(PATH, {"ort": "03153017"} | values)


def lights(response: Any) -> list[str]:
    return [row.light.value for row in response.context["found"].results]


@pytest.mark.req("H-022")
def test_reader_sees_for_one_to_eight_persons_what_fits(reader: Client) -> None:
    response = check(reader, kaltmiete="520", betriebskosten="140")
    assert lights(response) == ["fails", "fails", "fits", "fits", "fits", "fits", "fits", "fits"]
    assert response.context["found"].gross_cold_rent == Decimal(660)


@pytest.mark.req("H-022")
@pytest.mark.parametrize(
    ("rent", "light", "difference", "sentence"),
    [
        ("470", "fits", "0,00 €", "Die Miete liegt genau auf dem Richtwert."),
        ("469,99", "fits", "− 0,01 €", "Die Miete liegt 0,01 € unter dem Richtwert."),
        (
            "470,01",
            "check",
            "+ 0,01 €",
            "Die Miete liegt 0,01 € über dem Richtwert. Das Amt prüft den Einzelfall.",
        ),
        (
            "517",
            "check",
            "+ 47,00 €",
            "Die Miete liegt 47,00 € über dem Richtwert. Das Amt prüft den Einzelfall.",
        ),
        ("517,01", "fails", "+ 47,01 €", "Die Miete liegt 47,01 € über dem Richtwert."),
    ],
)
def test_limits_are_judged_to_the_cent(
    reader: Client, rent: str, light: str, difference: str, sentence: str
) -> None:
    asked = check(reader, kaltmiete=rent, personen="1").context["found"].asked
    assert (asked.light, asked.signed_difference, asked.sentence) == (light, difference, sentence)


@pytest.mark.req("H-022")
def test_reader_who_names_no_operating_costs_is_told_that_they_are_missing(reader: Client) -> None:
    said = "Die kalten Betriebskosten fehlen in dieser Rechnung."
    assert said in words(check(reader, kaltmiete="520"))
    assert said not in words(check(reader, kaltmiete="520", betriebskosten="0"))


@pytest.mark.req("H-022")
def test_reader_who_knows_only_the_size_is_answered_too(reader: Client) -> None:
    response = check(reader, flaeche="62,5")
    assert lights(response) == ["check", "check", "fits", "fits", "fits", "fits", "fits", "fits"]
    assert "12,5 m² größer als der Richtwert" in response.context["found"].results[0].sentence


@pytest.mark.req("H-022")
def test_more_persons_than_the_table_prints_get_a_line_of_their_own(reader: Client) -> None:
    found = check(reader, kaltmiete="900", personen="12").context["found"]
    assert [row.cap.persons for row in found.results] == [1, 2, 3, 4, 5, 6, 7, 8, 12]
    assert found.asked.cap.gross_cold_rent == Decimal("904") + 7 * Decimal("109")


@pytest.mark.req("H-022")
@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"ort": "", "kaltmiete": "420"}, ["Die Stadt oder Gemeinde fehlt. Bitte wählen Sie eine aus."]),
        ({"ort": "99999999", "kaltmiete": "420"}, ["Bitte wählen Sie einen der angebotenen Einträge."]),
        ({}, ["Bitte geben Sie die Kaltmiete oder die Wohnfläche ein. Eines von beiden brauchen wir."]),
        ({"kaltmiete": "viel"}, ["Bitte geben Sie einen Betrag in Euro ein, zum Beispiel 420 oder 420,50."]),
        ({"kaltmiete": "NaN"}, ["Bitte geben Sie einen Betrag in Euro ein, zum Beispiel 420 oder 420,50."]),
        ({"kaltmiete": "-3"}, ["Ein Betrag kann nicht unter 0 Euro liegen. Bitte prüfen Sie die Zahl."]),
        ({"kaltmiete": "9" * 20}, ["Der Betrag ist zu hoch. Bitte geben Sie höchstens 5.000 Euro ein."]),
        (
            {"flaeche": "12 Zimmer"},
            ["Bitte geben Sie die Wohnfläche als Zahl in Quadratmetern ein, zum Beispiel 62,5."],
        ),
        (
            {"kaltmiete": "420", "personen": "16"},
            ["Bitte geben Sie die Zahl der Personen als ganze Zahl von 1 bis 15 an."],
        ),
        (
            {"kaltmiete": "420", "personen": "²"},
            ["Bitte geben Sie die Zahl der Personen als ganze Zahl von 1 bis 15 an."],
        ),
    ],
)
def test_nonsense_gets_a_sentence(reader: Client, typed: dict[str, str], sentences: list[str]) -> None:
    response = check(reader, **typed)
    found = [str(word) for words in response.context["form"].errors.values() for word in words]
    assert (response.status_code, found) == (422, sentences)
    assert response.context["found"] is None


@pytest.mark.req("H-022")
def test_check_sets_no_cookie_and_stores_nothing(reader: Client) -> None:
    response = check(reader, kaltmiete="420", betriebskosten="140")
    assert (response.cookies, reader.cookies, Offer.objects.count()) == ({}, {}, 0)
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert "Ihre Bruttokaltmiete: 560,00 € im Monat." in words(response)


@pytest.mark.req("H-334")
def test_check_takes_three_queries(reader: Client, django_assert_num_queries: Any) -> None:
    check(reader, kaltmiete="420")
    with django_assert_num_queries(5):  # three of the check, two of the text and the contact beside it
        response = check(reader, kaltmiete="420", betriebskosten="140", personen="3")
    assert response.status_code == 200
