"""Catalogues of words: one .po per language, brought up to date, judged, compiled (G-175).

`X-Portal: begun` in the head of a file means that somebody is at it: gaps are counted. `complete` means that
the language is finished: from then on `./portal check` refuses a gap.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import to_locale

from goslar_portal.catalogues.words import Word, words
from goslar_portal.languages import SOURCE, catalogue

STATE = "X-Portal"
BEGUN, COMPLETE = "begun", "complete"
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|%[sd]|\{\w*\}|</?[a-z][^>]*>")
WIDTH = 110

Key = tuple[str, str]


@dataclass
class Book:
    """One file in one language, and the German words it has to answer."""

    code: str
    path: Path
    asked: Callable[[], Mapping[Key, Word]]

    @cached_property
    def words(self) -> Mapping[Key, Word]:
        return self.asked()

    def read(self) -> polib.POFile:
        return polib.pofile(str(self.path), wrapwidth=WIDTH)

    @cached_property
    def said(self) -> dict[Key, polib.POEntry]:
        return {(entry.msgctxt or "", entry.msgid): entry for entry in self.read() if not entry.obsolete}

    @property
    def is_complete(self) -> bool:
        return bool(self.read().metadata.get(STATE) == COMPLETE)

    def update(self) -> None:
        """Add new words, drop those nobody says any more; what is translated stays. Writes the file."""
        exists = self.path.exists()
        fresh = polib.POFile(wrapwidth=WIDTH)
        fresh.metadata = self._head() | (self.read().metadata if exists else {})
        fresh.metadata["Plural-Forms"] = catalogue()[self.code].plural
        old = self.said if exists else {}
        for key, word in self.words.items():
            fresh.append(self._entry(word, old.get(key)))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh.save(str(self.path), newline="\n")
        self.__dict__.pop("said", None)

    def _head(self) -> dict[str, str]:
        return {
            "Language": to_locale(self.code),
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            STATE: BEGUN,
        }

    def _entry(self, word: Word, known: polib.POEntry | None) -> polib.POEntry:
        entry = polib.POEntry(msgid=word.id, msgctxt=word.context or None, occurrences=[(word.place, "")])
        if known is not None:
            entry.flags, entry.tcomment = list(known.flags), known.tcomment
        if not word.plural:
            entry.msgstr = known.msgstr if known else ""
            return entry
        entry.msgid_plural = word.plural
        before = known.msgstr_plural if known else {}
        entry.msgstr_plural = {number: before.get(number, "") for number in range(self.forms)}
        return entry

    @property
    def forms(self) -> int:
        """How many forms a plural has in this language."""
        found = re.match(r"nplurals=(\d)", catalogue()[self.code].plural)
        return int(found[1]) if found else 2

    def gaps(self) -> list[str]:
        """The words this language does not say yet."""
        return [word.id for key, word in self.words.items() if not _is_said(self.said.get(key))]

    def problems(self) -> list[str]:
        """One line for each entry that would read wrong; in a complete book also for each gap."""
        name = f"{self.path.relative_to(settings.BASE_DIR)}"
        found = [f"unsicher (fuzzy): {_short(entry.msgid)}" for entry in self.said.values() if entry.fuzzy]
        found += [line for entry in self.said.values() for line in _broken(entry)]
        if self.read().metadata.get("Plural-Forms") != catalogue()[self.code].plural:
            found.append("Plural-Forms im Kopf passt nicht zum Katalog der Sprachen")
        if self.is_complete:
            found += [f"nicht übersetzt: {_short(word)}" for word in self.gaps()]
        return [f"{name}: {line}" for line in found]


def interface(code: str) -> Book:
    """The words of templates and modules."""
    path = Path(settings.LOCALE_SOURCES) / to_locale(code) / "LC_MESSAGES" / "django.po"
    return Book(code, path, words)


def begun() -> list[Book]:
    """The books of the active languages that somebody has begun, in their order."""
    books = [interface(code) for code, _name in settings.LANGUAGES if code != SOURCE]
    return [book for book in books if book.path.exists()]


def compile_changed() -> list[str]:
    """Write what Django reads, for each book newer than its compiled form; returns the codes."""
    done: list[str] = []
    for book in begun():
        target = Path(settings.LOCALE_PATHS[0]) / to_locale(book.code) / "LC_MESSAGES" / "django.mo"
        changed = book.path.stat().st_mtime_ns
        if target.exists() and target.stat().st_mtime_ns == changed:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_suffix(f".{os.getpid()}.half")
        book.read().save_as_mofile(str(half))
        os.utime(half, ns=(changed, changed))
        half.replace(target)
        done.append(book.code)
    return done


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _is_said(entry: polib.POEntry | None) -> bool:
    return entry is not None and all(_texts(entry)) and not entry.fuzzy


def _broken(entry: polib.POEntry) -> Iterator[str]:
    """Placeholders and markup must be the same in every form; a plural form may leave its number out."""
    expected = Counter(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    for text in filter(None, _texts(entry)):
        found = Counter(PLACEHOLDER.findall(text))
        missing = expected - found
        silent = {name for name in missing if entry.msgid_plural and name.startswith("%(")}
        if found - expected or set(missing) - silent or len(silent) > 1:
            yield f"Platzhalter stimmen nicht: {_short(entry.msgid)}"
        if text.strip() != text and _edges(text) != _edges(entry.msgid):
            yield f"Leerzeichen am Rand: {_short(entry.msgid)}"


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"„{line[:70]}…“" if len(line) > 70 else f"„{line}“"
