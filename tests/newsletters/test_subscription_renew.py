"""After two years: asked, reminded, ended; one button renews with a new line of evidence (N-160, N-161)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from goslar_portal.journal.models import Entry
from goslar_portal.mail.models import Letter
from goslar_portal.office.models import OfficeValue
from newsletters.jobs import renew_subscriptions
from newsletters.models import Channel, Proof, RenewalMail, Subscription, Suppression, Way, Wording
from newsletters.tokens import Purpose, sign
from tests.newsletters import factories
from tests.newsletters.filling import words

pytestmark = pytest.mark.django_db


def grow_old(days: int = 732, **chosen: Any) -> None:
    """Confirmed so long ago."""
    then = timezone.now() - timedelta(days=days)
    Subscription.objects.filter(**chosen).update(confirmed_at=then, renewed_at=then)


def wait(days: int) -> None:
    """So many days pass for the mails that were sent."""
    for row in RenewalMail.objects.all():
        RenewalMail.objects.filter(pk=row.pk).update(sent_at=row.sent_at - timedelta(days=days))


def asked() -> list[tuple[str, str]]:
    rows = Letter.objects.filter(kind="newsletters.renewal_asked").order_by("pk")
    return [(row.recipient, row.subject) for row in rows]


@pytest.fixture
def old(subscription: Subscription) -> Subscription:
    grow_old()
    subscription.refresh_from_db()
    return subscription


@pytest.fixture
def link(old: Subscription) -> str:
    return f"/newsletter/abo/{sign(Purpose.RENEWAL, old.key)}/erneuern/"


QUESTION = ("leserin@example.org", "Möchten Sie den Newsletter weiter bekommen?")
REMINDER = ("leserin@example.org", "Erinnerung: Möchten Sie den Newsletter weiter bekommen?")


@pytest.mark.req("N-160")
def test_silent_reader_is_asked_reminded_and_let_go_each_once(old: Subscription) -> None:
    found = []
    for days in (0, 0, 13, 1, 0, 15, 1):
        wait(days)
        renew_subscriptions()
        old.refresh_from_db()
        found.append((len(asked()), old.state))
    assert found == [
        (1, "active"), (1, "active"),  # asked once
        (1, "active"), (2, "active"), (2, "active"),  # reminded on the 14th day, once
        (2, "active"), (2, "ended"),  # on the 30th
    ]  # fmt: skip
    assert asked() == [QUESTION, REMINDER]
    assert (old.end_reason, old.email, Proof.objects.get().end_reason) == ("not_renewed", "", "not_renewed")
    mail = RenewalMail.objects.first()
    assert mail is not None
    with pytest.raises(IntegrityError, match="renewal_mail_goes_once"), transaction.atomic():
        RenewalMail.objects.create(subscription=old, cycle=mail.cycle, kind=mail.kind)


@pytest.mark.req("N-160")
def test_young_resting_and_suppressed_ones_are_not_asked(old: Subscription, channel: Channel) -> None:
    factories.create_subscription("jung@example.org", channel)
    resting = factories.create_subscription("ruht@example.org", channel)
    grow_old(email="ruht@example.org")
    resting.rest(by=factories.OFFICE, reason="hard")
    Suppression.objects.create(
        address_hash=old.address_hash, key_number=old.key_number, channel=channel, reason="asked"
    )
    assert renew_subscriptions() == 0
    assert asked() == []


@pytest.mark.req("N-161")
def test_so_many_questions_leave_on_a_day_and_no_more(old: Subscription, many: Any, channel: Channel) -> None:
    OfficeValue.objects.create(
        name="newsletters.renewals_per_day", number=2, valid_from="2026-01-01", reason="probe"
    )
    many(channel, 2)
    grow_old(740, email__startswith="leser0")
    grow_old(735, email__startswith="leser1")
    assert [renew_subscriptions(), renew_subscriptions()] == [2, 0]
    assert [to for to, _subject in asked()] == [
        "leser0@example.org",
        "leser1@example.org",
    ]  # the oldest first
    wait(1)
    assert renew_subscriptions() == 1


@pytest.mark.req("N-160", "N-190")
def test_page_shows_one_button_and_reading_it_changes_nothing(
    reader: Client, old: Subscription, link: str
) -> None:
    renew_subscriptions()
    assert factories.link_to("erneuern") == link
    before = Subscription.objects.values().get()
    page = reader.get(link)
    assert reader.head(link).status_code == 200
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    assert (main.count("<button"), main.count("<a ")) == (1, 0)
    assert Wording.objects.current("de")[old.channel_id].text in words(page)
    assert "no-store" in page["Cache-Control"]
    assert Subscription.objects.values().get() == before


@pytest.mark.req("N-161")
def test_button_renews_with_a_new_line_of_evidence(reader: Client, old: Subscription, link: str) -> None:
    renew_subscriptions()
    question = RenewalMail.objects.get()
    agreed = {"agreed_to": Wording.objects.current("de")[old.channel_id].pk}
    for _click in range(2):
        page = reader.post(link, agreed, follow=True)
        assert "Sie bekommen den Newsletter weiter." in words(page)
    old.refresh_from_db()
    assert timezone.now() - old.renewed_at < timedelta(minutes=1)
    first, renewed = Proof.objects.of(old).order_by("pk")
    assert (renewed.way, renewed.asked_at, renewed.ended_at) == (Way.RENEWAL, question.sent_at, None)
    assert (renewed.wording, renewed.address_hash) == (first.wording, first.address_hash)
    assert renewed.mail is not None
    assert ("weiter bekommen" in renewed.mail.wording, "@" in renewed.mail.wording) == (True, False)
    assert Entry.objects.filter(verb="renew").count() == 1
    wait(31)
    assert renew_subscriptions() == 0  # nobody is ended after an answer
    grow_old()
    assert renew_subscriptions() == 1  # and asked anew after two more years


@pytest.mark.req("N-161")
def test_words_that_changed_meanwhile_are_shown_before_they_count(
    reader: Client, old: Subscription, link: str, channel: Channel
) -> None:
    renew_subscriptions()
    typed = {"agreed_to": Wording.objects.current("de")[channel.pk].pk}
    Wording(channel=channel, language="de", text="Ich willige anders ein.").add_version(by=factories.OFFICE)
    page = reader.post(link, typed)
    assert "Ich willige anders ein." in words(page)
    assert "Der Text der Einwilligung hat sich gerade geändert." in words(page)
    assert Proof.objects.count() == 1


@pytest.mark.req("N-161")
def test_link_that_nobody_sent_renews_nothing(
    reader: Client, old: Subscription, link: str, own_page: str, settings: Settings
) -> None:
    agreed = {"agreed_to": Wording.objects.current("de")[old.channel_id].pk}
    assert reader.post(link, agreed).status_code == 302  # signed, but nothing was asked
    assert reader.get(f"{own_page}erneuern/").status_code == 404  # a token of another purpose
    assert reader.get("/newsletter/abo/unsinn/erneuern/").status_code == 404
    before: datetime = old.renewed_at
    old.refresh_from_db()
    assert (old.renewed_at, Proof.objects.count()) == (before, 1)
    old.end(by=factories.PERSON, reason="unsubscribed")
    assert "Sie sind abgemeldet." in words(reader.get(link))
