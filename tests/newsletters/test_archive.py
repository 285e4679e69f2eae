"""The archive as page, PDF and feed: what readers see, what it costs, how it changes (N-090 to N-096)."""

import hashlib
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import feedparser
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goslar_portal.accounts.models import User
from newsletters import delivery, release
from newsletters.blocks import Block
from newsletters.message.rendering import tagged
from newsletters.models import Channel, Delivery, Frozen, Issue, SavedMeanwhileError, Subscription
from newsletters.tokens import Purpose, sign
from tests.democracy.factories import a_pdf
from tests.democracy.pdf_ua import violations
from tests.newsletters import factories
from tests.newsletters.archive import CHANNEL, Portal, add_arabic, archived, fill, words_of
from tests.newsletters.filling import words
from tests.newsletters.test_release import create_issue, send

pytestmark = pytest.mark.django_db


def main_of(page: Any) -> str:
    return str(page.content.decode().split("<main")[1].split("</main>")[0])


def feed_of(reader: Client) -> bytes:
    return bytes(reader.get(f"{CHANNEL}feed.atom").content)


@pytest.mark.req("N-004", "N-001")
def test_each_newsletter_starts_with_an_issue_of_its_own(starting_content: None, reader: Client) -> None:
    for slug, title in {
        "migration-und-teilhabe": "Das Portal ist da: Hilfe und Angebote an einem Ort",
        "demokratie": "Demokratie leben! im Landkreis Goslar",
    }.items():
        page = reader.get(f"/newsletter/{slug}/")
        headings = re.findall(r"<h2[^>]*>([^<]+)", main_of(page))
        assert headings[:4] == ["Neueste Ausgabe", "Anmelden", "Als Feed lesen", "Archiv"]
        assert main_of(page).index('class="lead"') < main_of(page).index("<h2")
        assert main_of(page).count(title) == 2  # as the newest, and in the archive
        (issue,) = Issue.objects.filter(channel__slug=slug)
        assert (issue.state, issue.is_public, Delivery.objects.count()) == ("archive_only", True, 0)
        shown = reader.get(issue.get_absolute_url())
        links = {link for link in re.findall(r'href="(/[^"#]*)"', main_of(shown)) if "anmelden" not in link}
        assert {link: reader.get(link).status_code for link in links} == dict.fromkeys(links, 200)
        assert len(links) >= 2


@pytest.mark.req("N-090")
def test_archive_shows_twenty_issues_a_page_by_year(channel: Channel, reader: Client) -> None:
    fill(channel, 21)
    first, second = reader.get(CHANNEL), reader.get(f"{CHANNEL}?seite=2")
    assert [len(page.context["rows"].object_list) for page in (first, second)] == [20, 1]
    year, rows = first.context["years"][0]
    assert (len(rows), f"<h3>{year}</h3>" in main_of(first)) == (20, True)
    assert "Neueste Ausgabe" not in words(second)
    wrong = ("3", "0", "x", "9" * 5000)  # the last has more digits than Python reads
    assert {reader.get(f"{CHANNEL}?seite={page}").status_code for page in wrong} == {404}


@pytest.mark.req("N-090", "N-091", "N-194")
def test_version_has_an_address_of_its_own_and_a_missing_one_is_the_main_one(
    channel: Channel, reader: Client, every_language: None
) -> None:
    issue = create_issue(channel)
    add_arabic(issue)
    release.archive(issue, by=factories.OFFICE, seen=release.prepare(issue).digest)
    path = issue.get_absolute_url()
    arabic, english = reader.get(f"/ar{path}"), reader.get(f"/en{path}")
    assert '<article class="flow" lang="ar" dir="rtl">' in main_of(arabic)
    assert '<article class="flow" lang="de" dir="ltr">' in main_of(english)
    assert "Neues aus dem Landkreis" in words(english)
    for page in (arabic, reader.get(path)):
        alternates = re.findall(
            r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', page.content.decode()
        )
        assert dict(alternates) == {"de": path, "ar": f"/ar{path}"}
    for code, title in {"": "Neues aus dem Landkreis", "/ar": "", "/en": "Neues aus dem Landkreis"}.items():
        content = reader.get(f"{code}{path}ausgabe.pdf").content
        assert violations(content) == []
        assert title in words_of(content)


