"""Figures in the back office: counted by the database, without small numbers, also as a file (G-115)."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from goslar_portal import registry
from goslar_portal.accounts.models import User
from goslar_portal.registry import Statistic
from housing.models import Offer
from tests.conftest import create_user, logged_in
from tests.housing.factories import create_offer

pytestmark = pytest.mark.django_db
PAGE = "/admin/zahlen/"
YEAR = "?zahl=probe.things&von=1.1.2026&bis=31.12.2026"


@pytest.fixture
def things() -> Iterator[None]:
    """Figures of an invented area, of the Redaktion."""
    rows = [("Goslar", "neu", 12), ("Goslar", "alt", 3), ("Seesen", "neu", 20), ("Seesen", "alt", 9)]
    registry.statistics.add(
        Statistic("probe.things", "Dinge", {"redaktion"}, ("Ort", "Stand"), lambda first, last: rows)
    )
    yield
    registry.statistics.remove("probe.things")


def table(browser: Client, query: str = YEAR) -> list[list[str]]:
    found = browser.get(PAGE + query).context["table"]
    return [found.head, *found.lines, found.foot]


@pytest.mark.req("G-115")
def test_editor_reads_sums_and_no_number_under_five(things: None, editor: User) -> None:
    assert table(logged_in(editor)) == [
        ["Ort", "neu", "alt", "zusammen"],
        ["Goslar", "–", "< 5", "15"],
        ["Seesen", "–", "–", "29"],
        ["zusammen", "32", "12", "44"],
    ]


@pytest.mark.req("G-115")
def test_file_holds_what_the_page_shows_and_nothing_else(things: None, editor: User) -> None:
    browser = logged_in(editor)
    answer = browser.get(f"{PAGE}{YEAR}&form=csv")
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    assert list(csv.reader(StringIO(text[1:]), delimiter=";")) == table(browser)
    assert answer["Content-Disposition"] == ('attachment; filename="probe-things-2026-01-01-2026-12-31.csv"')


@pytest.mark.req("G-115", "G-051")
@pytest.mark.parametrize(
    ("role", "may_read", "may_export"),
    [
        ("leitung", True, True),
        ("redaktion", True, True),
        ("datenschutz", True, False),
        ("technik", True, False),
        ("wohnraum", False, False),
        ("demokratie", False, False),
    ],
)
def test_figures_are_for_their_area_and_for_those_who_oversee(
    things: None, roles: None, role: str, may_read: bool, may_export: bool
) -> None:
    browser = logged_in(create_user(role))
    page = browser.get(PAGE + YEAR)
    assert ("Dinge" in page.content.decode()) is may_read
    assert (page.status_code == 200) is may_read
    assert (browser.get(f"{PAGE}{YEAR}&form=csv").status_code == 200) is may_export


@pytest.mark.req("G-115")
def test_fewer_than_five_altogether_show_nothing_at_all(things: None, editor: User) -> None:
    few = [("Seesen", "neu", 2), ("Goslar", "alt", 2)]
    registry.statistics.add(
        Statistic("probe.things", "Dinge", {"redaktion"}, ("Ort", "Stand"), lambda first, last: few)
    )
    text = logged_in(editor).get(PAGE + YEAR).content.decode()
    assert "sind es weniger als fünf" in text
    assert "Seesen" not in text


@pytest.mark.req("G-115")
def test_offers_are_counted_by_the_database_by_place_state_and_month(
    starting_content: None, clerk: User, django_assert_num_queries: Any
) -> None:
    for _number in range(6):
        create_offer()
    moment = datetime(2026, 3, 15, 12, tzinfo=UTC)
    Offer.objects.update(received_at=moment)
    browser = logged_in(clerk)
    browser.get(PAGE)
    period = "&von=1.3.2026&bis=31.3.2026"
    with django_assert_num_queries(6):  # session, account, rights, roles, one count
        by_place = table(browser, f"?zahl=housing.offers_by_place{period}")
    assert by_place == [
        ["Gemeinde", "Eingegangen", "zusammen"], ["Goslar", "6", "6"], ["zusammen", "6", "6"]
    ]  # fmt: skip
    assert table(browser, f"?zahl=housing.offers_by_month{period}")[1] == ["März 2026", "6", "6"]
    assert (
        browser.get(f"{PAGE}?zahl=housing.offers_by_place&von=1.4.2026&bis=30.4.2026")
        .context["table"]
        .is_empty
    )


@pytest.mark.parametrize(
    "query",
    ["?von=gestern", "?von=31.12.2026&bis=1.1.2026", "?zahl=gibt.es.nicht", "?von=&bis=", "?zahl=%00"],
)
def test_nonsense_in_the_address_gets_a_sentence_and_no_table(things: None, editor: User, query: str) -> None:
    browser = logged_in(editor)
    page = browser.get(PAGE + query)
    assert (page.status_code, page.context["table"]) == (422, None)
    assert browser.get(f"{PAGE}{query}&form=csv").status_code == 404


def test_every_statistic_crosses_at_most_two_features(starting_content: None) -> None:
    day = date(2026, 1, 1)
    for row in registry.statistics:
        assert len(row.features) in {1, 2}
        assert {len(line) for line in row.count(day, day)} <= {len(row.features) + 1}
