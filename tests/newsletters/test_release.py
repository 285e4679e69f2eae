"""From a draft to the archive and the ledger: all or nothing, and never changed after (N-040 to N-047)."""

import email
import hashlib
from email import policy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor
from newsletters import delivery, release
from newsletters.blocks import Block
from newsletters.message.mime import TOKEN
from newsletters.models import Channel, Delivery, Frozen, Issue, Subscription
from tests.newsletters import factories
from tests.newsletters.counting import statements
from tests.newsletters.filling import words

pytestmark = pytest.mark.django_db


def create_issue(channel: Channel, **changes: Any) -> Issue:
    """A draft without faults."""
    issue = Issue.objects.begin(channel, by=factories.OFFICE, title="Neues aus dem Landkreis")
    head = {
        "title": "Neues aus dem Landkreis",
        "subject": "Neues im März",
        "preview": "Kurz gesagt",
    } | changes
    blocks = [
        Block("intro", uid="aaaaaa", body="<p>Guten Tag,</p><p>hier steht Neues.</p>"),
        Block(
            "story",
            uid="bbbbbb",
            heading="Ein Projekt beginnt",
            body="<p>Es geht los. <strong>Kommen</strong> Sie vorbei.</p><ul><li>eins</li><li>zwei</li></ul>",
            link_url="https://example.org/projekt/",
            link_text="Mehr über das Projekt",
        ),
    ]
    issue.write("de", by=factories.OFFICE, seen=issue.stamp, head=head, blocks=blocks)
    issue.refresh_from_db()
    return issue


def send(issue: Issue, by: Actor = factories.OFFICE) -> None:
    release.send(issue, by=by, seen=release.prepare(issue).digest)


@pytest.fixture
def issue(channel: Channel) -> Issue:
    return create_issue(channel)


@pytest.mark.req("N-040", "N-043")
def test_release_freezes_publishes_and_writes_every_delivery(
    issue: Issue, subscription: Subscription, reader: Client
) -> None:
    send(issue)
    issue.refresh_from_db()
    frozen = Frozen.objects.get()
    assert issue.state == "sending"
    assert [(row.subscription, row.version, row.state) for row in Delivery.objects.all()] == [
        (subscription, frozen, "open")
    ]
    assert frozen.pdf_sha256 == hashlib.sha256(bytes(frozen.pdf)).hexdigest()
    assert frozen.html_sha256 == hashlib.sha256(frozen.html.encode()).hexdigest()
    assert "Ein Projekt beginnt" in words(reader.get(issue.get_absolute_url()))


@pytest.mark.req("N-040")
def test_nothing_happens_when_a_part_fails(issue: Issue) -> None:
    with pytest.raises(ValidationError, match="Niemand hat diesen Newsletter abonniert"):
        send(issue)
    issue.refresh_from_db()
    assert (issue.state, issue.published_at) == ("draft", None)
    assert (Frozen.objects.count(), Delivery.objects.count()) == (0, 0)


@pytest.mark.req("N-040")
def test_every_form_is_made_before_the_transaction_that_writes_it(issue: Issue) -> None:
    ready = release._ready(issue, release.prepare(issue).digest, factories.OFFICE)
    assert [{"web", "feed", "html", "text", "mail", "pdf"} - vars(form).keys() for form in ready.forms] == [
        set()
    ]


@pytest.mark.req("N-044")
def test_whoever_wrote_last_does_not_release(
    issue: Issue, subscription: Subscription, editor: User, chief: User
) -> None:
    writer = Actor.staff(editor)
    issue.write("de", by=writer, seen=issue.stamp, head={}, blocks=issue.main.blocks)
    issue.refresh_from_db()
    with pytest.raises(ValidationError, match="Jemand anderes muss"):
        send(issue, by=writer)
    send(issue, by=Actor.staff(chief))
    issue.refresh_from_db()
    assert issue.state == "sending"


@pytest.mark.req("N-041")
def test_release_of_something_else_than_was_seen_is_refused(issue: Issue, subscription: Subscription) -> None:
    seen = release.prepare(issue).digest
    issue.write(
        "de", by=factories.OFFICE, seen=issue.stamp, head={"title": "Anders"}, blocks=issue.main.blocks
    )
    issue.refresh_from_db()
    with pytest.raises(ValidationError, match="inzwischen geändert"):
        release.send(issue, by=factories.OFFICE, seen=seen)


@pytest.mark.req("N-031")
def test_check_runs_again_inside_release(issue: Issue, subscription: Subscription) -> None:
    issue.write("de", by=factories.OFFICE, seen=issue.stamp, head={"subject": ""}, blocks=issue.main.blocks)
    issue.refresh_from_db()
    with pytest.raises(ValidationError, match="noch Fehler"):
        send(issue)


@pytest.mark.req("N-046")
def test_frozen_rows_cannot_be_changed(issue: Issue, subscription: Subscription) -> None:
    send(issue)
    with pytest.raises(DatabaseError), transaction.atomic():
        Frozen.objects.update(html="anders")


