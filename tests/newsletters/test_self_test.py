"""The self-test of sending: a received mail is read with bounds and judged (N-150 to N-153, N-205)."""

import email
from collections.abc import Callable
from datetime import timedelta
from email import policy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from goslar_portal.accounts.models import User
from newsletters import delivery, demo, jobs, received, self_test
from newsletters.models import Channel, SelfTest, Subscription, TrialMail
from newsletters.received import NoMailError
from tests.newsletters import factories
from tests.newsletters.archive import archived
from tests.newsletters.filling import words
from tests.newsletters.test_release import create_issue

pytestmark = pytest.mark.django_db
PAGE = "/admin/newsletter/selbsttest/"
Login = Callable[[User], Client]
SIGNED = (
    b"Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=goslar.example;\r\n"
    b" dkim=pass (2048-bit key) header.d=goslar.example; dmarc=pass header.from=goslar.example\r\n"
    b"Authentication-Results: forged.example; dkim=fail; spf=fail; dmarc=fail\r\n"
    b"DKIM-Signature: v=1; a=rsa-sha256; d=goslar.example; s=mail;\r\n"
    b" h=From:To:Subject:List-Unsubscribe:\r\n List-Unsubscribe-Post; bh=abc; b=def\r\n"
)
ALL = ["header", "post", "address", "https", "signed", "aligned", "valid", "spf", "dmarc", "text", "click"]


@pytest.fixture
def trial(channel: Channel, settings: Any) -> bytes:
    """A test mail as the portal sent it, before any mail server wrote into it."""
    settings.SITE_URL = "https://portal.example"
    issue = archived(channel)
    (row,) = TrialMail.objects.order(issue.main, ["amt@example.org"], by=factories.OFFICE)
    jobs.send_trial(number=row.pk)
    (file,) = Path(str(portal.EMAIL_FILE_PATH)).glob("*.eml")
    return file.read_bytes()


def outcomes(content: bytes) -> dict[str, str]:
    mail = received.read(content)
    checks = self_test.examine(mail, self_test.trial_of(mail))
    return {check.name: str(check.outcome) for check in checks}


def without_met(content: bytes) -> dict[str, str]:
    return {name: outcome for name, outcome in outcomes(content).items() if outcome != "met"}


@pytest.mark.req("N-151")
def test_signed_mail_whose_link_was_used_passes_every_check(trial: bytes, strict: Client) -> None:
    assert without_met(SIGNED + trial) == {"click": "unmet"}
    mail = received.read(trial)
    strict.post(
        mail.link.removeprefix("https://portal.example"), {"List-Unsubscribe": "One-Click"}, secure=True
    )
    assert outcomes(SIGNED + trial) == dict.fromkeys(ALL, "met")


@pytest.mark.req("N-151")
@pytest.mark.parametrize(
    ("old", "new", "failing"),
    [
        (
            b"\r\nList-Unsubscribe: <",
            b"\r\nList-Unsubscribe: <mailto:a@example.org>, <",
            {"header", "address", "https"},
        ),
        (
            b"https://portal.example/newsletter/abo",
            b"http://portal.example/newsletter/abo",
            {"address", "https"},
        ),
        (b"List-Unsubscribe-Post: List-", b"List-Unsubscribe-Post: list-", {"post"}),
        (b"\r\nList-Unsubscribe-Post: ", b"\r\nX-Nothing: ", {"post"}),
        (b"Subject:List-Unsubscribe:", b"Subject:", {"signed"}),
        (b"; d=goslar.example;", b"; d=relay.example;", {"aligned"}),
        (b"header.d=goslar.example", b"header.d=relay.example", {"valid"}),
        (b"dkim=pass", b"dkim=fail", {"valid"}),
        (b"spf=pass", b"spf=softfail", {"spf"}),
        (b"dmarc=pass", b"dmarc=none", {"dmarc"}),
        (b"Content-Type: text/plain", b"Content-Type: text/x-other", {"text"}),
    ],
)
def test_each_fault_is_named(trial: bytes, old: bytes, new: bytes, failing: set[str]) -> None:
    whole = SIGNED + trial
    assert old in whole
    assert set(without_met(whole.replace(old, new, 1))) == failing | {"click"}


