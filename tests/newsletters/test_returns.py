"""Newsletters that come back: read, found, judged, and when a subscription rests (N-140 to N-144)."""

import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from newsletters import delivery, envelope, jobs, reports, returns
from newsletters.models import Bounce, Channel, Delivery, Issue, Proof, ReturnBox, Stray, Subscription
from newsletters.models.bounce import classify, must_rest
from tests.newsletters import factories
from tests.newsletters.ledgers import create_released, set_value, states, turn_back
from tests.newsletters.returning import NOTE, forwarded, report
from tests.newsletters.sinks import Sink

pytestmark = pytest.mark.django_db
BOX = "ruecklauf@goslar.example"


@pytest.fixture
def row(channel: Channel, sink: Sink, settings: Any) -> Delivery:
    """One delivery that the mail server took."""
    settings.BOUNCE_ADDRESS = BOX
    set_value("per_minute", 0)
    create_released(channel, 1)
    delivery.send_newsletters()
    return Delivery.objects.get()


def take(content: bytes) -> bool:
    return returns.take(content, by=factories.OFFICE, way="file")


def bounces() -> list[tuple[str, str]]:
    return list(Bounce.objects.order_by("pk").values_list("kind", "status"))


def strays() -> list[str]:
    return list(Stray.objects.order_by("pk").values_list("why", flat=True))


@pytest.mark.req("N-140")
def test_each_message_has_an_envelope_sender_of_its_own_that_leads_back(row: Delivery, sink: Sink) -> None:
    (sender,) = sink.senders
    assert sender == f"ruecklauf+{envelope.sign(row.pk)}@goslar.example"
    assert envelope.read(envelope.sign(row.pk).upper()) == row.pk
    assert len(sender.partition("@")[0]) <= 64
    assert take(report(sender))
    assert (bounces(), strays()) == ([("hard", "5.1.1")], [])


@pytest.mark.req("N-140")
def test_without_a_mailbox_the_newsletter_itself_is_the_envelope_sender(channel: Channel, sink: Sink) -> None:
    create_released(channel, 1)
    delivery.send_newsletters()
    assert sink.senders == ["migration@goslar.example"]


@pytest.mark.req("N-141")
@pytest.mark.parametrize("change", [lambda content: content, forwarded])
def test_report_is_found_by_message_id_also_when_it_was_sent_on(
    row: Delivery, sink: Sink, change: Any
) -> None:
    (sent,) = sink.messages
    named = next(line for line in sent.decode().splitlines() if line.startswith("Message-ID:"))
    assert take(change(report(message_id=named.partition(": ")[2])))
    assert bounces() == [("hard", "5.1.1")]


@pytest.mark.req("N-141")
def test_what_is_no_report_changes_nothing_and_is_listed(row: Delivery, sink: Sink) -> None:
    (sender,) = sink.senders
    for content in (
        NOTE.format(to=sender).encode(),
        b"",
        b"\xff\xfe\x00 no mail",
        report(sender, action="delayed", status="4.4.1"),
        report(sender, action="delivered", status="2.0.0"),
        report(sender, status="kaputt"),
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: text/plain\n\n\n" * 200,
        b"a" * (reports.LARGEST + 1),
    ):
        assert not take(content)
    assert not take(report())  # of some other mail
    assert (bounces(), strays()) == ([], ["no_report"] * 8 + ["no_delivery"])
    assert Subscription.objects.get().state == "active"


@pytest.mark.req("N-144")
def test_report_counts_once_and_a_forged_token_never(row: Delivery, sink: Sink) -> None:
    (sender,) = sink.senders
    assert [take(report(sender)) for _time in range(3)] == [True] * 3
    assert bounces() == [("hard", "5.1.1")]
    forged = sender.replace(f"{row.pk}-", f"{row.pk + 1}-")
    assert not take(report(forged))
    assert not take(report(message_id=f"<migration-und-teilhabe.2026-1.{row.pk}-aaaaaaaaaaaaaaa@127.0.0.1>"))
    assert (bounces(), strays()) == ([("hard", "5.1.1")], ["forged", "forged"])
    assert ReturnBox.objects.here().forged == 2


