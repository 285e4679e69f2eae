"""What people sent us, in the back office: who sees it, who works on it, what is written down."""

from typing import Any

import pytest

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import ViewEntry
from integration.models import BarrierReport, HelpRequest, InterpreterRequest
from tests.conftest import create_user, logged_in
from tests.integration.requests import create_help_request, create_interpreter_request, create_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles", "starting_content")]
PEOPLE = {
    "barrierreport": {"redaktion-barrierefreiheit", "leitung"},
    "interpreterrequest": {"beratung-sprachmittlung", "leitung"},
    "helprequest": {"beratung-aufsuchend"},
}
ROLES = [
    "leitung", "redaktion", "redaktion-barrierefreiheit", "beratung", "beratung-sprachmittlung",
    "beratung-aufsuchend", "wohnraum", "datenschutz", "technik",
]  # fmt: skip


def case(kind: str) -> Any:
    makers: dict[str, Any] = {
        "barrierreport": create_report,
        "interpreterrequest": create_interpreter_request,
        "helprequest": create_help_request,
    }
    return makers[kind]()


@pytest.mark.req("I-151", "I-157", "I-168")
@pytest.mark.parametrize("kind", PEOPLE)
@pytest.mark.parametrize("role", ROLES)
def test_only_these_roles_open_what_people_sent(kind: str, role: str) -> None:
    row, browser = case(kind), logged_in(create_user(role))
    base = f"/admin/integration/{kind}/"
    answers = [browser.get(path).status_code for path in (base, f"{base}{row.pk}/change/")]
    assert ([code == 200 for code in answers] == [True, True]) is (role in PEOPLE[kind])
    taken = browser.post(f"{base}{row.pk}/take/").status_code == 302
    row.refresh_from_db()
    assert (row.state != "new") is taken


@pytest.mark.req("I-168")
def test_superuser_alone_sees_no_record_of_any_kind() -> None:
    browser = logged_in(User.objects.create_superuser("alles@example.org", "x" * 12, display_name="Alles"))
    for kind in PEOPLE:
        row = case(kind)
        assert browser.get(f"/admin/integration/{kind}/{row.pk}/change/").status_code in {403, 404, 302}
        assert row.reference not in browser.get("/admin/").content.decode()


@pytest.mark.req("I-168")
def test_opening_a_help_request_is_written_down_first_and_the_list_shows_numbers_only() -> None:
    row = create_help_request(name="Erika Beispiel", text="Bitte helfen.")
    browser = logged_in(create_user("beratung-aufsuchend"))
    page = browser.get("/admin/integration/helprequest/").content.decode()
    assert (row.reference in page, "Erika" in page, ViewEntry.objects.count()) == (True, False, 0)
    record = browser.get(f"/admin/integration/helprequest/{row.pk}/change/").content.decode()
    assert "Erika Beispiel" in record
    entry = ViewEntry.objects.get()
    assert (entry.kind, entry.number) == ("integration.helprequest", row.pk)


@pytest.mark.req("I-168")
def test_nothing_is_shown_when_the_view_cannot_be_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    row = create_help_request(name="Erika Beispiel")
    browser = logged_in(create_user("beratung-aufsuchend"))
    browser.raise_request_exception = False

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("goslar_portal.journal.viewing.record_view", broken)
    response = browser.get(f"/admin/integration/helprequest/{row.pk}/change/")
    assert (response.status_code, "Erika" in response.content.decode()) == (500, False)


@pytest.mark.req("I-147")
def test_clerk_finds_open_own_overdue_and_closed_cases() -> None:
    from datetime import timedelta

    from goslar_portal.dates import today
    from goslar_portal.journal.models import Actor

    clerk = create_user("redaktion-barrierefreiheit")
    by, browser = Actor.staff(clerk), logged_in(clerk)
    fresh, late = create_report(), create_report(due_on=today() - timedelta(days=1))
    mine, done = create_report(), create_report()
    mine.take(by=by)
    done.close(by=by, outcome="spam")
    found = {
        which: {
            row.reference
            for row in browser.get("/admin/integration/barrierreport/", {"welche": which} if which else {})
            .context["cl"]
            .queryset
        }
        for which in ("", "meine", "faellig", "beendet")
    }
    assert found == {
        "": {fresh.reference, late.reference, mine.reference},
        "meine": {mine.reference},
        "faellig": {late.reference},
        "beendet": {done.reference},
    }


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("kind", PEOPLE)
def test_list_costs_the_same_with_more_cases(
    kind: str, rows: int, django_assert_max_num_queries: Any
) -> None:
    for _number in range(rows):
        case(kind)
    browser = logged_in(create_user(next(iter(sorted(PEOPLE[kind])))))
    with django_assert_max_num_queries(12):
        page = browser.get(f"/admin/integration/{kind}/")
    assert page.context["cl"].result_count == rows
    assert {BarrierReport, InterpreterRequest, HelpRequest} >= {page.context["cl"].model}
