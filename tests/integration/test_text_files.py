"""The files of a translation: one form, the sections of the German page, tied to the German they answer."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as conf
from django.core.management import call_command
from django.test import Client

from goslar_portal import content as starting_content
from goslar_portal import languages
from integration import content, text_files
from integration.models import ContactText, Page, PageTranslation, PageVersion, Section
from tests.integration.records import publish

GERMAN = """<h1>Wohnen</h1>
<p data-part="summary">Kurz.</p>
<section id="was" data-kind="text">
<h2>Was?</h2>
<p>Ein Satz.</p>
</section>
"""
ENGLISH = GERMAN.replace("Wohnen", "Housing").replace("Ein Satz", "A sentence")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one German page and its English translation."""
    monkeypatch.setattr(text_files, "FIXTURES", tmp_path)
    for code, text in (("de", GERMAN), ("en", ENGLISH)):
        folder = tmp_path / "pages" / code
        folder.mkdir(parents=True)
        (folder / "wohnen.html").write_text(text, encoding="utf-8")
    return tmp_path


def begun() -> list[str]:
    return [code for code, _name in conf.LANGUAGES if code != "de" and text_files.folder(code).is_dir()]


def test_stamp_ties_a_file_to_the_german_text_until_that_changes(files: Path) -> None:
    assert text_files.problems("en") == ["en/wohnen.html: ohne data-answers, siehe «texts stamp»"]
    assert text_files.stamp("en") == ["wohnen"]
    assert (text_files.problems("en"), text_files.outdated("en")) == ([], [])
    german = files / "pages" / "de" / "wohnen.html"
    german.write_text(GERMAN.replace("  ", " ") + "\n", encoding="utf-8")
    assert text_files.outdated("en") == []
    german.write_text(GERMAN.replace("Ein Satz", "Ein anderer Satz"), encoding="utf-8")
    assert text_files.outdated("en") == ["wohnen"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id="was"', 'id="what"', "Abschnitte (id, data-kind) anders"),
        ('data-kind="text"', 'data-kind="links"', "Abschnitte (id, data-kind) anders"),
        ("<h2>What?</h2>", "", "not understood"),
    ],
)
def test_file_that_does_not_fit_its_german_page_is_named(files: Path, old: str, new: str, said: str) -> None:
    path = files / "pages" / "en" / "wohnen.html"
    path.write_text(ENGLISH.replace("Was?", "What?").replace(old, new), encoding="utf-8")
    text_files.stamp("en")
    assert [said in line for line in text_files.problems("en")] == [True]


def test_easy_german_may_have_sections_of_its_own(files: Path) -> None:
    folder = files / "pages" / "leicht"
    folder.mkdir()
    (folder / "wohnen.html").write_text(GERMAN.replace('id="was"', 'id="wer"'), encoding="utf-8")
    text_files.stamp("leicht")
    assert text_files.problems("leicht") == []


def test_beginning_a_language_writes_both_books_to_fill(files: Path, settings: Any) -> None:
    settings.LOCALE_SOURCES = files / "locale"
    for name in ("contacts", "downloads", "lists"):
        source = Path(conf.BASE_DIR) / "fixtures" / f"integration_{name}.json"
        (files / source.name).write_bytes(source.read_bytes())
    call_command("texts", "begin", "tr")
    asked = text_files.book("tr")
    assert asked.said["contacts.sprachmittler.role", "Sprachmittler"].msgstr == ""
    assert "lists.outcome.uebergeben.label" not in {place for place, _word in asked.said}
    assert len(asked.gaps()) == len(asked.words) > 60


@pytest.mark.parametrize("code", begun())
def test_every_file_of_a_begun_language_fits(code: str) -> None:
    assert text_files.problems(code) == []
    assert text_files.book(code).problems() == []


@pytest.mark.req("I-074")
def test_starting_translations_are_current_where_they_answer_the_german_text(
    db: None, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    content.load()
    content.load_lists()
    before = text_files.texts("en")
    old = before | {"wohnraum": text_files.Text(**{**vars(before["wohnraum"]), "answers": "0" * 16})}
    monkeypatch.setattr(text_files, "texts", lambda code: old)
    content.load_language("en")
    languages.visible.forget()
    assert languages.visible.codes() == ["de", "en"]
    answers = {
        slug: reader.get(f"/en/integration/{slug}/").context["page"] for slug in ("wohnraum", "bildung")
    }
    assert {slug: page.is_outdated for slug, page in answers.items()} == {"wohnraum": True, "bildung": False}
    assert all(page.is_unchecked for page in answers.values())
    role = ContactText.objects.get(contact__code="sprachmittler", language="en")
    german = ContactText.objects.get(contact__code="sprachmittler", language="de")
    assert role.source_hash == german.words_hash


@pytest.mark.req("I-004")
def test_language_that_comes_later_is_loaded_once_beside_what_the_office_changed(db: None) -> None:
    starting_content.load_missing()
    count = PageVersion.objects.count()
    page = Page.objects.get(slug="wohnraum")
    publish(page, language="en", title="Changed by the office")
    assert starting_content.load_missing() == []
    assert PageVersion.objects.count() == count + 1


def test_section_text_survives_reading() -> None:
    text = text_files.read(ENGLISH)
    assert text.sections == [Section("was", "text", "Was?", "\n<p>A sentence.</p>\n")]


@pytest.mark.req("I-073")
def test_no_translation_we_bring_is_outdated(starting_content: None) -> None:
    german = {row.page_id: row.published for row in PageTranslation.objects.filter(language="de")}
    others = PageTranslation.objects.exclude(language="de").select_related("page")
    outdated = [
        f"{row.page.slug} {row.language}"
        for row in others
        if (text := german[row.page_id]) and row.source_hash != text.text_hash
    ]
    assert others.count() > 100
    assert outdated == []
