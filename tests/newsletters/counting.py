"""How many statements something costs, without the brackets of transactions around them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

BRACKETS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET TRANSACTION")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Filled when the block is over."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    queries: list[dict[str, Any]] = captured.captured_queries
    found += [row["sql"] for row in queries if not row["sql"].startswith(BRACKETS)]
