"""The search page with 1,000, 10,000 and 100,000 entries beside itself with the fewest (I-128, I-232)."""

import random
import statistics
import time
from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.database import scratch

SIZES, QUICK_SIZES = [1_000, 10_000, 100_000], [1_000, 10_000]
MOST_TIMES, MOST_MS = 4, 80  # section 20
VOCABULARY = 20_000  # invented words, the first ones as frequent as in real text
WORDS = 60  # of one entry
ASKED = 12  # questions of each kind in one round
TITLE_WORDS = 4
INSERT = """
INSERT INTO search_entry (source, key, language, path, title, summary, body, trail, phone, is_archived,
    digest, words, title_vector, vector, changed_at)
SELECT 'bench', key, 'de', '/messung/', title, '', body, '{}', '', false, '', string_to_array(body, ' '),
    to_tsvector('portal_german', title),
    setweight(to_tsvector('portal_german', title), 'A') || setweight(to_tsvector('portal_german', body), 'D'),
    now()
FROM unnest(%s::text[], %s::text[], %s::text[]) AS row (key, title, body)
"""
WORD = (
    "INSERT INTO search_word (language, word, spelling) SELECT 'de', word, word FROM unnest(%s::text[]) word"
)
BATCH = 2_000


def measure(bench: Bench) -> None:
    sizes = QUICK_SIZES if bench.quick else SIZES
    with scratch():
        from goslar_portal import registry
        from goslar_portal.office.models import OfficeValue
        from goslar_portal.search import Source

        registry.search.add(Source("bench", "Messung", things=lambda keys: []))
        OfficeValue.objects.create(name="limits.search.sender", number=100_000, reason="Messung")
        page = SearchPage()
        bench.scaled("Suche, Einträge", page.seconds, sizes, most=MOST_TIMES)
        for size in sizes:
            bench.at_most(f"Suche p95, {size} Einträge", page.slowest[size], MOST_MS, unit="ms")
    if bench.quick:
        bench.not_measured(
            "Suche, Einträge: 100000", "Suche, Einträge: 1000", "nur ohne --quick, das Füllen dauert"
        )


class SearchPage:
    """Asks one question after the other, of every kind, and keeps how long each answer took."""

    def __init__(self) -> None:
        from django.test import Client

        self.client = Client(SERVER_NAME="localhost")
        self.random = random.Random(2026)  # noqa: S311  # the same entries every time, no secret
        self.vocabulary = list(invented(self.random))
        self.size = 0
        self.slowest: dict[int, list[float]] = {}

    def seconds(self, size: int) -> float:
        """The median of one round; 95 of 100 answers were quicker than what `slowest` keeps of it."""
        self.fill(size)
        times = [self.ask(question) for question in self.questions()]
        self.slowest.setdefault(size, []).append(statistics.quantiles(times, n=20)[-1] * 1000)
        return statistics.median(times)

    def questions(self) -> Iterator[str]:
        words = self.vocabulary
        for _ in range(ASKED):
            often, seldom = words[self.random.randrange(30)], words[self.random.randrange(5_000, VOCABULARY)]
            yield from (often, seldom, f"{often} {seldom}", seldom[2:], swapped(seldom), "qqqqxxxxjjjj")

    def ask(self, question: str) -> float:
        begin = time.perf_counter()
        answer = self.client.get("/suche/", {"q": question})
        if answer.status_code != 200:
            raise RuntimeError(f"the search answered {answer.status_code}")
        return time.perf_counter() - begin

    def fill(self, size: int) -> None:
        from django.db import connection

        if self.size >= size:
            return
        weights = [1 / (place + 10) for place in range(VOCABULARY)]
        with connection.cursor() as cursor:
            if self.size == 0:
                cursor.execute(WORD, [self.vocabulary])
            for first in range(self.size, size, BATCH):
                count = min(BATCH, size - first)
                texts = [self.random.choices(self.vocabulary, weights, k=WORDS) for _ in range(count)]
                keys = [str(first + number) for number in range(count)]
                titles = [" ".join(text[:TITLE_WORDS]) for text in texts]
                cursor.execute(INSERT, [keys, titles, [" ".join(text) for text in texts]])
            cursor.execute("VACUUM ANALYZE search_entry, search_word")
        self.size = size


def invented(source: random.Random) -> Iterator[str]:
    """Words of syllables, all different, none of them real on purpose."""
    heads, tails = (
        ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "w", "sch", "st", "tr"],
        ["a", "e", "i", "o", "u", "au", "ei", "ie"],
    )
    seen: set[str] = set()
    while len(seen) < VOCABULARY:
        word = "".join(source.choice(heads) + source.choice(tails) for _ in range(source.randint(2, 4))) + "n"
        if word not in seen:
            seen.add(word)
            yield word


def swapped(word: str) -> str:
    """With two letters in the wrong order, as fingers do."""
    return word[:2] + word[3] + word[2] + word[4:] if len(word) > 4 else word
