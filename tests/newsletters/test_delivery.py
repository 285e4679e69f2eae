"""The ledger and its worker against a real mail server: every answer, every state (N-050 to N-062)."""

import email
import time
from datetime import timedelta
from email import policy
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from goslar_portal import office
from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor, Entry
from newsletters import delivery, line
from newsletters.models import Channel, Delivery, Issue, Subscription, ledger, wait_for_turn
from newsletters.models.ledger import Result
from tests.newsletters import factories
from tests.newsletters.ledgers import create_released, make_due, set_value, states, turn_back
from tests.newsletters.sinks import Sink

pytestmark = pytest.mark.django_db
FIRST, SECOND = "leser0000@example.org", "leser0001@example.org"


def row_of(address: str) -> Delivery:
    return Delivery.objects.of_address(address).get()


@pytest.mark.req("N-050", "N-051")
def test_ledger_knows_each_subscription_once_and_no_address(channel: Channel) -> None:
    create_released(channel, 1)
    row = Delivery.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="delivery_is_once"), transaction.atomic():
        row.save(force_insert=True)
    names = {field.name for field in Delivery._meta.get_fields() if not field.is_relation}
    assert names == {
        "id", "domain", "state", "attempts", "due_at", "claimed_at", "claimed_by", "lease_until",
        "reply_code", "reply_text", "finished_at",
    }  # fmt: skip


@pytest.mark.req("N-051")
def test_address_that_a_mail_server_repeats_is_not_kept(channel: Channel, sink: Sink) -> None:
    create_released(channel, 1)
    sink.answers[FIRST] = ("rcpt", f"550 5.7.1 {'x' * 180} <{FIRST.upper()}> refused")
    delivery.send_newsletters()
    assert row_of(FIRST).reply_text == f"5.7.1 {'x' * 180} <…> refused"


@pytest.mark.req("N-062")
def test_ledger_refuses_jumps_and_writes_no_journal(channel: Channel, sink: Sink) -> None:
    create_released(channel, 2)
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Delivery.objects.update(state="sent", finished_at=timezone.now())
    delivery.send_newsletters()
    assert states() == {"sent": 2}
    assert not Entry.objects.filter(kind="newsletters.delivery").exists()


@pytest.mark.req("N-054", "N-061")
def test_message_keeps_its_number_over_all_attempts(channel: Channel, sink: Sink) -> None:
    create_released(channel, 1)
    sink.answers[FIRST] = ("data", "451 try later")
    delivery.send_newsletters()
    row = row_of(FIRST)
    assert (row.state, row.attempts, row.reply_code, row.reply_text) == ("open", 1, 451, "try later")
    sink.answers.clear()
    make_due()
    delivery.send_newsletters()
    first, second = (email.message_from_bytes(raw, policy=policy.default) for raw in sink.messages)
    assert first["Message-ID"] == second["Message-ID"]
    assert f".{row.pk}-" in first["Message-ID"]
    assert (row_of(FIRST).state, row_of(FIRST).attempts) == ("sent", 2)


@pytest.mark.req("N-201", "N-061")
@pytest.mark.parametrize(
    ("step", "what", "state", "code"),
    [
        ("rcpt", "451 4.2.0 later", "open", 451),
        ("rcpt", "550 5.1.1 unknown", "rejected", 550),
        ("rcpt", "close", "open", None),
        ("rcpt", "hang", "open", None),
        ("data", "452 4.3.1 full", "open", 452),
        ("data", "554 5.6.0 no", "rejected", 554),
        ("data", "close", "unclear", None),
        ("data", "hang", "unclear", None),
    ],
)
def test_every_answer_leads_to_its_state_and_the_next_reader_gets_mail(
    channel: Channel, sink: Sink, monkeypatch: pytest.MonkeyPatch, step: str, what: str, state: str, code: int
) -> None:
    create_released(channel, 2)
    monkeypatch.setattr(line, "STEP", 0.3)
    monkeypatch.setattr(line, "LAST", 0.3)
    sink.answers[FIRST] = (step, what)
    delivery.send_newsletters()
    row = row_of(FIRST)
    assert (row.state, row.reply_code, row_of(SECOND).state) == (state, code, "sent")
    assert dict(sink.taken) == {SECOND: 1}
    assert Issue.objects.get().state == ("sending" if state == "open" else "sent")


@pytest.mark.req("N-061", "N-073")
@pytest.mark.parametrize("step", ["mail", "door"])
def test_refusal_of_the_sender_is_our_own_fault_and_stops_everything(
    channel: Channel, sink: Sink, refusing_port: int, settings: Any, step: str
) -> None:
    create_released(channel, 3)
    sink.answers[""] = ("mail", "550 5.7.1 we do not know you")
    if step == "door":
        settings.EMAIL_PORT = refusing_port
    delivery.send_newsletters()
    issue = Issue.objects.get()
    assert (issue.state, issue.stop_reason, states()) == ("paused", "server", {"open": 3})
    assert factories.letters() == [("issue_stopped", "migration@goslar.example")]