@pytest.mark.req("N-151")
def test_what_the_receiving_server_did_not_write_cannot_be_checked(trial: bytes, settings: Any) -> None:
    found = outcomes(trial)
    assert {name for name, outcome in found.items() if outcome == "unknown"} == {"valid", "spf", "dmarc"}
    assert {name for name, outcome in found.items() if outcome == "unmet"} == {"signed", "aligned", "click"}
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert outcomes(trial)["https"] == "unknown"  # on one's own machine
    checks = self_test.examine(received.read(trial), None)
    assert [bool(check.remedy) for check in checks] == [check.outcome != "met" for check in checks]


@pytest.mark.req("N-151")
def test_link_of_a_reader_or_another_portal_is_no_test(trial: bytes, subscription: Subscription) -> None:
    from newsletters.tokens import Purpose, sign

    token = received.read(trial).token.encode()
    for other in (sign(Purpose.SUBSCRIPTION, subscription.key).encode(), b"A" * 44):
        assert "address" in without_met(SIGNED + trial.replace(token, other))


def nested(depth: int) -> bytes:
    """A mail of mails."""
    edges = [f"g{number}" for number in range(depth)]
    body = "".join(f'Content-Type: multipart/mixed; boundary="{edge}"\r\n\r\n--{edge}\r\n' for edge in edges)
    return f"From: a@example.org\r\nDate: x\r\nMessage-ID: <x>\r\n{body}\r\nText".encode()


@pytest.mark.req("N-152")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe" * 100,
        b"%PDF-1.7 nothing",
        b"Subject: nur ein Betreff\r\n\r\nText",
        b"From: a@example.org\r\nMessage-ID: <x>\r\nDate: x\r\n\r\n" + b"x" * received.LARGEST,
        nested(11),
        nested(2000),
        b"From: a@example.org\r\nDate: x\r\nMessage-ID: <x>\r\n"
        b"Content-Type: multipart/mixed; boundary=g\r\n\r\n" + b"--g\r\n\r\nx\r\n" * 101 + b"--g--\r\n",
    ],
    ids=["empty", "bytes", "pdf", "no mail", "too large", "too deep", "far too deep", "too many parts"],
)
def test_what_is_no_mail_is_refused_and_nothing_kept(
    channel: Channel, editor: User, as_user: Login, content: bytes
) -> None:
    with pytest.raises(NoMailError):
        received.read(content)
    page = as_user(editor).post(PAGE, {"step": "read", "file": SimpleUploadedFile("x.eml", content)})
    assert page.status_code == 422
    assert ("Das ist keine vollständige E-Mail-Datei." in words(page)) is bool(content)
    assert SelfTest.objects.count() == 0


@pytest.mark.req("N-152")
def test_upload_is_never_shown_or_kept(trial: bytes, editor: User, as_user: Login) -> None:
    marked = SIGNED + trial.replace(b"Subject: ", b"Subject: <script>Knusper</script> ", 1)
    page = as_user(editor).post(
        PAGE, {"step": "read", "file": SimpleUploadedFile("x.eml", marked)}, secure=True
    )
    assert (page.status_code, "Knusper" in page.content.decode()) == (200, False)
    stored = SelfTest.objects.values().get()
    assert "Knusper" not in str(stored)
    assert stored["outcomes"] == dict.fromkeys(ALL, "met") | {"click": "unmet"}


