"""Statements that take long are logged with placeholders, never with values (G-027).

The server itself cannot: the driver writes values into the text before it sends a statement.
"""

import logging
import time
from typing import Any

from django.db.backends.signals import connection_created

log = logging.getLogger("portal.database")

SLOW = 1000  # milliseconds


def watch() -> None:
    """Every connection of every process: web, worker and commands alike."""
    connection_created.connect(_watch, dispatch_uid="slow statements")


def _watch(connection: Any, **_facts: Any) -> None:
    if timed not in connection.execute_wrappers:  # a connection that comes back keeps its wrappers
        # In front: whoever put on a wrapper before the connection was there takes the last one off again.
        connection.execute_wrappers.insert(0, timed)


def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # Django's signature
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (time.perf_counter() - start) * 1000
        if ms >= SLOW:
            log.warning("slow statement", extra={"ms": round(ms), "sql": sql[:500]})
