"""Catalogues: brought up to date without loss, judged, compiled."""

from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from goslar_portal.catalogues import books
from goslar_portal.catalogues.books import Book
from goslar_portal.catalogues.words import Word
from goslar_portal.languages import catalogue

WORDS = {
    ("", "Hallo %(name)s"): Word("Hallo %(name)s", "", "", "a.html"),
    ("", "Ein Tag"): Word("Ein Tag", "%(n)s Tage", "", "a.html"),
    ("", "Sprache: "): Word("Sprache: ", "", "", "b.html"),
}


@pytest.fixture
def book(tmp_path: Path, settings: Any) -> Book:
    """An Arabic catalogue of three words, just begun."""
    catalogue()  # read once per process, from the real folder
    settings.BASE_DIR = tmp_path
    begun = Book("ar", tmp_path / "ar.po", lambda: WORDS)
    begun.update()
    return begun


def say(book: Book, **texts: Any) -> None:
    """Translate by the first letter of the German word; `complete` closes the book."""
    file = book.read()
    for entry in file:
        text = texts.get(entry.msgid[0])
        if isinstance(text, list):
            entry.msgstr_plural = dict(enumerate(text))
        elif text is not None:
            entry.msgstr = text
    if texts.get("complete"):
        file.metadata["X-Portal"] = "complete"
    file.save(str(book.path))
    book.__dict__.pop("said", None)


GOOD = {"H": "مرحبا %(name)s", "E": ["0", "1", "2", "%(n)s", "%(n)s", "%(n)s"], "S": "لغة: "}


def test_new_book_asks_for_every_word_in_all_forms(book: Book) -> None:
    assert len(book.gaps()) == 3
    assert len(book.said["", "Ein Tag"].msgstr_plural) == 6
    assert book.read().metadata["X-Portal"] == "begun"


def test_second_update_keeps_what_is_said_and_drops_what_nobody_says(book: Book) -> None:
    say(book, **GOOD)
    rest = {key: word for key, word in WORDS.items() if word.id != "Sprache: "}
    later = Book("ar", book.path, lambda: rest | {("", "Neu"): Word("Neu", "", "", "c.html")})
    later.update()
    assert later.gaps() == ["Neu"]
    assert [entry.msgid for entry in later.read()] == ["Hallo %(name)s", "Ein Tag", "Neu"]


@pytest.mark.req("G-175")
def test_gap_is_counted_while_a_language_is_begun_and_refused_once_it_is_complete(book: Book) -> None:
    say(book, **{**GOOD, "S": ""})
    assert (book.problems(), book.gaps()) == ([], ["Sprache: "])
    say(book, complete=True)
    assert book.problems() == ["ar.po: nicht übersetzt: „Sprache:“"]


@pytest.mark.req("G-175")
@pytest.mark.parametrize(
    "wrong",
    [
        {"H": "مرحبا"},
        {"H": "مرحبا %(nome)s"},
        {"H": "مرحبا %(name)s %(name)s"},
        {"H": "مرحبا <b>%(name)s</b>"},
        {"E": ["0", "1", "2", "%(m)s", "%(n)s", "%(n)s"]},
    ],
)
def test_broken_placeholder_is_refused_in_every_state(book: Book, wrong: dict[str, Any]) -> None:
    say(book, **{**GOOD, **wrong})
    assert [line.split(": ")[1] for line in book.problems()] == ["Platzhalter stimmen nicht"]


@pytest.mark.req("G-175")
def test_unsure_entry_and_lost_space_are_refused(book: Book) -> None:
    say(book, **{**GOOD, "S": " لغة:"})
    file = book.read()
    file[0].flags.append("fuzzy")
    file.save(str(book.path))
    book.__dict__.pop("said", None)
    assert [line.split(": ")[1] for line in book.problems()] == ["unsicher (fuzzy)", "Leerzeichen am Rand"]


@pytest.mark.req("G-175")
def test_command_names_every_problem_and_ends_with_one(book: Book, settings: Any, tmp_path: Path) -> None:
    settings.LOCALE_SOURCES = tmp_path / "locale"
    target = books.interface("ar").path
    target.parent.mkdir(parents=True)
    say(book, **{**GOOD, "H": "مرحبا"})
    book.path.rename(target)
    with pytest.raises(CommandError, match="Platzhalter stimmen nicht"):
        call_command("catalogues", "check")


def test_compiled_book_is_read_by_django_and_made_anew_only_after_a_change(
    settings: Any, tmp_path: Path
) -> None:
    settings.LOCALE_SOURCES, settings.LOCALE_PATHS = tmp_path / "locale", [tmp_path / "made"]
    path = books.interface("ps").path
    settings.LANGUAGES = [("de", "de"), ("ps", "ps")]
    path.parent.mkdir(parents=True)
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    file.append(polib.POEntry(msgid="Nach oben", msgstr="پورته"))
    file.save(str(path))
    assert (books.compile_changed(), books.compile_changed()) == (["ps"], [])
    with translation.override("ps"):
        assert translation.gettext("Nach oben") == "پورته"


@pytest.mark.req("G-175")
def test_no_catalogue_that_ships_reads_wrong() -> None:
    assert [line for book in books.begun() for line in book.problems()] == []
