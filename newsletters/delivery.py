"""The worker: takes rows of the ledger one by one and hands them to the mail server (N-052 to N-061)."""

import logging
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.db import connection, transaction
from django.utils import timezone

from goslar_portal import office
from goslar_portal.journal.models import Actor
from goslar_portal.mail.wire import for_the_wire
from goslar_portal.states import WrongStateError
from newsletters import envelope, reports
from newsletters.line import LAST, STEP, ConnectionFailedError, Line, ServerFaultError
from newsletters.message.mime import TOKEN, headers_for, host
from newsletters.models import Bounce, Delivery, Frozen, Issue, Pace, classify, ledger, wait_for_turn
from newsletters.models.delivery import DeliveryState as D
from newsletters.models.ledger import Claim, Result
from newsletters.tokens import Purpose, sign

log = logging.getLogger("portal.newsletters")

CLOCK = Actor.clock("send_newsletters")
PAUSES = (1, 5, 15, 60, 240)  # minutes between attempts, then twelve hours each (N-057)
SLOTS = 7_071_000  # advisory locks: as many as connections may be open at once (N-059)
REJECTED_AFTER = 50
ANSWERED = frozenset({D.SENT, D.REJECTED})  # by a mail server that works


@lru_cache(maxsize=8)
def frozen(version: int) -> tuple[bytes, bytes, str, str]:
    """Head, body, sender and first part of the Message-ID of a version; it never changes."""
    row = Frozen.objects.select_related("issue__channel").get(pk=version)
    issue = row.issue
    stem = f"{issue.channel.slug}.{issue.year}-{issue.number}"
    return bytes(row.mail_head), bytes(row.mail_body), issue.channel.sender_address, stem


def message_for(taken: Claim) -> tuple[bytes, str, str]:
    """The bytes for one recipient, the envelope sender, and a name for the file."""
    head, body, sender, stem = frozen(taken.version)
    token = sign(Purpose.SUBSCRIPTION, taken.key)
    name = f"{stem}.{envelope.sign(taken.number)}"
    own = headers_for(taken.email, message_id=f"<{name}@{host()}>", token=token, at=datetime.now(UTC))
    whole = own + head + b"\r\n" + body.replace(TOKEN.encode(), token.encode())
    return whole, envelope.sender(taken.number) or sender, name


class Worker:
    """Works off the ledger until nothing is due, the time is over, or everything is stopped."""

    def __init__(self, *, until: float | None = None, issue: int | None = None) -> None:
        self.name = f"{socket.gethostname()[:30]}:{os.getpid()}:{threading.get_ident() % 100_000}"
        self.until = until
        self.issue = issue
        self.line = Line()
        self.per_minute = int(office.value("newsletters.per_minute"))
        self.lease = int(office.value("newsletters.lease_minutes"))
        self.finished = 0

    def run(self) -> int:
        """Returns how many rows it finished."""
        with _slot() as is_free:
            if is_free:
                try:
                    self._work()
                finally:
                    self.line.close()
        return self.finished

    def probe(self) -> bool:
        """One single message of a paused issue; whether the mail server answers it (N-071)."""
        taken = self._claim(probe=True)
        if taken is None:
            return False
        result = self._attempt(taken)
        self.line.close()
        self._settle(taken, result)
        return result.state in ANSWERED

    def _work(self) -> None:
        taken: Claim | None = None
        while self._has_time() or taken is not None:
            if taken is None:
                pause = wait_for_turn(self.per_minute)
                if pause:
                    time.sleep(min(pause, 1.0))
                    continue
                taken = self._claim()
                if taken is None:
                    return
            taken = self._deliver(taken)

    def _has_time(self) -> bool:
        return self.until is None or time.monotonic() < self.until

    def _claim(self, *, probe: bool = False) -> Claim | None:
        return self._wanted(ledger.claim(self.name, lease=self.lease, issue=self.issue, probe=probe))

    def _wanted(self, taken: Claim | None) -> Claim | None:
        """This row or the next that is wanted; those that are not were skipped by the statement itself."""
        while taken is not None and not taken.wanted:
            taken = ledger.claim(self.name, lease=self.lease, issue=self.issue)
        return taken

    def _deliver(self, taken: Claim) -> Claim | None:
        """Hand over one message; returns the row that is claimed next in the same commit, if any (N-052)."""
        result = self._attempt(taken)
        if result.state == D.SENT and not self.per_minute and self._has_time():
            return self._settle_and_claim(taken, result)
        self._settle(taken, result)
        if result.state == D.REJECTED:
            judge_rejections(taken.issue)
        return None

    def _attempt(self, taken: Claim) -> Result:
        """Ends with the result of this attempt, whatever happens on the wire; stops what must stop."""
        until = time.monotonic() + self.lease * 60 - LAST - STEP
        try:
            address = for_the_wire(taken.email)
            message, sender, name = message_for(taken)
        except UnicodeError:
            return Result(D.REJECTED, text="address cannot be written to")
        try:
            result = self.line.send(sender, address, message, name, until=until)
        except ServerFaultError as error:
            stop(taken.issue, "server")
            return self._later(taken, str(error))
        except ConnectionFailedError as error:
            result = Result(D.OPEN, text=str(error))
        if result.state in ANSWERED:
            if taken.failures:
                ledger.succeeded(taken.issue)
            return result
        if ledger.failed(taken.issue) >= int(office.value("newsletters.failures_in_a_row")):
            stop(taken.issue, "connection")
        return self._later(taken, result.text, result.code) if result.state == D.OPEN else result

    def _later(self, taken: Claim, text: str, code: int | None = None) -> Result:
        return Result(D.OPEN, code, text, due=ledger.next_try(taken.attempt, PAUSES))

    @transaction.atomic(savepoint=False)
    def _settle(self, taken: Claim, result: Result) -> None:
        result = without(taken.email, result)
        self._count(taken, result, is_settled=ledger.settle(taken, self.name, result))
        if result.state == D.REJECTED:
            note_rejection(taken, result)

    def _settle_and_claim(self, taken: Claim, result: Result) -> Claim | None:
        result = without(taken.email, result)
        is_settled, following = ledger.settle_and_claim(
            taken, self.name, result, lease=self.lease, issue=self.issue
        )
        self._count(taken, result, is_settled=is_settled)
        return self._wanted(following)

    def _count(self, taken: Claim, result: Result, *, is_settled: bool) -> None:
        if is_settled:
            self.finished += result.state != D.OPEN
        else:
            log.warning("delivery settled too late", extra={"job": f"delivery {taken.number}"})


