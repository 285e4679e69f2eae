"""Workers as real processes, killed and in fours, on a real mail server and database (N-200, N-201)."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from newsletters import content, delivery
from newsletters.models import Channel, Delivery, Issue
from tests.newsletters.ledgers import create_released, set_value, states, turn_back
from tests.newsletters.nursery import Nursery
from tests.newsletters.sinks import Sink

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 40  # seconds
CHANCE = random.SystemRandom()


@pytest.fixture
def channel() -> Channel:
    content.load_channels()
    return Channel.objects.get(slug="migration-und-teilhabe")


@pytest.fixture
def nursery(sink: Sink, tmp_path: Path) -> Iterator[Nursery]:
    set_value("per_minute", 0)
    nursery = Nursery(tmp_path, sink.port)
    yield nursery
    if nursery.process.poll() is None:
        nursery.close()
    connection.close()


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "nothing moves"
        time.sleep(0.001)


@pytest.fixture
def outside() -> Iterator[Callable[[], dict[str, int]]]:
    """The states of the ledger as everybody sees them, over a connection of its own."""
    params = connection.get_connection_params()
    where = {name: params[name] for name in ("host", "port", "user", "dbname", "password") if name in params}
    with psycopg.connect(**where, autocommit=True) as other:
        yield lambda: dict(
            other.execute("SELECT state, count(*) FROM newsletters_delivery GROUP BY 1").fetchall()
        )


@pytest.mark.req("N-200", "N-191", "N-055", "N-052")
def test_nobody_gets_two_messages_from_a_worker_that_is_killed_ten_times(
    channel: Channel, sink: Sink, nursery: Nursery, outside: Callable[[], dict[str, int]]
) -> None:
    create_released(channel, 500)
    seen: list[dict[str, int]] = []
    sink.at_data = lambda: seen.append(outside()) if len(seen) < 3 else None
    for threshold in sorted(CHANCE.sample(range(10, 480), 10)):
        worker = nursery.start()
        wait_for(lambda: sum(sink.taken.values()) >= threshold)  # noqa: B023  # used at once
        time.sleep(CHANCE.random() / 500)
        os.kill(worker, signal.SIGKILL)
    nursery.start()
    nursery.close()
    turn_back("delivery", 1, "lease_until")  # the leases of the dead run out
    delivery.send_newsletters()
    assert seen == [
        {"in_delivery": 1, "open": 499},
        {"in_delivery": 1, "open": 498, "sent": 1},
        {"in_delivery": 1, "open": 497, "sent": 2},
    ]  # claimed and committed before the mail server hears of it, the one before settled
    got = dict.fromkeys(sink.taken, 1)
    assert dict(sink.taken) == got
    unclear = set(Delivery.objects.unclear().values_list("subscription__email", flat=True))
    assert len(unclear) <= 10
    assert states() == {"sent": 500 - len(unclear)} | ({"unclear": len(unclear)} if unclear else {})
    assert set(got) | unclear == {f"leser{number:04}@example.org" for number in range(500)}
    assert Issue.objects.get().state == "sent"


@pytest.mark.req("N-201", "N-191")
def test_four_workers_send_a_thousand_messages_once_each(
    channel: Channel, sink: Sink, nursery: Nursery
) -> None:
    create_released(channel, 1000)
    for _worker in range(4):
        nursery.start()
    nursery.close()
    assert (len(sink.taken), set(sink.taken.values())) == (1000, {1})
    assert len(list(sink.folder.glob("*.eml"))) == 1000
    assert states() == {"sent": 1000}
    assert Issue.objects.get().state == "sent"
    used = Counter(Delivery.objects.values_list("claimed_by", flat=True))
    assert len(used) == 4
