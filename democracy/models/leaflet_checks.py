"""What stands in the way of publishing a leaflet: text, PDF, what a file says of itself (D-021, D-023)."""

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pikepdf
from django.utils.translation import gettext as _

from goslar_portal.texts import plain
from goslar_portal.uploads.decoder import describe

HEADING = re.compile(r"<h([34])[^>]*>(.*?)</h\1>", re.DOTALL)
HEAD_CELL = re.compile(r"<th(?=[ >])(?![^>]*\bscope=)[^>]*>(.*?)</th>", re.DOTALL)
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
LOOSE_ITEM = re.compile(r"<li[^>]*>\s*<p[^>]*>(.*?)</p>", re.DOTALL)
TWO_NAMES = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+,? [A-ZÄÖÜ][a-zäöüß-]+")


class _Reader(HTMLParser):
    """Images without words, and anything that brings a file along."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img" and not given.get("alt"):
            self.found.append(_("Ein Bild hat keinen Text für Menschen, die es nicht sehen."))
        if tag in {"object", "embed", "iframe"} or str(given.get("src", "")).startswith("data:"):
            self.found.append(_("Der Text enthält eine eingebettete Datei."))


def text_problems(html: str) -> list[str]:
    """What a reader with a screen reader would stumble over, one sentence each, naming the place."""
    if not plain(html):
        return [_("Der Text ist leer.")]
    reader = _Reader()
    reader.feed(html)
    return [*_headings(html), *_tables(html), *_items(html), *reader.found]


def _headings(html: str) -> Iterator[str]:
    deepest = 2
    for number, (level, words) in enumerate(HEADING.findall(html), start=1):
        if not plain(words):
            yield _("Die %(number)d. Überschrift ist leer.") % {"number": number}
        elif int(level) > deepest + 1:
            yield _("Die Überschrift „%(words)s“ überspringt eine Ebene.") % {"words": plain(words)}
        deepest = int(level)


def _tables(html: str) -> Iterator[str]:
    for number, table in enumerate(TABLE.findall(html), start=1):
        if not re.search("<th[ >]", table):
            yield _("Die %(number)d. Tabelle hat keine Kopfzellen.") % {"number": number}
        for words in HEAD_CELL.findall(table):
            yield _(
                "In der %(number)d. Tabelle sagt die Kopfzelle „%(words)s“ nicht, wofür sie steht (scope)."
            ) % {
                "number": number,
                "words": plain(words),
            }


def _items(html: str) -> Iterator[str]:
    for words in LOOSE_ITEM.findall(html):
        yield _(
            "Im Listenpunkt „%(words)s“ steht ein ganzer Absatz. "
            "Bitte schreiben Sie den Text direkt in die Liste."
        ) % {"words": plain(words)[:60]}


def facts_of(content: bytes) -> dict[str, Any]:
    """What a PDF that was made here says of itself."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return describe(pdf) | {"pages": len(pdf.pages)}


def pdf_problems(facts: dict[str, Any], *, title: str, language: str) -> list[str]:
    """A PDF made here that lacks one of the marks of PDF/UA is not published (D-021)."""
    wanted = [
        (facts["is_tagged"], _("Dem PDF fehlt der Strukturbaum.")),
        (facts["language"] == language, _("Dem PDF fehlt die Sprache.")),
        (facts["title"] == title, _("Dem PDF fehlt der Titel.")),
        (facts["shows_title"], _("Das PDF zeigt seinen Titel nicht an.")),
        (facts["says_ua"], _("Dem PDF fehlt die Kennzeichnung PDF/UA.")),
        (not facts["without_text"], _("Eine Seite des PDF hat keinen Text.")),
    ]
    return [sentence for holds, sentence in wanted if not holds]


def file_warnings(facts: dict[str, Any]) -> list[str]:
    """What somebody should have seen before an uploaded file goes public (D-023)."""
    title, author = str(facts.get("title", "")), str(facts.get("author", ""))
    found = []
    if author:
        found.append(
            _("Als Verfasser steht in der Datei: „%(author)s“. Ist das der Name eines Menschen?")
            % {"author": author}
        )
    if title and (
        TWO_NAMES.fullmatch(title) or any(part in title for part in author.split() if len(part) > 3)
    ):
        found.append(
            _("Als Titel steht in der Datei: „%(title)s“. Ist das der Name eines Menschen?")
            % {"title": title}
        )
    if not title:
        found.append(_("Die Datei hat keinen Titel."))
    if not facts.get("language"):
        found.append(_("Die Datei sagt nicht, in welcher Sprache sie ist."))
    if pages := facts.get("without_text"):
        numbers = ", ".join(str(number) for number in pages[:10])
        found.append(
            _("Ohne lesbaren Text sind diese Seiten: %(pages)s. Vorleseprogramme bleiben dort stumm.")
            % {"pages": numbers}
        )
    return found
