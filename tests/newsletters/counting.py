"""How many statements something costs, without the brackets of transactions around them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

CARRIED = re.compile(r"\ASELECT set_config\(.*?\);\s*", re.DOTALL)
BRACKETS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET TRANSACTION")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Filled when the block is over."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    queries: list[dict[str, Any]] = captured.captured_queries
    own = [CARRIED.sub("", row["sql"]) for row in queries]  # the field history sends its actor along
    found += [sql for sql in own if not sql.startswith(BRACKETS)]
