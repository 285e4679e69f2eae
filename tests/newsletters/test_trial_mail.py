"""Test mails: what a reader would get, with links of their own that change no subscription (N-033, N-034)."""

import email
from email import policy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client

from goslar_portal.journal.models import Actor
from newsletters import jobs
from newsletters.models import Channel, Delivery, Subscription, Suppression, TrialMail
from tests.newsletters import factories
from tests.newsletters.test_release import create_issue

pytestmark = pytest.mark.django_db


def order(channel: Channel, *addresses: str) -> list[TrialMail]:
    issue = create_issue(channel)
    return TrialMail.objects.order(issue.main, addresses, by=factories.OFFICE)


def received() -> list[Any]:
    files = sorted(Path(str(settings.EMAIL_FILE_PATH)).glob("*.test-*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


@pytest.mark.req("N-033")
def test_test_mail_says_so_and_is_no_delivery(channel: Channel) -> None:
    rows = order(channel, "amt@example.org", "presse@example.org")
    for _run in range(2):  # a job may run twice
        for row in rows:
            jobs.send_trial(number=row.pk)
    assert [(mail["To"], mail["Subject"]) for mail in received()] == [
        ("amt@example.org", "[TEST] Neues im März"),
        ("presse@example.org", "[TEST] Neues im März"),
    ]
    assert Delivery.objects.count() == 0
    assert [bool(row.sent_at) for row in TrialMail.objects.all()] == [True, True]


@pytest.mark.req("N-033")
def test_more_than_five_at_once_or_twenty_an_hour_are_refused(channel: Channel) -> None:
    many = [f"amt{number}@example.org" for number in range(6)]
    with pytest.raises(ValidationError, match="höchstens 5 Adressen"):
        order(channel, *many)
    issue = create_issue(channel)
    for _click in range(4):
        TrialMail.objects.order(issue.main, many[:5], by=factories.OFFICE)
    with pytest.raises(ValidationError, match="Mehr als 20 Testmails"):
        TrialMail.objects.order(issue.main, many[:1], by=factories.OFFICE)
    assert TrialMail.objects.count() == 20


@pytest.mark.req("N-123")
def test_suppressed_address_gets_no_test_mail(channel: Channel) -> None:
    Suppression.objects.set("amt@example.org", by=factories.OFFICE, reason="asked", channel=channel)
    with pytest.raises(ValidationError, match="gesperrt"):
        order(channel, "amt@example.org")
    assert TrialMail.objects.count() == 0


@pytest.mark.req("N-034")
def test_unsubscribe_link_of_a_test_mail_answers_like_the_real_one_and_ends_nothing(
    channel: Channel, subscription: Subscription, strict: Client
) -> None:
    (row,) = order(channel, "leserin@example.org")
    jobs.send_trial(number=row.pk)
    (mail,) = received()
    path = mail["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    asked = strict.get(path)
    row.refresh_from_db()
    assert (asked.status_code, row.unsubscribed_at) == (200, None)
    answers = [strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code for _click in range(2)]
    row.refresh_from_db()
    subscription.refresh_from_db()
    assert (answers, subscription.state, bool(row.unsubscribed_at)) == ([200, 200], "active", True)
    assert "Dieser Link kommt aus einer Testsendung." in asked.content.decode()


@pytest.mark.req("N-034", "N-110")
def test_settings_link_of_a_test_mail_says_that_it_was_a_test(
    channel: Channel, subscription: Subscription, strict: Client
) -> None:
    (row,) = order(channel, "leserin@example.org")
    jobs.send_trial(number=row.pk)
    (mail,) = received()
    path = mail["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL).removesuffix("abmelden/")
    answer = strict.get(path)
    page = answer.content.decode().partition("<main")[2]
    assert (answer.status_code, "Das war eine Testsendung." in page, "<form" in page) == (200, True, False)
    row.delete()
    assert strict.get(path).status_code == 404


@pytest.mark.req("N-033")
def test_answer_of_a_mail_server_that_refuses_is_kept(channel: Channel, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    (row,) = order(channel, "amt@example.org")
    jobs.send_trial(number=row.pk)
    row.refresh_from_db()
    assert (row.failure, row.sent_at) == ("ConnectionRefusedError", None)


def test_account_is_kept_with_the_order(channel: Channel, editor: Any) -> None:
    issue = create_issue(channel)
    TrialMail.objects.order(issue.main, ["amt@example.org"], by=Actor.staff(editor))
    assert TrialMail.objects.get().ordered_by == editor