@pytest.mark.req("N-142")
@pytest.mark.parametrize(
    ("status", "code", "at_recipient", "kind"),
    [
        ("5.1.1", 550, True, "hard"),
        ("5.1.10", 556, True, "hard"),
        ("5.2.1", 550, True, "hard"),
        ("5.2.2", 552, True, "soft"),
        ("4.4.7", None, True, "soft"),
        ("5.7.26", 550, True, "sender"),
        ("5.4.4", 550, True, "other"),
        ("", 550, True, "hard"),
        ("", 551, True, "hard"),
        ("", 553, True, "hard"),
        ("", 554, True, "other"),
        ("", 550, False, "other"),
    ],
)
def test_bounces_are_classed_by_their_code(
    status: str, code: int | None, *, at_recipient: bool, kind: str
) -> None:
    assert classify(status, code, at_recipient=at_recipient) == kind


@pytest.mark.req("N-142")
def test_server_that_hides_the_reason_is_read_to_the_end() -> None:
    found = reports.read(report(status="5.0.0", diagnostic="550 mailbox unavailable, 5.1.1 unknown"))
    assert (found.status, found.code) == ("5.1.1", 550)
    found = reports.read(report(status="5.0.0", diagnostic="550 from 192.0.2.1 no"))
    assert (found.status, found.code) == ("", 550)


@pytest.mark.req("N-142", "N-143")
def test_refusal_at_once_is_judged_like_a_report(channel: Channel, sink: Sink) -> None:
    create_released(channel, 3)
    sink.answers["leser0000@example.org"] = ("rcpt", "550 5.1.1 unknown")
    sink.answers["leser0001@example.org"] = ("rcpt", "550 5.7.1 you are blocked")
    delivery.send_newsletters()
    assert (states(), sorted(bounces())) == (
        {"rejected": 2, "sent": 1}, [("hard", "5.1.1"), ("sender", "5.7.1")]
    )  # fmt: skip
    found = dict(Subscription.objects.values_list("email", "state"))
    assert found == {
        "leser0000@example.org": "resting",
        "leser0001@example.org": "active",
        "leser0002@example.org": "active",
    }


@pytest.mark.req("N-071", "N-142")
def test_verdicts_on_the_sender_count_for_the_breaker(channel: Channel, sink: Sink, settings: Any) -> None:
    settings.BOUNCE_ADDRESS = BOX
    set_value("per_minute", 0)
    create_released(channel, 60)
    sink.answers["leser0059@example.org"] = ("rcpt", "451 later")
    delivery.send_newsletters()
    for sender in sink.senders[45:56]:
        take(report(sender, status="5.7.26", diagnostic="550 5.7.26 unauthenticated"))
    assert (Issue.objects.get().state, Issue.objects.get().stop_reason) == ("paused", "rejected")
    assert set(Subscription.objects.values_list("state", flat=True)) == {"active"}


def past(days: int) -> Any:
    return timezone.now() - timedelta(days=days)


@pytest.mark.req("N-143")
@pytest.mark.parametrize(
    ("history", "rests"),
    [
        ([("sent", 1, "hard", "5.1.1")], True),
        ([("sent", 1, "hard", "5.2.1")], False),
        ([("sent", 1, "hard", "5.2.1"), ("rejected", 40, "hard", "5.1.2")], True),
        ([("sent", 1, "hard", "5.2.1"), ("sent", 20, None, None), ("sent", 40, "hard", "5.1.2")], False),
        ([("sent", 1, "hard", "5.2.1"), ("sent", 3, None, None), ("sent", 40, "hard", "5.1.2")], True),
        ([("sent", 1, "soft", "4.4.7"), ("sent", 30, "soft", "5.2.2")], False),
        ([("sent", day, "soft", "4.4.7") for day in (1, 30, 60)], True),
        ([("sent", 1, "soft", "4.4.7"), ("sent", 30, None, None), ("sent", 60, "soft", "4.4.7")] * 2, False),
        ([("sent", day, "sender", "5.7.1") for day in (1, 30, 60)], False),
    ],
)
def test_when_a_subscription_rests(history: list[tuple[str, int, str, str]], *, rests: bool) -> None:
    told = [(state, past(days), kind, status) for state, days, kind, status in history]
    assert must_rest(told, soft_most=3) is rests


