"""Letters in the back office: those of one's area, with what to do; the Technik sees no text (G-076)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Entry
from goslar_portal.mail import reach, words
from goslar_portal.mail.models import Letter, LetterState
from tests.conftest import create_user, logged_in

pytestmark = pytest.mark.django_db
LIST = "/admin/mail/letter/"
SECRET = "Guten Tag Frau Geheim"  # noqa: S105  # the text that not everybody may read
ADDRESS = "frau.geheim@example.org"


def letter(kind: str = "housing.offer_queried", state: str = LetterState.WAITING, **fields: Any) -> Letter:
    """A letter that has come to this state the way the worker brings it there."""
    number = Letter.objects.count()
    row = Letter.objects.create(
        once=f"probe:{number}", kind=kind, recipient=ADDRESS, language="de", subject=f"Betreff {number}",
        text=SECRET, **fields,
    )  # fmt: skip
    if state != LetterState.WAITING:
        assert Letter.objects.claim(row.pk)
        assert Letter.objects.settle(row.pk, LetterState(state), problem="SMTP 550")
        row.refresh_from_db()
    return row


def subjects(browser: Client, query: str = "") -> list[str]:
    return sorted(row.subject for row in browser.get(f"{LIST}{query}").context["cl"].result_list)


def page(row: Letter, browser: Client) -> str:
    answer = browser.get(f"{LIST}{row.pk}/change/")
    return answer.content.decode() if answer.status_code == 200 else f"{answer.status_code}"


@pytest.fixture
def letters(roles: None) -> list[Letter]:
    return [letter(), letter("integration.help_asked"), letter("accounts.invited")]


@pytest.mark.req("G-076", "G-051")
@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("leitung", [0, 1, 2]),
        ("datenschutz", [0, 1, 2]),
        ("technik", [0, 1, 2]),
        ("wohnraum", [0]),
        ("wohnraum-leitung", [0]),
        ("redaktion", [1]),
        ("demokratie", []),
        ("beratung", []),
    ],
)
def test_everybody_finds_the_letters_of_their_area_and_no_others(
    letters: list[Letter], role: str, seen: list[int]
) -> None:
    browser = logged_in(create_user(role))
    assert subjects(browser) == [f"Betreff {number}" for number in seen]
    opened = [number for number, row in enumerate(letters) if page(row, browser) != "404"]
    assert opened == seen


@pytest.mark.req("G-076")
def test_clerk_reads_recipient_and_text_of_the_own_area(letters: list[Letter], clerk: User) -> None:
    text = page(letters[0], logged_in(clerk))
    assert SECRET in text
    assert ADDRESS in text


@pytest.mark.req("G-076", "G-051")
def test_engineer_sees_what_became_of_a_letter_but_neither_recipient_nor_text(
    letters: list[Letter], engineer: User
) -> None:
    browser = logged_in(engineer)
    for row in letters:
        text = page(row, browser)
        assert "Der Brief geht in der nächsten Minute hinaus." in text
        assert SECRET not in text
        assert ADDRESS not in text
    assert ADDRESS not in browser.get(LIST).content.decode()


@pytest.mark.req("G-076")
def test_engineer_cannot_find_out_by_searching_whether_somebody_got_a_letter(
    letters: list[Letter], engineer: User, clerk: User
) -> None:
    assert subjects(logged_in(engineer), f"?q={ADDRESS}") == []
    assert subjects(logged_in(create_user("technik", "wohnraum")), f"?q={ADDRESS}") == []
    assert subjects(logged_in(clerk), f"?q={ADDRESS}") == ["Betreff 0"]


@pytest.mark.req("G-076")
@pytest.mark.parametrize("role", ["leitung", "datenschutz", "technik"])
def test_nobody_reads_the_link_into_somebody_elses_account(letters: list[Letter], role: str) -> None:
    text = page(letters[2], logged_in(create_user(role)))
    assert SECRET not in text
    assert "enthält einen persönlichen Link" in text


@pytest.mark.req("G-076")
def test_clerk_stops_a_waiting_letter_and_the_worker_leaves_it(
    letters: list[Letter], clerk: User, mailbox: Callable[[], list[Any]]
) -> None:
    browser = logged_in(clerk)
    assert browser.post(f"{LIST}{letters[0].pk}/stop/").status_code == 302
    letters[0].refresh_from_db()
    assert letters[0].state == LetterState.STOPPED
    assert ADDRESS not in [message["To"] for message in mailbox() if message["Subject"] == "Betreff 0"]
    assert list(Entry.objects.of(letters[0]).values_list("verb", "from_state", "to_state")) == [
        ("stop", "waiting", "stopped")
    ]


@pytest.mark.req("G-076")
@pytest.mark.parametrize("role", ["leitung", "datenschutz", "redaktion", "wohnraum-lesen"])
def test_who_only_reads_stops_nothing(letters: list[Letter], role: str) -> None:
    answer = logged_in(create_user(role)).post(f"{LIST}{letters[0].pk}/stop/")
    assert answer.status_code in {403, 404}
    letters[0].refresh_from_db()
    assert letters[0].state == LetterState.WAITING


@pytest.mark.req("G-076")
def test_letter_that_left_meanwhile_is_not_stopped_and_the_page_says_so(
    letters: list[Letter], clerk: User, mailbox: Callable[[], list[Any]]
) -> None:
    mailbox()
    answer = logged_in(clerk).post(f"{LIST}{letters[0].pk}/stop/")
    assert answer.status_code == 409
    assert "Jetzt: gesendet." in answer.content.decode()


@pytest.mark.req("G-073", "G-076")
def test_unclear_letter_waits_on_the_first_page_until_somebody_decides(roles: None, clerk: User) -> None:
    row, browser = letter(state=LetterState.UNCLEAR), logged_in(clerk)
    assert "Niemand weiß, ob der Brief angekommen ist." in page(row, browser)
    assert names_of(browser) == ["mail.housing"]
    browser.post(f"{LIST}{row.pk}/settle/")
    row.refresh_from_db()
    assert (row.state, names_of(browser)) == (LetterState.STOPPED, [])


@pytest.mark.req("G-073")
def test_person_may_send_an_unclear_letter_again_under_the_same_number(
    roles: None, clerk: User, mailbox: Callable[[], list[Any]]
) -> None:
    row = letter(state=LetterState.UNCLEAR)
    logged_in(clerk).post(f"{LIST}{row.pk}/send_again/")
    messages = mailbox()
    row.refresh_from_db()
    assert (row.state, row.attempts, row.problem) == (LetterState.SENT, 1, "")
    assert [message["Message-ID"] for message in messages] == [row.message_id]


def test_letter_whose_recipient_is_erased_cannot_be_sent_again(roles: None, clerk: User) -> None:
    row = letter(state=LetterState.FAILED)
    Letter.objects.filter(pk=row.pk).update(recipient="", subject="", text="", html="")
    answer = logged_in(clerk).post(f"{LIST}{row.pk}/send_again/")
    assert answer.status_code == 422
    assert "schon gelöscht" in answer.content.decode()
    assert "nach Ablauf der Frist gelöscht" in page(row, logged_in(clerk))


def names_of(browser: Client) -> list[str]:
    piles = browser.get("/admin/").context["board"].piles
    return [pile.card.name for pile in piles if pile.card.name.startswith("mail.")]


@pytest.mark.req("G-076")
@pytest.mark.parametrize("state", list(LetterState))
def test_every_state_is_said_in_words(state: LetterState) -> None:
    said = words.advice(Letter(state=state, problem="SMTP 451", attempts=1))
    assert said.meaning.endswith(".")
    assert said.level in {"info", "warning", "danger", "success"}
    needs_a_person = state in {LetterState.FAILED, LetterState.UNCLEAR}
    assert bool(said.todo) is (needs_a_person or state == LetterState.WAITING)


@pytest.mark.parametrize(
    ("problem", "words_in_it"),
    [
        ("SMTP 550", "lehnt ihn ab (Meldung 550)"),
        ("SMTP 451", "gerade nicht an (Meldung 451)"),
        ("connection lost after the text", "brach ab"),
        ("worker ended while sending", "beendet"),
        ("TimeoutError", "nicht zu erreichen"),
    ],
)
def test_note_of_the_delivery_is_a_sentence(problem: str, words_in_it: str) -> None:
    assert words_in_it in words.reason(problem)


def test_longest_beginning_of_a_kind_decides_whose_letter_it_is(roles: None) -> None:
    reach.declare("probe", "redaktion")
    reach.declare("probe.help", "beratung")
    try:
        letter("probe.news")
        letter("probe.help_asked")
        assert subjects(logged_in(create_user("redaktion"))) == ["Betreff 0"]
        assert subjects(logged_in(create_user("beratung"))) == ["Betreff 1"]
    finally:
        for kind in ("probe", "probe.help"):
            reach.forget(kind)


@pytest.mark.req("G-076")
@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_record_cost_the_same_for_more_letters(
    rows: int, roles: None, clerk: User, django_assert_num_queries: Any
) -> None:
    made = [letter() for _number in range(rows)]
    browser = logged_in(clerk)
    browser.get(LIST)  # the first page of a login notes when it began
    with django_assert_num_queries(7):
        browser.get(LIST)
    with django_assert_num_queries(9):
        browser.get(f"{LIST}{made[0].pk}/change/")
