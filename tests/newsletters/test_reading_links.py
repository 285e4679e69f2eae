"""Scanners and crawlers fetch every link of every mail; nothing changes by it (N-190, N-195)."""

import email
import re
from email import policy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from django.test import Client
from django.utils import timezone

from goslar_portal.mail.models import Letter
from newsletters import delivery, jobs
from newsletters.jobs import renew_subscriptions
from newsletters.models import Channel, RenewalMail, Subscription, TrialMail
from tests.newsletters import factories
from tests.newsletters.test_release import create_issue, send
from tests.newsletters.test_subscription_renew import grow_old
from tests.test_reading_changes_nothing import read_all

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https?://[^/\s\"<>]+(/newsletter/[^\s\"<>)]*)")


@pytest.mark.req("N-190")
def test_no_link_of_any_mail_acts_by_being_opened(starting_content: None, reader: Client) -> None:
    channel = Channel.objects.get(slug="migration-und-teilhabe")
    subscription = factories.create_subscription("leserin@example.org", channel)
    factories.ask("neu@example.org", channel)  # not confirmed
    factories.ask("leserin@example.org", channel, way="staff")  # has it already
    subscription.send_data(by=factories.PERSON)
    issue = create_issue(channel)
    (trial,) = TrialMail.objects.order(issue.main, ["amt@example.org"], by=factories.OFFICE)
    jobs.send_trial(number=trial.pk)
    send(issue)
    delivery.send_newsletters()
    grow_old()
    renew_subscriptions()
    RenewalMail.objects.update(sent_at=timezone.now())
    kinds = set(Letter.objects.values_list("kind", flat=True))
    assert {kind.partition(".")[2] for kind in kinds} >= {
        "signup_received", "already_subscribed", "data_sent", "renewal_asked",
    }  # fmt: skip
    links = sorted(set(LINK.findall("\n".join([*letters(), *mails()]))))
    pages = {re.sub(r"/abo/[^/]+/", "/abo/…/", link) for link in links}
    assert pages >= {
        f"/newsletter/abo/…/{page}" for page in ("", "abmelden/", "bestaetigen/", "nicht-ich/", "erneuern/")
    }
    assert read_all(reader, links) == {200, 302}
    assert Subscription.objects.get().state == "active"


def letters() -> list[str]:
    return [f"{letter.text}\n{letter.html}" for letter in Letter.objects.all()]


def mails() -> list[str]:
    """Every part and every header of what left."""
    found = []
    for file in Path(str(portal.EMAIL_FILE_PATH)).glob("*.eml"):
        message: Any = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        found += [str(message.get_body((kind,)).get_content()) for kind in ("plain", "html")]
        found.append(str(message["List-Unsubscribe"]))
    return found