@pytest.mark.req("N-091")
def test_pdf_is_made_once_from_what_was_frozen(channel: Channel, reader: Client) -> None:
    issue = archived(channel)
    frozen = Frozen.objects.get()
    Channel.objects.update(imprint_line="Ganz anders")
    file = reader.get(f"{issue.get_absolute_url()}ausgabe.pdf")
    assert hashlib.sha256(file.content).hexdigest() == frozen.pdf_sha256
    assert file["ETag"] == f'"{frozen.pdf_sha256[:24]}"'
    assert file["Content-Type"] == "application/pdf"


@pytest.mark.req("N-091", "N-040", "N-194")
def test_release_fails_when_no_right_pdf_can_be_made(channel: Channel, subscription: Subscription) -> None:
    issue = create_issue(channel)
    block = Block("intro", uid="aaaaaa", body="<p>Ein Zeichen, das keine Schrift kennt: \U00010380</p>")
    issue.write("de", by=factories.OFFICE, seen=issue.stamp, head={}, blocks=[block])
    issue.refresh_from_db()
    with pytest.raises(ValueError, match="no PDF font has"):
        send(issue)
    issue.refresh_from_db()
    assert (issue.state, Frozen.objects.count(), Delivery.objects.count()) == ("draft", 0, 0)
    with pytest.raises(ValueError, match="without tags"):
        tagged(a_pdf())


@pytest.mark.req("N-092")
def test_feed_is_read_by_a_feed_parser(channel: Channel, reader: Client, settings: Any) -> None:
    issue = archived(channel, title="Neues & mehr")
    content = feed_of(reader)
    feed = feedparser.parse(content)
    assert (feed.bozo, feed.version, feed.feed.language) == (False, "atom10", "de")
    (entry,) = feed.entries
    where = f"{settings.SITE_URL}{issue.get_absolute_url()}"
    assert (entry.id, entry.link, entry.title) == (f"urn:uuid:{issue.uuid}", where, "Neues & mehr")
    assert entry.published == entry.updated
    assert "<strong>Kommen</strong> Sie vorbei." in entry.content[0].value  # the whole text
    assert re.findall(r'(?:href|src)="(?!https?://)[^"]*"', entry.content[0].value) == []
    assert feed_of(reader) == content


@pytest.mark.req("N-092")
def test_feed_holds_the_twenty_newest_and_changes_by_visible_corrections_only(
    channel: Channel, reader: Client
) -> None:
    fill(channel, 21)
    issue = archived(channel)
    before = feedparser.parse(feed_of(reader))
    assert (len(before.entries), before.entries[0].title) == (20, "Neues aus dem Landkreis")
    kept = feed_of(reader)
    Issue.objects.update(stamp=7)  # nothing that readers see
    assert feed_of(reader) == kept
    issue.refresh_from_db()
    correct(issue, "Neue Worte")
    after = feedparser.parse(feed_of(reader))
    changed = [new.id for new, old in zip(after.entries, before.entries, strict=True) if new != old]
    assert changed == [f"urn:uuid:{issue.uuid}"]
    assert after.entries[0].updated > after.entries[0].published or after.entries[0].title == "Neue Worte"
    assert after.feed.updated == after.entries[0].updated


def correct(issue: Issue, title: str, note: str = "Der Titel war falsch.") -> None:
    head = {"title": title}
    blocks = issue.main.blocks
    release.correct(issue, "de", by=factories.OFFICE, seen=issue.stamp, head=head, blocks=blocks, note=note)


