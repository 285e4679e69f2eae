"""What leaves: one mail for everybody, readable in every mail program, in light and dark (N-080 to N-085)."""

import email
import io
import re
from dataclasses import replace
from email import policy
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.conf import settings as portal
from django.db import DatabaseError, transaction
from django.utils import timezone
from PIL import Image

from goslar_portal.mail.models import Letter
from newsletters import delivery, release
from newsletters.blocks import Block, Entry
from newsletters.message import TOKEN, colours, headers_for, make_mail, render
from newsletters.models import Channel, Issue, Picture, SignUp, Subscription
from tests.newsletters import factories
from tests.newsletters.archive import add_arabic
from tests.newsletters.test_release import create_issue, send

pytestmark = pytest.mark.django_db


def messages() -> list[Any]:
    files = sorted(Path(str(portal.EMAIL_FILE_PATH)).glob("*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def part(message: Any, kind: str) -> str:
    return str(message.get_body((kind,)).get_content())


def with_picture(issue: Issue) -> Issue:
    """A picture, a date, a contact: every kind of block that needs more than text."""
    file: Any = io.BytesIO()
    Image.new("RGB", (900, 300), (70, 120, 90)).save(file, "JPEG")
    file.size, file.name = file.tell(), "wiese.jpg"
    picture = Picture.objects.take(issue, file)
    blocks = [
        Block("story", uid="aaaaaa", heading="Ein Fest", body="<p>Es gibt <em>Kuchen</em>.</p>",
              link_url="/newsletter/", link_text="Alle Newsletter",
              image=picture.pk, alt="Eine Wiese", credit="Foto: Amt"),
        Block("events", uid="bbbbbb", heading="Termine", entries=(
            Entry("Treffen", "Mit Tee", "https://example.org/t/", "2099-05-04T18:00:00+02:00", "Rathaus"),
            Entry("Ausflug", starts_at="2099-05-05T00:00:00+02:00", is_cancelled=True),
        )),
        Block("contact", uid="cccccc", heading="Fragen?", role="Stelle", phone="030 23125-104",
              email="amt@goslar.example", hours="9 bis 12 Uhr"),
        Block("hint", uid="dddddd", heading="Notfall",
              body='<p>Rufen Sie <a href="tel:112">Telefon 112</a> an.</p>'),
    ]  # fmt: skip
    issue.write("de", by=factories.OFFICE, seen=issue.stamp, head={}, blocks=blocks)
    issue.refresh_from_db()
    return issue


@pytest.mark.req("N-080")
def test_mail_has_text_and_html_and_brings_its_pictures_along(
    channel: Channel, subscription: Subscription
) -> None:
    send(with_picture(create_issue(channel)))
    delivery.send_newsletters()
    (message,) = messages()
    assert message.get_content_type() == "multipart/alternative"
    text, related = message.iter_parts()
    assert (text.get_content_type(), related.get_content_type()) == ("text/plain", "multipart/related")
    html, picture = related.iter_parts()
    assert (html.get_content_type(), picture.get_content_type()) == ("text/html", "image/jpeg")
    assert picture["Content-ID"].strip("<>") in re.findall(r'src="cid:([^"]+)"', html.get_content())
    loaded = re.findall(
        r'(?:src|background|srcset|data)="(?!cid:)[^"]*|url\(|@import|<link|<script', html.get_content()
    )
    assert loaded == []
    assert message.defects == []


@pytest.mark.req("N-080", "N-083")
def test_text_part_says_everything_and_can_be_read_aloud(channel: Channel) -> None:
    issue = with_picture(create_issue(channel))
    text = render(issue.main, issue, channel).text
    own = f"{portal.SITE_URL}/newsletter/abo/{TOKEN}/"
    assert text.split("\n\n", 2)[2] == (
        "Ein Fest\n--------\n\nEs gibt Kuchen.\n\n[Bild: Eine Wiese]\nFoto: Amt\n\n"
        f"Alle Newsletter: {portal.SITE_URL}/newsletter/\n\n"
        "Termine\n-------\n\n"
        "* Treffen\n  Montag, 4. Mai 2099, 18:00 Uhr, Rathaus\n  Mit Tee\n  https://example.org/t/\n\n"
        "* Abgesagt: Ausflug\n  Dienstag, 5. Mai 2099\n\n"
        "Fragen?\n-------\n\nStelle\n030 23125-104\namt@goslar.example\n9 bis 12 Uhr\n\n"
        "Notfall\n-------\n\nRufen Sie Telefon 112 an.\n\n"
        f"{'-' * 40}\n"
        "Sie bekommen diese E-Mail, weil Sie „Newsletter der Koordinierungsstelle Migration und Teilhabe“ "
        "bestellt haben.\n"
        f"Abmelden: {own}abmelden/\nEinstellungen: {own}\n"
        f"Im Browser lesen: {portal.SITE_URL}{issue.get_absolute_url()}\n"
        f"{channel.imprint_line}\n"
    )


@pytest.mark.req("N-091")
def test_wide_picture_stays_on_the_page_of_the_pdf(channel: Channel) -> None:
    issue = with_picture(create_issue(channel))
    widths: list[float] = []

    def look(operator: bytes, _operands: Any, matrix: list[float], _text: Any) -> None:
        if operator == b"Do":
            widths.append(abs(matrix[0]))

    for page in pypdf.PdfReader(io.BytesIO(render(issue.main, issue, channel).pdf)).pages:
        page.extract_text(visitor_operand_before=look)
    millimetre = 72 / 25.4
    assert [round(width / millimetre) for width in widths] == [160]


@pytest.mark.req("N-081")
@pytest.mark.parametrize(("code", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_html_part_names_its_language_and_is_large_enough_in_light_and_dark(
    channel: Channel, code: str, direction: str
) -> None:
    issue = with_picture(create_issue(channel))
    add_arabic(issue)
    html = render(issue.versions.get(language=code), issue, channel).html
    for element in ("<html", '<div class="outer"'):
        opened = re.search(f"{element}[^>]*>", html)
        assert opened is not None
        assert (f'lang="{code}"' in opened[0], f'dir="{direction}"' in opened[0]) == (True, True)
    assert html.count("<h1") == 1
    sizes = [int(size) for size in re.findall(r"font-size: *(\d+)px", html)]
    assert (min(sizes) >= 16, "max-width: 600px" in html, 'width="600"' in html) == (True, True, True)
    assert html.count("<style") == 1  # the rest stands at each element; this cannot
    assert "prefers-color-scheme: dark" in html.split("<style")[1]
    assert "color-scheme" in html.split("<title")[0]
    pairs = [*colours.LIGHT.texts, *colours.DARK.texts]
    assert min(colours.contrast(*pair) for pair in pairs) >= 4.5


@pytest.mark.req("N-082")
def test_every_header_is_there_once_and_nothing_else(channel: Channel, subscription: Subscription) -> None:
    issue = create_issue(channel)
    send(issue)
    delivery.send_newsletters()
    (message,) = messages()
    assert sorted(message.keys()) == sorted([
        "To", "Date", "Message-ID", "List-Unsubscribe", "From", "Reply-To", "Subject", "List-Id",
        "List-Archive", "List-Unsubscribe-Post", "Auto-Submitted", "Precedence", "Content-Language",
        "MIME-Version", "Content-Type",
    ])  # fmt: skip
    assert message["Reply-To"] == "migration@goslar.example"
    assert message["List-Archive"] == f"<{portal.SITE_URL}/newsletter/migration-und-teilhabe/>"
    assert re.fullmatch(
        rf"<{portal.SITE_URL}/newsletter/abo/[\w-]{{44}}/abmelden/>", message["List-Unsubscribe"]
    )
    assert message["Date"].datetime.tzinfo is not None


@pytest.mark.req("N-082")
def test_values_with_line_breaks_are_refused_not_repaired(channel: Channel) -> None:
    issue = create_issue(channel)
    for name in ("subject", "title", "preview"):
        with pytest.raises(DatabaseError), transaction.atomic():
            issue.versions.update(**{name: "Neues\r\nBcc: wer@example.org"})
    with pytest.raises(DatabaseError), transaction.atomic():
        Channel.objects.update(sender_name="Amt\nBcc: wer@example.org")
    form = render(issue.main, issue, channel)
    changes: list[dict[str, Any]] = [{"subject": "a\nb"}, {"reply_address": "a@example.org\nBcc: b"}]
    for change in changes:
        with pytest.raises(ValueError, match="linefeed"):
            make_mail(replace(form.mail_content, **change), form.html, form.text)
    with pytest.raises(ValueError, match="line break"):
        headers_for("a@example.org\nBcc", message_id="<x>", token=TOKEN, at=timezone.now())


@pytest.mark.req("N-084", "N-046")
def test_two_readers_get_the_same_but_for_their_own_links(channel: Channel, many: Any) -> None:
    many(channel, 2)
    issue = create_issue(channel)
    send(issue)
    delivery.send_newsletters()
    files = sorted(Path(str(portal.EMAIL_FILE_PATH)).glob("*.eml"))
    bodies, tokens = set(), set()
    for file in files:
        head, _gap, body = file.read_bytes().partition(b"\r\n\r\n")
        found = set(re.findall(rb"/newsletter/abo/([\w-]{44})/", head))
        assert len(found) == 1
        tokens |= found
        bodies.add(body.replace(found.pop(), b"#"))
    assert (len(files), len(bodies), len(tokens)) == (2, 1, 2)
    assert all(b"leser" not in body for body in bodies)


@pytest.mark.req("N-083", "N-084")
def test_foot_says_why_and_holds_the_only_personal_links(channel: Channel) -> None:
    issue = create_issue(channel)
    html = render(issue.main, issue, channel).html
    foot = html[html.index('class="foot"') :]
    site = str(portal.SITE_URL)
    assert re.findall(r'href="([^"]+)"[^>]*>([^<]+)', foot) == [
        (f"{site}/newsletter/abo/{TOKEN}/abmelden/", "Abmelden"),
        (f"{site}/newsletter/abo/{TOKEN}/", "Einstellungen"),
        (f"{site}{issue.get_absolute_url()}", "Im Browser lesen"),
    ]
    assert "weil Sie „Newsletter der Koordinierungsstelle Migration und Teilhabe“ bestellt haben." in foot
    assert channel.imprint_line in foot
    assert html.count(TOKEN) == foot.count(TOKEN) == 2


@pytest.mark.req("N-085")
def test_other_mails_are_letters_of_the_outbox_written_with_what_they_report(channel: Channel) -> None:
    with transaction.atomic():
        factories.ask("leserin@example.org")
        transaction.set_rollback(True)
    assert (Letter.objects.count(), SignUp.objects.count()) == (0, 0)
    factories.ask("leserin@example.org", language="en")
    text = Letter.objects.get().text
    first, german = text.split("-" * 40)
    assert "Open the link." in first
    assert "Öffnen Sie den Link." in german
    assert Letter.objects.get().subject == "Please confirm your sign-up to the newsletter"
    assert release.recipients(create_issue(channel)) == {}  # nobody gets an issue before confirming
