"""Publishing, withdrawing and restoring a text."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client

from goslar_portal.journal.models import Entry
from goslar_portal.states import WrongStateError
from integration.models import Page, PageVersion, VersionState
from tests.integration.records import OFFICE, create_published, create_site, publish, section, text
from tests.integration.test_version_save_draft import history


def test_reader_sees_the_new_text_and_the_old_one_is_kept(topic: Page, reader: Client) -> None:
    draft = topic.save_draft(by=OFFICE, **text("Neuer Titel"))
    draft.publish(by=OFFICE)
    assert reader.get("/integration/wohnraum/").context["page"].version.title == "Neuer Titel"
    assert history(topic) == [(1, "superseded"), (2, "published")]
    assert [row.verb for row in Entry.objects.of(draft)] == ["publish", "save_draft"]


@pytest.mark.req("I-070")
def test_publishing_german_notes_its_hash(topic: Page) -> None:
    version = publish(topic, title="Neu")
    assert topic.translations.get().source_hash == version.text_hash


@pytest.mark.req("I-071")
@pytest.mark.parametrize(
    "change", [{"title": "Anders"}, {"summary": "Anders"}, {"sections": []}, {"number": 7}]
)
def test_database_refuses_to_change_a_written_text(topic: Page, change: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
        PageVersion.objects.filter(translation__page=topic).update(**change)
    with pytest.raises(DatabaseError, match="Cannot delete rows"), transaction.atomic():
        PageVersion.objects.filter(translation__page=topic).delete()
    assert PageVersion.objects.get(translation__page=topic).title == "Wohnraum"


@pytest.mark.parametrize("state", ["draft", "superseded"])
def test_database_refuses_steps_the_model_does_not_list(topic: Page, state: str) -> None:
    version = topic.translations.get().published
    assert version is not None
    version.withdraw(by=OFFICE)
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        PageVersion.objects.filter(pk=version.pk).update(state=state)


@pytest.mark.req("I-028")
@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (section(heading=""), "hat keine Überschrift"),
        (section(body=""), "hat keinen Text"),
        (section(body='<p><a href="/kontakt/"> </a>x</p>'), "ein Link ohne Worte"),
        (section(body="<h4>Zu tief</h4><p>x</p>"), "fehlt eine Ebene"),
        (section(body="<h3> </h3><p>x</p>"), "eine leere Überschrift"),
        (section(body="<table><tr><td>x</td></tr></table>"), "Tabelle ohne Kopfzellen"),
    ],
)
def test_editor_reads_what_stands_in_the_way_of_publishing(topic: Page, bad: Any, sentence: str) -> None:
    draft = topic.save_draft(by=OFFICE, **text(sections=[bad]))
    with pytest.raises(ValidationError) as refused:
        draft.publish(by=OFFICE, follow_links=False)
    assert [sentence in message for message in refused.value.messages] == [True]
    assert history(topic) == [(1, "published"), (2, "draft")]


@pytest.mark.req("I-027")
@pytest.mark.parametrize(
    "href", ["/integration/nix/", "/integration/#nix", "#nix", "/gibt-es-nicht/", "/Integration/"]
)
def test_editor_cannot_publish_a_link_that_leads_nowhere(topic: Page, href: str) -> None:
    draft = topic.save_draft(by=OFFICE, **text(sections=[section(body=f'<p><a href="{href}">Worte</a></p>')]))
    with pytest.raises(ValidationError, match="führt ins Leere"):
        draft.publish(by=OFFICE)
    assert history(topic) == [(1, "published"), (2, "draft")]


@pytest.mark.req("I-027")
def test_editor_publishes_links_to_pages_anchors_and_other_areas(topic: Page) -> None:
    links = [
        "/",
        "/integration/#was",
        "#was",
        "/integration/wohnraum/",
        "/wohnraum/",
        "https://www.example.org/",
    ]
    body = "".join(f'<p><a href="{href}">Worte</a></p>' for href in links)
    topic.save_draft(by=OFFICE, **text(sections=[section(body=body)])).publish(by=OFFICE)
    assert history(topic) == [(1, "superseded"), (2, "published")]


@pytest.mark.req("I-028")
def test_editor_is_asked_to_look_again_at_doubtful_places(topic: Page) -> None:
    body = (
        '<p><a href="/kontakt/">hier</a> <a href="http://www.example.org/">www.example.org</a> UNBEDINGT</p>'
        f"<p>- Liste</p><p>{'Wort ' * 160}</p>"
    )
    draft = topic.save_draft(by=OFFICE, **text(sections=[section(body=body)]))
    assert [doubt.split(" ")[0:2] for doubt in draft.doubts()] == [
        ["Der", "Link"],
        ["Der", "Link"],
        ["Die", "Adresse"],
        ["Im", "Abschnitt"],
        ["Im", "Abschnitt"],
        ["Der", "Abschnitt"],
    ]


@pytest.mark.django_db(transaction=True)
def test_two_editors_publishing_the_same_draft_do_it_once(at_once: Callable[..., list[Any]]) -> None:
    page = create_published("a", parent=create_site())
    draft = page.save_draft(by=OFFICE, **text("Zwei"))
    results = at_once(*[lambda: PageVersion.objects.get(pk=draft.pk).publish(by=OFFICE)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "WrongStateError"]
    assert history(page) == [(1, "superseded"), (2, "published")]
    assert [row.verb for row in Entry.objects.of(draft)] == ["publish", "save_draft"]


@pytest.mark.req("I-085")
def test_withdrawing_german_withdraws_every_translation(topic: Page) -> None:
    publish(topic, language="en", title="Housing")
    topic.withdraw(by=OFFICE)
    states = PageVersion.objects.filter(translation__page=topic).values_list("translation__language", "state")
    assert sorted(states) == [("de", "withdrawn"), ("en", "withdrawn")]


@pytest.mark.req("I-085")
def test_withdrawing_a_translation_touches_no_other(topic: Page) -> None:
    publish(topic, language="en", title="Housing").withdraw(by=OFFICE)
    states = PageVersion.objects.filter(translation__page=topic).values_list("translation__language", "state")
    assert sorted(states) == [("de", "published"), ("en", "withdrawn")]


def test_withdrawing_twice_is_refused(topic: Page) -> None:
    version = topic.translations.get().published
    assert version is not None
    version.withdraw(by=OFFICE)
    with pytest.raises(WrongStateError):
        version.withdraw(by=OFFICE)
    assert history(topic) == [(1, "withdrawn")]


def test_restoring_an_old_text_makes_a_new_draft_with_the_same_words(topic: Page) -> None:
    first = PageVersion.objects.get(translation__page=topic)
    publish(topic, title="Zweiter")
    first.refresh_from_db()
    draft = first.restore(by=OFFICE)
    assert (draft.number, draft.state, draft.title) == (3, VersionState.DRAFT, "Wohnraum")
    assert draft.text_hash == first.text_hash
    assert history(topic) == [(1, "superseded"), (2, "published"), (3, "draft")]
