"""Jobs and health in the back office: what waits, what failed, in plain words, and what to do (G-161)."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from goslar_portal import clock
from goslar_portal.accounts.models import User
from goslar_portal.health import checks
from goslar_portal.health import registry as health
from goslar_portal.health.models import Job, JobRun, Trouble
from goslar_portal.mail.jobs import deliver_letter
from tests.conftest import create_user, logged_in

pytestmark = pytest.mark.django_db
LIST = "/admin/health/job/"
STATE = "/admin/zustand/"


def job(status: str = "todo") -> Job:
    """A job of the queue, as the worker would leave it."""
    number = deliver_letter.defer(number=7)
    with connection.cursor() as cursor:
        if status == "failed":
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [number])
        if status != "todo":
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, number])
    found: Job = Job.objects.get(pk=number)
    return found


def states(browser: Client, query: str = "") -> list[str]:
    return sorted(row.status for row in browser.get(f"{LIST}{query}").context["cl"].result_list)


@pytest.mark.req("G-076")
def test_engineer_finds_open_jobs_first_and_done_ones_on_demand(engineer: User) -> None:
    job(), job("succeeded"), job("failed")
    browser = logged_in(engineer)
    assert states(browser) == ["failed", "todo"]
    assert states(browser, "?stand=alle") == ["failed", "succeeded", "todo"]
    assert states(browser, "?stand=failed") == ["failed"]
    assert "Brief senden" in browser.get(LIST).content.decode()


@pytest.mark.req("G-076")
def test_engineer_tries_a_failed_job_again_and_cancels_a_waiting_one(engineer: User) -> None:
    failed, waiting, browser = job("failed"), job(), logged_in(engineer)
    assert browser.post(f"{LIST}{failed.pk}/retry/").status_code == 302
    assert browser.post(f"{LIST}{waiting.pk}/cancel/").status_code == 302
    assert [Job.objects.get(pk=row.pk).status for row in (failed, waiting)] == ["todo", "cancelled"]
    assert browser.post(f"{LIST}{waiting.pk}/cancel/").status_code == 409


@pytest.mark.req("G-076", "G-051")
@pytest.mark.parametrize("role", ["leitung", "datenschutz"])
def test_who_only_reads_jobs_changes_none(roles: None, role: str) -> None:
    waiting, browser = job(), logged_in(create_user(role))
    assert browser.get(f"{LIST}{waiting.pk}/change/").status_code == 200
    assert browser.post(f"{LIST}{waiting.pk}/cancel/").status_code == 403
    assert Job.objects.get(pk=waiting.pk).status == "todo"


@pytest.mark.req("G-161")
def test_page_of_health_says_what_is_wrong_and_what_to_do(
    engineer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "GRACE", 0)
    Trouble.objects.note("today.probe", "RuntimeError")
    JobRun.objects.failed("tidy_uploads")
    text = logged_in(engineer).get(STATE).content.decode()
    assert "Der Arbeiter antwortet nicht: Briefe bleiben liegen." in text
    assert "<code>today.probe</code> RuntimeError" in text
    assert "Verwaiste Dateien aufräumen" in text


@pytest.mark.req("G-161", "G-051")
@pytest.mark.parametrize("role", ["", "wohnraum", "redaktion", "demokratie", "beratung"])
def test_details_of_health_are_for_those_who_answer_for_it(roles: None, role: str) -> None:
    browser = logged_in(create_user(*([role] if role else []), email="probe@example.org"))
    assert browser.get(STATE).status_code == 403
    assert Client().get(STATE).status_code == 302


@pytest.mark.req("G-161")
def test_engineer_reads_on_the_first_page_what_is_not_well(
    engineer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "GRACE", 0)
    failed = job("failed")
    piles = logged_in(engineer).get("/admin/").context["board"].piles
    said = {pile.card.name: [item.text for item in pile.items] for pile in piles}
    assert "Arbeiter für Briefe und Fristen" in said["health.problems"]
    assert said["health.failed_jobs"] == [f"Brief senden {failed.pk}"]


def test_every_check_has_a_name_and_advice_in_german() -> None:
    assert [row.name for row in health.checks if row.label == row.name or not row.advice] == []


def test_every_job_has_a_name_in_german() -> None:
    from procrastinate.contrib.django import app

    own = [name for name in app.tasks if not name.startswith(("builtin", "procrastinate"))]
    assert [name for name in own if clock.label(name) == name.replace("_", " ")] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_jobs_costs_the_same_for_more_jobs(
    rows: int, engineer: User, django_assert_num_queries: Any
) -> None:
    for _number in range(rows):
        job()
    browser = logged_in(engineer)
    browser.get(LIST)  # the first page of a login notes when it began
    with django_assert_num_queries(7):
        browser.get(LIST)
