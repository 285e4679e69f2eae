"""The worker: takes rows of the ledger one by one and hands them to the mail server (N-052 to N-061)."""

import logging
import os
import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from goslar_portal import office
from goslar_portal.journal.models import Actor
from goslar_portal.states import WrongStateError
from newsletters.addresses import for_the_wire
from newsletters.message.mime import TOKEN, headers_for, host
from newsletters.models import Frozen, Issue, ledger, wait_for_turn
from newsletters.models.delivery import DeliveryState as D
from newsletters.models.ledger import Claim, Result
from newsletters.tokens import Purpose, sign

log = logging.getLogger("portal.newsletters")

CLOCK = Actor.clock("send_newsletters")
PAUSES = (1, 5, 15, 60, 240)  # minutes between attempts, then twelve hours each (N-057)
TIMEOUT = 60  # seconds for one answer of the mail server; all of one mail stay below the lease
SLOTS = 7_071_000  # advisory locks: as many as connections may be open at once (N-059)
REJECTED_AFTER = 50


class ServerFaultError(Exception):
    """The mail server refuses us, not the recipient: our own fault, so everything waits (N-061)."""


class ConnectionFailedError(Exception):
    """No connection, or it broke before the end of the text."""


class Line:
    """One connection to the mail server, or the folder of a local start."""

    def __init__(self) -> None:
        self.server: smtplib.SMTP | None = None
        self.is_file = settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")

    def send(self, sender: str, recipient: str, message: bytes, name: str) -> Result:
        if self.is_file:
            return self._to_file(message, name)
        try:
            server = self._open()
            code, reply = server.mail(sender)
            if code >= 500:
                raise ServerFaultError(f"{code} {_words(reply)}")
            if code < 300:
                code, reply = server.rcpt(recipient)
            if code >= 300:
                server.rset()
                return refused(code, reply)
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, OSError) as error:
            self.close()
            raise ConnectionFailedError(type(error).__name__) from error
        return self._text(server, message)

    def _text(self, server: smtplib.SMTP, message: bytes) -> Result:
        try:
            code, reply = server.docmd("data")
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise ConnectionFailedError(type(error).__name__) from error
        if code != 354:
            return refused(code, reply)
        try:
            server.send(_stuffed(message))
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise ConnectionFailedError(type(error).__name__) from error
        try:
            code, reply = server.getreply()
        except (smtplib.SMTPException, OSError):
            self.close()
            return Result(D.UNCLEAR, text="connection lost after the text")
        return Result(D.SENT, code, _words(reply)) if 200 <= code < 300 else refused(code, reply)

    def _open(self) -> smtplib.SMTP:
        if self.server is not None:
            return self.server
        place = (settings.EMAIL_HOST, settings.EMAIL_PORT)
        make = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
        try:
            server: smtplib.SMTP = make(*place, timeout=TIMEOUT)
            if settings.EMAIL_USE_TLS:
                server.starttls()
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
            server.ehlo_or_helo_if_needed()
        except smtplib.SMTPResponseException as error:
            if error.smtp_code >= 500:
                raise ServerFaultError(f"{error.smtp_code} {_words(error.smtp_error)}") from error
            raise ConnectionFailedError(f"SMTP {error.smtp_code}") from error
        except smtplib.SMTPException as error:
            raise ConnectionFailedError(type(error).__name__) from error
        self.server = server
        return server

    def _to_file(self, message: bytes, name: str) -> Result:
        folder = Path(str(settings.EMAIL_FILE_PATH))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = folder / f".{name}.half"
        half.write_bytes(message)
        half.rename(folder / f"{name}.eml")
        return Result(D.SENT, 250, "file")

    def close(self) -> None:
        if self.server is not None:
            self.server.close()
            self.server = None


def refused(code: int, reply: bytes | str) -> Result:
    if code >= 500:
        return Result(D.REJECTED, code, _words(reply))
    return Result(D.OPEN, code, _words(reply))


def _words(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())[:200]


def _stuffed(message: bytes) -> bytes:
    """Lines that begin with a dot get a second one; the end is a dot alone (RFC 5321, 4.5.2)."""
    body = message.replace(b"\r\n.", b"\r\n..")
    body = b"." + body if body.startswith(b".") else body
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


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
    name = f"{stem}.{taken.number}"
    own = headers_for(taken.email, message_id=f"<{name}@{host()}>", token=token, at=datetime.now(UTC))
    return own + head + b"\r\n" + body.replace(TOKEN.encode(), token.encode()), sender, name


