"""Two people write an issue in the back office and release it (N-010 to N-047)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from goslar_portal.accounts.models import User
from newsletters import release
from newsletters.blocks import Block, Entry, clean_blocks
from newsletters.models import Channel, Issue, Subscription
from tests.newsletters.counting import statements
from tests.newsletters.factories import OFFICE
from tests.newsletters.filling import words
from tests.newsletters.test_release import create_issue
from tests.pressing import boxes

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
LIST = "/admin/newsletters/issue/"


@pytest.fixture
def desk(editor: User, as_user: Login) -> Client:
    return as_user(editor)


@pytest.fixture
def issue(channel: Channel) -> Issue:
    return create_issue(channel)


def page(issue: Issue, name: str = "text/de/") -> str:
    return f"{LIST}{issue.pk}/{name}"


def write(desk: Client, issue: Issue, **changes: Any) -> Any:
    """Open the text, type over some boxes, press a button."""
    typed = boxes(desk.get(page(issue)), "text") | changes
    return desk.post(page(issue), {name: value for name, value in typed.items() if value is not None})


def fresh(issue: Issue) -> Issue:
    return Issue.objects.for_office().get(pk=issue.pk)


@pytest.mark.req("N-010")
def test_new_issue_begins_with_the_next_number_and_says_what_comes_next(
    channel: Channel, desk: Client, issue: Issue
) -> None:
    response = desk.post(f"{LIST}add/", {"channel": channel.pk, "title": "Herbst"}, follow=True)
    made = Issue.objects.get(versions__title="Herbst")
    assert (made.number, made.slug, made.main_language) == (2, f"{made.year}-2", "de")
    assert "Nächster Schritt: Schreiben Sie jetzt Betreff und Bausteine." in words(response)


@pytest.mark.req("N-010")
def test_number_that_is_taken_and_subject_that_is_too_long_are_refused(
    channel: Channel, desk: Client, issue: Issue
) -> None:
    other = create_issue(channel)
    answer = desk.post(page(other, "rename/"), {"number": issue.number, "slug": "anders"})
    assert (answer.status_code, fresh(other).number) == (422, 2)
    assert "Diese Nummer gibt es in diesem Jahr schon." in words(answer)
    answer = write(desk, issue, subject="x" * 91, preview="y" * 141)
    assert answer.status_code == 422
    assert fresh(issue).main.subject == "Neues im März"
    assert words(answer).count("um ein Zeichen zu lang") == 4  # at each box and in the summary


@pytest.mark.req("N-011")
def test_blocks_are_ordered_by_number_and_new_ones_appended(desk: Client, issue: Issue) -> None:
    answer = write(desk, issue, **{"baustein-0-position": "25", "neu": "hint", "anfuegen": "1"})
    blocks = fresh(issue).main.parts
    assert [block.kind for block in blocks] == ["story", "intro", "hint"]
    assert answer["Location"].endswith(f"?baustein={blocks[2].uid}#b-{blocks[2].uid}")


@pytest.mark.req("N-011")
def test_equal_numbers_are_refused_with_both_blocks_named(desk: Client, issue: Issue) -> None:
    answer = write(desk, issue, **{"baustein-0-position": "20"})
    assert answer.status_code == 422
    assert "„Einleitung“ und „Meldung: Ein Projekt beginnt“ haben beide die Nummer 20." in words(answer)
    assert [block.kind for block in fresh(issue).main.parts] == ["intro", "story"]


@pytest.mark.req("N-011")
def test_more_than_forty_blocks_are_refused(desk: Client, issue: Issue) -> None:
    issue.write("de", by=OFFICE, seen=issue.stamp, head={}, blocks=[Block("intro") for _ in range(40)])
    answer = write(desk, issue, neu="hint", anfuegen="1")
    assert answer.status_code == 422
    assert "höchstens 40 Bausteine" in words(answer)


@pytest.mark.req("N-012")
def test_what_the_profile_does_not_allow_is_taken_out_and_told(desk: Client, issue: Issue) -> None:
    body = '<p style="color:red">Hallo <img src="x.png"><b>Welt</b></p>'
    answer = desk.post(
        page(issue), boxes(desk.get(page(issue)), "text", **{"baustein-0-body": body}), follow=True
    )
    assert fresh(issue).main.parts[0].body == "<p>Hallo <strong>Welt</strong></p>"
    assert "Nicht erlaubt und deshalb entfernt: img (1), p style (1)" in words(answer)


@pytest.mark.req("N-012")
def test_address_that_leads_nowhere_is_told_at_its_box(desk: Client, issue: Issue) -> None:
    answer = write(desk, issue, **{"baustein-1-link_url": "javascript:alert(1)"})
    assert answer.status_code == 422
    assert "ist nicht erlaubt" in words(answer)
    assert fresh(issue).main.parts[1].link_url == "https://example.org/projekt/"


@pytest.mark.req("N-014")
def test_text_saved_meanwhile_is_not_overwritten_unseen(
    desk: Client, issue: Issue, chief: User, as_user: Login
) -> None:
    opened = boxes(desk.get(page(issue)), "text")
    write(desk, issue, title="Von der Kollegin")
    answer = desk.post(page(issue), opened | {"title": "Von mir"})
    assert answer.status_code == 409
    assert "Diese Ausgabe wurde inzwischen geändert." in words(answer)
    assert fresh(issue).main.title == "Von der Kollegin"
    again = boxes(answer, "text")
    assert again["title"] == ["Von mir"]
    assert f'href="{page(issue)}"' in answer.content.decode()
    assert desk.post(page(issue), again).status_code == 302
    assert fresh(issue).main.title == "Von mir"


@pytest.mark.req("N-014")
def test_released_issue_takes_no_text(desk: Client, issue: Issue) -> None:
    opened = boxes(desk.get(page(issue)), "text")
    release.archive(issue, by=OFFICE, seen=release.prepare(issue).digest)
    assert desk.get(page(issue)).status_code == 409
    assert desk.post(page(issue), opened | {"title": "Anders"}).status_code == 409
    assert fresh(issue).main.title == "Neues aus dem Landkreis"


@pytest.mark.req("N-015")
def test_copy_has_the_words_and_pictures_and_nothing_else(
    desk: Client, issue: Issue, subscription: Subscription
) -> None:
    release.send(issue, by=OFFICE, seen=release.prepare(issue).digest)
    desk.post(page(issue, "copy/"))
    copy = Issue.objects.for_office().latest("pk")
    assert (copy.number, copy.state, copy.planned_at, copy.released_at) == (2, "draft", None, None)
    assert copy.main.blocks == issue.main.blocks
    assert (copy.deliveries.count(), copy.frozen.count()) == (0, 0)


def test_draft_of_another_role_does_not_exist(
    issue: Issue, organiser: User, chief: User, as_user: Login
) -> None:
    addresses = ["change/", "text/de/", "pruefen/", "vorschau/", "testmail/", "freigeben/"]
    browser = as_user(organiser)
    assert [browser.get(page(issue, name)).status_code for name in addresses] == [404] * 6
    browser = as_user(chief)  # Leitung reads and releases, and does not write
    assert [browser.get(page(issue, name)).status_code for name in addresses] == [
        200,
        403,
        200,
        200,
        200,
        200,
    ]


@pytest.mark.req("N-173")
@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_issues_costs_the_same_for_more(channel: Channel, desk: Client, rows: int) -> None:
    for _row in range(rows):
        create_issue(channel)
    desk.get(LIST)
    with statements() as asked:
        shown = desk.get(LIST)
    assert (len(shown.context["cl"].result_list), len(asked)) == (rows, 11)


@pytest.mark.parametrize("rows", [1, 3])
def test_text_costs_the_same_for_more_blocks(channel: Channel, desk: Client, rows: int) -> None:
    issue = create_issue(channel)
    day = timezone.now() + timedelta(days=3)
    entry = Entry("Fest", starts_at=day.isoformat(), source="democracy.events", key="x", fingerprint="y")
    blocks = [Block("events", heading="Termine", entries=(entry,)) for _row in range(rows)]
    issue.write("de", by=OFFICE, seen=issue.stamp, head={}, blocks=blocks)
    desk.get(page(issue))
    with statements() as asked:
        shown = desk.get(page(issue))
    assert (len(shown.context["text"].parts), len(asked)) == (rows, 12)


@pytest.mark.req("N-164")
def test_page_of_a_paused_issue_leads_to_its_deliveries(
    desk: Client, issue: Issue, subscription: Subscription
) -> None:
    release.send(issue, by=OFFICE, seen=release.prepare(issue).digest)
    assert "Die E-Mails gehen gerade hinaus. Sie müssen nichts tun." in words(
        desk.get(page(issue, "change/"))
    )
    desk.post(page(issue, "pause/"))
    shown = desk.get(page(issue, "change/"))
    assert "Nächster Schritt: Der Versand ist angehalten." in words(shown)
    assert f'href="/admin/newsletters/delivery/ausgabe/{issue.pk}/"' in shown.content.decode()


def full_form(issue: Issue, blocks: int) -> dict[str, Any]:
    """What a browser sends for blocks of twenty dates each."""
    sent = {"title": "Frühling", "subject": "Termine", "stamp": issue.stamp, "bausteine": blocks}
    for number in range(blocks):
        block = f"baustein-{number}"
        sent |= {f"{block}-kind": "events", f"{block}-uid": f"{number:06d}", f"{block}-eintraege": 20}
        for row in range(20):
            entry = {"title": f"Fest {row}", "starts_at": "", "place": "Seesen", "url": "", "origin": ""}
            sent |= {f"{block}-eintrag-{row}-{name}": value for name, value in entry.items()}
    return sent


@pytest.mark.req("N-011", "N-014")
def test_issue_with_more_dates_than_other_forms_have_boxes_is_saved_whole(desk: Client, issue: Issue) -> None:
    sent = full_form(issue, 10)
    assert len(sent) > 1000
    assert desk.post(page(issue), sent).status_code == 302
    parts = fresh(issue).main.parts
    assert (len(parts), [len(part.entries) for part in parts]) == (10, [20] * 10)


@pytest.mark.req("N-011")
def test_version_that_would_outgrow_its_form_is_refused_while_it_still_fits() -> None:
    with pytest.raises(ValidationError, match="insgesamt zu lang"):
        clean_blocks([Block("story", heading="Новини", body=f"<p>{'ж' * 3000}</p>") for _number in range(40)])
    assert len(clean_blocks([Block("story", body=f"<p>{'x' * 3000}</p>") for _number in range(40)])) == 40
