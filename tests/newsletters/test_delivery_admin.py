"""Deliveries in the back office: numbers, one address, unclear ones again, the big brake (N-056, N-060)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor, Entry
from newsletters import delivery, envelope, today
from newsletters.models import Bounce, Brake, Channel, Delivery, Issue, ReturnBox, Stray
from tests.conftest import logged_in
from tests.newsletters.counting import statements
from tests.newsletters.filling import words
from tests.newsletters.ledgers import create_released, set_value, states, turn_back
from tests.newsletters.returning import NOTE, report
from tests.newsletters.sinks import Sink

pytestmark = pytest.mark.django_db
LIST = "/admin/newsletters/delivery/"
UPLOAD = "/admin/newsletters/stray/datei/"
FIRST = "leser0000@example.org"


@pytest.fixture
def issue(channel: Channel, sink: Sink) -> Issue:
    """Sent to three, of whom one is rejected and one unclear."""
    set_value("per_minute", 0)
    issue = create_released(channel, 3)
    sink.answers[FIRST] = ("rcpt", "550 5.7.1 no")
    sink.answers["leser0001@example.org"] = ("data", "close")
    delivery.send_newsletters()
    return issue


def page_of(issue: Issue) -> str:
    return f"{LIST}ausgabe/{issue.pk}/"


def rows_of(response: Any) -> list[tuple[str, int | None]]:
    return [(row.state, row.reply_code) for row in response.context["page"]]


@pytest.mark.req("N-060")
def test_page_of_an_issue_shows_numbers_and_finds_rows(issue: Issue, editor: User) -> None:
    client = logged_in(editor)
    page = client.get(page_of(issue))
    assert [(state.value, count) for state, count in page.context["counts"]] == [
        ("sent", 1), ("rejected", 1), ("unclear", 1)
    ]  # fmt: skip
    assert rows_of(page) == [("sent", 250), ("unclear", None), ("rejected", 550)]
    assert rows_of(client.get(page_of(issue), {"stand": "rejected"})) == [("rejected", 550)]
    assert rows_of(client.get(page_of(issue), {"antwort": "250"})) == [("sent", 250)]
    assert len(rows_of(client.get(page_of(issue), {"anbieter": "example.org"}))) == 3
    assert rows_of(client.get(page_of(issue), {"anbieter": "example.net"})) == []
    assert len(rows_of(client.get(page_of(issue), {"stand": "x", "antwort": "y", "seite": "-7"}))) == 3


@pytest.mark.req("N-060", "N-195")
def test_whole_address_is_searched_by_post_and_shown_nowhere_else(issue: Issue, editor: User) -> None:
    client = logged_in(editor)
    found = client.post(page_of(issue), {"email": FIRST.upper()})
    assert rows_of(found) == [("rejected", 550)]
    assert rows_of(client.post(page_of(issue), {"email": "niemand@example.org"})) == []
    assert client.post(page_of(issue), {"email": "leser"}).status_code == 422
    assert FIRST not in client.get(page_of(issue)).content.decode()


@pytest.mark.req("N-060", "N-173")
@pytest.mark.parametrize("readers", [1, 300])
def test_delivery_pages_cost_the_same_for_more_rows(channel: Channel, editor: User, readers: int) -> None:
    issue = create_released(channel, readers)
    client = logged_in(editor)
    costs = []
    for path in (page_of(issue), LIST):
        with statements() as asked:
            client.get(path)
        costs.append(len(asked))
    assert costs == [15, 10]


@pytest.mark.req("N-056")
def test_unclear_ones_go_again_with_reason_and_typed_number(issue: Issue, sink: Sink, editor: User) -> None:
    client, again = logged_in(editor), f"{page_of(issue)}erneut/"
    row = Delivery.objects.unclear().get()
    second = Delivery.objects.of_address("leser0002@example.org").get()
    assert client.post(again, {"rows": [row.pk]}).status_code == 422
    assert client.post(again, {"rows": [second.pk], "reason": "risk"}).status_code == 422
    assert states() == {"rejected": 1, "sent": 1, "unclear": 1}
    client.post(again, {"rows": [row.pk], "reason": "missed"})
    entries = Entry.objects.of(row)
    assert [(entry.verb, entry.reason, entry.account_id) for entry in entries] == [
        ("resend", "missed", editor.pk)
    ]
    sink.answers.clear()
    delivery.send_newsletters()
    assert states() == {"rejected": 1, "sent": 2}


@pytest.mark.req("N-056")
def test_more_than_one_needs_their_number(channel: Channel, sink: Sink, editor: User) -> None:
    issue = create_released(channel, 2)
    sink.answers[""] = ("data", "close")
    delivery.send_newsletters()
    client, again = logged_in(editor), f"{page_of(issue)}erneut/"
    chosen = {"rows": list(Delivery.objects.values_list("pk", flat=True)), "reason": "server_log"}
    for typed in ("", "3", "viele"):
        assert client.post(again, chosen | {"number": typed}).status_code == 422
    assert states() == {"unclear": 2}
    client.post(again, chosen | {"number": "2"})
    assert states() == {"open": 2}


@pytest.mark.req("N-070")
def test_one_button_stops_everything_and_one_lets_go(channel: Channel, sink: Sink, editor: User) -> None:
    create_released(channel, 1)
    client = logged_in(editor)
    assert client.get(f"{LIST}stopp/").status_code == 405
    client.post(f"{LIST}stopp/", {"stop": "1"})
    assert delivery.send_newsletters() == 0
    assert "Der Versand aller Newsletter ist gestoppt" in words(client.get(LIST))
    client.post(f"{LIST}stopp/", {"release": "1"})
    assert (delivery.send_newsletters(), Brake.objects.holding().count()) == (1, 0)


@pytest.mark.req("N-060")
def test_other_roles_and_other_newsletters_are_out_of_reach(
    issue: Issue, clerk: User, organiser: User, as_user: Callable[[User], Client]
) -> None:
    for path in (LIST, page_of(issue), f"{page_of(issue)}erneut/", UPLOAD):
        assert as_user(clerk).get(path).status_code == 403
    assert as_user(clerk).post(f"{LIST}stopp/", {"stop": "1"}).status_code == 403
    for path in (page_of(issue), f"{page_of(issue)}erneut/"):
        assert as_user(organiser).get(path).status_code == 404
    chosen = {"rows": [Delivery.objects.unclear().get().pk], "reason": "risk"}
    assert as_user(organiser).post(f"{page_of(issue)}erneut/", chosen).status_code == 404
    assert list(as_user(organiser).get(LIST).context["rows"]) == []
    assert (Brake.objects.count(), states()["unclear"]) == (0, 1)


@pytest.mark.req("N-072", "N-164")
def test_stopped_issue_says_why_and_what_to_do(channel: Channel, editor: User) -> None:
    issue = create_released(channel, 1)
    issue.pause(by=Actor.clock("test"), reason="rejected")
    assert "Zu viele Adressen wurden abgewiesen." in words(logged_in(editor).get(page_of(issue)))
    home = logged_in(editor).get("/admin/")
    assert page_of(issue) in home.content.decode()


@pytest.mark.req("N-140", "N-141")
def test_file_that_came_back_is_read_and_not_stored(issue: Issue, editor: User) -> None:
    client = logged_in(editor)
    row = Delivery.objects.latest("pk")
    named = f"<migration-und-teilhabe.{issue.year}-{issue.number}.{envelope.sign(row.pk)}@x>"
    file = SimpleUploadedFile("zurueck.eml", report(message_id=named))
    assert client.post(UPLOAD, {"file": file}).status_code == 302
    assert Bounce.objects.filter(delivery=row).count() == 1
    client.post(UPLOAD, {"file": SimpleUploadedFile("a.eml", NOTE.format(to="x@example.org").encode())})
    assert [row.why for row in Stray.objects.all()] == ["no_report"]
    assert "Abwesenheitsnotiz" in words(client.get("/admin/newsletters/stray/"))
    assert client.post(UPLOAD, {}).status_code == 422
    large = SimpleUploadedFile("b.eml", b"a" * (2 * 1024 * 1024 + 1))
    assert client.post(UPLOAD, {"file": large}).status_code == 422


@pytest.mark.req("N-140")
def test_mailbox_unread_for_a_day_stands_on_today(db: None, settings: Any) -> None:
    ReturnBox.objects.read_now()
    settings.BOUNCE_IMAP_URL = "imap://a:b@127.0.0.1/"
    assert list(today._returns()) == []
    turn_back("returnbox", 25, "read_at")
    assert [line.url for line in today._returns()] == ["/admin/newsletters/stray/"]
    settings.BOUNCE_IMAP_URL = ""
    assert list(today._returns()) == []
