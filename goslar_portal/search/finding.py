"""One statement answers a question: hits, hits in German, similar words, signposts (G-114, I-120)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from phonenumber_field.phonenumber import PhoneNumber

from goslar_portal import languages, registry
from goslar_portal.search.configurations import configuration
from goslar_portal.search.marking import marked, snippet
from goslar_portal.search.words import asked, fold

PER_PAGE, PAGES = 10, 20
MOST = PER_PAGE * PAGES
FEW = 3  # hits in the reader's language; below that, German ones follow (I-120)
PATIENCE = 500  # milliseconds (I-128)
EVERY, SOME, SIMILAR = 1, 2, 3  # how closely the hits match: all words, some of them, words like them

# What the tables of one language say to the words typed; `{s}` tells the languages apart.
# - alternatives: the stem of the word, what begins with its letters (not with its stem: that of "Kurs" is
#   "kur"), its synonyms, words it is a part of; stop words have none
# - similar: words that are written alike, for those that occur nowhere
# - asked: three questions, each asked only when the one before it found nothing
ONE_LANGUAGE = """
alternatives_{s} AS MATERIALIZED (
    SELECT typed.number, alternative.q FROM typed, LATERAL (
        SELECT to_tsquery(%(cfg_{s})s::regconfig, quote_literal(typed.word))::text AS q
        UNION ALL
        SELECT quote_literal(typed.folded) || ':*' WHERE length(typed.folded) > 2
        UNION ALL
        SELECT to_tsquery(%(cfg_{s})s::regconfig, synonym.meaning_query)::text FROM search_synonym synonym
        WHERE synonym.language = %(language_{s})s AND to_tsvector(%(cfg_{s})s::regconfig, synonym.word_key)
            = to_tsvector(%(cfg_{s})s::regconfig, typed.word)
        UNION ALL
        (SELECT to_tsquery(%(cfg_{s})s::regconfig, quote_literal(known.word))::text FROM search_word known
        WHERE known.language = %(language_{s})s AND length(typed.folded) > 3
            AND known.word LIKE '%%' || typed.folded || '%%'
        ORDER BY length(known.word), known.word LIMIT 10)
    ) alternative
    WHERE to_tsvector(%(cfg_{s})s::regconfig, typed.word) <> ''::tsvector
),
groups_{s} AS (
    SELECT number, string_agg(DISTINCT q, ' | ') AS q FROM alternatives_{s} WHERE q <> '' GROUP BY number
),
similar_{s} AS MATERIALIZED (
    SELECT typed.number, likely.word, likely.spelling, likely.closeness FROM typed, LATERAL (
        SELECT known.word, known.spelling, similarity(known.word, typed.folded) AS closeness
        FROM search_word known
        WHERE known.language = %(language_{s})s AND known.word %% typed.folded AND EXISTS (
            SELECT FROM search_entry entry
            WHERE entry.language = %(language_{s})s AND entry.words @> ARRAY[known.word] AND {visible}
        )
        ORDER BY closeness DESC, known.word LIMIT 3
    ) likely
    WHERE length(typed.folded) > 3 AND to_tsvector(%(cfg_{s})s::regconfig, typed.word) <> ''::tsvector
        AND NOT EXISTS (
            SELECT FROM search_entry entry, groups_{s} known
            WHERE known.number = typed.number AND entry.language = %(language_{s})s
                AND entry.vector @@ known.q::tsquery
        )
),
asked_{s} AS MATERIALIZED (
    SELECT
        string_agg('(' || q || ')', ' & ')::tsquery AS every,
        string_agg('(' || q || ')', ' | ')::tsquery AS some,
        (SELECT to_tsquery(%(cfg_{s})s::regconfig, string_agg(quote_literal(word), ' | '))
            FROM similar_{s}) AS alike,
        to_tsquery(%(cfg_{s})s::regconfig,
            (SELECT string_agg(quote_literal(word), ' | ') FROM typed)) AS typed
    FROM groups_{s}
),
every_{s} AS MATERIALIZED ({every}),
some_{s} AS MATERIALIZED ({some}),
alike_{s} AS MATERIALIZED ({alike}),
found_{s} AS (
    SELECT id, 1 AS closeness, asked.every AS q FROM every_{s}, asked_{s} asked
    UNION ALL SELECT id, 2, asked.some FROM some_{s}, asked_{s} asked
    UNION ALL SELECT id, 3, asked.alike FROM alike_{s}, asked_{s} asked
),
ranked_{s} AS MATERIALIZED (
    SELECT entry.id, closeness, count(*) OVER () AS total, row_number() OVER (ORDER BY
        (ts_rank({weights}, entry.vector, q, 1) + 2 * ts_rank({weights}, entry.vector, asked.typed, 1))
        * CASE WHEN entry.is_archived THEN 0.5 ELSE 1 END DESC, entry.id) AS place
    FROM found_{s} JOIN search_entry entry USING (id), asked_{s} asked
)
"""
WEIGHTS = "'{0.1, 0.2, 0.5, 1.0}'::real[]"  # text, summary, headings, title
# Those whose title answers come first; of very many others not all are compared.
MATCHES = """
    (SELECT id FROM search_entry entry, asked_{s} asked WHERE entry.language = %(language_{s})s AND {visible}
    AND entry.title_vector @@ asked.{question}{after} LIMIT 300)
    UNION
    (SELECT id FROM search_entry entry, asked_{s} asked WHERE entry.language = %(language_{s})s AND {visible}
    AND entry.vector @@ asked.{question}{after} LIMIT 700)
