"""How a process learns of changes: listening makes it quick, asking once a second makes it sure (G-124)."""

import logging
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection

from goslar_portal.page_cache.models import CHANNEL, Topic
from goslar_portal.page_cache.store import Store

log = logging.getLogger("portal.page_cache")

ASK_EVERY = 1.0  # seconds
PATIENCE = 2  # seconds for a new line to the database
TOTAL = "SELECT coalesce(sum(counter), 0) FROM page_cache_topic"
COUNTERS = "SELECT name, counter FROM page_cache_topic"


def follow(pages: Store) -> None:
    """For ever, in a thread of its own: no reader waits for the database or takes a line from the pool.

    A line that hears nothing (a pooler between us and the server swallows notes) still asks. A process that
    gets no line of its own asks over one of the pool. With the database away, readers go on.
    """
    while True:
        try:
            with psycopg.connect(**_parameters()) as line:
                listen(line, pages)
        except Exception as error:  # whatever is wrong with the database, readers go on
            log.warning("topics not heard", extra={"job": type(error).__name__})
        ask(pages)
        time.sleep(ASK_EVERY)


def listen(line: "psycopg.Connection[Any]", pages: Store) -> None:
    """Until the line breaks."""
    line.execute(f"LISTEN {CHANNEL}")
    while True:
        pages.learn(
            total=lambda: line.execute(TOTAL).fetchall()[0][0],
            counters=lambda: dict(line.execute(COUNTERS).fetchall()),
        )
        for _note in line.notifies(timeout=ASK_EVERY, stop_after=1):
            pass


def ask(pages: Store) -> None:
    try:
        pages.learn(total=Topic.objects.total, counters=Topic.objects.counters)
    except Exception as error:  # as above
        log.warning("topics unknown", extra={"job": type(error).__name__})
    finally:
        connection.close()


def _parameters() -> dict[str, Any]:
    """As Django connects, but quicker to give up on a server that does not answer."""
    limits = {"connect_timeout": PATIENCE, "keepalives_idle": PATIENCE, "tcp_user_timeout": PATIENCE * 1000}
    return {**connection.get_connection_params(), **limits, "autocommit": True}


Follow = Callable[[Store], None]
