"""Where the word of the office and the word of everyday life meet (I-126)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from goslar_portal.languages import active
from goslar_portal.retention import Retention
from goslar_portal.search.words import tokens


def languages() -> list[tuple[str, str]]:
    return [(row.code, row.german) for row in active()]


class SynonymQuerySet(models.QuerySet["Synonym"]):
    def add_missing(self, language: str, pairs: list[tuple[str, str]]) -> None:
        """The starting list; what the office has is left alone."""
        rows = [Synonym(language=language, word=word, meaning=meaning) for word, meaning in pairs]
        for row in rows:
            row.normalise()
        self.bulk_create(rows, ignore_conflicts=True)


class Synonym(models.Model):
    """Who asks for `word` also finds `meaning`. One way; the other way is a row of its own."""

    language = models.CharField(_("Sprache"), max_length=12, default="de")
    word = models.CharField(_("Wer das sucht"), max_length=60, help_text=_("Ein einzelnes Wort."))
    meaning = models.CharField(
        _("findet auch"),
        max_length=80,
        help_text=_("Ein Wort oder ein kurzer Ausdruck, wie er in den Texten steht."),
    )
    word_key = models.CharField(max_length=60, editable=False)
    meaning_query = models.CharField(max_length=200, editable=False)

    retention = Retention(public="language word meaning", operational="word_key meaning_query")

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("gleichbedeutendes Wort")
        verbose_name_plural = _("gleichbedeutende Wörter")
        ordering = ["language", "word", "meaning"]
        constraints = [
            models.UniqueConstraint(
                name="synonym_stands_once",
                fields=["language", "word_key", "meaning_query"],
                violation_error_message=_("Dieses Paar gibt es schon."),
            ),
            models.CheckConstraint(
                name="synonym_is_a_word",
                condition=~models.Q(word_key="") & ~models.Q(meaning_query=""),
                violation_error_message=_("Bitte geben Sie auf beiden Seiten Wörter ein."),
            ),
        ]
        indexes = [models.Index(name="synonym_by_word", fields=["language", "word_key"])]

    def __str__(self) -> str:
        return f"{self.word}: {self.meaning}"

    def normalise(self) -> None:
        """Keep both sides in the form in which questions are read."""
        self.word_key = " ".join(tokens(self.word))
        self.meaning_query = " <-> ".join(f"'{word}'" for word in tokens(self.meaning))

    def clean(self) -> None:
        self.normalise()
        if " " in self.word_key:
            raise ValidationError({"word": _("Bitte geben Sie hier nur ein Wort ein.")})

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude=exclude)
        if self.language not in dict(languages()):
            raise ValidationError({"language": _("Diese Sprache gibt es im Portal nicht.")})
