"""What a text must fulfil before it is published, and what deserves a second look (I-028). No database."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from goslar_portal.texts import plain

if TYPE_CHECKING:
    from integration.models.section import Section

LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
HEADING = re.compile(r"<(h[34])>(.*?)</\1>", re.DOTALL)
EMPTY_BY_NATURE = frozenset(
    {
        *("contacts", "downloads", "children", "notices", "periods"),
        *("statement", "barriers", "arbitration", "imprint"),
    }
)  # they show other records
VAGUE = frozenset({"hier", "mehr", "weiter", "link", "klicken sie hier", "mehr erfahren", "weiterlesen"})
MANY_WORDS = 150


def links(body: str) -> list[tuple[str, str]]:
    """Address and words of each link."""
    return [(href.replace("&amp;", "&"), plain(words)) for href, words in LINK.findall(body)]


def problems(sections: Iterable["Section"]) -> list[str]:
    """One sentence for each thing that must be mended before readers may see the text."""
    return [sentence for section in sections for sentence in _problems_of(section)]


def doubts(sections: Iterable["Section"]) -> list[str]:
    """One sentence for each thing that may be right but is often a mistake."""
    return [sentence for section in sections for sentence in _doubts_of(section)]


def _problems_of(section: "Section") -> Iterator[str]:
    where = {"section": section.heading or section.key}
    if not section.heading:
        yield _("Der Abschnitt „%(section)s“ hat keine Überschrift.") % where
    if not plain(section.body) and section.kind not in EMPTY_BY_NATURE:
        yield _("Der Abschnitt „%(section)s“ hat keinen Text.") % where
    if any(not words for _href, words in links(section.body)):
        yield _("Im Abschnitt „%(section)s“ ist ein Link ohne Worte.") % where
    if any("<th" not in table for table in TABLE.findall(section.body)):
        yield _("Im Abschnitt „%(section)s“ ist eine Tabelle ohne Kopfzellen.") % where
    yield from _heading_problems(section.body, where)


def _heading_problems(body: str, where: dict[str, str]) -> Iterator[str]:
    level = "h2"
    for tag, words in HEADING.findall(body):
        if not plain(words):
            yield _("Im Abschnitt „%(section)s“ ist eine leere Überschrift.") % where
        if tag == "h4" and level == "h2":
            yield _("Im Abschnitt „%(section)s“ fehlt eine Ebene der Überschriften.") % where
        level = tag


def _doubts_of(section: "Section") -> Iterator[str]:
    where = {"section": section.heading or section.key}
    for href, words in links(section.body):
        if words.lower() in VAGUE or re.match(r"(https?://|www\.)", words):
            yield _("Der Link „%(words)s“ sagt nicht, wohin er führt.") % {"words": words}
        if href.startswith("http://"):
            yield _("Die Adresse %(address)s ist nicht verschlüsselt (http).") % {"address": href}
    if re.search(r"\b[A-ZÄÖÜ]{8,}\b", plain(section.body)):
        yield _("Im Abschnitt „%(section)s“ steht ein Wort in Großbuchstaben.") % where
    if re.search(r"<(p|br)>\s*[-–•] ", section.body):
        yield _("Im Abschnitt „%(section)s“ ist eine Liste mit Strichen getippt.") % where
    if any(len(plain(part).split()) > MANY_WORDS for part in re.split(r"<h[34]>", section.body)):
        yield _("Der Abschnitt „%(section)s“ ist lang. Zwischenüberschriften helfen beim Lesen.") % where
