"""What can be found, one row per thing and language, and all words that occur in it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from goslar_portal.search.configurations import configuration
from goslar_portal.search.words import spellings, stream, whole

if TYPE_CHECKING:
    from goslar_portal.search.sources import Thing

LOCK = 5_306_120  # any number: who writes entries waits for the other, so that no word is lost in between
LONGEST_BODY = 60_000  # characters that are searched
WRITE = """
INSERT INTO search_entry AS entry (
    source, key, language, path, title, summary, body, trail, phone, is_archived, since, until, signpost,
    digest, words, title_vector, vector, changed_at
) VALUES (
    %(source)s, %(key)s, %(language)s, %(path)s, %(title)s, %(summary)s, %(body)s, %(trail)s, %(phone)s,
    %(is_archived)s, %(since)s, %(until)s, %(signpost)s, %(digest)s, %(words)s,
    to_tsvector(%(configuration)s::regconfig, %(title_words)s),
    setweight(to_tsvector(%(configuration)s::regconfig, %(title_words)s), 'A')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(heading_words)s), 'B')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(summary_words)s), 'C')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(body_words)s), 'D'),
    now()
) ON CONFLICT (source, key, language) DO UPDATE SET
    path = excluded.path, title = excluded.title, summary = excluded.summary, body = excluded.body,
    trail = excluded.trail, phone = excluded.phone, is_archived = excluded.is_archived,
    since = excluded.since, until = excluded.until, signpost = excluded.signpost, digest = excluded.digest,
    words = excluded.words,
    title_vector = excluded.title_vector, vector = excluded.vector, changed_at = excluded.changed_at
"""


class EntryQuerySet(models.QuerySet["Entry"]):
    def digests(self) -> dict[tuple[str, str, str], str]:
        rows = self.values_list("source", "key", "language", "digest")
        return {(source, key, language): digest for source, key, language, digest in rows}

    def replace(self, source: str, keys: set[str] | None, things: Iterable["Thing"]) -> int:
        """Let these things be all that is found of `source`, or of its rows `keys`; returns what changed."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        rows = self.filter(source=source) if keys is None else self.filter(source=source, key__in=keys)
        kept = {(key, language): digest for (_source, key, language), digest in rows.digests().items()}
        now = {(thing.key, thing.language): thing for thing in things}
        changed = [thing for place, thing in now.items() if kept.get(place) != thing.digest]
        gone = kept.keys() - now.keys()
        touched = gone | {(thing.key, thing.language) for thing in changed}
        if not touched:
            return 0
        former = [(row.language, row.words) for row in rows if (row.key, row.language) in touched]
        rows.filter(pk__in=[row.pk for row in rows if (row.key, row.language) in gone]).delete()
        with connection.cursor() as cursor:
            for thing in changed:
                cursor.execute(WRITE, _row(source, thing))
        Word.objects.learn(changed)
        Word.objects.forget(former)
        return len(touched)

    def signposts(self, language: str) -> Any:
        """What people see who have not asked anything yet."""
        return self.filter(language=language, signpost__isnull=False).order_by("signpost", "pk")


