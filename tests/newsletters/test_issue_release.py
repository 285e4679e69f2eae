"""Checking, looking, planning, releasing, correcting in the back office (N-013, N-030 to N-047, N-093)."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from goslar_portal.accounts.models import User
from goslar_portal.states import WrongStateError
from newsletters import delivery, release
from newsletters.blocks import Block, Entry
from newsletters.message import render
from newsletters.models import Channel, Delivery, Frozen, Issue, Picture, Subscription
from tests.newsletters.counting import statements
from tests.newsletters.factories import OFFICE, create_subscription
from tests.newsletters.filling import words
from tests.newsletters.test_issue_admin import fresh, page, write
from tests.newsletters.test_release import create_issue
from tests.pressing import boxes

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
SHOUT = "<p>" + "WORT " * 20 + "</p>"


@pytest.fixture
def desk(editor: User, as_user: Login) -> Client:
    return as_user(editor)


@pytest.fixture
def issue(channel: Channel) -> Issue:
    return create_issue(channel)


def rewrite(issue: Issue, *blocks: Block, **head: str) -> Issue:
    issue.write("de", by=OFFICE, seen=issue.stamp, head=head, blocks=blocks or issue.main.parts)
    return fresh(issue)


def press(browser: Client, issue: Issue, button: str, **typed: Any) -> Any:
    """Open the release page and press one of its three buttons."""
    shown = browser.get(page(issue, "freigeben/"))
    facts = {"seen": shown.context["ready"].digest, button: "1"} | typed
    return browser.post(page(issue, "freigeben/"), facts)


def photo(width: int = 2000) -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.effect_noise((width, width // 2), 90).convert("RGB").save(file, "JPEG", quality=95)
    return SimpleUploadedFile("foto.jpg", file.getvalue(), content_type="image/jpeg")


# Pictures -------------------------------------------------------------------------------------------------


@pytest.mark.req("N-013")
def test_picture_is_written_anew_kept_while_other_boxes_are_wrong_and_copied_with_the_issue(
    desk: Client, issue: Issue
) -> None:
    typed = {"baustein-1-photo": photo(), "baustein-1-alt": "Ein Bild", "baustein-0-position": "20"}
    refused = write(desk, issue, **typed)
    again = boxes(refused, "text") | {"baustein-0-position": "10", "baustein-1-credit": "Foto: Amt"}
    assert desk.post(page(issue), again).status_code == 302
    picture = Picture.objects.get()
    block = fresh(issue).main.parts[1]
    assert (block.image, block.alt, block.credit) == (picture.pk, "Ein Bild", "Foto: Amt")
    assert max(picture.upload.width, picture.upload.height) <= 1200
    assert picture.upload.size <= 150 * 1024
    assert desk.get(page(issue, f"bild/{picture.pk}/"))["Content-Type"] == "image/jpeg"
    copy = fresh(issue).copy(by=OFFICE)
    fresh(issue).discard(by=OFFICE)
    assert [row.image for row in fresh(copy).main.parts] == [None, copy.pictures.get().pk]


@pytest.mark.req("N-013")
def test_what_is_no_picture_or_belongs_to_another_issue_is_refused(
    desk: Client, issue: Issue, channel: Channel
) -> None:
    wrong = SimpleUploadedFile("foto.jpg", b"<svg></svg>")
    answer = write(desk, issue, **{"baustein-1-photo": wrong})
    assert answer.status_code == 422
    assert "hat eine Art, die wir nicht annehmen" in words(answer)
    foreign = Picture.objects.take(create_issue(channel), photo(300))
    write(desk, issue, **{"baustein-1-image": str(foreign.pk)})
    assert [block.image for block in fresh(issue).main.parts] == [None, None]


@pytest.mark.req("N-013", "N-030")
def test_picture_needs_words_and_credit_and_a_version_has_five_at_most(desk: Client, issue: Issue) -> None:
    pictures = [Picture.objects.take(issue, photo(300)).pk for _number in range(6)]
    bare = Block("image", uid="cccccc", image=pictures[0], alt="IMG_1234.jpg")
    rules = [row.rule for row in release.prepare(rewrite(issue, bare)).errors]
    assert rules == ["Der Text zum Bild ist ein Dateiname.", "Der Bildnachweis fehlt."]
    blocks = [Block("image", image=number) for number in pictures]
    with pytest.raises(ValidationError, match="höchstens 5 Bilder"):
        rewrite(fresh(issue), *blocks)


# Checking and looking -------------------------------------------------------------------------------------


@pytest.mark.req("N-030")
def test_check_names_block_rule_and_remedy_and_leads_to_the_block(desk: Client, issue: Issue) -> None:
    entry = Entry("Gestern", starts_at=(timezone.now() - timedelta(days=1)).isoformat())
    rewrite(issue, Block("events", uid="dddddd", heading="Termine", entries=(entry,)), subject="")
    shown = desk.get(page(issue, "pruefen/"))
    assert [(row.block, row.rule) for row in shown.context["ready"].errors] == [
        ("ganze Fassung", "Der Betreff fehlt."), ("Termine", "„Gestern“ ist beim Versand schon vorbei.")
    ]  # fmt: skip
    html = shown.content.decode()
    assert f'href="{page(issue)}?baustein=dddddd#b-dddddd"' in html
    assert 'id="b-dddddd"' in desk.get(page(issue)).content.decode()
    assert "Entfernen Sie den Termin." in words(shown)


@pytest.mark.req("N-030")
def test_error_forbids_release_and_plan_and_a_warning_wants_a_tick(
    desk: Client, issue: Issue, subscription: Subscription
) -> None:
    loud = rewrite(issue, Block("intro", uid="eeeeee", body=SHOUT))
    answer = press(desk, loud, "senden")
    assert answer.status_code == 422
    assert "Bitte bestätigen Sie, dass Sie die Warnungen gesehen haben." in words(answer)
    (warning,) = release.prepare(loud).warnings
    assert press(desk, loud, "senden", noted=["f" * 16]).status_code == 422
    wrong = rewrite(loud, subject="")
    at = f"{timezone.localtime() + timedelta(days=2):%d.%m.%Y %H:%M}"
    for button in ("senden", "planen", "archiv"):
        assert press(desk, wrong, button, noted=[warning.key], at=at).status_code == 422
    assert (fresh(issue).state, Delivery.objects.count(), Frozen.objects.count()) == ("draft", 0, 0)
    good = rewrite(wrong, subject="Wieder da")
    assert press(desk, good, "senden", noted=[warning.key]).status_code == 302
    assert fresh(issue).state == "sending"


@pytest.mark.req("N-032")
def test_preview_shows_the_very_bytes_that_release_freezes(desk: Client, issue: Issue) -> None:
    picture = Picture.objects.take(issue, photo(300))
    shown = replace(issue.main.parts[1], image=picture.pk, alt="Ein Bild", credit="Foto: Amt")
    issue = rewrite(issue, issue.main.parts[0], shown)
    form = render(issue.main, issue, issue.channel)
    forms = {
        name: desk.get(page(issue, f"vorschau/de/{name}"))
        for name in ("seite/", "html/", "text/", "html.css")
    }
    assert {answer.status_code for answer in forms.values()} == {200}
    assert {answer["Content-Security-Policy"].count("unsafe") for answer in forms.values()} == {0}
    web = form.web.replace(f"{issue.get_absolute_url()}bilder/", page(issue, "vorschau/de/bilder/"))
    assert web in forms["seite/"].content.decode()
    assert words(forms["html/"]).split() == words(FakePage(form.html)).split()
    assert "style=" not in forms["html/"].content.decode().replace("data-style=", "")
    assert "@media" in forms["html.css"].content.decode()
    assert forms["text/"].context["form"].text == form.text
    name = form.web_content.images[0].name
    assert desk.get(page(issue, f"vorschau/de/bilder/{name}")).content == form.web_content.images[0].content
    file = desk.get(page(issue, "vorschau/de/ausgabe.pdf"))
    with pikepdf.open(io.BytesIO(file.content)) as document:
        assert document.Root.Lang == "de"


class FakePage:
    def __init__(self, html: str) -> None:
        self.content = html.encode()


# Releasing ------------------------------------------------------------------------------------------------


@pytest.mark.req("N-041")
def test_release_page_shows_what_will_leave_and_refuses_what_changed_since(
    desk: Client, issue: Issue, subscription: Subscription, channel: Channel
) -> None:
    create_subscription("zwei@example.org", channel)
    shown = desk.get(page(issue, "freigeben/"))
    said = words(shown)
    assert "Jetzt an 2 Abos senden" in said
    assert "Deutsch: 2" in said
    assert "Neues im März" in said
    assert shown.context["ready"].digest in said
    assert "Der Versand-Selbsttest wurde noch nie ganz bestanden." in said
    seen = shown.context["ready"].digest
    rewrite(issue, title="Anders")
    answer = desk.post(page(issue, "freigeben/"), {"seen": seen, "senden": "1"})
    assert answer.status_code == 409
    assert "Die Ausgabe wurde inzwischen geändert. Bitte sehen Sie sie noch einmal an." in words(answer)
    assert (fresh(issue).state, Delivery.objects.count()) == ("draft", 0)
    again = {"seen": boxes(answer, "freigabe")["seen"], "senden": "1"}
    assert desk.post(page(issue, "freigeben/"), again).status_code == 302
    assert Delivery.objects.count() == 2


@pytest.mark.req("N-044")
def test_writer_is_told_that_somebody_else_releases_and_cannot(
    desk: Client, issue: Issue, subscription: Subscription, chief: User, as_user: Login
) -> None:
    write(desk, issue)
    shown = desk.get(page(issue, "freigeben/"))
    assert "Sie haben zuletzt daran geschrieben. Jemand anderes muss die Ausgabe freigeben." in words(shown)
    assert "senden" not in boxes(shown, "freigabe")
    answer = desk.post(page(issue, "freigeben/"), {"seen": shown.context["ready"].digest, "senden": "1"})
    assert (answer.status_code, fresh(issue).state) == (422, "draft")
    assert press(as_user(chief), issue, "senden").status_code == 302
    assert fresh(issue).released_by == chief


@pytest.mark.req("N-042")
def test_plan_fixes_the_words_and_takes_who_is_subscribed_when_its_time_comes(
    desk: Client, issue: Issue, subscription: Subscription, channel: Channel
) -> None:
    moment = timezone.localtime() + timedelta(days=2)
    answer = press(desk, issue, "planen", at=f"{moment:%d.%m.%Y %H:%M}")
    assert answer.status_code == 302
    planned = fresh(issue)
    assert (planned.state, planned.published_at, Delivery.objects.count()) == ("planned", None, 0)
    assert f"{moment:%-d}. " in Frozen.objects.get().text.split("\n")[1]  # the day it leaves stands on it
    late = create_subscription("spaet@example.org", channel)
    subscription.end(by=OFFICE, reason="unsubscribed")
    Issue.objects.update(planned_at=timezone.now() - timedelta(minutes=1))
    delivery.begin_planned()
    assert [row.subscription for row in Delivery.objects.all()] == [late]
    assert fresh(issue).state == "sending"


@pytest.mark.req("N-042")
def test_plan_is_undone_and_what_was_fixed_thrown_away(desk: Client, issue: Issue) -> None:
    press(desk, issue, "planen", at=f"{timezone.localtime() + timedelta(days=2):%d.%m.%Y %H:%M}")
    shown = words(desk.get(page(issue, "change/")))
    assert "Geht von selbst hinaus:" in shown
    desk.post(page(issue, "unplan/"))
    undone = fresh(issue)
    assert (undone.state, undone.planned_at, Frozen.objects.count()) == ("draft", None, 0)


@pytest.mark.req("N-042")
@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "Dieser Zeitpunkt ist schon vorbei."),
        (91, "Planen geht höchstens 90 Tage im Voraus."),
        (None, "Bitte schreiben Sie Tag und Uhrzeit"),
    ],
)
def test_time_that_cannot_be_planned_is_refused(
    desk: Client, issue: Issue, days: int | None, said: str
) -> None:
    at = "bald" if days is None else f"{timezone.localtime() + timedelta(days=days):%d.%m.%Y %H:%M}"
    answer = press(desk, issue, "planen", at=at)
    assert answer.status_code == 422
    assert said in words(answer)
    assert fresh(issue).state == "draft"


@pytest.mark.req("N-042", "N-031")
def test_date_that_is_over_at_the_planned_time_is_found_when_planning(desk: Client, issue: Issue) -> None:
    entry = Entry("Morgen", starts_at=(timezone.now() + timedelta(days=1)).isoformat())
    issue = rewrite(issue, Block("events", heading="Termine", entries=(entry,)))
    assert release.prepare(issue).errors == []
    answer = press(desk, issue, "planen", at=f"{timezone.localtime() + timedelta(days=2):%d.%m.%Y %H:%M}")
    assert answer.status_code == 422
    assert "„Morgen“ ist beim Versand schon vorbei." in words(answer)


@pytest.mark.req("N-047")
def test_issue_without_readers_goes_into_the_archive_only(desk: Client, issue: Issue, reader: Client) -> None:
    shown = desk.get(page(issue, "freigeben/"))
    assert "Noch niemand hat diesen Newsletter abonniert." in words(shown)
    assert 'name="senden"' not in shown.content.decode()
    answer = press(desk, issue, "senden")
    assert (answer.status_code, fresh(issue).state, Frozen.objects.count()) == (422, "draft", 0)
    assert press(desk, issue, "archiv").status_code == 302
    assert fresh(issue).state == "archive_only"
    assert reader.get(issue.get_absolute_url()).status_code == 200
    assert Delivery.objects.count() == 0


@pytest.mark.req("N-045")
def test_second_click_finds_the_issue_on_its_way(
    desk: Client, issue: Issue, subscription: Subscription
) -> None:
    seen = {"seen": release.prepare(issue).digest, "senden": "1"}
    answers = [desk.post(page(issue, "freigeben/"), seen).status_code for _click in range(2)]
    assert (answers, Delivery.objects.count()) == ([302, 409], 1)


@pytest.mark.req("N-045")
@pytest.mark.django_db(transaction=True)
def test_two_releases_at_the_same_moment_end_in_one(channels: None) -> None:
    issue = create_issue(Channel.objects.get(slug="demokratie"))
    create_subscription(channel=issue.channel)
    seen, barrier = release.prepare(issue).digest, Barrier(2)

    def run(row: Issue) -> str:
        try:
            barrier.wait()
            release.send(row, by=OFFICE, seen=seen)
        except WrongStateError:
            return "zu spät"
        finally:
            connection.close()
        return "gesendet"

    with ThreadPoolExecutor(2) as pool:
        ends = sorted(pool.map(run, [fresh(issue), fresh(issue)]))
    assert (ends, Delivery.objects.count(), Frozen.objects.count()) == (["gesendet", "zu spät"], 1, 1)


# After release --------------------------------------------------------------------------------------------


@pytest.mark.req("N-093")
def test_correction_changes_page_file_and_feed_keeps_the_old_words_and_sends_nothing(
    desk: Client, issue: Issue, subscription: Subscription, reader: Client
) -> None:
    release.send(issue, by=OFFICE, seen=release.prepare(issue).digest)
    where = page(issue, "korrektur/de/")
    typed = boxes(desk.get(where), "text") | {"baustein-1-heading": "Ein Projekt endet", "note": ""}
    assert desk.post(where, typed).status_code == 422
    assert desk.post(where, typed | {"note": "Überschrift der Meldung"}).status_code == 302
    shown = words(reader.get(issue.get_absolute_url()))
    assert "Ein Projekt endet" in shown
    assert "Überschrift der Meldung" in shown
    assert "Ein Projekt endet" in reader.get("/newsletter/migration-und-teilhabe/feed.atom").content.decode()
    first, second = Frozen.objects.order_by("revision")
    assert (first.revision, "Ein Projekt beginnt" in first.web, second.note) == (
        1,
        True,
        "Überschrift der Meldung",
    )
    assert second.pdf_sha256 != first.pdf_sha256
    assert (Delivery.objects.count(), fresh(issue).main.parts[1].heading) == (1, "Ein Projekt endet")
    stale = desk.post(where, typed | {"note": "Zu spät"})
    assert (stale.status_code, Frozen.objects.count()) == (409, 2)


@pytest.mark.req("N-094")
def test_issue_is_withdrawn_with_a_reason_and_brought_back(
    desk: Client, issue: Issue, reader: Client
) -> None:
    release.archive(issue, by=OFFICE, seen=release.prepare(issue).digest)
    assert desk.post(page(issue, "withdraw/"), {"reason": ""}).status_code == 422
    assert desk.post(page(issue, "withdraw/"), {"reason": "Ein Name war falsch."}).status_code == 302
    assert reader.get(issue.get_absolute_url()).status_code == 410
    assert "Aus dem Archiv genommen: Ein Name war falsch." in words(desk.get(page(issue, "change/")))
    assert desk.get(page(issue, "korrektur/de/")).status_code == 404
    desk.post(page(issue, "bring_back/"))
    assert reader.get(issue.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_before_release_cost_the_same_for_more_blocks(desk: Client, issue: Issue, rows: int) -> None:
    issue = rewrite(
        issue, *(Block("hint", heading=f"Hinweis {n}", body=f"<p>Text {n}.</p>") for n in range(rows))
    )
    costs = {}
    for name in ("change/", "pruefen/", "vorschau/", "testmail/", "freigeben/"):
        desk.get(page(issue, name))
        with statements() as asked:
            desk.get(page(issue, name))
        costs[name] = len(asked)
    assert costs == {"change/": 11, "pruefen/": 11, "vorschau/": 8, "testmail/": 9, "freigeben/": 13}
