"""How hard a German text is to read: figures and hints for the editor; it advises and never blocks (I-195).

Pure: no database, no outside service. The grade is the first Wiener Sachtextformel, about the school year
from which on a text is understood. Leichte Sprache has rules of its own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from goslar_portal.texts import plain

BLOCK_END = re.compile(r"</(?:p|li|h3|h4|td|th|caption|blockquote)>|<br>")
SENTENCE_END = re.compile(r"(?<=[.!?:…])[“”\"»)]*\s+(?=[A-ZÄÖÜ0-9„(])")
WORD = re.compile(r"[A-Za-zÄÖÜäöüß]+(?:[-·’][A-Za-zÄÖÜäöüß]+)*")
VOWELS = re.compile(r"(?:au|äu|eu|ei|ai|ie|aa|ee|oo|[aeiouyäöü])", re.IGNORECASE)
SHORT_FORM = re.compile(
    r"\b(?:z\. ?B\.|d\. ?h\.|u\. ?a\.|usw\.|bzw\.|ggf\.|evtl\.|inkl\.|ca\.|Nr\.|Abs\.|etc\.)"
)
DOTS_INSIDE = re.compile(rf"{SHORT_FORM.pattern}|\b\d+\.(?= )")  # these end no sentence
HELD_DOT = "\u2024"
BECOMES = r"\b(?:wird|werden|wurde|wurden|worden|werde)\b"
PARTICIPLE = r"\b(?:\w*ge\w{3,}(?:t|en)|(?:be|er|ver|ent|zer)\w{3,}(?:t|en))\b"
PASSIVE = re.compile(rf"{BECOMES}[^.!?:;,]*?{PARTICIPLE}|{PARTICIPLE}\s+{BECOMES}", re.IGNORECASE)
NEGATIVE = re.compile(r"\b(?:nicht|kein|keine|keinen|keinem|keiner|niemand|nie)\b", re.IGNORECASE)
MAYBE = re.compile(r"\b(?:wäre|wären|hätte|hätten|könnte|könnten|würde|würden|müsste|sollte|sollten)\b")
ROMAN = re.compile(r"\b(?=[IVXLC]{2,}\b)[IVXLC]+\b")

LONG_SENTENCE, LONG_WORD, SYLLABLES_OF_A_LONG_WORD, LETTERS_OF_A_LONG_WORD = 25, 20, 3, 6
EASY_AIM, EASY_MOST, EASY_WORD = 8, 12, 16  # Leichte Sprache: words in a sentence, letters in a word
SHOWN = 5


@dataclass(frozen=True)
class Reading:
    """What the editor sees beside the text."""

    words: int
    sentences: int
    average: float
    grade: float | None
    hints: list[str]


def read(bodies: Iterable[str], *, is_easy: bool = False) -> Reading:
    """Figures and hints for these bodies of one text."""
    sentences = [sentence for body in bodies for sentence in sentences_of(body)]
    counts = [len(WORD.findall(sentence)) for sentence in sentences]
    words = sum(counts)
    hints = list(_easy_hints(sentences) if is_easy else _plain_hints(sentences))
    average = round(words / len(sentences), 1) if sentences else 0.0
    return Reading(words, len(sentences), average, None if is_easy else grade(sentences), hints)


def sentences_of(body: str) -> list[str]:
    """Each block ends a sentence, also one without a full stop, such as an item of a list."""
    blocks = [plain(block) for block in BLOCK_END.split(body)]
    held = [DOTS_INSIDE.sub(lambda part: part[0].replace(".", HELD_DOT), block) for block in blocks]
    found = [sentence.replace(HELD_DOT, ".") for block in held for sentence in SENTENCE_END.split(block)]
    return [sentence for sentence in found if WORD.search(sentence)]


def syllables(word: str) -> int:
    return max(1, len(VOWELS.findall(word)))


def grade(sentences: list[str]) -> float | None:
    """The first Wiener Sachtextformel; nothing for a text too short to be judged."""
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    if len(words) < LONG_SENTENCE:
        return None
    share = 100 / len(words)
    many = share * sum(syllables(word) >= SYLLABLES_OF_A_LONG_WORD for word in words)
    long = share * sum(len(word) > LETTERS_OF_A_LONG_WORD for word in words)
    single = share * sum(syllables(word) == 1 for word in words)
    average = len(words) / len(sentences)
    year = 0.1935 * many + 0.1672 * average + 0.1297 * long - 0.0327 * single - 0.875
    return round(max(1.0, year), 1)  # school begins with the first year


def _plain_hints(sentences: list[str]) -> Iterator[str]:
    for sentence in _longest(sentences, LONG_SENTENCE):
        yield _("Langer Satz (%(count)d Wörter): „%(sentence)s“") % _told(sentence)
    for word in _long_words(sentences, LONG_WORD):
        yield _("Langes Wort: %(word)s") % {"word": word}
    yield from _shared_hints(sentences)


def _easy_hints(sentences: list[str]) -> Iterator[str]:
    """The rule list of Leichte Sprache, as far as a program can see (decided with the content brief)."""
    for sentence in _longest(sentences, EASY_MOST):
        yield _("Mehr als 12 Wörter (%(count)d): „%(sentence)s“") % _told(sentence)
    for word in _long_words(sentences, EASY_WORD):
        yield _("Langes Wort ohne Bindestrich oder Mediopunkt: %(word)s") % {"word": word}
    for sentence in _first(s for s in sentences if MAYBE.search(s)):
        yield _("Möglichkeitsform: „%(sentence)s“") % {"sentence": sentence}
    for sentence in _first(s for s in sentences if NEGATIVE.search(s)):
        yield _("Verneinung. Geht es auch positiv? „%(sentence)s“") % {"sentence": sentence}
    for sentence in _first(s for s in sentences if ROMAN.search(s)):
        yield _("Römische Zahl: „%(sentence)s“") % {"sentence": sentence}
    yield from _shared_hints(sentences)


def _shared_hints(sentences: list[str]) -> Iterator[str]:
    for sentence in _first(s for s in sentences if PASSIVE.search(s)):
        yield _("Wer tut das? Passiv: „%(sentence)s“") % {"sentence": sentence}
    for sentence in _first(s for s in sentences if SHORT_FORM.search(s)):
        yield _("Abkürzung: „%(sentence)s“") % {"sentence": sentence}


def _longest(sentences: list[str], most: int) -> list[str]:
    found = [sentence for sentence in sentences if len(WORD.findall(sentence)) > most]
    return sorted(found, key=lambda sentence: -len(WORD.findall(sentence)))[:SHOWN]


def _long_words(sentences: list[str], most: int) -> list[str]:
    """Words longer than this between their hyphens and dots, the longest first, each once."""
    words = {word for sentence in sentences for word in WORD.findall(sentence)}
    found = [word for word in words if max(len(part) for part in re.split(r"[-·]", word)) > most]
    return sorted(found, key=lambda word: (-len(word), word))[:SHOWN]


def _told(sentence: str) -> dict[str, int | str]:
    return {"count": len(WORD.findall(sentence)), "sentence": sentence}


def _first(sentences: Iterable[str]) -> list[str]:
    return list(sentences)[:SHOWN]