@pytest.mark.req("N-093")
def test_correction_changes_page_pdf_and_feed_keeps_the_old_words_and_sends_nothing(
    channel: Channel, subscription: Subscription, reader: Client
) -> None:
    issue = create_issue(channel)
    send(issue)
    delivery.send_newsletters()
    issue.refresh_from_db()
    sent = list(Delivery.objects.values())
    correct(issue, "Richtiges aus dem Landkreis")
    text = words(reader.get(issue.get_absolute_url()))
    assert "Richtiges aus dem Landkreis" in text
    assert re.search(r"Korrigiert am \d+\. \w+ \d{4}: Der Titel war falsch\.", text)
    assert "Richtiges aus dem Landkreis" in words_of(
        reader.get(f"{issue.get_absolute_url()}ausgabe.pdf").content
    )
    assert [entry.title for entry in feedparser.parse(feed_of(reader)).entries] == [
        "Richtiges aus dem Landkreis"
    ]
    rows = Frozen.objects.order_by("revision").values_list("revision", "title", "note")
    assert list(rows) == [
        (1, "Neues aus dem Landkreis", ""),
        (2, "Richtiges aus dem Landkreis", "Der Titel war falsch."),
    ]
    assert list(Delivery.objects.values()) == sent


@pytest.mark.req("N-093")
def test_correction_needs_a_note_a_sound_text_and_the_newest_stamp(channel: Channel) -> None:
    issue = archived(channel)
    with pytest.raises(IntegrityError, match="frozen_correction_has_note"), transaction.atomic():
        correct(issue, "Anders", note="")
    issue.refresh_from_db()
    with pytest.raises(SavedMeanwhileError):
        release.correct(
            issue, "de", by=factories.OFFICE, seen=99, head={}, blocks=issue.main.blocks, note="Anders."
        )
    with pytest.raises(ValidationError, match="Der Betreff fehlt"):
        release.correct(
            issue, "de", by=factories.OFFICE, seen=issue.stamp, head={"subject": ""}, blocks=[], note="Leer."
        )
    assert Frozen.objects.count() == 1
    assert Issue.objects.get().main.title == "Neues aus dem Landkreis"


@pytest.mark.req("N-094", "N-174")
def test_withdrawn_pdf_answers_with_a_short_page(channel: Channel, reader: Client) -> None:
    issue = archived(channel)
    issue.withdraw(by=factories.OFFICE, reason="Ein Name war falsch.")
    for path in (issue.get_absolute_url(), f"{issue.get_absolute_url()}ausgabe.pdf"):
        page = reader.get(path)
        assert (page.status_code, "Diese Ausgabe steht nicht mehr im Archiv." in words(page)) == (410, True)
        assert "Ein Name war falsch." not in words(page)
    assert feedparser.parse(feed_of(reader)).entries == []
    assert "Noch ist keine Ausgabe erschienen." in words(reader.get(CHANNEL))


@pytest.mark.req("N-172")
@pytest.mark.parametrize("issues", [1, 500])
def test_archive_costs_no_query_when_kept_and_at_most_six_when_not(channel: Channel, issues: int) -> None:
    fill(channel, issues)
    portal = Portal()
    paths = [CHANNEL, f"{CHANNEL}alt-0/", f"{CHANNEL}alt-0/ausgabe.pdf", f"{CHANNEL}feed.atom"]
    cost = []
    for path in paths:
        with CaptureQueriesContext(connection) as asked:
            status, headers, _content = portal.get(path)
        with CaptureQueriesContext(connection) as kept:
            again = portal.get(path)[0]
            known = portal.get(path, HTTP_IF_NONE_MATCH=headers["ETag"])[0]
        assert (status, again, known, len(kept)) == (200, 200, 304, 0), path
        cost.append(len(asked))
    assert cost == [6, 6, 3, 4]  # one of them asks for the counters of what is shown


