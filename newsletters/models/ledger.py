"""The statements of the ledger: claim, settle, expire. Each is one round trip (N-052 to N-055)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.db import connection
from django.utils import timezone

from goslar_portal.slow_statements import timed

# An issue that is `sent` has open rows only where a person wants an unclear one sent again (N-056). A probe
# takes one row of a paused issue, whenever it is due (N-071).
TAKE = """
    due AS (
        SELECT delivery.id, issue.failures
        FROM newsletters_delivery delivery
        JOIN newsletters_issue issue ON issue.id = delivery.issue_id
        WHERE delivery.state = 'open'
              AND CASE WHEN %(probe)s THEN issue.state = 'paused'
                  ELSE issue.state IN ('sending', 'sent') AND delivery.due_at <= clock_timestamp() END
              AND NOT EXISTS (SELECT 1 FROM newsletters_brake brake WHERE brake.released_at IS NULL)
              AND (%(issue)s::bigint IS NULL OR delivery.issue_id = %(issue)s)
        ORDER BY delivery.due_at, delivery.id
        LIMIT 1
        FOR UPDATE OF delivery SKIP LOCKED
    ), facts AS (
        SELECT due.id, due.failures, subscription.email, subscription.key,
               coalesce(subscription.state = 'active', FALSE) AND NOT EXISTS (
                   SELECT 1 FROM newsletters_suppression suppression
                   WHERE suppression.address_hash = subscription.address_hash
                         AND (suppression.channel_id IS NULL
                              OR suppression.channel_id = subscription.channel_id)
               ) AS wanted
        FROM due JOIN newsletters_delivery delivery ON delivery.id = due.id
        LEFT JOIN newsletters_subscription subscription ON subscription.id = delivery.subscription_id
    ), taken AS (
        UPDATE newsletters_delivery delivery
        SET state = CASE WHEN facts.wanted THEN 'in_delivery' ELSE 'skipped' END,
            attempts = delivery.attempts + CASE WHEN facts.wanted THEN 1 ELSE 0 END,
            claimed_at = clock_timestamp(), claimed_by = %(worker)s,
            lease_until = clock_timestamp() + make_interval(mins => %(lease)s),
            finished_at = CASE WHEN facts.wanted THEN NULL ELSE clock_timestamp() END
        FROM facts
        WHERE delivery.id = facts.id
        RETURNING delivery.id, delivery.issue_id, delivery.version_id, facts.wanted, facts.email, facts.key,
                  delivery.attempts, facts.failures
    )
"""

CLAIM = f"WITH {TAKE} SELECT taken.* FROM taken"  # noqa: S608  # our own text

SETTLE = """
    UPDATE newsletters_delivery
    SET state = %(state)s::text, reply_code = %(code)s::integer, reply_text = %(text)s,
        due_at = coalesce(%(due)s::timestamptz, due_at),
        finished_at = CASE WHEN %(state)s::text = 'open' THEN NULL ELSE clock_timestamp() END,
        lease_until = CASE WHEN %(state)s::text = 'open' THEN NULL ELSE lease_until END
    WHERE id = %(id)s AND claimed_by = %(worker)s AND attempts = %(attempt)s
          AND state IN ('in_delivery', 'unclear')
    RETURNING id
"""

# The result of one recipient and the claim of the next: one round trip, one commit (N-052, N-170).
SETTLE_AND_CLAIM = f"""
    WITH settled AS ({SETTLE}), {TAKE}
    SELECT EXISTS (SELECT FROM settled), taken.* FROM (SELECT) AS always LEFT JOIN taken ON TRUE
"""  # noqa: S608  # our own text

EXPIRE = """
    UPDATE newsletters_delivery
    SET state = 'unclear', finished_at = clock_timestamp(), reply_text = 'lease ran out'
    WHERE state = 'in_delivery' AND lease_until < clock_timestamp()
"""

# A row whose next try lies within the time gets it, also when the issue was paused for days.
GIVE_UP = """
    UPDATE newsletters_delivery delivery SET state = 'given_up', finished_at = clock_timestamp()
    FROM newsletters_issue issue
    WHERE issue.id = delivery.issue_id AND issue.state IN ('sending', 'sent')
          AND delivery.state = 'open' AND delivery.attempts > 0
          AND least(delivery.due_at, clock_timestamp()) > issue.released_at + make_interval(hours => %s)
"""

SHARE = """
    SELECT count(*), coalesce(100.0 * count(*) FILTER (WHERE refused) / nullif(count(*), 0), 0)
    FROM (SELECT delivery.state = 'rejected' OR coalesce(bounce.kind = 'sender', FALSE) AS refused
          FROM newsletters_delivery delivery
          LEFT JOIN newsletters_bounce bounce ON bounce.delivery_id = delivery.id
          WHERE delivery.issue_id = %s AND delivery.state IN ('sent', 'rejected')
          ORDER BY delivery.finished_at DESC LIMIT %s) latest
"""

# Also rows that were in delivery when the issue was cancelled and came back.
DROP = """
    UPDATE newsletters_delivery delivery SET state = 'dropped', finished_at = clock_timestamp()
    FROM newsletters_issue issue
    WHERE issue.id = delivery.issue_id AND issue.state = 'cancelled' AND delivery.state = 'open'
