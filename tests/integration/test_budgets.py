"""What a page of this area costs the database, in a language of each direction and in the forms (I-230)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.integration.records import fill_pages
from tests.integration.requests import (
    INTERPRETER,
    OTHER,
    REPORT,
    SELF,
    for_other,
    for_self,
    interpreter,
    report,
)
from tests.test_public_pages import TABLE

AREA = [
    "/", "/integration/", "/integration/wohnraum/", "/integration/bildung/", "/integration/corona/",
    "/integration/aktuelles/", "/kontakt/", "/impressum/", "/datenschutz/", "/barrierefreiheit/",
    "/hilfe/anfrage/",
]  # fmt: skip
MOST = {
    "/integration/": 5, "/integration/aktuelles/": 3, "/kontakt/": 4, "/impressum/": 4, "/datenschutz/": 4,
    "/barrierefreiheit/": 4, "/": 3,
}  # fmt: skip
# Looking and sending; text, contact and list of a form are read (ADR 0051, 0054).
FORMS = {
    REPORT: (report, 2, 26),
    INTERPRETER: (interpreter, 3, 15),
    SELF: (for_self, 3, 17),
    OTHER: (for_other, 3, 16),
}


def costs(reader: Client, addresses: list[str]) -> dict[str, int]:
    found = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(address).status_code == 200, address
        found[address] = len(queries)
    return found


@pytest.mark.req("I-230")
@pytest.mark.parametrize("records", [1, 30])
def test_page_costs_the_same_in_arabic_with_one_and_with_many_records(
    starting_content: None, every_language: None, reader: Client, records: int
) -> None:
    fill_pages(records)
    german = costs(reader, AREA)
    assert german == {address: TABLE[address] for address in AREA}
    assert {address: number for address, number in german.items() if number > MOST.get(address, 6)} == {}
    arabic = costs(reader, [f"/ar{address}" for address in AREA])
    assert arabic == {f"/ar{address}": number for address, number in german.items()}


@pytest.mark.req("I-230")
@pytest.mark.parametrize("address", list(FORMS))
def test_form_costs_the_same_whatever_is_in_the_table(
    starting_content: None, reader: Client, address: str
) -> None:
    fill, looking, sending = FORMS[address]
    found = []
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(address).status_code == 200
        shown = len(queries)
        data = fill(email=f"muster{number}@example.org") if address == REPORT else fill()
        with CaptureQueriesContext(connection) as queries:
            assert reader.post(address, data).status_code == 303
        found.append((shown, len(queries)))
    assert found[1:] == [(looking, sending)] * 2  # the first of an hour makes its counters