class Worker:
    """Works off the ledger until nothing is due, the time is over, or everything is stopped."""

    def __init__(self, *, until: float | None = None, issue: int | None = None) -> None:
        self.name = f"{socket.gethostname()[:30]}:{os.getpid()}:{threading.get_ident() % 100_000}"
        self.until = until
        self.issue = issue
        self.line = Line()
        self.per_minute = int(office.value("newsletters.per_minute"))
        self.lease = int(office.value("newsletters.lease_minutes"))
        self.sent = 0
        self.failures = 0

    def run(self) -> int:
        """Returns how many rows it finished."""
        with _slot() as is_free:
            if not is_free:
                return 0
            try:
                while self._has_time() and self._one():
                    pass
            finally:
                self.line.close()
        return self.sent

    def _has_time(self) -> bool:
        return self.until is None or time.monotonic() < self.until

    def _one(self) -> bool:
        pause = wait_for_turn(self.per_minute)
        if pause:
            time.sleep(min(pause, 1.0))
            return True
        taken = ledger.claim(self.name, lease=self.lease, issue=self.issue)
        if taken is None:
            return False
        if taken.wanted:
            self._deliver(taken)
        return True

    def _deliver(self, taken: Claim) -> None:
        try:
            message, sender, name = message_for(taken)
            result = self.line.send(sender, for_the_wire(taken.email), message, name)
        except ServerFaultError as error:
            self._settle(taken, self._later(taken, str(error)))
            stop(taken.issue, "server")
            return
        except ConnectionFailedError as error:
            self._settle(taken, self._later(taken, str(error)))
            self._count_failure(taken.issue)
            return
        if result.state == D.OPEN:
            self._settle(taken, self._later(taken, result.text, result.code))
            self._count_failure(taken.issue)
            return
        self._settle(taken, result)
        self.failures = 0
        self.sent += 1
        if result.state == D.REJECTED:
            self._judge_rejections(taken.issue)

    def _later(self, taken: Claim, text: str, code: int | None = None) -> Result:
        return Result(D.OPEN, code, text, due=ledger.next_try(taken.attempt, PAUSES))

    def _settle(self, taken: Claim, result: Result) -> None:
        if not ledger.settle(taken, self.name, result):
            log.warning("delivery settled too late", extra={"job": f"delivery {taken.number}"})

    def _count_failure(self, issue: int) -> None:
        """Failures in a row pause the issue (N-071)."""
        self.failures += 1
        if self.failures >= int(office.value("newsletters.failures_in_a_row")):
            self.failures = 0
            stop(issue, "connection")

    def _judge_rejections(self, issue: int) -> None:
        if ledger.rejected_share(issue, REJECTED_AFTER) > int(office.value("newsletters.rejected_percent")):
            stop(issue, "rejected")


def stop(issue: int, reason: str) -> None:
    """The circuit breaker; somebody else may have been faster."""
    try:
        Issue.objects.get(pk=issue).pause(by=CLOCK, reason=reason)
    except WrongStateError:
        return


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


def tidy() -> int:
    """What the clock owes the ledger: leases that ran out, rows that waited too long, finished issues."""
    count = ledger.expire() + ledger.give_up(int(office.value("newsletters.retry_hours")))
    for issue in Issue.objects.sending():
        issue.finish(by=CLOCK)
    return count


def begin_planned() -> int:
    """Planned issues whose time has come; one that is late waits for a person (N-042, N-072)."""
    late = timezone.now() - timedelta(hours=int(office.value("newsletters.overdue_hours")))
    due = list(Issue.objects.due())
    for issue in due:
        if issue.planned_at is not None and issue.planned_at < late:
            issue.miss(by=CLOCK)
        else:
            issue.begin(by=CLOCK)
    return len(due)


def send_newsletters(*, seconds: float | None = None, issue: int | None = None) -> int:
    """Everything that is due now; any number of these may run at once (N-058)."""
    begin_planned()
    tidy()
    until = None if seconds is None else time.monotonic() + seconds
    sent = Worker(until=until, issue=issue).run()
    tidy()
    return sent
