"""What stops sending by itself, and what may go on only because a person says so (N-070 to N-073)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from newsletters import delivery, release
from newsletters.models import Brake, Channel, Issue
from tests.newsletters import factories
from tests.newsletters.ledgers import create_released, make_due, set_value, states, subscribe_many, turn_back
from tests.newsletters.sinks import Sink
from tests.newsletters.test_release import create_issue

pytestmark = pytest.mark.django_db
STOPPED = ("issue_stopped", "migration@goslar.example")


@pytest.fixture(autouse=True)
def _fast(db: None) -> None:
    set_value("per_minute", 0)


def issue_now() -> tuple[str, str]:
    issue = Issue.objects.get()
    return issue.state, issue.stop_reason


@pytest.mark.req("N-071")
@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_five_failures_in_a_row_pause_the_issue_over_all_runs(
    channel: Channel, sink: Sink, step: str
) -> None:
    create_released(channel, 3)
    sink.answers[""] = (step, "451 later")
    delivery.send_newsletters()
    assert (issue_now(), Issue.objects.get().failures) == (("sending", ""), 3)
    make_due()
    delivery.send_newsletters()
    assert issue_now() == ("paused", "connection")
    assert states() == {"open": 3}


@pytest.mark.req("N-071")
def test_a_message_that_arrives_ends_the_row_of_failures(channel: Channel, sink: Sink) -> None:
    create_released(channel, 6)
    for number in (0, 1, 2, 4):
        sink.answers[f"leser{number:04}@example.org"] = ("rcpt", "451 later")
    delivery.send_newsletters()
    assert (issue_now(), states()) == (("sending", ""), {"open": 4, "sent": 2})
    assert Issue.objects.get().failures == 0


@pytest.mark.req("N-071")
def test_single_messages_are_tried_three_times_then_only_by_a_person(
    channel: Channel, sink: Sink, settings: Any
) -> None:
    create_released(channel, 6)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1  # nobody listens
    delivery.send_newsletters()
    assert issue_now() == ("paused", "connection")
    settings.EMAIL_PORT = port
    delivery.send_newsletters()
    assert (issue_now(), dict(sink.taken)) == (("paused", "connection"), {})
    sink.answers[""] = ("rcpt", "451 later")
    for probes in (1, 2, 3, 3):
        turn_back("issue", 0.26, "stopped_at")
        delivery.send_newsletters()
        assert (issue_now(), Issue.objects.get().probes) == (("paused", "connection"), probes)
    assert len(sink.senders) == 3
    sink.answers.clear()
    turn_back("issue", 24, "stopped_at")
    delivery.send_newsletters()
    assert dict(sink.taken) == {}
    Issue.objects.get().resume(by=factories.OFFICE)
    make_due()
    delivery.send_newsletters()
    assert (issue_now(), states()) == (("sent", ""), {"sent": 6})


@pytest.mark.req("N-071")
def test_probe_that_arrives_lets_the_issue_go_on(channel: Channel, sink: Sink, settings: Any) -> None:
    create_released(channel, 6)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    delivery.send_newsletters()
    settings.EMAIL_PORT = port
    turn_back("issue", 0.26, "stopped_at")
    delivery.send_newsletters()
    assert issue_now() == ("sending", "")
    make_due()
    delivery.send_newsletters()
    assert (issue_now(), set(sink.taken.values())) == (("sent", ""), {1})


@pytest.mark.req("N-071")
def test_many_rejections_pause_and_are_never_probed(channel: Channel, sink: Sink) -> None:
    create_released(channel, 60)
    for number in range(30, 60):
        sink.answers[f"leser{number:04}@example.org"] = ("rcpt", "550 5.1.1 unknown")
    delivery.send_newsletters()
    assert issue_now() == ("paused", "rejected")
    assert states() == {"open": 10, "rejected": 20, "sent": 30}
    turn_back("issue", 5, "stopped_at")
    delivery.send_newsletters()
    assert states()["open"] == 10


@pytest.mark.req("N-072", "N-073")
def test_planned_issue_found_late_waits_for_a_person(channel: Channel, sink: Sink) -> None:
    subscribe_many(channel, 1)
    issue = create_issue(channel)
    at = timezone.now() + timedelta(hours=1)
    release.plan(issue, by=factories.OFFICE, seen=release.prepare(issue, at=at).digest, at=at)
    turn_back("issue", 8, "planned_at")
    delivery.send_newsletters()
    delivery.send_newsletters()
    assert (issue_now(), factories.letters()) == (("overdue", "overdue"), [STOPPED])
    Issue.objects.get().send_now(by=factories.OFFICE)
    delivery.send_newsletters()
    assert (issue_now()[0], states()) == ("sent", {"sent": 1})


@pytest.mark.req("N-072", "N-073")
def test_issue_that_stood_still_for_hours_waits_for_a_person(channel: Channel, sink: Sink) -> None:
    create_released(channel, 2)
    turn_back("delivery", 7, "due_at")
    turn_back("issue", 7, "going_since")
    delivery.send_newsletters()
    assert (issue_now(), factories.letters()) == (("paused", "still"), [STOPPED])
    Issue.objects.get().resume(by=factories.OFFICE)
    delivery.send_newsletters()
    assert states() == {"sent": 2}


@pytest.mark.req("N-072")
def test_time_under_the_big_brake_is_no_standstill(channel: Channel, sink: Sink) -> None:
    create_released(channel, 1)
    brake = Brake.objects.stop(by=factories.OFFICE)
    turn_back("delivery", 7, "due_at")
    turn_back("issue", 7, "going_since")
    delivery.send_newsletters()
    brake.release(by=factories.OFFICE)
    delivery.send_newsletters()
    assert states() == {"sent": 1}


@pytest.mark.req("N-072", "N-191")
def test_restored_database_sends_nothing_by_itself(
    channel: Channel, other_channel: Channel, sink: Sink
) -> None:
    create_released(channel, 1)
    subscribe_many(other_channel, 1)
    issue = create_issue(other_channel)
    at = timezone.now() + timedelta(hours=1)
    release.plan(issue, by=factories.OFFICE, seen=release.prepare(issue, at=at).digest, at=at)
    delivery.guard()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE newsletters_pace SET place = 'elsewhere'")
    delivery.send_newsletters()
    found = sorted(Issue.objects.values_list("state", "stop_reason"))
    assert (found, states()) == ([("overdue", "restored"), ("paused", "restored")], {"open": 1})


@pytest.mark.req("N-070", "N-073")
def test_stopping_everything_tells_each_role_mailbox_once(channel: Channel, sink: Sink) -> None:
    create_released(channel, 2)
    for _click in range(2):
        Brake.objects.stop(by=factories.OFFICE)
    call_command("send_newsletters", verbosity=0)
    assert (states(), factories.letters()) == ({"open": 2}, [STOPPED])


@pytest.mark.req("N-070")
def test_after_the_click_only_the_message_in_delivery_leaves(channel: Channel, sink: Sink) -> None:
    issue = create_released(channel, 3)
    worker = delivery.Worker()
    taken = worker._claim()
    assert taken is not None
    issue.pause(by=factories.OFFICE)
    assert worker._deliver(taken) is None
    worker.line.close()
    assert (states(), len(sink.taken)) == ({"open": 2, "sent": 1}, 1)
