"""Where the words of a question stand in a text: marked, and cut out with what surrounds them (I-125)."""

import re
from collections.abc import Iterator
from itertools import groupby

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from goslar_portal.search.words import HAN_RUN, PARTED, WRITTEN, fold, whole

LENGTH = 190  # characters, about two lines
BEFORE = 60  # of them at most in front of the first word
SHORT = 3  # letters; shorter ones are marked only when they are the whole word
WORD = re.compile(f"{WRITTEN.pattern}(?:{PARTED.pattern}{WRITTEN.pattern})*")
Span = tuple[int, int]


def marked(text: str, marks: list[str]) -> SafeString:
    """The text, escaped, with `<mark>` around every word that answers."""
    pieces, end = [], 0
    for start, stop in spans(text, marks):
        pieces += [conditional_escape(text[end:start]), format_html("<mark>{}</mark>", text[start:stop])]
        end = stop
    return mark_safe("".join([*pieces, conditional_escape(text[end:])]))  # noqa: S308  # every piece is escaped


def snippet(summary: str, body: str, marks: list[str]) -> SafeString:
    """Two lines around the first word that answers; the summary when it has one, or when nothing has."""
    if not summary and not body:
        return SafeString("")
    text = summary if next(spans(summary, marks), None) or not body else body
    first = next(spans(text, marks), None)
    if first is None:
        text, first = summary or body, (0, 0)
    return marked(_cut(text, first), marks)


def _cut(text: str, first: Span) -> str:
    if len(text) <= LENGTH:
        return text
    start = 0 if first[1] < LENGTH else max(0, first[0] - BEFORE)
    if start:
        start = text.find(" ", start) + 1 or start
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", start, end), first[1])
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"


def spans(text: str, marks: list[str]) -> Iterator[Span]:
    """Begin and end of each word, or part of a Chinese run, that answers."""
    for word in WORD.finditer(text):
        if HAN_RUN.search(word[0]):
            yield from _pairs(word[0], word.start(), marks)
        elif _answers(fold(whole(word[0])), marks):
            yield word.span()
        else:
            parts = WRITTEN.finditer(text, word.start(), word.end())
            yield from (part.span() for part in parts if _answers(fold(part[0]), marks))


def _answers(word: str, marks: list[str]) -> bool:
    return any(
        word == mark or (len(mark) >= SHORT and word.startswith(mark)) or _is_inside(mark, word)
        for mark in marks
    )


def _is_inside(mark: str, word: str) -> bool:
    """Arabic stems leave off the article in front."""
    return len(mark) >= SHORT and "\u0621" <= mark[0] <= "\u064a" and mark in word


def _pairs(run: str, offset: int, marks: list[str]) -> Iterator[Span]:
    hit = [False] * len(run)
    for mark in marks:
        for found in re.finditer(f"(?={re.escape(mark)})", run):
            hit[found.start() : found.start() + len(mark)] = [True] * len(mark)
    place = offset
    for is_hit, signs in groupby(hit):
        length = len(list(signs))
        if is_hit:
            yield place, place + length
        place += length
