"""Who tries too often waits; nobody learns which accounts exist."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, get_hasher
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from goslar_portal.accounts import jobs
from goslar_portal.accounts.guard import account_key
from goslar_portal.accounts.models import Failures, User
from goslar_portal.mail.models import Letter
from tests.accounts.conftest import code_of_app, is_logged_in, type_code, type_password
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_window")]
WAIT = "Das waren zu viele Versuche"


def fail(browser: Client, email: str, times: int) -> None:
    for _ in range(times):
        type_password(browser, email, "falsch geraten wie immer")


def pass_time(by: timedelta) -> None:
    """The counters as they look later."""
    for row in Failures.objects.all():
        row.began_at, row.last_at = row.began_at - by, row.last_at - by
        row.waits_until = row.waits_until and row.waits_until - by
        row.save()


def work_off() -> None:
    """What the worker does with the jobs of accounts."""
    for job in ProcrastinateJob.objects.filter(task_name__in=["tell_owner", "offer_new_password"]).order_by(
        "pk"
    ):
        getattr(jobs, job.task_name)(**job.args)


@pytest.mark.req("G-065")
def test_after_five_failures_even_the_right_password_waits(at_login: Client, clerk: User) -> None:
    fail(at_login, clerk.email, 5)
    response = type_password(at_login, clerk.email)
    assert response.status_code == 429
    assert WAIT in response.content.decode()
    assert not is_logged_in(at_login)
    pass_time(timedelta(seconds=61))
    assert type_password(at_login, clerk.email)["Location"] == "/admin/"


@pytest.mark.req("G-065")
def test_each_wait_is_twice_as_long_up_to_an_hour(at_login: Client, clerk: User) -> None:
    key, waits = account_key(clerk.email), []
    for _ in range(14):
        row = Failures.objects.note(key, most=5)
        waits.append(
            round((row.waits_until - timezone.now()) / timedelta(minutes=1)) if row.waits_until else 0
        )
        pass_time(timedelta(minutes=waits[-1]))
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


@pytest.mark.req("G-065")
def test_fifteen_quiet_minutes_forget_the_failures(at_login: Client, clerk: User) -> None:
    fail(at_login, clerk.email, 4)
    pass_time(timedelta(minutes=16))
    fail(at_login, clerk.email, 4)
    assert type_password(at_login, clerk.email)["Location"] == "/admin/"


@pytest.mark.req("G-065")
def test_a_good_login_forgets_the_failures_of_the_account(at_login: Client, clerk: User) -> None:
    fail(at_login, clerk.email, 4)
    type_password(at_login, clerk.email)
    assert not Failures.objects.filter(key=account_key(clerk.email)).exists()


@pytest.mark.req("G-065")
def test_sender_who_tries_twenty_accounts_waits_everywhere(clerk: User) -> None:
    robot = Client(REMOTE_ADDR="203.0.113.7")
    for number in range(20):
        type_password(robot, f"person{number}@example.org", "falsch geraten wie immer")
    assert type_password(robot, clerk.email).status_code == 429
    assert type_password(Client(REMOTE_ADDR="203.0.113.99"), clerk.email).status_code == 429
    assert type_password(Client(REMOTE_ADDR="198.51.100.7"), clerk.email)["Location"] == "/admin/"


@pytest.mark.req("G-065")
def test_codes_are_guessed_five_times_at_most(at_login: Client, clerk: User, secret: str) -> None:
    type_password(at_login, clerk.email)
    for _ in range(5):
        assert type_code(at_login, "000000").status_code == 422
    assert type_code(at_login, code_of_app(secret)).status_code == 429
    assert not is_logged_in(at_login)


@pytest.mark.req("G-065")
def test_owner_gets_one_letter_after_ten_failures(at_login: Client, clerk: User) -> None:
    for _ in range(13):
        fail(at_login, clerk.email, 1)
        Failures.objects.update(waits_until=None)
    work_off()
    assert list(Letter.objects.values_list("recipient", "kind")) == [(clerk.email, "accounts.many_failures")]


@pytest.mark.req("G-065")
def test_nobody_gets_a_letter_when_the_address_is_unknown(at_login: Client) -> None:
    for _ in range(11):
        fail(at_login, "niemand@example.org", 1)
        Failures.objects.update(waits_until=None)
    work_off()
    assert Letter.objects.count() == 0


@pytest.mark.req("G-065")
@pytest.mark.django_db(transaction=True)
def test_two_processes_never_count_two_failures_as_one() -> None:
    start = Barrier(4)

    def count(_number: int) -> None:
        start.wait()
        for _ in range(5):
            Failures.objects.note("account:probe", most=100)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(4)))
    assert Failures.objects.get().count == 20


@pytest.mark.req("G-065")
def test_counters_hold_neither_address_nor_sender(at_login: Client, clerk: User) -> None:
    type_password(Client(REMOTE_ADDR="203.0.113.7"), clerk.email, "falsch geraten wie immer")
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_failures::text FROM accounts_failures")
        stored = str(cursor.fetchall())
    assert stored.count("account:") == stored.count("sender:") == 1
    assert "203.0" not in stored
    assert "example.org" not in stored


@pytest.mark.req("G-065")
def test_counters_vanish_when_they_say_nothing_any_more(at_login: Client, clerk: User) -> None:
    fail(at_login, clerk.email, 1)
    assert jobs.forget_failures() == 0
    pass_time(timedelta(hours=2))
    assert jobs.forget_failures() == 2
    assert Failures.objects.count() == 0


class Watch:
    """Counts how often a password is hashed: that is where the time goes."""

    def __init__(self, hasher: BasePasswordHasher, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        real = type(hasher).encode

        def encode(hasher: BasePasswordHasher, *args: object, **kwargs: object) -> str:
            self.count += 1
            return real(hasher, *args, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(type(hasher), "encode", encode)


def answer_to(email: str, password: str, watch: Watch) -> tuple[int, str, int]:
    watch.count = 0
    response = type_password(Client(), email, password)
    page = response.content.decode().replace(email, "…")
    token = response.context["csrf_token"]  # type: ignore[attr-defined]  # the test client adds it
    return response.status_code, page.replace(str(token), "…"), watch.count


@pytest.mark.req("G-066")
def test_unknown_wrong_paused_and_invited_get_the_same_answer_after_the_same_work(
    at_login: Client, clerk: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    User.objects.create_user("neu@example.org", None, display_name="Neu")
    watch = Watch(get_hasher(), monkeypatch)
    answers = {
        answer_to("niemand@example.org", PASSWORD, watch),
        answer_to(clerk.email, "falsch geraten wie immer", watch),
        answer_to(colleague.email, PASSWORD, watch),
        answer_to("neu@example.org", PASSWORD, watch),
    }
    assert len(answers) == 1
    ((status, page, hashed),) = answers
    assert (status, hashed) == (422, 1)
    assert "E-Mail-Adresse oder Passwort stimmen nicht" in page


@pytest.mark.req("G-066")
def test_who_waits_gets_the_same_answer_for_every_address(at_login: Client, clerk: User) -> None:
    pages = set()
    for email in (clerk.email, "niemand@example.org"):
        fail(Client(REMOTE_ADDR="198.51.100.7"), email, 5)
        response = type_password(Client(REMOTE_ADDR="192.0.2.9"), email)
        pages.add((response.status_code, WAIT in response.content.decode()))
    assert pages == {(429, True)}


@pytest.mark.req("G-066")
def test_reset_page_answers_alike_and_writes_only_to_who_has_an_account(
    client: Client, clerk: User, colleague: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    answers = set()
    for email in ("niemand@example.org", clerk.email, colleague.email):
        with django_assert_num_queries(2):
            response = client.post("/admin/password_reset/", {"email": email})
        answers.add((response.status_code, response["Location"]))
    assert answers == {(302, "/admin/password_reset/sent/")}
    work_off()
    assert list(Letter.objects.values_list("recipient", "kind")) == [
        (clerk.email, "accounts.password_offered")
    ]
