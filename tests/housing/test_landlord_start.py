"""The start page for landlords (H-020, H-021)."""

import re

import pytest
from django.test import Client

from goslar_portal.office.models import OfficeValue
from housing.models import RentCapTable
from tests.housing.filling import words

pytestmark = pytest.mark.django_db


@pytest.mark.req("H-020")
def test_landlord_reads_everything_in_the_order_of_questions(reader: Client, starting_content: None) -> None:
    page = reader.get("/wohnraum/").content.decode()
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", page.split("</main>")[0])
    assert headings == [
        "Was suchen wir?",
        "Was passiert nach dem Absenden?",
        "Wer zahlt Miete und Kaution?",
        "Welche Mieten erkennt das Amt an?",
        "Was brauchen Sie zum Ausfüllen?",
        "Wen schlagen wir vor?",
        "Jetzt anbieten",
    ]
    assert '<a class="button" href="/wohnraum/angebot/">Wohnung anbieten</a>' in page


@pytest.mark.req("H-020")
@pytest.mark.usefixtures("office_content")
def test_landlord_sees_the_caps_of_both_zones_with_their_date(reader: Client) -> None:
    text = words(reader.get("/wohnraum/"))
    assert "Richtwerte im Monat, gültig ab 1. Januar 2026" in text
    assert "3 Personen 75 m² 679,00 € 606,00 €" in text
    assert "Jede weitere Person + 10 m² + 109,00 € + 95,00 €" in text


@pytest.mark.req("H-021")
@pytest.mark.parametrize("path", ["/wohnraum/", "/wohnraum/mietcheck/?ort=03153017&kaltmiete=420"])
@pytest.mark.usefixtures("office_content")
def test_reader_is_told_while_the_county_has_not_confirmed_the_caps(reader: Client, path: str) -> None:
    sentence = "Unverbindlich: Bestätigung durch den Landkreis steht noch aus."
    assert words(reader.get(path)).count(sentence) == 1


@pytest.mark.req("H-021")
@pytest.mark.usefixtures("office_content")
def test_office_can_hide_the_amounts(reader: Client) -> None:
    assert "679,00 €" in words(reader.get("/wohnraum/"))
    OfficeValue.objects.create(name="housing.show_caps", number=0, reason="Noch nicht bestätigt")
    assert "679,00 €" not in words(reader.get("/wohnraum/"))


def test_page_answers_before_any_table_of_caps_exists(reader: Client) -> None:
    response = reader.get("/wohnraum/")
    assert (response.status_code, RentCapTable.objects.count()) == (200, 0)


@pytest.mark.req("H-020")
def test_page_is_in_the_main_menu(reader: Client) -> None:
    page = reader.get("/wohnraum/").content.decode()
    assert '<a href="/wohnraum/" aria-current="true">Wohnen</a>' in page