class Entry(models.Model):
    """Public text only. `words` are folded; `digest` tells whether the thing is still the same."""

    source = models.CharField(_("Art"), max_length=60)
    key = models.CharField(_("Schlüssel"), max_length=80)
    language = models.CharField(_("Sprache"), max_length=12)
    path = models.CharField(_("Adresse"), max_length=300)
    title = models.CharField(_("Titel"), max_length=300)
    summary = models.TextField(_("kurz gesagt"), blank=True)
    body = models.TextField(_("Text"), blank=True)
    trail = ArrayField(models.CharField(max_length=300), verbose_name=_("steht unter"), default=list)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    is_archived = models.BooleanField(_("im Archiv"), default=False)
    since = models.DateTimeField(_("öffentlich ab"), null=True)
    until = models.DateTimeField(_("öffentlich bis"), null=True)
    signpost = models.SmallIntegerField(_("Wegweiser"), null=True)
    digest = models.CharField(_("Prüfwert"), max_length=64)
    words = ArrayField(models.CharField(max_length=60), verbose_name=_("Wörter"), default=list)
    title_vector = SearchVectorField(null=True)
    vector = SearchVectorField(null=True)
    changed_at = models.DateTimeField(_("geändert"), auto_now=True)

    retention = Retention(
        public="source key language path title summary body trail phone is_archived",
        operational="signpost digest words title_vector vector",
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Eintrag der Suche")
        verbose_name_plural = _("Einträge der Suche")
        constraints = [
            models.UniqueConstraint(name="search_entry_is_one", fields=["source", "key", "language"]),
        ]
        indexes = [
            GinIndex(name="search_entry_vector", fields=["vector"]),
            GinIndex(name="search_entry_title_vector", fields=["title_vector"]),
            GinIndex(name="search_entry_words", fields=["words"]),
            models.Index(
                name="search_entry_signposts",
                fields=["language", "signpost"],
                condition=models.Q(signpost__isnull=False),
            ),
        ]
        triggers = [Raises("search_signposts", shown="{row}.signpost IS NOT NULL")]

    def __str__(self) -> str:
        return f"{self.source} {self.key} {self.language}"


class WordQuerySet(models.QuerySet["Word"]):
    def learn(self, things: Iterable["Thing"]) -> None:
        """Sorted, as everywhere where many rows are written at once."""
        rows = {
            (thing.language, word): spelling
            for thing in things
            for word, spelling in spellings(_all_text(thing)).items()
        }
        self.bulk_create(
            [
                Word(language=language, word=word, spelling=rows[language, word])
                for language, word in sorted(rows)
            ],
            ignore_conflicts=True,
            batch_size=2000,
        )

    def forget(self, former: Iterable[tuple[str, list[str]]]) -> None:
        """Those of these words that no entry of their language has any more."""
        by_language: dict[str, set[str]] = {}
        for language, words in former:
            by_language.setdefault(language, set()).update(words)
        with connection.cursor() as cursor:
            for language, lost in by_language.items():
                cursor.execute(
                    "DELETE FROM search_word word WHERE language = %s AND word = ANY(%s) AND NOT EXISTS ("
                    " SELECT FROM search_entry entry"
                    " WHERE entry.language = word.language AND entry.words @> ARRAY[word.word])",
                    [language, sorted(lost)],
                )


class Word(models.Model):
    """A word of at least one entry, folded, and how it is written."""

    language = models.CharField(_("Sprache"), max_length=12)
    word = models.CharField(_("Wort"), max_length=60)
    spelling = models.CharField(_("Schreibweise"), max_length=80)

    retention = Retention(public="language word spelling")

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("Wort der Suche")
        verbose_name_plural = _("Wörter der Suche")
        constraints = [models.UniqueConstraint(name="search_word_is_one", fields=["language", "word"])]
        indexes = [GinIndex(name="search_word_letters", fields=["word"], opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word


def _all_text(thing: "Thing") -> str:
    return _read(thing, f"{thing.title}\n{thing.headings}\n{thing.summary}\n{thing.body[:LONGEST_BODY]}")


def _read(thing: "Thing", text: str) -> str:
    return whole(text) if thing.language == "leicht" else text


def _row(source: str, thing: "Thing") -> dict[str, Any]:
    return {
        "source": source,
        "key": thing.key,
        "language": thing.language,
        "path": thing.path,
        "title": thing.title,
        "summary": thing.summary,
        "body": thing.body[:LONGEST_BODY],
        "trail": list(thing.trail),
        "phone": thing.phone,
        "is_archived": thing.is_archived,
        "since": thing.since,
        "until": thing.until,
        "signpost": thing.signpost,
        "digest": thing.digest,
        "words": sorted(spellings(_all_text(thing))),
        "configuration": configuration(thing.language),
        "title_words": stream(_read(thing, thing.title)),
        "heading_words": stream(_read(thing, thing.headings)),
        "summary_words": stream(_read(thing, thing.summary)),
        "body_words": stream(_read(thing, thing.body[:LONGEST_BODY])),
    }