"""

RESEND = """
    UPDATE newsletters_delivery delivery
    SET state = 'open', due_at = issue.released_at, finished_at = NULL, lease_until = NULL
    FROM newsletters_issue issue
    WHERE issue.id = delivery.issue_id AND delivery.id = ANY(%s) AND delivery.state = 'unclear'
"""

STILL = """
    SELECT issue.id FROM newsletters_issue issue
    WHERE issue.state = 'sending'
          AND NOT EXISTS (SELECT 1 FROM newsletters_brake brake WHERE brake.released_at IS NULL)
          AND greatest(
              issue.going_since,
              (SELECT max(released_at) FROM newsletters_brake),
              (SELECT max(claimed_at) FROM newsletters_delivery WHERE issue_id = issue.id)
          ) < clock_timestamp() - make_interval(hours => %(hours)s)
          AND EXISTS (
              SELECT 1 FROM newsletters_delivery delivery
              WHERE delivery.issue_id = issue.id AND delivery.state = 'open'
                    AND delivery.due_at < clock_timestamp() - make_interval(hours => %(hours)s)
          )
"""

FAILED = "UPDATE newsletters_issue SET failures = failures + 1 WHERE id = %s RETURNING failures"
SUCCEEDED = "UPDATE newsletters_issue SET failures = 0 WHERE id = %s AND failures > 0"


@dataclass(frozen=True)
class Claim:
    """One row in the hands of one worker."""

    number: int
    issue: int
    version: int
    wanted: bool
    email: str
    key: Any
    attempt: int
    failures: int  # of its issue, in a row


@dataclass(frozen=True)
class Result:
    """How an attempt ended; `due` is the next try of a row that stays open."""

    state: str
    code: int | None = None
    text: str = ""
    due: datetime | None = None
    at_recipient: bool = False  # the answer was one to the recipient


def claim(worker: str, *, lease: int, issue: int | None = None, probe: bool = False) -> Claim | None:
    """Take the next due row, committed before anybody speaks to a mail server."""
    row = _prepared(CLAIM, {"worker": worker, "lease": lease, "issue": issue, "probe": probe})
    return Claim(*row) if row else None


def settle(taken: Claim, worker: str, result: Result) -> bool:
    """Only the worker that holds the claim may write, also over `unclear` (N-055); False: too late."""
    return _prepared(SETTLE, _facts(taken, worker, result)) is not None


def settle_and_claim(
    taken: Claim, worker: str, result: Result, *, lease: int, issue: int | None = None
) -> tuple[bool, Claim | None]:
    """What `settle` and `claim` say, in one statement."""
    facts = _facts(taken, worker, result) | {"lease": lease, "issue": issue, "probe": False}
    is_settled, *row = _prepared(SETTLE_AND_CLAIM, facts) or (False, None)
    return is_settled, Claim(*row) if row[0] is not None else None


def _facts(taken: Claim, worker: str, result: Result) -> dict[str, Any]:
    return {
        "id": taken.number,
        "worker": worker,
        "attempt": taken.attempt,
        "state": str(result.state),
        "code": result.code,
        "text": result.text[:200],
        "due": result.due,
    }


def _prepared(sql: str, values: dict[str, Any]) -> tuple[Any, ...] | None:
    """One row. Planned once per connection: planning anew for each message takes longer than the claim."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        timed(lambda *asked: cursor.execute(asked[0], asked[1], prepare=True), sql, values, False, {})  # noqa: FBT003
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def expire() -> int:
    return _run(EXPIRE, [])


def give_up(hours: int) -> int:
    return _run(GIVE_UP, [hours])


def rejected_share(issue: int, among: int) -> float:
    """Percent of `rejected` among the last rows that were answered; 0 before there are so many (N-071)."""
    with connection.cursor() as cursor:
        cursor.execute(SHARE, [issue, among])
        found = cursor.fetchone()
    return float(found[1]) if found and found[0] >= among else 0.0


def drop_cancelled() -> int:
    return _run(DROP, [])


def resend(numbers: list[int]) -> int:
    """Due since the release, so that they are tried once more whatever the time."""
    return _run(RESEND, [numbers])


def standing_still(hours: int) -> list[int]:
    """Issues whose rows have been due for so long while none was taken (N-072)."""
    with connection.cursor() as cursor:
        cursor.execute(STILL, {"hours": hours})
        return [row[0] for row in cursor.fetchall()]


def failed(issue: int) -> int:
    """How many attempts of this issue have failed in a row by now, of all workers (N-071)."""
    with connection.cursor() as cursor:
        cursor.execute(FAILED, [issue])
        return int(cursor.fetchone()[0])


def succeeded(issue: int) -> None:
    _run(SUCCEEDED, [issue])


def _run(sql: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def next_try(attempts: int, minutes: tuple[int, ...]) -> datetime:
    """1, 5, 15, 60, 240 minutes, then every 12 hours (N-057)."""
    wait = minutes[attempts - 1] if attempts <= len(minutes) else 12 * 60
    return timezone.now() + timedelta(minutes=wait)