@pytest.mark.req("N-174")
def test_publishing_shows_at_once_and_sending_leaves_kept_pages_alone(
    channel: Channel, subscription: Subscription, many: Any
) -> None:
    many(channel, 3)
    portal = Portal()
    assert b"Neues aus dem Landkreis" not in portal.get(CHANNEL)[2]
    issue = create_issue(channel)
    send(issue)
    portal.hear()
    assert b"Neues aus dem Landkreis" in portal.get(CHANNEL)[2]
    delivery.send_newsletters()
    portal.hear()
    with CaptureQueriesContext(connection) as asked:
        assert b"Neues aus dem Landkreis" in portal.get(CHANNEL)[2]
    assert (len(asked), Delivery.objects.per_state()) == (0, {"sent": 4})
    Issue.objects.get().withdraw(by=factories.OFFICE, reason="Test")
    portal.hear()
    assert b"Neues aus dem Landkreis" not in portal.get(CHANNEL)[2]


@pytest.mark.req("N-195")
def test_archive_knows_no_reader(channel: Channel, reader: Client) -> None:
    issue = create_issue(channel)
    before = release.prepare(issue).digest
    row = factories.create_subscription(channel=channel)
    assert release.prepare(issue).digest == before  # page, mail and files are made without knowing anybody
    send(issue)
    delivery.send_newsletters()
    path = issue.get_absolute_url()
    pages = [reader.get(where).content for where in (CHANNEL, path, f"{CHANNEL}feed.atom")]
    shown = b"".join(pages).decode() + words_of(reader.get(f"{path}ausgabe.pdf").content)
    assert [
        word for word in ("leserin@", sign(Purpose.SUBSCRIPTION, row.key), str(row.key)) if word in shown
    ] == []


# Issues from before the portal (N-095) ----------------------------------------------------------------------

PAGE = "/admin/newsletter/fruehere-ausgabe/"
Login = Callable[[User], Client]


def typed(newsletter: Channel, **changes: Any) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return {
        "channel": newsletter.pk,
        "number": 3,
        "published_on": "1.3.2024",
        "title": "Frühling im Landkreis",
        "summary": "Es geht um Gärten.\nUnd um Feste.",
        "file": SimpleUploadedFile("alt.pdf", a_pdf(title="Alt")),
    } | changes


@pytest.mark.req("N-095")
def test_older_issue_is_shown_with_its_file_and_says_what_is_wrong_with_it(
    channel: Channel, editor: User, as_user: Login, reader: Client
) -> None:
    archived(channel)
    browser = as_user(editor)
    assert browser.get(PAGE).status_code == 200
    done = browser.post(PAGE, typed(channel))
    path = f"{CHANNEL}2024-3/"
    assert (done.status_code, done["Location"]) == (302, path)
    text = words(reader.get(path))
    assert "Frühling im Landkreis Nr. 3/2024, 1. März 2024 Es geht um Gärten." in text
    assert "Es ist nicht vollständig barrierefrei." in text
    assert words_of(reader.get(f"{path}ausgabe.pdf").content) == "Muster"
    assert [year for year, _rows in reader.get(CHANNEL).context["years"]][-1] == 2024
    assert "2024-03-01T11:00:00Z" in feed_of(reader).decode()
    assert Delivery.objects.count() == 0
    issue = Issue.objects.get(year=2024)
    issue.record_check(by=factories.OFFICE, checked_on=date(2024, 3, 1), checked_how="PAC 2024")
    text = words(reader.get(path))
    assert "nicht vollständig barrierefrei" not in text
    assert "Barrierefreiheit des PDF geprüft am 1. März 2024: PAC 2024" in text


@pytest.mark.req("N-095")
def test_wrong_older_issue_is_refused_and_nothing_kept(
    channel: Channel, other_channel: Channel, editor: User, as_user: Login
) -> None:
    browser = as_user(editor)
    assert browser.post(PAGE, typed(channel)).status_code == 302
    wrong: list[dict[str, Any]] = [
        {},  # the same number once more
        {"published_on": "1.1.2090"},
        {"number": "0"},
        {"title": ""},
        {"file": ""},
        {"channel": other_channel.pk},  # of another role
    ]
    assert [browser.post(PAGE, typed(channel, **change)).status_code for change in wrong] == [422] * 6
    assert Issue.objects.count() == 1
