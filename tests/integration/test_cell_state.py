"""Whether a translation still fits, after whatever the office does: hashes alone decide (I-073 to I-079)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goslar_portal.dates import today
from goslar_portal.journal.models import Entry
from goslar_portal.languages import catalogue
from goslar_portal.page_cache.models import Topic
from goslar_portal.states import WrongStateError
from integration.models import (
    CellState,
    Minor,
    Page,
    PageContact,
    PageTranslation,
    PageVersion,
    Provenance,
    TranslationTask,
    VersionState,
)
from tests.integration.records import OFFICE, create_contact, create_page, publish, section, text

TRANSLATED = ("ar", "en")


@pytest.fixture
def arabic(topic: Page) -> Page:
    """The topic is published in German and Arabic, and both fit."""
    publish(topic, language="ar", title="السكن")
    return topic


def cells(page: Page) -> dict[str, str]:
    """The state of every text of the page; SQL and Python agree each time it is asked."""
    rows = PageTranslation.objects.filter(page=page).with_state()
    found = {row.language: row.cell for row in rows}
    assert {row.language: row.cell_state for row in rows} == found
    return found


def state(page: Page, language: str = "ar") -> str:
    return cells(page).get(language, CellState.MISSING)


def newest(page: Page, language: str = "de") -> PageVersion:
    return PageVersion.objects.of_page(page, language).newest_first()[0]


def shown(page: Page, language: str = "de") -> PageVersion:
    return PageVersion.objects.of_page(page, language).published().get()


def give(page: Page, language: str = "ar") -> TranslationTask:
    row, _new = page.translations.get_or_create(language=language)
    return TranslationTask.objects.give(row, due_on=today(), by=OFFICE, bureau="Büro Beispiel")


@pytest.mark.req("I-073")
def test_every_state_is_reached_and_sql_and_python_agree(topic: Page) -> None:
    seen = [state(topic)]
    give(topic)
    seen.append(state(topic))
    topic.translations.get(language="ar").tasks.open().get().drop(by=OFFICE)
    draft = topic.save_draft(language="ar", by=OFFICE, **text("السكن"))
    seen.append(state(topic))
    draft.schedule(at=timezone.now() + timedelta(days=1), by=OFFICE)
    seen.append(state(topic))
    draft.publish(by=OFFICE)
    seen.append(state(topic))
    publish(topic, title="Neu")
    seen.append(state(topic))
    shown(topic, "ar").withdraw(by=OFFICE)
    seen.append(state(topic))
    assert seen == ["missing", "translating", "draft", "scheduled", "current", "outdated", "withdrawn"]


def moved(page: Page) -> None:
    page.put(parent=None, position=1, by=OFFICE)


def renamed(page: Page) -> None:
    page.rename(slug="anders", by=OFFICE)


def given_a_contact(page: Page) -> None:
    PageContact.objects.create(page=page, contact=create_contact(), position=1)


def hidden_from_lists(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(in_menu=False)


def confirmed(page: Page) -> None:
    page.confirm(by=OFFICE)


def drafted(page: Page) -> None:
    page.save_draft(by=OFFICE, **text("Ganz anders"))


def draft_replaced(page: Page) -> None:
    page.save_draft(by=OFFICE, **text("Ganz anders"))
    page.save_draft(by=OFFICE, **text("Noch anders"))


def scheduled(page: Page) -> None:
    page.save_draft(by=OFFICE, **text("Ganz anders")).schedule(
        at=timezone.now() + timedelta(days=1), by=OFFICE
    )


def archived(page: Page) -> None:
    page.archive(by=OFFICE)


@pytest.mark.req("I-075")
@pytest.mark.parametrize(
    "done",
    [
        moved,
        renamed,
        given_a_contact,
        hidden_from_lists,
        confirmed,
        drafted,
        draft_replaced,
        scheduled,
        archived,
    ],
)
def test_nothing_but_a_new_german_text_makes_a_translation_outdated(
    arabic: Page, done: Callable[[Page], None]
) -> None:
    done(arabic)
    assert cells(arabic) == {"de": "current", "ar": "current"}


@pytest.mark.req("I-074")
def test_new_german_text_makes_its_translations_outdated(arabic: Page) -> None:
    publish(arabic, title="Neu")
    assert cells(arabic) == {"de": "current", "ar": "outdated"}


@pytest.mark.req("I-076")
def test_equal_german_text_published_again_changes_nothing(arabic: Page) -> None:
    arabic.save_draft(by=OFFICE, **text("Anders"))
    again = arabic.save_draft(by=OFFICE, **text("Wohnraum"))
    again.publish(by=OFFICE)
    assert (again.number, cells(arabic)) == (3, {"de": "current", "ar": "current"})


@pytest.mark.req("I-076")
def test_earlier_german_text_restored_makes_its_translations_current_by_itself(arabic: Page) -> None:
    first = shown(arabic)
    publish(arabic, title="Neu")
    publish(arabic, language="en", title="Housing")
    first.restore(by=OFFICE).publish(by=OFFICE)
    assert cells(arabic) == {"de": "current", "ar": "current", "en": "outdated"}


@pytest.mark.req("I-077")
@pytest.mark.parametrize("reason", Minor.values)
def test_minor_edit_takes_along_what_fitted_and_nothing_else(arabic: Page, reason: str) -> None:
    publish(arabic, language="en", title="Housing")
    publish(arabic, title="Neu")
    publish(arabic, language="ar", title="جديد")
    arabic.save_draft(by=OFFICE, **text("Neu!")).publish(by=OFFICE, minor=reason)
    assert cells(arabic) == {"de": "current", "ar": "current", "en": "outdated"}
    line = Entry.objects.of(shown(arabic))[0]
    assert (line.verb, line.reason) == ("publish_minor", reason)


@pytest.mark.req("I-077")
def test_minor_edit_costs_the_same_with_two_and_with_twenty_languages(topic: Page) -> None:
    codes = [code for code in catalogue() if code != "de"]
    counts = []
    for more in (codes[:2], codes[2:]):
        for code in more:
            publish(topic, language=code, title="Titel")
        draft = topic.save_draft(by=OFFICE, **text(f"Neu {len(more)}"))
        with CaptureQueriesContext(connection) as queries:
            draft.publish(by=OFFICE, minor=Minor.SPELLING)
        updates = [q["sql"] for q in queries if q["sql"].startswith('UPDATE "integration_pagetranslation"')]
        counts.append(len(updates))
    assert counts == [2, 2]  # German itself, and all that answered it
    assert set(cells(topic).values()) == {"current"}


@pytest.mark.req("I-078")
def test_translation_found_still_right_is_current_and_the_journal_names_both_texts(arabic: Page) -> None:
    german = publish(arabic, title="Neu")
    row = arabic.translations.get(language="ar")
    assert row.still_fits(german=german.number, by=OFFICE) is True
    assert row.still_fits(german=german.number, by=OFFICE) is False
    assert state(arabic) == "current"
    lines = [(line.verb, line.reference, line.reason) for line in Entry.objects.of(shown(arabic, "ar"))]
    assert lines[0] == ("still_fits", "wohnraum/ar/1", "wohnraum/de/2")
    assert [verb for verb, *_rest in lines].count("still_fits") == 1


@pytest.mark.req("I-078")
def test_nobody_confirms_a_german_text_they_have_not_seen(arabic: Page) -> None:
    publish(arabic, title="Neu")
    publish(arabic, title="Noch neuer")
    with pytest.raises(ValidationError, match="gerade noch einmal geändert"):
        arabic.translations.get(language="ar").still_fits(german=2, by=OFFICE)
    assert state(arabic) == "outdated"


@pytest.mark.req("I-079")
def test_translation_answers_the_text_that_was_shown_not_the_newest(arabic: Page) -> None:
    seen = publish(arabic, title="Neu")
    publish(arabic, title="Noch neuer")
    draft = arabic.save_draft(language="ar", by=OFFICE, answers=seen.followed(), **text("جديد"))
    draft.publish(by=OFFICE)
    assert state(arabic) == "outdated"


@pytest.mark.req("I-079")
def test_minor_edits_made_while_somebody_translates_are_followed(arabic: Page) -> None:
    seen = publish(arabic, title="Neu")
    for title in ("Neu!", "Neu!!"):
        arabic.save_draft(by=OFFICE, **text(title)).publish(by=OFFICE, minor=Minor.SPELLING)
    arabic.save_draft(language="ar", by=OFFICE, answers=seen.followed(), **text("جديد")).publish(by=OFFICE)
    assert state(arabic) == "current"


@pytest.mark.req("I-079")
def test_draft_that_waits_while_a_minor_edit_appears_still_fits(arabic: Page) -> None:
    publish(arabic, title="Neu")
    draft = arabic.save_draft(language="ar", by=OFFICE, **text("جديد"))
    arabic.save_draft(by=OFFICE, **text("Neu!")).publish(by=OFFICE, minor=Minor.LAYOUT)
    PageVersion.objects.get(pk=draft.pk).publish(by=OFFICE)
    assert state(arabic) == "current"


def test_translation_of_a_text_still_to_come_is_current_on_the_day_it_comes(arabic: Page) -> None:
    coming = arabic.save_draft(by=OFFICE, **text("Ab Dezember"))
    draft = arabic.save_draft(language="ar", by=OFFICE, answers=coming.followed(), **text("من ديسمبر"))
    coming.publish(by=OFFICE)
    assert state(arabic) == "outdated"
    draft.publish(by=OFFICE)
    assert state(arabic) == "current"


def test_translation_cannot_appear_without_its_german_text(arabic: Page) -> None:
    draft = arabic.save_draft(language="ar", by=OFFICE, **text("جديد"))
    arabic.withdraw(by=OFFICE)
    with pytest.raises(ValidationError, match="Zuerst muss der deutsche Text"):
        draft.publish(by=OFFICE)
    assert cells(arabic) == {"de": "withdrawn", "ar": "draft"}


@pytest.mark.req("I-087")
def test_task_ends_when_the_translation_fits_and_not_before(arabic: Page) -> None:
    publish(arabic, title="Neu")
    task = give(arabic)
    arabic.save_draft(language="ar", by=OFFICE, answers="x" * 64, **text("قديم")).publish(by=OFFICE)
    task.refresh_from_db()
    assert (task.state, state(arabic)) == ("open", "outdated")
    publish(arabic, language="ar", title="جديد")
    task.refresh_from_db()
    assert (task.state, state(arabic)) == ("done", "current")


@pytest.mark.req("I-087")
def test_task_given_to_somebody_else_leaves_one_open(arabic: Page) -> None:
    first, second = give(arabic), give(arabic)
    first.refresh_from_db()
    assert (first.state, second.state) == ("dropped", "open")
    assert first.closed_at is not None


# Whatever the office does, in whatever order ---------------------------------------------------------------

languages = st.sampled_from(TRANSLATED)
titles = st.sampled_from(["Eins", "Zwei", "Drei"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("draft"), st.just("de"), titles),
        st.tuples(st.just("draft"), languages, titles),
        st.tuples(st.just("publish"), st.sampled_from(["de", "de", *TRANSLATED]), titles),
        st.tuples(st.just("minor"), st.just("de"), titles),
        st.tuples(st.just("restore"), st.sampled_from(["de", *TRANSLATED]), st.integers(0, 5)),
        st.tuples(st.just("withdraw"), st.sampled_from(["de", *TRANSLATED]), st.just("")),
        st.tuples(st.just("confirm"), languages, st.just("")),
        st.tuples(st.just("move"), st.just("de"), st.integers(1, 3)),
    ),
    min_size=4,
    max_size=12,
)


class Model:
    """What should be true, kept by hand: a text is its title, a translation remembers what it answers."""

    def __init__(self) -> None:
        self.shown: dict[str, list[Any]] = {}  # language -> [title, answers]
        self.drafts: dict[str, list[Any]] = {}
        self.versions: dict[str, list[list[Any]]] = {"de": [], "ar": [], "en": []}
        self.withdrawn: set[str] = set()

    @property
    def german(self) -> str | None:
        return self.shown["de"][0] if "de" in self.shown else None

    def save(self, language: str, title: str, answers: Any) -> None:
        live = self.drafts.get(language) or (
            self.shown.get(language) if self.newest_is_shown(language) else None
        )
        if live is not None and live[0] == title:
            if live is self.drafts.get(language):
                live[1] = answers
            return
        self.drafts[language] = [title, answers]
        self.versions[language].append(self.drafts[language])

    def newest_is_shown(self, language: str) -> bool:
        return bool(self.versions[language]) and self.versions[language][-1] is self.shown.get(language)

    def publish(self, language: str, *, minor: bool) -> None:
        before = self.german
        self.shown[language] = self.drafts.pop(language)
        if minor and before is not None:
            rows = [row for code in TRANSLATED for row in self.versions[code]]
            for row in rows:
                row[1] = self.german if row[1] == before else row[1]

    def withdraw(self, language: str) -> None:
        for code in [language] if language != "de" else ["de", *TRANSLATED]:
            if self.shown.pop(code, None):
                self.withdrawn.add(code)

    def cells(self) -> dict[str, str]:
        found = {}
        for code, rows in self.versions.items():
            if code in self.shown:
                fits = code == "de" or self.shown[code][1] == self.german
                found[code] = "current" if fits else "outdated"
            elif code in self.drafts:
                found[code] = "draft"
            elif rows:
                found[code] = "withdrawn"
        return found


def act(page: Page, model: Model, verb: str, language: str, what: Any) -> None:
    """One step in the portal and in the model; a step that is not possible now changes neither."""
    is_german = language == "de"
    if verb == "move":
        page.put(parent=page.parent, position=what, by=OFFICE)
    elif verb == "draft":
        page.save_draft(language=language, by=OFFICE, **text(what))
        model.save(language, what, None if is_german else model.german)
    elif verb in ("publish", "minor") and language in model.drafts and (is_german or model.german):
        open_one = PageVersion.objects.of_page(page, language).open().get()
        open_one.publish(by=OFFICE, minor=Minor.SPELLING if verb == "minor" else "", follow_links=False)
        model.publish(language, minor=verb == "minor")
    elif verb == "restore" and model.versions[language]:
        number = what % len(model.versions[language])
        PageVersion.objects.of_page(page, language).numbered(number + 1).get().restore(by=OFFICE)
        model.save(language, *model.versions[language][number])
    elif verb == "withdraw" and language in model.shown:
        shown(page, language).withdraw(by=OFFICE)
        model.withdraw(language)
    elif verb == "confirm" and language in model.shown and model.german:
        page.translations.get(language=language).still_fits(german=shown(page).number, by=OFFICE)
        model.shown[language][1] = model.german


@pytest.mark.req("I-074", "I-075", "I-076", "I-077", "I-078", "I-104")
@given(steps=STEPS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_translation_is_outdated_exactly_when_the_german_text_it_answers_differs(
    overview: Page, steps: list[tuple[str, str, Any]]
) -> None:
    with transaction.atomic():
        page, model = create_page("probe", parent=overview), Model()
        create_page("nachbar", parent=overview)
        for verb, language, what in steps:
            act(page, model, verb, language, what)
            assert cells(page) == model.cells(), (verb, language, what)
            for row in page.translations.exclude(language="de"):
                assert row.published is None or row.published.answers == row.source_hash
        kept = PageVersion.objects.filter(translation__page=page, published_at__isnull=False).count()
        assert (
            kept == Entry.objects.filter(verb__startswith="publish", reference__startswith="probe/").count()
        )
        transaction.set_rollback(True)


@pytest.mark.req("I-082")
def test_editor_vouches_for_a_machine_text_once(topic: Page) -> None:
    draft = topic.save_draft(
        language="ar", by=OFFICE, provenance=Provenance("machine"), **text("السكن", sections=[section()])
    )
    draft.approve(by=OFFICE)
    draft.approve(by=OFFICE)
    assert (draft.origin, draft.checked_at is not None) == ("checked", True)
    assert [line.verb for line in Entry.objects.of(draft)] == ["approve", "save_draft"]
    assert draft.state == VersionState.DRAFT


@pytest.mark.req("I-100")
def test_database_keeps_one_open_and_one_published_text_and_refuses_jumps(arabic: Page) -> None:
    draft = arabic.save_draft(language="ar", by=OFFICE, **text("جديد"))
    draft.schedule(at=timezone.now() + timedelta(days=1), by=OFFICE)
    twin = {"translation": draft.translation, "number": 9, "title": "t", "text_hash": "x"}
    with pytest.raises(IntegrityError, match="version_open_is_one"), transaction.atomic():
        PageVersion.objects.create(**twin)
    with pytest.raises(IntegrityError, match="version_scheduled_has_its_moment"), transaction.atomic():
        PageVersion.objects.filter(pk=draft.pk).update(publish_at=None)
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        PageVersion.objects.filter(pk=draft.pk).update(state="withdrawn")
    later = arabic.save_draft(language="ar", by=OFFICE, **text("أحدث"))
    draft.refresh_from_db()
    assert (draft.state, later.state) == ("superseded", "draft")
    with pytest.raises(WrongStateError):
        draft.publish(by=OFFICE)
    assert (shown(arabic, "ar").title, state(arabic)) == ("السكن", "current")


@pytest.mark.req("I-107")
def test_publishing_drops_exactly_the_kept_pages_that_show_the_text(arabic: Page) -> None:
    other = publish(create_page("anders", parent=arabic.parent))
    before = dict(Topic.objects.values_list("name", "counter"))
    draft = arabic.save_draft(by=OFFICE, **text("Neu"))
    assert dict(Topic.objects.values_list("name", "counter")) == before  # nobody sees a draft
    draft.publish(by=OFFICE)
    after = dict(Topic.objects.values_list("name", "counter"))
    raised = {name for name in after if after[name] != before.get(name)}
    assert {name for name in raised if name.startswith("page:")} == {"page:wohnraum"}
    assert "tree" not in raised
    assert other.is_published
