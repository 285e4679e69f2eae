"""Short texts of a record in one language: one row per language, with the German it answers to (I-086)."""

import hashlib
import json
from collections import defaultdict
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE
from goslar_portal.retention import Retention
from goslar_portal.texts import canonical
from integration.models.cell_state import CellState


class SmallTextManager(models.Manager[Any]):
    def german(self) -> models.QuerySet[Any]:
        """What all other languages answer to, each with the record it belongs to."""
        return self.filter(language=SOURCE).select_related(self.model.OWNER)

    def german_of(self, owner: int) -> Any:
        return self.german().filter(**{f"{self.model.OWNER}_id": owner}).first()

    def by_owner(self, owner: int | None = None) -> dict[int, dict[str, Any]]:
        """The words in all other languages, by record and language; of one record or of all."""
        rows = self.exclude(language=SOURCE)
        if owner is not None:
            rows = rows.filter(**{f"{self.model.OWNER}_id": owner})
        found: dict[int, dict[str, Any]] = defaultdict(dict)
        for row in rows:
            found[row.owner_id][row.language] = row
        return found

    @transaction.atomic
    def translate(
        self, german: "SmallText", language: str, *, words: dict[str, str], answers: str, by: Actor
    ) -> None:
        """Keep these words, written for the German ones with the hash `answers`."""
        place: dict[str, Any] = {"language": language, **german.owner}
        self.update_or_create(**place, defaults={**words, "source_hash": answers})
        record(getattr(german, german.OWNER), "translate", by=by, reason=language)


class SmallText(models.Model):
    """`WORDS` are the translated columns, `RICH` those that hold clean HTML; `OWNER` is their record."""

    OWNER: ClassVar[str]
    WORDS: ClassVar[tuple[str, ...]]
    RICH: ClassVar[frozenset[str]] = frozenset()

    language = models.CharField(_("Sprache"), max_length=12, default=SOURCE)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    retention = Retention(public="language", operational="source_hash")

    objects = SmallTextManager()

    class Meta:
        abstract = True

    @classmethod
    def wanted(cls) -> models.QuerySet[Any]:
        """The German words whose translations somebody still needs."""
        return cls.objects.german()

    @property
    def owner(self) -> dict[str, int]:
        """The record these words belong to, as columns of a row in another language."""
        return {f"{self.OWNER}_id": self.owner_id}

    @property
    def owner_id(self) -> int:
        number: int = getattr(self, f"{self.OWNER}_id")
        return number

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

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each word with its name, as readers see it."""
        columns: list[tuple[str, Any]] = [(name, self._meta.get_field(name)) for name in self.WORDS]
        return [(str(column.verbose_name), self.shown(name)) for name, column in columns]

    def shown(self, name: str) -> str:
        words: str = getattr(self, name)
        return mark_safe(words) if name in self.RICH else words  # noqa: S308  # the database holds clean text only

    def state_of(self, other: "SmallText | None") -> CellState:
        """How these words in another language stand to the German ones of this row."""
        if other is None or not any(getattr(other, name) for name in self.WORDS):
            return CellState.MISSING
        return CellState.CURRENT if other.source_hash == self.words_hash else CellState.OUTDATED


def words_hash(words: Any) -> str:
    """As for pages: nothing but the words enters it (I-072)."""
    whole = json.dumps([canonical(word) for word in words], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
