"""One form for what is written and what is asked, in every script (I-122)."""

import re
import unicodedata
from collections.abc import Iterator

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HAN_RUN = re.compile(f"[{HAN}]+")
# Arabic vowel signs and the line that stretches words, joiners, the soft hyphen: not part of the word.
UNSEEN = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u00ad\ufeff]")
ARABIC = str.maketrans({
    "\u0622": "\u0627", "\u0623": "\u0627", "\u0625": "\u0627", "\u0671": "\u0627",  # alef
    "\u0649": "\u064a", "\u06cc": "\u064a", "\u06d2": "\u064a",  # yeh
    "\u06a9": "\u0643", "\u06aa": "\u0643",  # kaf
    "\u0629": "\u0647", "\u06d5": "\u0647", "\u06c1": "\u0647",  # heh
})  # fmt: skip
LATIN = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "þ": "th",
})  # fmt: skip
MARK = re.compile("(?<=[a-z])[\u0300-\u036f]+")
TOKEN = re.compile(r"[^\W_]+")
# A word as it stands in a text: with everything the normal form leaves out.
WRITTEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670\u0640\u200c\u200d\u00ad])*")
# Leichte Sprache parts long words with a hyphen and goes on in small letters: „Wohn-raum“.
PARTED = re.compile("(?<=[a-zäöüß]{2})-(?=[a-zäöüß]{3})")
MOST_WORDS = 12  # of a question (I-128)


def normal(text: str) -> str:
    """NFKC, small letters, digits as 0 to 9, Arabic in one spelling, nothing that is not seen."""
    small = unicodedata.normalize("NFKC", UNSEEN.sub("", text)).lower()
    small = UNSEEN.sub("", small).translate(ARABIC)
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in small)


def fold(text: str) -> str:
    """The normal form of a word without the accents of Latin script, to compare by letters."""
    bare = unicodedata.normalize("NFD", normal(text).translate(LATIN))
    return unicodedata.normalize("NFC", MARK.sub("", bare))


def tokens(text: str) -> list[str]:
    """The words in order; a run of Chinese characters as its overlapping pairs."""
    return [word for token in TOKEN.findall(normal(text)) for word in _parts(token)]


def _parts(token: str) -> Iterator[str]:
    end = 0
    for run in HAN_RUN.finditer(token):
        if run.start() > end:
            yield token[end : run.start()]
        signs = run[0]
        yield from (signs[start : start + 2] for start in range(max(1, len(signs) - 1)))
        end = run.end()
    if end < len(token):
        yield token[end:]


def whole(text: str) -> str:
    """Leichte Sprache with its long words in one piece, as people type them."""
    return PARTED.sub("", text)


def asked(text: str) -> list[str]:
    """The words of a question, each once, the first twelve."""
    return list(dict.fromkeys(tokens(text)))[:MOST_WORDS]


def stream(text: str) -> str:
    """What PostgreSQL reads: words and spaces, so that it sees in a text what it sees in a question."""
    return " ".join(tokens(text))


def spellings(text: str) -> dict[str, str]:
    """Folded words of a text, each with how it was written first: for suggestions."""
    found: dict[str, str] = {}
    for word in WRITTEN.findall(text):
        if HAN_RUN.search(word):
            found |= {pair: pair for pair in tokens(word) if pair not in found}
        elif not word.isdigit():
            found.setdefault(fold(word), unicodedata.normalize("NFC", UNSEEN.sub("", word)))
    return {word: spelling for word, spelling in found.items() if 1 < len(word) <= 60}
