"""Lists as files: no formulas, no names unless said what for, each one written down (G-088, H-132)."""

import csv
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goslar_portal.accounts.models import User
from goslar_portal.exports.files import csv_lines, xlsx_file
from goslar_portal.exports.models import Export
from goslar_portal.journal.models import Entry
from housing.models import Landlord, Offer
from tests.conftest import PASSWORD, create_user, logged_in
from tests.housing.factories import create_offer

pytestmark = pytest.mark.django_db
PAGE = "/admin/housing/offer/ausleiten/"
PLAIN = {"columns": ["reference", "municipality", "net_cold_rent"], "file_kind": "csv"}
TRICKY = ["=1+1", "+49 5321", "-1", "@ort", "\tx", "\rx"]


@pytest.fixture
def offer(starting_content: None) -> Offer:
    return create_offer()


def proven(person: User) -> Client:
    """A login that has just confirmed its password (G-067)."""
    browser = logged_in(person)
    browser.post("/admin/confirm/", {"password": PASSWORD})
    return browser


def read(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:]), delimiter=";"))


def cells(file: Any) -> Iterator[str]:
    with zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    yield from re.findall(r"<t(?: [^>]*)?>([^<]*)</t>|<v>([^<]*)</v>", sheet)


@pytest.mark.req("G-088", "H-132")
def test_clerk_takes_the_filtered_list_along_as_csv(offer: Offer, clerk: User) -> None:
    create_offer(), Offer.objects.filter(pk=offer.pk).update(net_cold_rent=Decimal("455.50"))
    answer = proven(clerk).post(f"{PAGE}?stand=alle&q={offer.reference}", PLAIN)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="Angebote-')
    assert read(answer) == [
        ["Aktenzeichen", "Gemeinde", "Kaltmiete in €"], [offer.reference, "Goslar", "455,50"]
    ]  # fmt: skip


@pytest.mark.req("G-088", "H-132")
def test_export_is_written_down_with_filter_columns_and_count_but_no_search_words(
    offer: Offer, clerk: User
) -> None:
    proven(clerk).post(f"{PAGE}?stand=alle&q=Beispiel&haushalt=3", PLAIN)
    row = Export.objects.get()
    assert (row.account_id, row.kind, row.file_kind) == (clerk.pk, "housing.offer", "csv")
    assert (row.columns, row.row_count) == ("reference municipality net_cold_rent", 1)
    assert (row.row_filter, row.reason) == ("stand=alle&haushalt=3&q=*", "")
    assert [(entry.verb, entry.account_id) for entry in Entry.objects.of(row)] == [("export", clerk.pk)]


@pytest.mark.req("G-088", "H-132")
def test_names_stay_here_unless_the_lead_says_what_for(offer: Offer, clerk: User, lead: User) -> None:
    Landlord.objects.update(last_name="Musterfrau")
    wanted = PLAIN | {"persons": ["last_name", "phone"]}
    refused = proven(clerk).post(PAGE, wanted | {"reason": "Rundruf"})
    assert "persons" not in refused.context["form"].fields if refused.context else True
    desk = proven(lead)
    silent = desk.post(PAGE, wanted)
    assert silent.status_code == 422
    assert "wofür Sie Namen oder Kontaktdaten brauchen" in silent.content.decode()
    assert Export.objects.exclude(columns="reference municipality net_cold_rent").count() == 0
    head, line = read(desk.post(PAGE, wanted | {"reason": "Rundruf wegen der neuen Richtwerte"}))
    assert (head[-2:], line[-2]) == (["Nachname", "Telefon"], "Musterfrau")
    assert Export.objects.latest("pk").reason == "Rundruf wegen der neuen Richtwerte"


@pytest.mark.req("G-088")
def test_file_of_a_clerk_never_holds_a_name(offer: Offer, clerk: User) -> None:
    Landlord.objects.update(last_name="Musterfrau")
    desk = proven(clerk)
    everything = [name for name, _label in desk.get(PAGE).context["form"].fields["columns"].choices]
    text = str(read(desk.post(PAGE, {"columns": everything, "file_kind": "csv", "persons": ["last_name"]})))
    assert "Musterfrau" not in text
    assert offer.street not in text


@pytest.mark.req("G-088", "G-051")
@pytest.mark.parametrize("role", ["wohnraum-lesen", "redaktion", "datenschutz", "technik"])
def test_who_may_not_export_gets_no_file_and_no_link(offer: Offer, roles: None, role: str) -> None:
    browser = proven(create_user(role))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, PLAIN).status_code == 403
    assert "/ausleiten/" not in browser.get("/admin/housing/offer/").content.decode()
    assert Export.objects.count() == 0


