"""The site every test of information pages stands on."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from integration.models import Page
from tests.integration import records


@pytest.fixture
def overview(db: None) -> Page:
    """Start page and overview are published."""
    return records.create_site()


@pytest.fixture
def topic(overview: Page) -> Page:
    """A published topic with one section, below the overview."""
    return records.create_published("wohnraum", parent=overview, texts={"title": "Wohnraum"})


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Call functions at the same moment, each with its own connection; errors come back as results."""

    def run(*actions: Callable[[], Any]) -> list[Any]:
        results: list[Any] = [None] * len(actions)
        barrier = threading.Barrier(len(actions), timeout=10)

        def act(number: int, action: Callable[[], Any]) -> None:
            try:
                barrier.wait()
                results[number] = action()
            except Exception as error:  # the test looks at it
                results[number] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=act, args=pair) for pair in enumerate(actions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return results

    return run