def without(address: str, result: Result) -> Result:
    """Mail servers repeat the address in their answers; the ledger holds none (N-051)."""
    if address.lower() not in result.text.lower():
        return result
    return replace(result, text=re.sub(re.escape(address), "…", result.text, flags=re.IGNORECASE))


def note_rejection(taken: Claim, result: Result) -> None:
    """A refusal at once is judged like a report that comes later (N-142)."""
    status = reports.enhanced(result.text)
    kind = classify(status, result.code, at_recipient=result.at_recipient)
    row = Delivery.objects.with_facts().get(pk=taken.number)
    Bounce.objects.note(row, kind=kind, status=status, by=CLOCK)


def judge_rejections(issue: int) -> None:
    """Too many of the last ones were refused, at once or by a report (N-071, N-142)."""
    if ledger.rejected_share(issue, REJECTED_AFTER) > int(office.value("newsletters.rejected_percent")):
        stop(issue, "rejected")


def stop(issue: int, reason: str) -> None:
    """The circuit breaker; somebody else may have been faster."""
    with suppress(WrongStateError):
        Issue.objects.get(pk=issue).pause(by=CLOCK, reason=reason)


@contextmanager
def _slot() -> Iterator[bool]:
    """One of the connections that may be open; a lock that ends with the process that holds it."""
    for number in range(int(office.value("newsletters.connections"))):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [SLOTS + number])
            found = cursor.fetchone()
        if found and found[0]:
            try:
                yield True
            finally:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [SLOTS + number])
            return
    yield False


def tidy() -> None:
    """What the clock owes the ledger: leases that ran out, rows that waited too long, finished issues."""
    ledger.expire()
    ledger.give_up(int(office.value("newsletters.retry_hours")))
    ledger.drop_cancelled()
    for issue in Issue.objects.sending():
        issue.finish(by=CLOCK)


def begin_planned() -> None:
    """Planned issues whose time has come; one that is late waits for a person (N-042, N-072)."""
    late = timezone.now() - timedelta(hours=int(office.value("newsletters.overdue_hours")))
    for issue in Issue.objects.due():
        with suppress(WrongStateError):  # another worker was faster
            if issue.planned_at is not None and issue.planned_at < late:
                issue.miss(by=CLOCK)
            else:
                issue.begin(by=CLOCK)


def guard() -> None:
    """What has stood still for hours, or comes from a backup, is not sent without being asked (N-072)."""
    with transaction.atomic():
        if Pace.objects.is_restored():
            hold_all()
    for number in ledger.standing_still(int(office.value("newsletters.overdue_hours"))):
        stop(number, "still")


def hold_all() -> None:
    for issue in Issue.objects.sending():
        stop(issue.pk, "restored")
    for issue in Issue.objects.planned():
        with suppress(WrongStateError):
            issue.miss(by=CLOCK, reason="restored")


def probe() -> None:
    """Try one message of each issue that waits for its mail server; when it is taken, go on (N-071)."""
    for issue in Issue.objects.to_probe(int(office.value("newsletters.probe_minutes"))):
        with _slot() as is_free:
            is_reached = is_free and issue.probe() and Worker(issue=issue.pk).probe()
        if is_reached:
            with suppress(WrongStateError):
                issue.resume(by=CLOCK)


def send_newsletters(*, seconds: float | None = None, issue: int | None = None) -> int:
    """Everything that is due now; any number of these may run at once (N-058)."""
    guard()
    begin_planned()
    tidy()
    probe()
    until = None if seconds is None else time.monotonic() + seconds
    finished = Worker(until=until, issue=issue).run()
    tidy()
    return finished