@pytest.mark.req("G-067", "G-088")
def test_old_login_is_asked_again_and_comes_back_to_the_same_list(offer: Offer, clerk: User) -> None:
    browser = logged_in(clerk)
    asked = browser.get(f"{PAGE}?stand=alle")
    assert (
        asked["Location"] == "/admin/confirm/?next=%2Fadmin%2Fhousing%2Foffer%2Fausleiten%2F%3Fstand%3Dalle"
    )
    assert browser.post(PAGE, PLAIN).status_code == 302
    assert Export.objects.count() == 0


@pytest.mark.req("G-088", "H-132")
def test_no_cell_becomes_a_formula() -> None:
    lines = list(
        csv_lines([["Kopf"], *([cell] for cell in TRICKY), [Decimal("-5.5")], [None], [date(2026, 3, 1)]])
    )
    text = "".join(lines).removeprefix("\ufeff")
    shown = [row[0] if row else "" for row in csv.reader(StringIO(text, newline=""), delimiter=";")]
    assert shown == ["Kopf", *(f"'{cell}" for cell in TRICKY), "-5,5", "", "01.03.2026"]


@pytest.mark.req("G-088", "H-132")
def test_spreadsheet_holds_texts_as_texts_and_numbers_as_numbers() -> None:
    file = xlsx_file([["Kopf"], ["=1+1"], ["http://example.org"], [Decimal("455.50")], [True]], "Angebote")
    assert ["".join(pair) for pair in cells(file)] == ["Kopf", "=1+1", "http://example.org", "455.50", "ja"]
    with file, zipfile.ZipFile(file) as book:
        assert 'quotePrefix="1"' in book.read("xl/styles.xml").decode()
        assert not [name for name in book.namelist() if "rels" in name and "sheet1" in name]  # no links


@pytest.mark.req("G-088")
def test_spreadsheet_of_offers_opens_as_one(offer: Offer, clerk: User) -> None:
    answer: Any = proven(clerk).post(PAGE, PLAIN | {"file_kind": "xlsx"})
    found = ["".join(pair) for pair in cells(BytesIO(b"".join(answer.streaming_content)))]
    assert found == ["Aktenzeichen", "Gemeinde", "Kaltmiete in €", offer.reference, "Goslar", "420.00"]
    assert Export.objects.get().file_kind == "xlsx"


@pytest.mark.req("G-088", "H-338")
@pytest.mark.parametrize("rows", [1, 3])
def test_more_rows_cost_no_more_queries(starting_content: None, clerk: User, rows: int) -> None:
    for _number in range(rows):
        create_offer()
    browser = proven(clerk)
    with CaptureQueriesContext(connection) as asked:
        table = read(browser.post(PAGE, PLAIN | {"columns": ["reference", "responsible", "municipality"]}))
    assert (len(table), len(asked)) == (rows + 1, 20)


@pytest.mark.req("H-338")
def test_file_is_written_while_the_database_still_hands_out_rows(offer: Offer, clerk: User) -> None:
    answer: Any = proven(clerk).post(PAGE, PLAIN)
    pieces = iter(answer.streaming_content)
    head, line = next(pieces).decode(), next(pieces).decode()
    assert (head[1:].split(";")[0], line.split(";")[0]) == ("Aktenzeichen", offer.reference)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '%django%'")
        assert cursor.fetchone() == (1,)
    assert list(pieces) == []


@pytest.mark.req("G-088")
@pytest.mark.parametrize(
    "changes", [{"columns": []}, {"columns": ["email"]}, {"file_kind": "exe"}, {"columns": ["gibt es nicht"]}]
)
def test_nonsense_gets_a_sentence_and_no_file(offer: Offer, clerk: User, changes: dict[str, Any]) -> None:
    answer = proven(clerk).post(PAGE, PLAIN | changes)
    assert answer.status_code == 422
    assert Export.objects.count() == 0


@pytest.mark.req("G-088")
def test_nobody_changes_what_was_written_down(offer: Offer, clerk: User, guardian: User) -> None:
    proven(clerk).post(PAGE, PLAIN)
    row = Export.objects.get()
    for change in (lambda: Export.objects.update(reason="x"), row.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    page = logged_in(guardian).get(f"/admin/exports/export/{row.pk}/change/").content.decode()
    assert "reference municipality net_cold_rent" in page
    assert logged_in(guardian).post(f"/admin/exports/export/{row.pk}/change/", {}).status_code == 403
