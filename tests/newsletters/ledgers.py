"""Released issues with many subscribers, laid quickly: what is proved begins at the ledger."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from goslar_portal.office.models import OfficeValue
from newsletters import addresses
from newsletters.models import Channel, Delivery, Issue, Subscription
from tests.newsletters.test_release import create_issue, send


def subscribe_many(channel: Channel, count: int) -> list[Subscription]:
    now = timezone.now()
    names = [f"leser{number:04}@example.org" for number in range(count)]
    return Subscription.objects.bulk_create(
        Subscription(
            channel=channel, email=name, address_hash=addresses.fingerprint(name),
            key_number=addresses.key_number(), language="de", confirmed_at=now, renewed_at=now,
        )
        for name in names
    )  # fmt: skip


def create_released(channel: Channel, count: int) -> Issue:
    subscribe_many(channel, count)
    issue = create_issue(channel)
    send(issue)
    issue.refresh_from_db()
    return issue


def set_value(name: str, number: int) -> None:
    OfficeValue.objects.create(name=f"newsletters.{name}", number=number, reason="Probe")


def states() -> dict[str, int]:
    return Delivery.objects.per_state()


def turn_back(table: str, hours: float, *columns: str) -> None:
    """As if what stands in these columns had happened so much earlier."""
    parts = ", ".join(f"{name} = {name} - %s" for name in columns)
    gap: Any = timedelta(hours=hours)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE newsletters_{table} SET {parts}", [gap] * len(columns))  # noqa: S608  # names of this file's callers


def make_due() -> None:
    """The pause before the next try is over."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE newsletters_delivery SET due_at = now() WHERE state = 'open'")