@pytest.mark.req("N-203", "N-046", "N-082", "N-083", "N-080")
def test_mail_is_the_frozen_one_after_everything_around_it_changed(
    issue: Issue, subscription: Subscription, settings: Any
) -> None:
    send(issue)
    frozen = Frozen.objects.get()
    Channel.objects.update(sender_name="Jemand anders", imprint_line="Anders")
    delivery.send_newsletters()
    (file,) = Path(settings.EMAIL_FILE_PATH).glob("*.eml")
    raw = file.read_bytes()
    token = raw.split(b"/newsletter/abo/")[1][:44]
    body = raw.split(b"\r\n\r\n", 1)[1].replace(token, TOKEN.encode())
    assert body == bytes(frozen.mail_body)
    message: Any = email.message_from_bytes(raw, policy=policy.default)
    assert message["From"] == "Koordinierungsstelle Migration und Teilhabe <migration@goslar.example>"
    assert message["To"] == "leserin@example.org"
    assert message["Subject"] == "Neues im März"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"] == f"<{settings.SITE_URL}/newsletter/abo/{token.decode()}/abmelden/>"
    assert message["List-Id"] == "<migration-und-teilhabe.127.0.0.1>"
    assert (message["Auto-Submitted"], message["Precedence"]) == ("auto-generated", "bulk")
    assert message["Content-Language"] == "de"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    for part in ("plain", "html"):
        text = message.get_body((part,)).get_content()
        assert text.count(token.decode()) == 2
        assert ["Abmelden" in text, "Einstellungen" in text, "Im Browser lesen" in text] == [True] * 3
    assert Delivery.objects.get().state == "sent"
    assert Issue.objects.get().state == "sent"


@pytest.mark.req("N-113", "N-082")
def test_link_in_the_mail_unsubscribes(
    issue: Issue, subscription: Subscription, settings: Any, strict: Client
) -> None:
    send(issue)
    delivery.send_newsletters()
    (file,) = Path(settings.EMAIL_FILE_PATH).glob("*.eml")
    message: Any = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    path = message["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    response = strict.post(path, {"List-Unsubscribe": "One-Click"})
    subscription.refresh_from_db()
    assert (response.status_code, subscription.state) == (200, "ended")


@pytest.mark.req("N-053", "N-192")
def test_who_left_or_is_suppressed_before_their_turn_gets_nothing(
    issue: Issue, subscription: Subscription, many: Any, channel: Channel, settings: Any
) -> None:
    many(channel, 2)
    send(issue)
    subscription.end(by=factories.PERSON, reason="unsubscribed")
    delivery.send_newsletters()
    states = Delivery.objects.of_issue(issue).per_state()
    assert states == {"skipped": 1, "sent": 2}


@pytest.mark.req("N-070")
def test_stop_holds_everything_back(issue: Issue, subscription: Subscription) -> None:
    from newsletters.models import Brake

    send(issue)
    brake = Brake.objects.stop(by=factories.OFFICE)
    assert delivery.send_newsletters() == 0
    assert Delivery.objects.get().state == "open"
    brake.release(by=factories.OFFICE)
    assert delivery.send_newsletters() == 1


@pytest.mark.req("N-074")
def test_cancelling_drops_what_is_open_and_keeps_the_page(
    issue: Issue, subscription: Subscription, reader: Client
) -> None:
    send(issue)
    issue.cancel(by=factories.OFFICE, reason="mistake")
    assert Delivery.objects.get().state == "dropped"
    assert reader.get(issue.get_absolute_url()).status_code == 200


@pytest.mark.req("N-047")
def test_issue_for_the_archive_only_is_public_without_mail(issue: Issue, reader: Client) -> None:
    release.archive(issue, by=factories.OFFICE, seen=release.prepare(issue).digest)
    assert Delivery.objects.count() == 0
    assert reader.get(issue.get_absolute_url()).status_code == 200
    file = reader.get(f"{issue.get_absolute_url()}ausgabe.pdf")
    assert file["Link"] == f'<{settings.SITE_URL}{issue.get_absolute_url()}>; rel="canonical"'


@pytest.mark.req("N-171")
@pytest.mark.parametrize("readers", [1, 20])
def test_release_costs_the_same_statements_for_more_readers(
    channel: Channel, many: Any, readers: int
) -> None:
    many(channel, readers)
    issue = create_issue(channel)
    seen = release.prepare(issue).digest
    with statements() as asked:
        release.send(issue, by=factories.OFFICE, seen=seen)
    assert len(asked) == 20
    assert Delivery.objects.count() == readers


@pytest.mark.req("N-094")
def test_withdrawn_issue_is_gone_until_it_is_brought_back(issue: Issue, reader: Client) -> None:
    release.archive(issue, by=factories.OFFICE, seen=release.prepare(issue).digest)
    issue.withdraw(by=factories.OFFICE, reason="Ein Name war falsch.")
    page = reader.get(issue.get_absolute_url())
    assert (page.status_code, reader.get(f"{issue.get_absolute_url()}ausgabe.pdf").status_code) == (410, 410)
    assert "Diese Ausgabe steht nicht mehr im Archiv." in words(page)
    assert "urn:uuid" not in reader.get("/newsletter/migration-und-teilhabe/feed.atom").content.decode()
    issue.bring_back(by=factories.OFFICE)
    assert reader.get(issue.get_absolute_url()).status_code == 200
