"""Two real server processes: what is changed in the back office is seen in both at once (G-122 to G-124)."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from goslar_portal.accounts.models import User
from integration.models import Contact
from tests.conftest import logged_in
from tests.ground.conftest import free_port
from tests.integration.records import create_contact, create_published, create_site
from tests.integration.test_contact_admin import filled

pytestmark = pytest.mark.django_db(transaction=True)
PAGE, OTHER = "/integration/wohnen/", "/integration/lernen/"
PATIENCE = 20  # seconds for a server to start


class Server:
    """One process of the portal as `./portal run` starts it, with its log."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.port = free_port()
        self.log = folder / f"{self.port}.log"
        argv = [
            sys.executable, "-m", "goslar_portal.launch.web", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(self.port), "--workers", "1", "--blocking-threads", "2", "--no-ws",
            "--no-access-log", "goslar_portal.wsgi:application",
        ]  # fmt: skip
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(argv, stdout=out, stderr=out, env=environment)

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=15) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with suppress(OSError):
                if self.get("/healthz/live")[0] == 200:
                    return
            time.sleep(0.05)
        pytest.fail(self.log.read_text(encoding="utf-8"))

    def asked_django(self) -> int:
        """How many requests were not answered from memory: each leaves a line."""
        return self.log.read_text(encoding="utf-8").count('"event": "request"')

    def seconds_until(self, path: str, words: str) -> float:
        begin = time.monotonic()
        while words not in self.get(path)[1]:
            assert time.monotonic() - begin < 5, f"never saw {words}"
            time.sleep(0.01)
        return time.monotonic() - begin


@pytest.fixture
def contact() -> Contact:
    """An office that stands on one of two topics."""
    overview = create_site()
    create_published("lernen", parent=overview)
    return create_contact(page=create_published("wohnen", parent=overview), role="Beratung")


@pytest.fixture
def servers(contact: Contact, tmp_path: Path) -> Iterator[list[Server]]:
    """Two servers that have both pages in memory."""
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"
    environment = {**os.environ, "DATABASE_URL": url, "PORTAL_DATA": str(tmp_path)}
    subprocess.run([sys.executable, "manage.py", "collectstatic", "-v0"], check=True, env=environment)
    started = [Server(tmp_path, environment) for _ in range(2)]
    for server in started:
        server.wait()
        for _ in range(10):  # until the memory knows the counters
            server.get(PAGE)
            server.get(OTHER)
    yield started
    for server in started:
        server.process.terminate()
    for server in started:
        server.process.wait(10)
    connection.close()


def rename(contact: Contact, editor: User, role: str) -> None:
    """In the back office, by its form."""
    data = filled(contact, **{"texts-0-role": role})
    address = reverse("admin:integration_contact_change", args=[contact.pk])
    assert logged_in(editor).post(address, data).status_code == 302


@contextmanager
def database_closed() -> Iterator[None]:
    """The database throws everybody out and takes nobody in."""
    where = connection.get_connection_params()
    name, place = where["dbname"], {key: where[key] for key in ("host", "port", "user") if key in where}
    who = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL has one; it would hand out dead lines
    with psycopg.connect(**place, dbname="postgres", autocommit=True) as outside:
        outside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        outside.execute(who, [name])
        try:
            yield
        finally:
            outside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@pytest.mark.req("G-122", "G-123", "G-124")
def test_reader_of_either_process_sees_the_change_at_once_and_other_pages_stay(
    servers: list[Server], contact: Contact, editor: User
) -> None:
    before = [server.asked_django() for server in servers]
    assert ["<h3>Beratung</h3>" in server.get(PAGE)[1] for server in servers] == [True, True]
    assert [server.asked_django() for server in servers] == before
    rename(contact, editor, "Wohnberatung")
    waited = [server.seconds_until(PAGE, "Wohnberatung") for server in servers]
    assert max(waited) < 1.0
    for server in servers:
        server.get(PAGE)
        server.get(OTHER)
    assert [server.asked_django() for server in servers] == [count + 1 for count in before]


@pytest.mark.req("G-124")
def test_process_that_hears_nothing_asks_once_a_second(
    servers: list[Server], contact: Contact, editor: User
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE page_cache_topic DISABLE TRIGGER USER")
        rename(contact, editor, "Wohnberatung")
        waited = [server.seconds_until(PAGE, "Wohnberatung") for server in servers]
        cursor.execute("ALTER TABLE page_cache_topic ENABLE TRIGGER USER")
    assert max(waited) < 1.5


@pytest.mark.req("G-124")
def test_reader_goes_on_reading_while_the_database_takes_nobody_in(
    servers: list[Server], contact: Contact, editor: User
) -> None:
    with database_closed():
        seen = [(server.get(PAGE)[0], server.get("/kontakt/")[0]) for server in servers]
    assert seen == [(200, 503), (200, 503)]
    rename(contact, editor, "Wohnberatung")
    assert max(server.seconds_until(PAGE, "Wohnberatung") for server in servers) < 4
