"""The files a translator writes: HTML per page, one .po for the short texts (docs/translating.md)."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

from django.conf import settings

from goslar_portal.catalogues.books import Book
from goslar_portal.catalogues.words import Word
from goslar_portal.languages import SOURCE
from goslar_portal.texts import clean_line
from integration.models import LEICHT, ListKind, PageVersion, Section, clean_sections, text_hash

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
STAMP = 16  # leading characters of a hash, enough to tell one text from another
PAGE = re.compile(
    r'<h1(?: data-answers="(?P<answers>[0-9a-f]*)")?>(?P<title>[^<>]+)</h1>\s*'
    r'<p data-part="summary">(?P<summary>[^<>]+)</p>'
)
SECTION = re.compile(
    r'<section id="(?P<key>[^"]+)" data-kind="(?P<kind>[^"]+)">\s*'
    r"<h2>(?P<heading>[^<>]+)</h2>(?P<body>.*?)</section>",
    re.DOTALL,
)


@dataclass(frozen=True)
class Text:
    """One file. `answers` begins the hash of the German text it was written from; German has none."""

    title: str
    summary: str
    sections: list[Section]
    answers: str = ""

    @property
    def words(self) -> dict[str, Any]:
        """What a version is made from."""
        return {"title": self.title, "summary": self.summary, "sections": self.sections}

    @property
    def hash(self) -> str:
        """That of the stored text, whose lines and sections are cleaned."""
        return text_hash(clean_line(self.title), clean_line(self.summary), clean_sections(self.sections))

    @property
    def keys(self) -> list[tuple[str, str]]:
        return [(section.key, section.kind) for section in self.sections]

    def answered(self, german: PageVersion) -> str:
        """The hash to keep: that of `german` if it is the text this file answers, else one that differs."""
        return german.text_hash if german.text_hash[:STAMP] == self.answers else self.answers


def read(html: str) -> Text:
    """A text file in the strict form: h1, summary, sections. Raises `ValueError` when it is not."""
    head = PAGE.match(html.strip())
    sections = [_section(**found.groupdict()) for found in SECTION.finditer(html)]
    rest = SECTION.sub("", html.strip()[head.end() :] if head else html)
    if head is None or rest.strip():
        raise ValueError(f"a page is h1, summary, sections; not understood: {rest.strip()[:80]!r}")
    return Text(unescape(head["title"]), unescape(head["summary"]), sections, head["answers"] or "")


def _section(key: str, kind: str, heading: str, body: str) -> Section:
    return Section(key, kind, unescape(heading), body)


def folder(code: str) -> Path:
    return FIXTURES / "pages" / code


def texts(code: str) -> dict[str, Text]:
    """All files of a language by slug."""
    return {path.stem: read(path.read_text(encoding="utf-8")) for path in sorted(folder(code).glob("*.html"))}


def stamp(code: str) -> list[str]:
    """Say in each file of this language that it answers the German text as it is now; returns the slugs."""
    done: list[str] = []
    for slug, german in texts(SOURCE).items():
        path = folder(code) / f"{slug}.html"
        if path.exists():
            head = f'<h1 data-answers="{german.hash[:STAMP]}">'
            path.write_text(re.sub(r"<h1[^>]*>", head, path.read_text(encoding="utf-8"), count=1))
            done.append(slug)
    return done


def problems(code: str) -> list[str]:
    """One line for each file that would not fit its German page; Leichte Sprache has sections of its own."""
    german, found = texts(SOURCE), list[str]()
    for path in sorted(folder(code).glob("*.html")):
        try:
            text = read(path.read_text(encoding="utf-8"))
        except ValueError as error:
            found.append(f"{code}/{path.name}: {error}")
            continue
        if path.stem not in german:
            found.append(f"{code}/{path.name}: keine deutsche Seite dieses Namens")
        elif code != "leicht" and text.keys != german[path.stem].keys:
            found.append(f"{code}/{path.name}: Abschnitte (id, data-kind) anders als auf der deutschen Seite")
        if not text.answers:
            found.append(f"{code}/{path.name}: ohne data-answers, siehe «texts stamp»")
    return found


def outdated(code: str) -> list[str]:
    """The slugs whose German text is no longer the one the file answers."""
    german = texts(SOURCE)
    return [
        slug
        for slug, text in texts(code).items()
        if slug in german and german[slug].hash[:STAMP] != text.answers
    ]


def book(code: str) -> Book:
    """The short texts: contacts, titles of documents, entries of lists."""
    return Book(code, FIXTURES / "texts" / f"{code}.po", partial(german_words, code))


def german_words(code: str) -> Mapping[tuple[str, str], Word]:
    """Each German word under its place, as in `contacts.zentrale.role`."""
    return {(word.context, word.id): word for word in _german_words(code)}


def _german_words(code: str) -> Iterator[Word]:
    """The accessibility statement is shown in German and in easy words only (ADR 0050)."""
    rows: list[tuple[str, str]] = []
    if code == LEICHT:
        for row in json.loads((FIXTURES / "integration_statement.json").read_text(encoding="utf-8"))[
            "barriers"
        ]:
            rows += [
                (f"barriers.{row['code']}.{name}", row[name]) for name in ("title", "reason", "alternative")
            ]
    for row in _json("contacts"):
        rows += [
            (f"contacts.{row['code']}.{name}", row.get(name, "")) for name in ("role", "remark", "way_in")
        ]
    rows += [(f"downloads.{row['slug']}.title", row["title"]) for row in _json("downloads") if "title" in row]
    rows += [
        (f"lists.{row['kind']}.{row['code']}.label", row["label"])
        for row in _json("lists")
        if row["kind"] != ListKind.OUTCOME
    ]
    yield from (Word(text, "", place, place) for place, text in rows if text)


def _json(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(
        (FIXTURES / f"integration_{name}.json").read_text(encoding="utf-8")
    )
    return rows


def small(code: str) -> dict[str, dict[str, tuple[str, str]]]:
    """By record, its words with the German they answer: {"contacts.zentrale": {"role": (…, …)}}."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for (place, german), entry in book(code).said.items():
        record, _dot, name = place.rpartition(".")
        if entry.msgstr and not entry.fuzzy:
            found.setdefault(record, {})[name] = (entry.msgstr, german)
    return found
