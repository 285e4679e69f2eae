"""A morning in the office: things that wait, for different people."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from goslar_portal import registry
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from housing.models import Offer, Task
from tests.housing.factories import create_offer


@pytest.fixture
def alone() -> Iterator[None]:
    """Only the cards a test registers itself."""
    before = dict(registry.today._entries)
    registry.today._entries.clear()
    yield
    registry.today._entries.clear()
    registry.today._entries.update(before)


@pytest.fixture
def offer(starting_content: None) -> Offer:
    return create_offer()


def create_tasks(offer: Offer, count: int, *, of: User | None = None, days: int = 0) -> list[Task]:
    """So many tasks that are due, or were due some days ago."""
    due = today() - timedelta(days=days)
    rows = [Task(offer=offer, text=f"Aufgabe {n}", due_on=due, assigned_to=of) for n in range(count)]
    return Task.objects.bulk_create(rows)