@pytest.mark.req("N-143")
def test_resting_subscription_gets_nothing_and_ends_after_half_a_year(row: Delivery, sink: Sink) -> None:
    (sender,) = sink.senders
    take(report(sender))
    assert Subscription.objects.get().state == "resting"
    assert jobs.end_resting_subscriptions() == 0
    turn_back("subscription", 184 * 24, "rests_since")
    assert jobs.end_resting_subscriptions() == 1
    ended = Subscription.objects.get()
    assert (ended.state, ended.end_reason, ended.email) == ("ended", "undeliverable", "")
    assert not Proof.objects.open().exists()


@pytest.mark.req("N-143")
def test_returns_before_a_new_consent_count_no_more(row: Delivery) -> None:
    Subscription.objects.update(renewed_at=timezone.now())
    assert list(Delivery.objects.history(Subscription.objects.get())) == []


# The mailbox ------------------------------------------------------------------------------------------------


class Imap(socketserver.StreamRequestHandler):
    """As much of RFC 3501 as a client needs to read one folder."""

    def handle(self) -> None:
        self.say("* OK ready")
        for raw in self.rfile:
            tag, _gap, command = raw.decode().strip().partition(" ")
            self.do(command)
            if command.upper().startswith("LOGIN") and "geheim" not in command:
                self.say(f"{tag} NO wrong password")
                continue
            self.say(f"{tag} OK done")
            if command.upper() == "LOGOUT":
                return

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def do(self, command: str) -> None:
        box: dict[int, tuple[bytes, set[str]]] = self.server.box  # type: ignore[attr-defined]
        words = command.split()
        match [word.upper() for word in words[:2]]:
            case ["CAPABILITY", *_rest]:
                self.say("* CAPABILITY IMAP4rev1")
            case ["SELECT", *_rest]:
                self.say(f"* {len(box)} EXISTS")
            case ["UID", "SEARCH"]:
                new = [str(number) for number, (_content, flags) in box.items() if "Seen" not in flags]
                self.say(f"* SEARCH {' '.join(new)}")
            case ["UID", "FETCH"]:
                content = box[int(words[2])][0]
                self.say(f"* 1 FETCH (UID {words[2]} BODY[]<0> {{{len(content)}}}")
                self.wfile.write(content + b")\r\n")
            case ["UID", "STORE"]:
                box[int(words[2])][1].update(word.strip("()\\") for word in words[4:])
            case ["EXPUNGE", *_rest]:
                for number in [number for number, (_content, flags) in box.items() if "Deleted" in flags]:
                    del box[number]


@pytest.fixture
def box(settings: Any) -> Iterator[dict[int, tuple[bytes, set[str]]]]:
    """A mailbox on this machine."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Imap) as server:
        server.daemon_threads = True
        server.box = {}  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.BOUNCE_IMAP_URL = f"imap://ruecklauf:geheim@127.0.0.1:{server.server_address[1]}/INBOX"
        yield server.box  # type: ignore[attr-defined]
        server.shutdown()


@pytest.mark.req("N-140", "N-141")
def test_mailbox_is_read_and_only_what_was_recognised_is_deleted(
    row: Delivery, sink: Sink, box: dict[int, tuple[bytes, set[str]]]
) -> None:
    (sender,) = sink.senders
    box |= {1: (report(sender), set()), 2: (NOTE.format(to=sender).encode(), set())}
    assert jobs.read_returns() == 2
    assert (bounces(), strays(), set(box)) == ([("hard", "5.1.1")], ["no_report"], {2})
    assert jobs.read_returns() == 0
    assert ReturnBox.objects.here().problem == ""


@pytest.mark.req("N-140")
def test_mailbox_that_cannot_be_read_is_noticed_after_a_day(
    db: None, box: dict[int, tuple[bytes, set[str]]], settings: Any
) -> None:
    settings.BOUNCE_IMAP_URL = settings.BOUNCE_IMAP_URL.replace("geheim", "falsch")
    assert jobs.read_returns() == 0
    here = ReturnBox.objects.here()
    assert (here.problem, here.is_unread) == ("error", False)
    turn_back("returnbox", 25, "read_at")
    assert ReturnBox.objects.here().is_unread


@pytest.mark.req("N-140")
def test_without_a_mailbox_nothing_is_read(db: None) -> None:
    assert (jobs.read_returns(), ReturnBox.objects.count()) == (0, 0)
