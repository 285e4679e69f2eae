"""The worker outlives a database that starts anew, and ends when it is asked to (G-010, decision 0096)."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateWorker

from tests.ground.test_two_servers import database_closed

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 90  # seconds: the pool alone asks the database for 30 before it gives up
NOTICED = ("ConnectorException", "worker lost its database")  # the log says where the loss hit


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "worker.log"


@pytest.fixture
def worker(log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A real worker at the database of the tests."""
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"
    argv = [sys.executable, "manage.py", "work"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            argv, cwd=settings.BASE_DIR, env=os.environ | {"DATABASE_URL": url}, stdout=out, stderr=out
        )
    yield process
    process.kill()
    process.wait()
    connection.close()


def until(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not is_so():
        time.sleep(0.05)
    return is_so()


@pytest.mark.req("G-010")
def test_worker_begins_again_when_its_database_is_back_and_ends_at_once_when_asked(
    worker: "subprocess.Popen[bytes]", log: Path
) -> None:
    """Some ten seconds, at worst forty: the package ends itself slowly, the worker begins in a second."""
    assert until(ProcrastinateWorker.objects.exists), log.read_text()
    first = ProcrastinateWorker.objects.get().pk
    with database_closed():
        assert until(lambda: any(word in log.read_text() for word in NOTICED)), log.read_text()
    assert until(ProcrastinateWorker.objects.exclude(pk=first).exists), log.read_text()
    assert log.read_text().count("worker lost its database") == 1
    worker.terminate()
    assert worker.wait(5) == 0