"""
VISIBLE = (
    "(entry.since IS NULL OR entry.since <= now()) AND (entry.until IS NULL OR entry.until > now())"
    " AND (NOT entry.is_archived OR %(archive)s)"
)
FIELDS = ["source", "language", "path", "title", "summary", "body", "trail", "phone", "is_archived"]
ROW = "jsonb_build_object({})".format(", ".join(f"'{name}', entry.{name}" for name in FIELDS))
OF_LANGUAGE = """
jsonb_build_object(
    'hits', (SELECT jsonb_agg({row} ORDER BY place) FROM ranked_{s} JOIN search_entry entry USING (id)
        WHERE place > %(first_{s})s AND place <= %(first_{s})s + 10),
    'total', (SELECT coalesce(max(total), 0) FROM ranked_{s}),
    'closeness', (SELECT min(closeness) FROM ranked_{s}),
    'alike', (SELECT jsonb_agg(DISTINCT spelling) FROM (
        SELECT spelling FROM similar_{s} ORDER BY closeness DESC LIMIT 3) likely),
    'marks', (SELECT jsonb_agg(DISTINCT part[1]) FROM asked_{s} asked,
        regexp_matches(concat_ws(' ', asked.some, asked.alike), '''([^'']+)''', 'g') part)
)
"""


ONLY_FEW = f" AND (SELECT count(*) FROM ranked_own) < {FEW}"  # noqa: S608  # a number of ours
NOTHING = "NOT EXISTS (SELECT FROM ranked_{s})"
SIGNPOSTS = """
(SELECT jsonb_agg({row} ORDER BY entry.signpost, entry.id) FROM search_entry entry
WHERE entry.language = %(language_own)s AND entry.signpost IS NOT NULL AND {visible} AND {nothing})
"""
STATEMENT = """
SET LOCAL statement_timeout = {patience};
WITH typed AS MATERIALIZED (
    SELECT * FROM unnest(%(words)s::text[], %(folded)s::text[])
    WITH ORDINALITY AS typed (word, folded, number)
), {tables}
SELECT jsonb_build_object({fields}, 'signposts', {signposts})
"""


@dataclass(frozen=True)
class Hit:
    """One result, ready to show. `language` is that of its text."""

    source: str
    language: languages.Language
    url: str
    title: Any
    text: Any
    trail: list[str]
    phone: str
    is_archived: bool

    @property
    def kind(self) -> Any:
        return registry.search[self.source].title

    @property
    def national_phone(self) -> str:
        return PhoneNumber.from_string(self.phone).as_national if self.phone else ""


@dataclass(frozen=True)
class Signposts:
    """Where to go on without having found anything: the topics, the contacts."""

    title: Any
    hits: list[Hit]


@dataclass(frozen=True)
class Answer:
    """What one question found. `total` is at most 200; then there are more."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    closeness: int | None = None
    german: list[Hit] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    signposts: list[Signposts] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.hits and not self.german

    @property
    def pages(self) -> int:
        return -(-min(self.total, MOST) // PER_PAGE)


def ask(question: str, language: str, *, page: int = 1, archive: bool = False) -> Answer:
    """One query, whatever is asked. Raises `OperationalError` when it takes longer than half a second.

    Must be called inside a transaction: the time allowed is said for that transaction only.
    """
    words = asked(question)
    found = _run(_sql(language), _parameters(words, language, page, archive))
    own, german = found["own"], found.get("german") or {}
    return Answer(
        hits=_hits(own),
        total=own["total"],
        closeness=own["closeness"],
        german=_hits(german),
        alike=own["alike"] or german.get("alike") or [],
        signposts=_signposts(found["signposts"] or [])[::-1],  # who did not find it wants to ask somebody
    )


def signposts(rows: Iterable[Any]) -> list[Signposts]:
    """For the page of somebody who has not asked yet; `rows` are entries."""
    return _signposts([vars(row) for row in rows])


def _parameters(words: list[str], language: str, page: int, archive: bool) -> dict[str, Any]:  # noqa: FBT001  # a value like the others
    return {
        "words": words,
        "folded": [fold(word) for word in words],
        "archive": archive,
        "language_own": language,
        "cfg_own": configuration(language),
        "first_own": (page - 1) * PER_PAGE,
        "language_german": settings.LANGUAGE_CODE,
        "cfg_german": configuration(settings.LANGUAGE_CODE),
        "first_german": 0,
    }


def _sql(language: str) -> str:
    """German readers ask one language, all others two."""
    if language == settings.LANGUAGE_CODE:
        tables, fields, nothing = [_one_language("own", "")], ["own"], NOTHING.format(s="own")
    else:
        tables = [_one_language("own", ""), _one_language("german", ONLY_FEW)]
        fields, nothing = ["own", "german"], f"{NOTHING.format(s='own')} AND {NOTHING.format(s='german')}"
    return STATEMENT.format(
        patience=PATIENCE,
        tables=", ".join(tables),
        fields=", ".join(f"'{s}', {OF_LANGUAGE.format(s=s, row=ROW)}" for s in fields),
        signposts=SIGNPOSTS.format(row=ROW, visible=VISIBLE, nothing=nothing),
    )


def _one_language(s: str, few: str) -> str:
    none = f"{few} AND NOT EXISTS (SELECT FROM every_{s})"
    neither = f"{none} AND NOT EXISTS (SELECT FROM some_{s})"
    matches = {
        question: MATCHES.format(s=s, visible=VISIBLE, question=question, after=after)
        for question, after in (("every", few), ("some", none), ("alike", neither))
    }
    return ONE_LANGUAGE.format(s=s, visible=VISIBLE, weights=WEIGHTS, **matches)


def _run(sql: str, parameters: dict[str, Any]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        cursor.nextset()  # the first answer is that of SET LOCAL
        found: dict[str, Any] = json.loads(cursor.fetchall()[0][0])
    return found


def _hits(part: dict[str, Any]) -> list[Hit]:
    marks = part.get("marks") or []
    return [_hit(row, marks) for row in part.get("hits") or []]


def _hit(row: dict[str, Any], marks: list[str]) -> Hit:
    return Hit(
        source=row["source"],
        language=languages.catalogue()[row["language"]],
        url=languages.in_language(row["path"], row["language"]),
        title=marked(row["title"], marks),
        text=snippet(row["summary"], row["body"], marks),
        trail=row["trail"],
        phone=row["phone"],
        is_archived=row["is_archived"],
    )


def _signposts(rows: list[dict[str, Any]]) -> list[Signposts]:
    groups: dict[str, list[Hit]] = {}
    for row in rows:
        groups.setdefault(row["source"], []).append(_hit(row, []))
    return [Signposts(registry.search[source].signposts, hits) for source, hits in groups.items()]
