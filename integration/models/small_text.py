"""Short texts of a record in one language: one row per language, with the German it answers to (I-086)."""

import hashlib
import json
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from goslar_portal.languages import SOURCE
from goslar_portal.retention import Retention
from goslar_portal.texts import canonical


class SmallTextManager(models.Manager[Any]):
    def german(self) -> models.QuerySet[Any]:
        """What all other languages answer to, each with the record it belongs to."""
        return self.filter(language=SOURCE).select_related(self.model.OWNER)


class SmallText(models.Model):
    """`WORDS` are the translated columns; `OWNER` is the record they belong to."""

    OWNER: ClassVar[str]
    WORDS: ClassVar[tuple[str, ...]]

    language = models.CharField(_("Sprache"), max_length=12, default=SOURCE)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    retention = Retention(public="language", operational="source_hash")

    objects = SmallTextManager()

    class Meta:
        abstract = True

    @property
    def owner(self) -> dict[str, int]:
        """The record these words belong to, as columns of a row in another language."""
        return {f"{self.OWNER}_id": getattr(self, f"{self.OWNER}_id")}

    @property
    def place(self) -> str:
        """Where a translator finds these words, as in `contacts.zentrale`."""
        return str(getattr(self, self.OWNER).text_place)

    def answer(self, german: Any) -> None:
        """These words were written beside the German ones as they are now (I-086)."""
        type(self)._base_manager.filter(pk=self.pk).update(source_hash=german.words_hash)

    @property
    def words_hash(self) -> str:
        return words_hash(getattr(self, name) for name in self.WORDS)


def words_hash(words: Any) -> str:
    """As for pages: nothing but the words enters it (I-072)."""
    whole = json.dumps([canonical(word) for word in words], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
