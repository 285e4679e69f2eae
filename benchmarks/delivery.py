"""Delivery beside a bare smtplib loop with the same messages, release beside a bare INSERT (N-170, N-171)."""

import os
import smtplib
import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import sink
from benchmarks.bench import Bench, Row
from benchmarks.database import scratch

MESSAGES, QUICK_MESSAGES = 2_000, 200
KB = 40
CONNECTIONS = 4
LEAST = 0.25  # ADR 0074
READERS, QUICK_READERS, FEW = 10_000, 1_000, 10
MOST_TIMES = 3
BARE = "INSERT INTO messung SELECT * FROM newsletters_delivery WHERE issue_id = %s"
WORD = "Nachbarschaft "  # one of many


def measure(bench: Bench) -> None:
    with scratch(content=True):
        from goslar_portal.office.models import OfficeValue

        OfficeValue.objects.create(name="newsletters.per_minute", number=0, reason="Messung")
        must_be_durable()
        measure_release(bench)
        measure_sending(bench)


def must_be_durable() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] != "on":
                raise RuntimeError(f"{name} must be on")


# Sending ----------------------------------------------------------------------------------------------------


def measure_sending(bench: Bench) -> None:
    from django.conf import settings

    count = QUICK_MESSAGES if bench.quick else MESSAGES
    row = Row(
        f"Newsletter zustellen: {count} Nachrichten zu {KB} kB je Sekunde",
        f"smtplib, {CONNECTIONS} Verbindungen",
        target=LEAST,
    )
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST_USER = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    subscribe(count)
    with sink.running() as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        for _round in range(bench.rounds):
            ready = messages(released())
            row.ours.append(count / at_once([deliver] * CONNECTIONS))
            must_all_be_sent(count)
            parts = [ready[number::CONNECTIONS] for number in range(CONNECTIONS)]
            row.theirs.append(count / at_once([lambda part=part: send_bare(port, part) for part in parts]))  # type: ignore[misc]  # bound early
    bench.rows.append(row)


def at_once(tasks: Sequence[Callable[[], Any]]) -> float:
    """Seconds until all have ended, each in a process of its own."""
    from django.db import connection

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL has one; children must not share it
    begin = time.perf_counter()
    children = []
    for task in tasks:
        child = os.fork()
        if not child:
            task()
            os._exit(0)
        children.append(child)
    failed = [child for child in children if os.waitpid(child, 0)[1]]
    if failed:
        raise RuntimeError("a process of the measurement failed")
    return time.perf_counter() - begin


def deliver() -> None:
    from newsletters.delivery import send_newsletters

    send_newsletters()


def send_bare(port: int, ready: list[tuple[str, str, bytes]]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for sender, recipient, message in ready:
            server.sendmail(sender, [recipient], message)


def messages(issue: Any) -> list[tuple[str, str, bytes]]:
    """Sender, recipient and bytes, as the worker would make them."""
    from newsletters.delivery import message_for
    from newsletters.models.ledger import Claim

    found = []
    for row in issue.deliveries.select_related("subscription"):
        reader = row.subscription
        claim = Claim(
            row.pk,
            issue.pk,
            row.version_id,
            wanted=True,
            email=reader.email,
            key=reader.key,
            attempt=1,
            failures=0,
        )
        message, sender, _name = message_for(claim)
        found.append((sender, reader.email, message))
    if not 0.8 * KB * 1024 < len(found[0][2]) < 1.2 * KB * 1024:
        raise RuntimeError(f"a message has {len(found[0][2])} bytes")
    return found


def must_all_be_sent(count: int) -> None:
    from newsletters.models import Delivery, Issue

    found = Delivery.objects.of_issue(Issue.objects.latest("pk")).per_state()
    if found != {"sent": count}:
        raise RuntimeError(f"not all were sent: {found}")


# Release ----------------------------------------------------------------------------------------------------


def measure_release(bench: Bench) -> None:
    count = QUICK_READERS if bench.quick else READERS
    row = Row(
        f"Ausgabe freigeben, {count} Abos: Vorbereiten und INSERT",
        "ganze Freigabe",
        target=1 / MOST_TIMES,
        remark="Sekunden; Verhältnis bloßes INSERT mit Vorbereiten zu Freigabe",
    )
    subscribe(FEW)
    statements()  # from now on a call of the worker waits already, as it does in every later one
    few = statements()
    subscribe(count)
    for _round in range(bench.rounds):
        rendering, releasing, issue = timed_release()
        row.ours.append(rendering + bare_insert(issue))
        row.theirs.append(rendering + releasing)
    bench.rows.append(row)
    what = f"Ausgabe freigeben, {count} Abos: Abfragen, höchstens so viele wie bei {FEW}"
    bench.at_most(what, [float(statements())], few, unit="Abfragen")


def timed_release() -> tuple[float, float, Any]:
    from newsletters import release

    issue = written()
    begin = time.perf_counter()
    ready = release.prepare(issue)
    if not all(form.pdf for form in ready.forms):  # made when it is asked for first
        raise RuntimeError("a version has no PDF")
    rendered = time.perf_counter()
    issue.release(ready.forms, by=office(), seen=ready.stamp)
    return rendered - begin, time.perf_counter() - rendered, issue


def statements() -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        released()
    return len(asked)


def bare_insert(issue: Any) -> float:
    """The same rows into a table alike, committed."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE messung (LIKE newsletters_delivery INCLUDING ALL)")
        begin = time.perf_counter()
        cursor.execute(BARE, [issue.pk])
        took = time.perf_counter() - begin
        cursor.execute("DROP TABLE messung")
    return took


# What it is measured with -----------------------------------------------------------------------------------


def office() -> Any:
    from goslar_portal.journal.models import Actor

    return Actor.clock("bench")


def subscribe(count: int) -> None:
    """Exactly so many readers; those of an earlier measurement have ended."""
    from django.utils import timezone

    from newsletters import addresses
    from newsletters.models import Channel, Delivery, Issue, Subscription

    now, channel = timezone.now(), Channel.objects.order_by("pk")[0]
    for issue in Issue.objects.sending():
        issue.cancel(by=office(), reason="mistake")
    Delivery.objects.all().delete()
    Subscription.objects.all().delete()
    names = [f"leser{number}@example.org" for number in range(count)]
    Subscription.objects.bulk_create(
        Subscription(
            channel=channel,
            email=name,
            address_hash=addresses.fingerprint(name),
            key_number=addresses.key_number(),
            language="de",
            confirmed_at=now,
            renewed_at=now,
        )
        for name in names
    )


def released() -> Any:
    from newsletters import release

    issue = written()
    ready = release.prepare(issue)
    issue.release(ready.forms, by=office(), seen=ready.stamp)
    return issue


def text(number: int) -> str:
    return f"<p>{number} {WORD * 230}</p>"


def written() -> Any:
    """A draft whose mail has about 40 kB."""
    from newsletters.blocks import Block
    from newsletters.models import Channel, Issue

    issue = Issue.objects.begin(Channel.objects.order_by("pk")[0], by=office(), title="Messung")
    blocks = [
        Block("story", uid=f"aaaaa{number}", heading=f"Meldung {number}", body=text(number))
        for number in range(5)
    ]
    head = {"title": "Messung", "subject": "Messung", "preview": ""}
    issue.write("de", by=office(), seen=issue.stamp, head=head, blocks=blocks)
    issue.refresh_from_db()
    return issue
