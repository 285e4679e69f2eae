"""/healthz turns red where a person must act, says one word, and gives details to those who may have them."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from goslar_portal import clock
from goslar_portal.health import checks, measurements, registry
from goslar_portal.health.jobs import catch_up
from goslar_portal.health.models import JobRun, Trouble
from goslar_portal.mail.models import Letter

pytestmark = pytest.mark.django_db
TOKEN = "geheim"  # noqa: S105  # of this test
LONG_AGO = -1e9  # a web process that is past its grace


def heartbeat(seconds_ago: int = 5) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


@pytest.fixture(autouse=True)
def well(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A portal that has run for a while, with a worker."""
    settings.PORTAL_DATA = tmp_path
    monkeypatch.setattr(checks, "FREE_SHARE", 0)
    heartbeat()


@pytest.fixture
def letter() -> Letter:
    return Letter.objects.create(
        once="probe", kind="probe.greeting", recipient="wer@example.org", language="de", subject="x", text="x"
    )


def wrong() -> dict[str, str]:
    return checks.problems(LONG_AGO)


@pytest.mark.req("G-161")
def test_health_is_one_word() -> None:
    assert [Client().get(where).content for where in ("/healthz", "/healthz/live")] == [b"ok", b"ok"]
    assert wrong() == {}


@pytest.mark.req("G-161")
def test_silent_worker_turns_health_red_but_not_in_the_first_minute_of_a_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heartbeat(61)
    assert wrong() == {"worker": "silent"}
    assert checks.problems(time.monotonic() - 59) == {}
    monkeypatch.setattr("goslar_portal.health.checks.GRACE", 0)
    response = Client().get("/healthz")
    assert (response.status_code, response.content.decode()) == (503, "gestört")


@pytest.mark.req("G-161")
def test_letter_due_for_a_quarter_of_an_hour_turns_health_red(letter: Letter) -> None:
    Letter.objects.update(due_at=timezone.now() - timedelta(minutes=14))
    assert wrong() == {}
    Letter.objects.update(due_at=timezone.now() - timedelta(minutes=16))
    assert wrong() == {"letters": "late"}


@pytest.mark.req("G-161")
def test_nightly_job_that_did_not_run_for_26_hours_turns_health_red_until_it_is_caught_up() -> None:
    assert "tidy_uploads" in clock.watched()
    assert "forget_counters" not in clock.watched()
    JobRun.objects.expect(clock.watched())
    assert wrong() == {}
    JobRun.objects.filter(name="tidy_uploads").update(ended_at=timezone.now() - timedelta(hours=27))
    assert wrong() == {"jobs": "late"}
    with connection.cursor() as cursor:
        assert catch_up() == 1
        assert catch_up() == 1  # the second finds it in the queue
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'tidy_uploads'")
        assert cursor.fetchone() == (1,)
    JobRun.objects.ended("tidy_uploads", 0)
    assert wrong() == {}


@pytest.mark.req("G-161")
def test_full_disk_and_old_backup_turn_health_red(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PORTAL_LOCAL = False
    monkeypatch.setattr(checks, "FREE_SHARE", 1)
    settings.BACKUP_FOLDER = str(tmp_path)
    assert wrong() == {"disk": "full", "backup": "missing"}
    monkeypatch.setattr(checks, "FREE_SHARE", 0)
    (tmp_path / "sicherung").write_bytes(b"x")
    assert wrong() == {}
    old = time.time() - 27 * 3600
    os.utime(tmp_path / "sicherung", (old, old))
    assert wrong() == {"backup": "old"}


@pytest.fixture
def broken_entry() -> Iterator[None]:
    """An area whose measurement breaks its query."""

    def raising() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
        return 1

    registry.measure("probe_broken", "breaks", raising)
    yield
    registry.measurements.remove("portal_probe_broken")


@pytest.mark.req("G-111")
def test_entry_that_raises_is_left_out_logged_and_reported_while_the_page_answers(
    broken_entry: None, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.METRICS_TOKEN = TOKEN
    response = Client(headers={"Authorization": f"Bearer {TOKEN}"}).get("/healthz/metrics")
    text = response.content.decode()
    assert response.status_code == 200
    assert "\nportal_probe_broken " not in text
    assert "\nportal_database_bytes " in text
    assert [record.getMessage() for record in caplog.records if record.name == "portal.health"] == [
        "registry entry failed"
    ]
    assert list(Trouble.objects.values_list("name", "error")) == [
        ("metrics.portal_probe_broken", "ProgrammingError")
    ]
    assert wrong() == {"registries": "failed"}
    Trouble.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert wrong() == {}


@pytest.mark.req("G-162")
def test_metrics_exist_only_for_the_holder_of_the_token(settings: Settings) -> None:
    assert Client().get("/healthz/metrics").status_code == 404
    settings.METRICS_TOKEN = TOKEN
    for header in ("", "Bearer ", "Bearer falsch", f"{TOKEN}x"):
        answer = Client(headers={"Authorization": header}).get("/healthz/metrics")
        assert (answer.status_code, b"portal_" in answer.content) == (404, False)


@pytest.mark.req("G-162")
def test_metrics_count_what_the_database_holds(letter: Letter, capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    JobRun.objects.failed("tidy_uploads")
    lines = measurements.as_text().splitlines()
    assert 'portal_letters{state="waiting"} 1' in lines
    assert 'portal_job_failures{job="tidy_uploads"} 1' in lines
    assert "# TYPE portal_letters gauge" in lines
    assert "wer@example.org" not in "\n".join(lines)
    call_command("metrics")
    assert 'portal_letters{state="waiting"} 1' in capsys.readouterr().out


@pytest.mark.req("G-161")
def test_job_that_raises_is_counted_and_still_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    from procrastinate.contrib.django import app

    def broken() -> int:
        raise RuntimeError

    clock.every("0 3 * * *", name="probe_job")(broken)
    try:
        with pytest.raises(RuntimeError):
            app.tasks["probe_job"].func(0)
    finally:
        del app.tasks["probe_job"], clock._intervals["probe_job"]
    assert JobRun.objects.get(name="probe_job").failures == 1
