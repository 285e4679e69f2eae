"""The languages of the portal: the catalogue ships with the code, settings name the active ones (G-171).

An active language is visible once its core texts are published (I-064); until then its addresses answer 404.
"""

import json
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation

SOURCE = "de"  # the language of all texts in the code, and the one that binds
ASK_EVERY = 1.0  # seconds, as for finished pages (G-124)
NEVER, FOREVER = float("-inf"), float("inf")


@dataclass(frozen=True)
class Language:
    """One entry of `fixtures/languages.json`; the fields are explained there under `meta`."""

    code: str
    bcp47: str
    html_lang: str
    native: str
    german: str
    dir: str
    plural: str
    pg_config: str
    script: str
    search: str
    hreflang: str | None
    sample: str


@cache
def catalogue() -> dict[str, Language]:
    text = (settings.BASE_DIR / "fixtures" / "languages.json").read_text(encoding="utf-8")
    names = [field.name for field in fields(Language)]
    rows = [Language(**{name: row[name] for name in names}) for row in json.loads(text)["languages"]]
    return {row.code: row for row in rows}


class Visible:
    """Which languages readers can choose now; asks who holds the core texts, at most once a second."""

    def __init__(self) -> None:
        self.asked: Callable[[], Collection[str]] = tuple
        self.topics: tuple[str, ...] = ()
        self.forget()

    def ask(self, asked: Callable[[], Collection[str]], *, topics: Collection[str]) -> None:
        """`asked` answers with the codes whose core texts are published; `topics` are theirs."""
        self.asked, self.topics = asked, tuple(topics)

    def forget(self) -> None:
        self.known: Collection[str] = ()
        self.until = NEVER

    def remember(self, codes: Collection[str], until: float = FOREVER) -> None:
        self.known, self.until = frozenset(codes), until

    def look_again(self) -> None:
        """A page that is kept until its topics change must not show what was so a second ago."""
        if self.until != FOREVER:
            self.until = NEVER

    def codes(self) -> list[str]:
        """In the order of the settings; German always."""
        now = time.monotonic()
        if now >= self.until:
            self.remember(self.asked(), now + ASK_EVERY)
        return [code for code, _name in settings.LANGUAGES if code == SOURCE or code in self.known]


visible = Visible()
_translated: set[str] = set()


def active() -> list[Language]:
    return [catalogue()[code] for code, _name in settings.LANGUAGES]


def current() -> Language:
    return catalogue()[translation.get_language() or settings.LANGUAGE_CODE]


_reader: ContextVar[str] = ContextVar("reader", default="")


def reader() -> str:
    """The language links lead to, also inside a part that is drawn in German only."""
    return _reader.get() or translation.get_language() or SOURCE


@contextmanager
def in_german() -> Iterator[None]:
    """German words for a reader of whatever language."""
    token = _reader.set(reader())
    try:
        with translation.override(SOURCE):
            yield
    finally:
        _reader.reset(token)


def translate(area: str) -> None:
    """Say that the pages of `area` are offered in every language; all others stay German in each frame."""
    _translated.add(area)


def is_translated(area: str) -> bool:
    return area in _translated


def of_path(path: str) -> str:
    """The code in front of a path, or German: neither browser nor cookie decides (G-172)."""
    first = path.lstrip("/").split("/", 1)[0]
    if first == SOURCE or first not in dict(settings.LANGUAGES):
        return SOURCE
    return first if first in visible.codes() else SOURCE


def neutral(path: str) -> str:
    """The path without the code of its language."""
    code = of_path(path)
    return path if code == SOURCE else path.removeprefix(f"/{code}") or "/"


def in_language(path: str, code: str) -> str:
    """The address of the same page in another language; `path` is language-neutral."""
    return path if code == SOURCE else f"/{code}{path}"


def switch(path: str) -> list[dict[str, Any]]:
    """The entries of the language switch, in the fixed order of the settings."""
    here, bare = of_path(path), neutral(path)
    return [
        {
            "code": code,
            "native": catalogue()[code].native,
            "dir": catalogue()[code].dir,
            "html_lang": catalogue()[code].html_lang,
            "hreflang": catalogue()[code].hreflang,
            "url": in_language(bare, code),
            "is_current": code == here,
        }
        for code in visible.codes()
    ]