@pytest.mark.req("N-055")
def test_lease_is_longer_than_all_patience_with_one_message(channel: Channel) -> None:
    lowest = office.declared()["newsletters.lease_minutes"].low
    assert lowest * 60 > line.LONGEST
    assert Delivery.objects.count() == 0


@pytest.mark.req("N-055", "N-056")
def test_lease_that_ran_out_is_unclear_until_its_holder_knows_better(channel: Channel) -> None:
    create_released(channel, 1)
    taken = ledger.claim("worker", lease=10)
    assert taken is not None
    delivery.tidy()
    assert states() == {"in_delivery": 1}
    turn_back("delivery", 0.2, "lease_until")
    delivery.tidy()
    assert states() == {"unclear": 1}
    assert delivery.send_newsletters() == 0
    assert not ledger.settle(taken, "another", Result("sent", 250))
    assert ledger.settle(taken, "worker", Result("sent", 250))
    assert states() == {"sent": 1}


@pytest.mark.req("N-056")
def test_only_a_person_sends_an_unclear_delivery_again(channel: Channel, sink: Sink, editor: User) -> None:
    create_released(channel, 1)
    sink.answers[FIRST] = ("data", "close")
    delivery.send_newsletters()
    row = row_of(FIRST)
    assert (row.state, Issue.objects.get().state) == ("unclear", "sent")
    sink.answers.clear()
    with pytest.raises(PermissionDenied):
        Delivery.objects.resend([row.pk], by=factories.OFFICE, reason="risk")
    turn_back("issue", 72, "released_at")  # long after attempts end by themselves
    assert Delivery.objects.resend([row.pk], by=Actor.staff(editor), reason="missed") == 1
    assert [(entry.verb, entry.reason) for entry in Entry.objects.of(row)] == [("resend", "missed")]
    delivery.send_newsletters()
    assert (states(), dict(sink.taken)) == ({"sent": 1}, {FIRST: 1})
    assert Delivery.objects.resend([row.pk], by=Actor.staff(editor), reason="missed") == 0


@pytest.mark.req("N-057")
def test_waits_grow_and_end_after_two_days(channel: Channel, sink: Sink) -> None:
    now = timezone.now()
    waits = [round((ledger.next_try(n, delivery.PAUSES) - now) / timedelta(minutes=1)) for n in range(1, 8)]
    assert waits == [1, 5, 15, 60, 240, 720, 720]
    create_released(channel, 2)
    sink.answers[FIRST] = ("rcpt", "450 4.2.1 later")
    delivery.send_newsletters()
    turn_back("issue", 47, "released_at")
    delivery.send_newsletters()
    assert states() == {"open": 1, "sent": 1}
    turn_back("issue", 2, "released_at")
    delivery.send_newsletters()
    assert states() == {"given_up": 1, "sent": 1}
    assert Issue.objects.get().state == "sent"


@pytest.mark.req("N-058", "N-059", "N-060")
def test_command_without_any_queue_sends_everything_over_one_connection(channel: Channel, sink: Sink) -> None:
    set_value("per_minute", 6000)
    create_released(channel, 30)
    begin = time.monotonic()
    call_command("send_newsletters", verbosity=0)
    assert time.monotonic() - begin >= 29 / 100
    assert (states(), len(sink.taken), sink.connections) == ({"sent": 30}, 30, 1)
    assert Issue.objects.get().state == "sent"


@pytest.mark.req("N-059")
def test_pace_gives_one_turn_at_a_time(channel: Channel) -> None:
    waits = [wait_for_turn(300) for _try in range(3)]
    assert waits[0] == 0.01  # the first call of all makes the row
    assert waits[1] == 0.0
    assert 0 < waits[2] <= 0.2
    assert wait_for_turn(0) == 0.0


@pytest.mark.req("N-074")
def test_row_in_delivery_that_comes_back_after_cancelling_is_dropped(channel: Channel) -> None:
    issue = create_released(channel, 2)
    taken = ledger.claim("worker", lease=10)
    assert taken is not None
    issue.cancel(by=factories.OFFICE, reason="mistake")
    ledger.settle(taken, "worker", Result("open", 451))
    delivery.send_newsletters()
    assert states() == {"dropped": 2}


@pytest.mark.req("N-061")
def test_address_that_no_mail_server_can_read_is_rejected_and_harms_nobody(
    channel: Channel, sink: Sink
) -> None:
    create_released(channel, 2)
    Subscription.objects.of_address(FIRST).update(email="leser@a..example")
    delivery.send_newsletters()
    assert states() == {"rejected": 1, "sent": 1}
