"""Links that lead nowhere: found at night, told after three days, mended by an editor (I-190 to I-192)."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client

from goslar_portal import registry
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from integration.link_visits import Visitor, is_public, name_of_client
from integration.models import Contact, LinkCheck, LinkResult, Page
from integration.models.link_check import addresses, dead_ends
from tests.integration.records import OFFICE, create_contact, create_published, publish, section

ANSWERS = {"/gut": 200, "/weg": 404, "/geheim": 403, "/kaputt": 500, "/kein-head": 200}
MOVES = {
    "/umgezogen": (301, "/gut"),
    "/voruebergehend": (302, "/gut"),
    "/im-kreis": (302, "/im-kreis"),
    "/nach-innen": (301, "http://10.0.0.1/"),
    "/falsch": (301, "ftp://example.org/"),
}


class Asked(BaseHTTPRequestHandler):
    """A small server that remembers what it was asked."""

    seen: list[tuple[str, str, str]] = []

    def answer(self) -> None:
        self.seen.append((self.command, self.path, self.headers["User-Agent"]))
        status, place = MOVES.get(self.path, (ANSWERS.get(self.path, 404), ""))
        if self.path == "/kein-head" and self.command == "HEAD":
            status = 405
        self.send_response(status)
        if place:
            self.send_header("Location", place)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer  # noqa: N815  # the names are the library's

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    Asked.seen.clear()
    http = HTTPServer(("127.0.0.1", 0), Asked)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def visitor() -> Visitor:
    """May visit this machine, but nothing else that is not public."""
    return Visitor(may_visit=lambda number: number == "127.0.0.1" or is_public(number), pause=0)


@pytest.mark.req("I-190", "I-191")
@pytest.mark.parametrize(
    ("path", "result", "status"),
    [
        ("/gut", LinkResult.FINE, 200),
        ("/kein-head", LinkResult.FINE, 200),
        ("/voruebergehend", LinkResult.FINE, 200),
        ("/umgezogen", LinkResult.MOVED, 200),
        ("/weg", LinkResult.BROKEN, 404),
        ("/im-kreis", LinkResult.BROKEN, 302),
        ("/geheim", LinkResult.UNSURE, 403),
        ("/kaputt", LinkResult.UNREACHABLE, 500),
        ("/nach-innen", LinkResult.UNSURE, None),
        ("/falsch", LinkResult.UNREACHABLE, None),
    ],
)
def test_visitor_tells_what_is_at_the_end_of_an_address(
    server: str, visitor: Visitor, path: str, result: str, status: int | None
) -> None:
    found = visitor.visit(server + path)
    assert (found.result, found.status) == (result, status)
    assert found.moved_to == (f"{server}/gut" if result == LinkResult.MOVED else "")
    assert Asked.seen[0] == ("HEAD", path, name_of_client())
    assert len(Asked.seen) <= 6


@pytest.mark.req("I-190")
@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.1.1", "::1", "fd00::1"])
def test_visitor_stays_out_of_our_own_network(server: str, address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    assert Visitor(pause=0).visit(f"http://{host}:9/").result == LinkResult.UNSURE
    assert Visitor(pause=0).visit(server + "/gut").result == LinkResult.UNSURE
    assert Asked.seen == []


@pytest.mark.req("I-190")
def test_visitor_asks_a_host_once_a_second_at_most(server: str, visitor: Visitor) -> None:
    visitor.pause = 0.2
    visitor.visit(server + "/voruebergehend")
    assert len(Asked.seen) == 2
    begun = time.monotonic()
    visitor.visit(server + "/gut")
    assert time.monotonic() - begun >= 0.15


def with_link(page: Page, href: str, **texts: Any) -> None:
    publish(page, sections=[section(body=f'<p>Mehr <a href="{href}">dort</a>.</p>')], **texts)


@pytest.mark.req("I-190")
def test_every_outside_address_that_readers_can_follow_is_watched(topic: Page) -> None:
    with_link(topic, "https://example.org/rat?a=1&amp;b=2#teil")
    create_contact(page=topic, web="https://example.org/amt/")
    assert addresses() == {"https://example.org/rat?a=1&b=2", "https://example.org/amt/"}
    LinkCheck.objects.keep(addresses(), is_own=False)
    with_link(topic, "/kontakt/")
    LinkCheck.objects.keep(addresses(), is_own=False)
    assert [row.address for row in LinkCheck.objects.all()] == ["https://example.org/amt/"]


@pytest.mark.req("I-190")
def test_a_seventh_is_visited_each_night_the_oldest_first(db: None) -> None:
    LinkCheck.objects.keep({f"https://example.org/{number}" for number in range(15)}, is_own=False)
    first = LinkCheck.objects.tonight()
    assert len(first) == 3
    for row in first:
        row.note(LinkResult.FINE, status=200)
    assert {row.pk for row in LinkCheck.objects.tonight()} & {row.pk for row in first} == set()


@pytest.mark.req("I-191")
def test_editor_hears_of_it_after_three_failures_on_three_days(db: None) -> None:
    row = LinkCheck.objects.create(address="https://example.org/")
    days = [today() - timedelta(days=2), today() - timedelta(days=1)]
    row.note(LinkResult.BROKEN, status=404)
    row.note(LinkResult.BROKEN, status=404)
    assert (row.failed_on, list(LinkCheck.objects.errors(today()))) == ([today()], [])
    LinkCheck.objects.update(failed_on=days)
    row.refresh_from_db()
    row.note(LinkResult.UNREACHABLE)
    assert list(LinkCheck.objects.errors(today())) == [row]
    row.note(LinkResult.FINE, status=200)
    assert (row.failed_on, list(LinkCheck.objects.errors(today()))) == ([], [])


@pytest.mark.req("I-191")
def test_hints_stand_in_a_list_of_their_own(db: None) -> None:
    moved = LinkCheck.objects.create(address="https://example.org/a")
    moved.note(LinkResult.MOVED, status=200, moved_to="https://example.org/b")
    assert list(LinkCheck.objects.hints(today())) == [moved]
    assert list(LinkCheck.objects.errors(today())) == []


@pytest.mark.req("I-192")
def test_own_links_anchors_and_files_that_lead_nowhere_are_found(topic: Page) -> None:
    body = "".join(
        f'<p><a href="{href}">x</a></p>'
        for href in ("/integration/wohnraum/", "/integration/wohnraum/#was", "/integration/nix/",
                     "/integration/#fort", "/integration/aktuelles/", "/gibt-es-nicht/")
    )  # fmt: skip
    create_published("links", parent=topic.parent, texts={"sections": [section(body=body)]})
    assert dead_ends() == {"/integration/nix/", "/integration/#fort", "/gibt-es-nicht/"}
    LinkCheck.objects.keep(dead_ends(), is_own=True)
    [card] = [card for card in registry.today if card.name == "integration.broken_links"]
    assert {str(row) for row in card.rows()} == dead_ends()


def test_link_of_a_translation_to_a_page_nobody_has_translated_is_alive(
    topic: Page, every_language: None
) -> None:
    sections = [section(body='<p><a href="/integration/wohnraum/#was">x</a></p>')]
    page = create_published("links", parent=topic.parent, texts={"sections": sections})
    publish(page, language="ar", sections=sections)
    assert dead_ends() == set()


@pytest.fixture
def moved(topic: Page) -> LinkCheck:
    with_link(topic, "https://example.org/alt#teil")
    row = LinkCheck.objects.create(address="https://example.org/alt")
    row.note(LinkResult.MOVED, status=200, moved_to="https://example.org/neu")
    return row


@pytest.mark.req("I-191")
def test_editor_takes_over_a_new_address_by_one_click(
    moved: LinkCheck, topic: Page, editor: User, adviser: User, as_user: Callable[[User], Client]
) -> None:
    contact = create_contact(page=topic, web="https://example.org/alt")
    address = f"/admin/integration/linkcheck/{moved.pk}/take_over/"
    assert as_user(adviser).post(address).status_code in (403, 404)
    assert as_user(editor).post(address).status_code == 302
    newest = topic.translations.get(language="de").newest
    assert newest is not None
    assert (newest.is_draft, 'href="https://example.org/neu#teil"' in newest.sections[0]["body"]) == (
        True,
        True,
    )
    assert Contact.objects.get(pk=contact.pk).web == "https://example.org/neu"


@pytest.mark.req("I-191")
def test_editor_sees_where_the_link_stands_and_may_silence_it(
    moved: LinkCheck, editor: User, as_user: Callable[[User], Client]
) -> None:
    page = as_user(editor).get(f"/admin/integration/linkcheck/{moved.pk}/change/").content.decode()
    assert "„Über was“: dort" in page
    assert "Übernehmen Sie die neue Adresse" in page
    until = today() + timedelta(days=30)
    sheet = {"until": f"{until:%d.%m.%Y}"}
    assert as_user(editor).post(f"/admin/integration/linkcheck/{moved.pk}/ignore/", sheet).status_code == 302
    assert list(LinkCheck.objects.hints(today())) == []
    assert list(LinkCheck.objects.hints(until + timedelta(days=1))) == [moved]


def test_draft_of_somebody_else_is_left_alone(moved: LinkCheck, topic: Page) -> None:
    topic.save_draft(by=OFFICE, title="Neu", summary="", sections=[section()])
    moved.take_over(by=OFFICE)
    newest = topic.translations.get(language="de").newest
    assert newest is not None
    assert newest.title == "Neu"


def test_lists_of_links_open_for_the_editor(
    moved: LinkCheck, editor: User, as_user: Callable[[User], Client]
) -> None:
    for name in ("fehler", "hinweise"):
        answer = as_user(editor).get(f"/admin/integration/linkcheck/?liste={name}")
        assert (answer.status_code, "example.org/alt" in answer.content.decode()) == (200, name == "hinweise")
