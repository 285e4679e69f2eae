"""The start page: doors named by what people want."""

import re
from typing import Any

import pytest
from django.test import Client

from integration.models import Page, PageKind
from tests.integration.records import OFFICE, create_contact, publish, section

DOORS = (
    "<ul><li><a href='/integration/'>Ich suche Hilfe</a> <span>Wir kommen zu Ihnen.</span></li>"
    "<li><a href='/wohnraum/'>Ich biete eine Wohnung an</a> <span>Fünf Minuten.</span></li></ul>"
)

DATA = re.compile(
    r'<script type="application/ld\+json">.*?</script>'
)  # read by machines, asked for by nobody


@pytest.fixture
def start(overview: Page) -> Page:
    page = Page.objects.get(kind=PageKind.START)
    publish(page, title="Willkommen", sections=[section("wer"), section("tueren", DOORS, kind="links")])
    return page


def test_reader_finds_the_doors_before_everything_else(start: Page, reader: Client) -> None:
    page = reader.get("/").content.decode()
    door = '<a class="door" href="/integration/"><b>Ich suche Hilfe</b> <span>Wir kommen zu Ihnen.</span></a>'
    assert page.count(door) == 1
    assert page.count('class="door"') == 2
    assert page.index('id="tueren"') < page.index('id="wer"')


def test_reader_of_the_start_page_is_told_whom_to_ask(start: Page, reader: Client) -> None:
    create_contact(page=start, role="Fachgruppe")
    assert reader.get("/").content.decode().count("<h3>Fachgruppe</h3>") == 1


@pytest.mark.parametrize("rows", [1, 30])
def test_start_page_costs_three_queries(
    start: Page, reader: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        create_contact(f"k-{number}", page=start)
    with django_assert_num_queries(3):
        shown = reader.get("/").context["page"]
    assert len(shown.contacts) == rows


def test_portal_without_texts_says_so(db: None, reader: Client) -> None:
    assert reader.get("/").status_code == 404


def test_reader_leaves_no_cookie_and_asks_no_other_host(start: Page, reader: Client) -> None:
    response = reader.get("/")
    page = DATA.sub("", response.content.decode())
    assert response.cookies == {}
    assert "https://" not in page.replace('rel="canonical" href="https://', "")
    assert (page.count("<h1>"), page.count("style="), page.count("<script")) == (1, 0, 0)


def test_withdrawn_start_page_is_not_shown(start: Page, reader: Client) -> None:
    start.withdraw(by=OFFICE)
    assert reader.get("/").status_code == 404
