"""Saving a text as draft."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from goslar_portal.journal.models import Entry
from integration.models import Page, PageVersion, SavedMeanwhileError, VersionState
from integration.models.section import text_hash
from tests.integration.records import OFFICE, create_published, create_site, publish, section, text


def history(page: Page) -> list[tuple[int, str]]:
    return list(
        PageVersion.objects.filter(translation__page=page).order_by("number").values_list("number", "state")
    )


@pytest.mark.req("I-101")
def test_reader_sees_nothing_of_a_draft(topic: Page, reader: Client) -> None:
    topic.save_draft(by=OFFICE, **text("Ganz neu"))
    assert "Ganz neu" not in reader.get("/integration/wohnraum/").content.decode()
    assert history(topic) == [(1, "published"), (2, "draft")]


@pytest.mark.req("I-071")
def test_each_save_makes_a_version_and_only_the_last_draft_is_open(topic: Page) -> None:
    for title in ("Zwei", "Drei", "Vier"):
        topic.save_draft(by=OFFICE, **text(title))
    assert history(topic) == [(1, "published"), (2, "superseded"), (3, "superseded"), (4, "draft")]


def test_saving_an_equal_text_makes_no_version(topic: Page) -> None:
    published = topic.save_draft(by=OFFICE, **text("Wohnraum"))
    assert published.state == VersionState.PUBLISHED
    assert history(topic) == [(1, "published")]


@pytest.mark.req("G-147")
@pytest.mark.req("I-022")
@pytest.mark.parametrize("way", ["verb", "create", "update", "bulk"])
def test_database_holds_clean_text_whatever_the_way_in(topic: Page, way: str) -> None:
    dirty = [{"key": "was", "kind": "text", "heading": "Was", "body": "<p onclick=x>a<script>b</script></p>"}]
    translation = topic.translations.get()
    row = PageVersion(translation=translation, number=9, title="t", sections=dirty, text_hash="x")
    if way == "verb":
        topic.save_draft(by=OFFICE, **text(sections=dirty))
    elif way == "create":
        row.save()
    elif way == "bulk":
        PageVersion.objects.bulk_create([row])
    else:
        with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
            PageVersion.objects.filter(translation=translation).update(sections=dirty)
        return
    assert PageVersion.objects.get(state=VersionState.DRAFT).parts[0].body == "<p>a</p>"


@pytest.mark.req("I-022")
def test_text_that_cannot_be_cleaned_is_not_saved(topic: Page) -> None:
    bad = section(body='<p><a href="javascript:x">Worte</a></p>')
    with pytest.raises(ValidationError):
        topic.save_draft(by=OFFICE, **text(sections=[bad]))
    assert history(topic) == [(1, "published")]


@pytest.mark.req("I-020")
@pytest.mark.parametrize(
    "sections",
    [
        [section("was"), section("was")],
        [section("Was")],
        [section("1was")],
        [section("x" * 41)],
        [section(kind="video")],
    ],
)
def test_editor_cannot_save_sections_with_wrong_anchor_or_kind(topic: Page, sections: list[Any]) -> None:
    with pytest.raises(ValidationError):
        topic.save_draft(by=OFFICE, **text(sections=sections))
    assert history(topic) == [(1, "published")]


@pytest.mark.req("I-020")
def test_editor_cannot_save_a_summary_of_301_characters(topic: Page) -> None:
    topic.save_draft(by=OFFICE, **text(summary="x" * 300))
    with pytest.raises(ValidationError, match="Höchstens 300 Zeichen"):
        topic.save_draft(by=OFFICE, **text(summary="x" * 301))


@pytest.mark.req("I-105")
def test_second_editor_is_told_what_the_first_one_saved(topic: Page) -> None:
    first = topic.save_draft(by=OFFICE, after=1, **text("Von der Ersten"))
    with pytest.raises(SavedMeanwhileError) as late:
        topic.save_draft(by=OFFICE, after=1, **text("Vom Zweiten"))
    assert late.value.newest == first
    assert history(topic) == [(1, "published"), (2, "draft")]


@pytest.mark.req("I-071")
@pytest.mark.django_db(transaction=True)
def test_two_editors_saving_at_the_same_moment_get_two_numbers(at_once: Callable[..., list[Any]]) -> None:
    page = create_published("a", parent=create_site())
    results = at_once(
        *[
            lambda title=title: Page.objects.get(pk=page.pk).save_draft(by=OFFICE, **text(title))
            for title in ("Eins", "Zwei", "Drei")
        ]
    )
    assert sorted(version.number for version in results) == [2, 3, 4]
    assert [state for _number, state in history(page)] == ["published", "superseded", "superseded", "draft"]


def test_database_refuses_a_second_open_and_a_second_published_version(topic: Page) -> None:
    draft = topic.save_draft(by=OFFICE, **text("Zwei"))
    twin = {"translation": draft.translation, "title": "t", "text_hash": "x"}
    with pytest.raises(IntegrityError, match="version_open_is_one"), transaction.atomic():
        PageVersion.objects.create(number=9, **twin)
    with pytest.raises(IntegrityError, match="version_published_is_one"), transaction.atomic():
        PageVersion.objects.create(
            number=9, state=VersionState.PUBLISHED, published_at=draft.saved_at, **twin
        )
    with pytest.raises(IntegrityError, match="version_number_is_unique"), transaction.atomic():
        PageVersion.objects.create(number=1, state=VersionState.SUPERSEDED, **twin)


@pytest.mark.req("I-072")
def test_nothing_but_the_text_enters_the_hash() -> None:
    rows = [{"key": "a", "kind": "text", "heading": "A", "body": "<p>x</p>"}]
    one = text_hash("T", "S", rows)
    assert one == text_hash(" T ", "S", [{"body": "<p>x</p>\n", "heading": "A", "kind": "text", "key": "a"}])
    others = {
        text_hash("U", "S", rows),
        text_hash("T", "R", rows),
        text_hash("T", "S", [rows[0] | {"key": "b"}]),
        text_hash("T", "S", [rows[0] | {"kind": "links"}]),
        text_hash("T", "S", [rows[0] | {"heading": "B"}]),
        text_hash("T", "S", [rows[0] | {"body": "<p>y</p>"}]),
        text_hash("T", "S", rows * 2),
    }
    assert len(others | {one}) == 8


def test_saving_leaves_a_line_in_the_journal(topic: Page) -> None:
    draft = topic.save_draft(by=OFFICE, **text("Zwei"))
    assert [(row.verb, row.to_state, row.reference) for row in Entry.objects.of(draft)] == [
        ("save_draft", "draft", "wohnraum/de/2")
    ]


def test_translations_of_a_page_do_not_mix(topic: Page) -> None:
    publish(topic, language="en", title="Housing")
    assert {row.language: row.published.title for row in topic.translations.all() if row.published} == {
        "de": "Wohnraum",
        "en": "Housing",
    }