@pytest.mark.req("N-150")
def test_office_sends_a_test_mail_and_reads_each_check_with_its_remedy(
    channel: Channel, editor: User, as_user: Login
) -> None:
    browser = as_user(editor)
    empty = browser.post(PAGE, {"step": "send", "channel": channel.pk, "email": "amt@example.org"})
    assert (empty.status_code, "noch keine Ausgabe" in words(empty)) == (422, True)
    create_issue(channel)
    for typed in ({"email": "unsinn"}, {"email": ""}, {"channel": 999999}):
        wrong = {"step": "send", "channel": channel.pk, "email": "amt@example.org"} | typed
        assert browser.post(PAGE, wrong).status_code == 422
    assert TrialMail.objects.count() == 0
    sent = browser.post(PAGE, {"step": "send", "channel": channel.pk, "email": "amt@example.org"})
    row = TrialMail.objects.get()
    assert (sent.status_code, row.recipient) == (302, "amt@example.org")
    jobs.send_trial(number=row.pk)
    (file,) = Path(str(portal.EMAIL_FILE_PATH)).glob("*.eml")
    page = browser.post(PAGE, {"step": "read", "file": SimpleUploadedFile("x.eml", file.read_bytes())})
    text = words(page)
    assert "Die E-Mail hat einen Textteil erfüllt" in text
    assert "Die Signatur ist gültig nicht prüfbar Der Server des Postfachs hat dazu nichts" in text
    assert "Jede DKIM-Signatur schützt beide Zeilen zum Abmelden nicht erfüllt Der Mailserver muss" in text


@pytest.mark.req("N-150", "G-051")
def test_test_mail_of_another_newsletter_is_unknown_here(
    trial: bytes, organiser: User, as_user: Login
) -> None:
    page = as_user(organiser).post(
        PAGE, {"step": "read", "file": SimpleUploadedFile("x.eml", SIGNED + trial)}, secure=True
    )
    assert (page.status_code, SelfTest.objects.count()) == (200, 0)
    found = {check.name: str(check.outcome) for check in page.context["checks"]}
    assert (found["address"], found["click"]) == ("unmet", "unmet")


@pytest.mark.req("N-153")
def test_release_is_warned_until_a_young_test_of_this_sender_has_passed(
    channel: Channel, subscription: Subscription, editor: User, as_user: Login
) -> None:
    passed = dict.fromkeys(ALL, "met")

    def problem() -> str:
        """The sentence; „Heute“ asks the same in its own way."""
        channel.refresh_from_db()
        found = SelfTest.objects.problem(channel)
        assert Channel.objects.without_fresh_test().filter(pk=channel.pk).exists() is bool(found)
        return found

    assert problem() == "Der Versand-Selbsttest wurde noch nie ganz bestanden."
    page = f"/admin/newsletters/issue/{create_issue(channel).pk}/freigeben/"
    assert "Der Versand-Selbsttest wurde noch nie ganz bestanden." in words(as_user(editor).get(page))
    SelfTest.objects.keep(channel, passed | {"dmarc": "unknown"}, by=factories.OFFICE)
    assert problem() == "Der Versand-Selbsttest wurde noch nie ganz bestanden."
    row = SelfTest.objects.keep(channel, passed, by=factories.OFFICE)
    assert problem() == ""
    assert ">bestanden</dd>" in as_user(editor).get(page).content.decode()
    channel.keep(sender_changed=True)
    assert problem().startswith("Der Absender wurde nach dem letzten Selbsttest vom")
    old = timezone.now() - timedelta(days=181)
    Channel.objects.update(sender_changed_at=old)
    SelfTest.objects.filter(pk=row.pk).update(tested_at=old)
    assert problem().startswith("Der letzte bestandene Selbsttest ist vom")


@pytest.mark.req("N-205")
def test_demo_issue_ends_as_one_file_per_subscription_that_passes_but_for_what_only_a_server_adds(
    starting_content: None, strict: Client, settings: Any
) -> None:
    settings.SITE_URL = "https://portal.example"
    demo.load()
    readers = set(Subscription.objects.active().values_list("email", flat=True))
    assert len(readers) == 10
    delivery.send_newsletters()
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.eml"))
    mails = [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert (len(files), {str(mail["To"]) for mail in mails}) == (10, readers)
    for file in files:
        mail = received.read(file.read_bytes())
        path = mail.link.removeprefix("https://portal.example")
        is_taken = strict.post(path, {"List-Unsubscribe": "One-Click"}, secure=True).status_code == 200
        checks = self_test.judge(mail, is_known=is_taken, has_clicked=is_taken)
        assert {check.name for check in checks if check.outcome != "met"} == {
            "signed", "aligned", "valid", "spf", "dmarc",
        }  # fmt: skip
    assert not Subscription.objects.active().exists()
