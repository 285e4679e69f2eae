"""„Heute“, the first page of the back office: what waits, for whom, with one query per card."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goslar_portal import office, registry, today
from goslar_portal.accounts.models import User
from goslar_portal.accounts.roles import Role
from goslar_portal.dates import today as this_day
from goslar_portal.health import checks
from goslar_portal.registry import Card, Line
from goslar_portal.requests import begun
from housing.models import Offer, Task
from tests.conftest import create_user, logged_in
from tests.housing.factories import create_offer
from tests.office.conftest import create_tasks

pytestmark = pytest.mark.django_db

# Session, account, rights, roles, office values; everything else is one query per card.
FRAME = 6
# A card whose lines come from several questions says so here, with the most it may ask.
SEVERAL = {"health.problems": 9, "democracy.period": 2}
# These ask nothing while the office has switched their matter off.
RESTING = {"retention.archive", "newsletters.returns"}


def titles(browser: Client) -> list[str]:
    return [str(pile.card.title) for pile in browser.get("/admin/").context["board"].piles]


@pytest.mark.req("G-112")
@pytest.mark.parametrize("card", [pytest.param(card, id=card.name) for card in registry.today])
def test_every_card_is_read_with_exactly_one_query(
    card: Card,
    starting_content: None,
    clerk: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks, "GRACE", 0)  # all checks of health, not only those of a portal just started
    create_tasks(create_offer(), 3, of=clerk)
    with begun(), CaptureQueriesContext(connection) as asked:
        office.value("housing.first_contact_days")  # read once for all cards of a request
        today._read(card, clerk)
    assert (1 if card.name in RESTING else 2) <= len(asked) <= 1 + SEVERAL.get(card.name, 1)


@pytest.mark.req("G-112")
def test_every_card_leads_to_a_page_on_which_something_can_be_done() -> None:
    assert [card.name for card in registry.today if not today._list(card, rows_of(card))] == []


def rows_of(card: Card) -> Any:
    rows = card.rows()
    return rows if isinstance(rows, QuerySet) else None


@pytest.mark.req("G-112")
@pytest.mark.parametrize("rows", [10, 1000])
def test_page_opened_every_morning_costs_the_same_with_many_rows(
    rows: int, offer: Offer, clerk: User, django_assert_num_queries: Any
) -> None:
    create_tasks(offer, rows, of=clerk)
    browser = logged_in(clerk)
    browser.get("/admin/")
    cards = [card for card in registry.today if clerk.has_role(*card.roles)]
    with django_assert_num_queries(FRAME + 3 * len(cards)):  # within a test each card has its savepoint
        board = browser.get("/admin/").context["board"]
    pile = next(pile for pile in board.piles if pile.card.name == "housing.task_due")
    assert (pile.count, pile.own, len(pile.items), pile.rest) == (rows, rows, 5, rows - 5)


@pytest.mark.req("G-112")
def test_clerk_reads_count_age_deadline_and_own_things_first(
    offer: Offer, clerk: User, colleague: User
) -> None:
    create_tasks(offer, 2, of=colleague, days=4)
    create_tasks(offer, 1, of=clerk, days=1)
    board = logged_in(clerk).get("/admin/").context["board"]
    pile = board.piles[0]
    assert (pile.card.name, pile.count, pile.own, pile.late) == ("housing.task_due", 3, 1, 3)
    assert [(item.is_own, item.due.words) for item in pile.items] == [
        (True, "1 Tag überfällig"),
        (False, "4 Tage überfällig"),
        (False, "4 Tage überfällig"),
    ]
    assert pile.next_due.day == this_day() - timedelta(days=4)
    assert (pile.items[0].url, pile.url) == (
        f"/admin/housing/offer/{offer.pk}/change/",
        "/admin/housing/offer/?wartet=aufgabe",
    )


@pytest.mark.req("G-112")
def test_new_offer_waits_for_the_clerk_until_somebody_has_talked_with_the_landlord(
    offer: Offer, clerk: User
) -> None:
    browser = logged_in(clerk)
    assert titles(browser) == ["Neue Angebote, noch nicht übernommen"]
    from goslar_portal.journal.models import Actor

    offer.take(by=Actor.staff(clerk))
    assert titles(browser) == []
    Offer.objects.update(received_at=timezone.now() - timedelta(days=8))
    assert titles(browser) == ["Angebote seit drei Arbeitstagen ohne Kontakt"]
    Offer.objects.update(last_contact_on=this_day())
    assert titles(browser) == []


@pytest.mark.req("G-112")
@pytest.mark.parametrize("role", ["", "wohnraum-lesen", "demokratie", "beratung", "technik"])
def test_who_has_no_role_in_housing_sees_none_of_its_cards(roles: None, offer: Offer, role: str) -> None:
    create_tasks(offer, 1)
    page = logged_in(create_user(*([role] if role else []), email="probe@example.org")).get("/admin/")
    board = page.context["board"]
    assert [pile for pile in board.piles if pile.card.name.startswith("housing.")] == []
    assert str(offer) not in page.content.decode()


@pytest.mark.req("G-112", "I-007")
def test_questions_to_the_county_stand_apart_from_the_work_of_the_day(
    starting_content: None, chief: User
) -> None:
    board = logged_in(chief).get("/admin/").context["board"]
    assert [pile.card.name for pile in board.questions] == [
        "office.values_to_confirm",
        "integration.pages_to_confirm",
        "integration.contacts_to_confirm",
        "integration.statement_to_confirm",
        "integration.imprint_to_confirm",
        "housing.caps_to_confirm",
    ]
    assert [pile.card.name for pile in board.piles if pile.card.is_question] == []
    first = board.questions[0]
    assert first.items[0].url.startswith("/admin/office/officevalue/add/?name=")


@pytest.mark.req("G-112")
def test_nothing_open_is_said_in_a_page_of_its_own(alone: None, roles: None, clerk: User) -> None:
    registry.today.add(Card("probe.tasks", "Aufgaben", {Role.HOUSING}, Task.objects.due_with_offer))
    page = logged_in(clerk).get("/admin/").content.decode()
    assert "Heute ist nichts offen." in page
    assert "Aufgaben" in page  # what was looked at is named


@pytest.mark.req("G-111")
def test_card_that_raises_is_left_out_and_the_page_says_so(alone: None, roles: None, clerk: User) -> None:
    def broken() -> list[Line]:
        raise RuntimeError("kaputt")

    registry.today.add(
        Card("probe.broken", "Kaputt", {Role.HOUSING}, broken),
        Card("probe.fine", "Heil", {Role.HOUSING}, lambda: [Line("eine Sache", "/admin/")]),
    )
    page = logged_in(clerk).get("/admin/")
    assert titles(logged_in(clerk)) == ["Heil"]
    assert "Eine Karte lässt sich gerade nicht lesen" in page.content.decode()


def test_lines_of_no_table_are_counted_and_dated_like_rows(alone: None, roles: None, clerk: User) -> None:
    now = this_day()
    registry.today.add(
        Card(
            "probe.lines",
            "Zeilen",
            {Role.HOUSING},
            lambda: [
                Line("später", "", due=now + timedelta(days=1)),
                Line("zu spät", "", since=now - timedelta(days=3), due=now - timedelta(days=1)),
                Line("meins", "", is_own=True),
            ],
        )
    )
    pile = logged_in(clerk).get("/admin/").context["board"].piles[0]
    assert [item.text for item in pile.items] == ["meins", "zu spät", "später"]
    assert (pile.count, pile.own, pile.late, pile.oldest) == (3, 1, 1, "seit 3 Tagen")


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "heute fällig"), (1, "morgen fällig"), (-1, "1 Tag überfällig"), (-2, "2 Tage überfällig")],
)
def test_deadline_is_said_in_words(days: int, words: str) -> None:
    found = today.due(this_day() + timedelta(days=days))
    assert found is not None
    assert (found.words, found.is_late) == (words, days < 0)


@pytest.mark.parametrize(("days", "words"), [(0, "seit heute"), (1, "seit gestern"), (40, "seit 40 Tagen")])
def test_age_is_said_in_words(days: int, words: str) -> None:
    assert today.age(this_day() - timedelta(days=days)) == words
    assert (today.age(None), today.due(None)) == ("", None)


def test_deadline_of_another_year_names_the_year() -> None:
    found = today.due(date(this_day().year + 2, 3, 1))
    assert found is not None
    assert found.words == f"bis 1.3.{this_day().year + 2}"
