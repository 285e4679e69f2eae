"""Two texts side by side: what is new and what is gone, in words, not only in colour (I-101)."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from goslar_portal.texts import plain
from integration.models import PageVersion, Section

WORD = re.compile(r"[\u3400-\u9fff]\s*|[^\s\u3400-\u9fff]+\s*")


@dataclass(frozen=True)
class Piece:
    """Some words of a text: kept, new or gone."""

    kind: str
    words: str


@dataclass(frozen=True)
class Change:
    """One place of the page that reads differently."""

    where: str
    pieces: list[Piece]


def compare(before: PageVersion, after: dict[str, Any]) -> list[Change]:
    """The places where `after` reads differently from `before`, in the order of `after`."""
    old, new = _places(before.text), _places(after)
    order = [*new, *(where for where in old if where not in new)]
    pairs = [(where, old.get(where, ""), new.get(where, "")) for where in order]
    return [Change(_label(where), pieces(first, second)) for where, first, second in pairs if first != second]


def pieces(before: str, after: str) -> list[Piece]:
    """The words of both texts in one row; Chinese signs count as words, as nothing divides them."""
    old, new = WORD.findall(before), WORD.findall(after)
    found: list[Piece] = []
    for kind, start, end, first, last in SequenceMatcher(
        None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False
    ).get_opcodes():
        if kind == "equal":
            found.append(Piece("kept", "".join(new[first:last]).strip()))
        if kind in ("replace", "delete"):
            found.append(Piece("gone", "".join(old[start:end]).strip()))
        if kind in ("replace", "insert"):
            found.append(Piece("new", "".join(new[first:last]).strip()))
    return found


def changed_places(before: PageVersion | None, after: PageVersion) -> dict[str, list[Piece]]:
    """What reads differently in `after`, by place: "title", "summary", "#key"; all of it without `before`."""
    old, new = _places(before.text) if before else {}, _places(after.text)
    return {
        where: pieces(old.get(where, ""), words) for where, words in new.items() if old.get(where) != words
    }


def _places(text: dict[str, Any]) -> dict[str, str]:
    rows = [row if isinstance(row, Section) else Section(**row) for row in text["sections"]]
    parts = {f"#{row.key}": f"{row.heading} – {plain(row.body)}" for row in rows}
    return {"title": text["title"], "summary": text["summary"]} | parts


def _label(where: str) -> str:
    return {"title": "Überschrift", "summary": "Kurz gesagt"}.get(where, f"Abschnitt {where}")
