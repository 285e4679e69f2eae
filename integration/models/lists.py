"""Lists the office edits: languages to interpret, occasions, topics, reasons, outcomes (I-159)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from goslar_portal.languages import SOURCE
from goslar_portal.retention import Retention
from integration.models.small_text import SmallText


class ListKind(models.TextChoices):
    LANGUAGE = "language", _("Sprachen der Sprachmittlung")
    OCCASION = "occasion", _("Anlässe einer Sprachmittlung")
    DECLINE = "decline", _("Gründe, eine Sprachmittlung abzulehnen")
    TOPIC = "topic", _("Themen einer Hilfe-Anfrage")
    OUTCOME = "outcome", _("Ergebnisse einer Hilfe-Anfrage")


class ListEntryQuerySet(models.QuerySet["ListEntry"]):
    def of(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def offered(self, kinds: Iterable[str], language: str) -> Self:
        """What can be chosen now, with its label in the reader's language, else in German."""
        rows = self.filter(kind__in=list(kinds), is_active=True)
        return rows.with_label(language).order_by("kind", "position", "pk")

    def german_label(self, entry: Any) -> Any:
        """For a subquery: the German label of the entry with this number."""
        return ListText.objects.filter(entry=entry, language=SOURCE).values("label")

    def with_label(self, language: str) -> Self:
        return self.annotate(
            own=FilteredRelation("texts", condition=Q(texts__language=language)),
            german=FilteredRelation("texts", condition=Q(texts__language=SOURCE)),
            label=Coalesce(F("own__label"), F("german__label")),
        )


class ListEntry(models.Model):
    """One entry; its code never changes, so that old records keep their meaning."""

    kind = models.CharField(_("Liste"), max_length=20, choices=ListKind.choices)
    code = models.SlugField(_("Kürzel"), max_length=40)
    position = models.PositiveSmallIntegerField(_("Stelle"), default=1)
    is_active = models.BooleanField(_("wird angeboten"), default=True)
    needs_confirmation = models.TextField(_("vom Landkreis zu bestätigen"), blank=True)

    retention = Retention(public="kind code position is_active", operational="needs_confirmation")

    objects = ListEntryQuerySet.as_manager()
    if TYPE_CHECKING:
        label: str
        texts: models.Manager["ListText"]

    class Meta:
        verbose_name = _("Eintrag einer Liste")
        verbose_name_plural = _("Einträge der Listen")
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.UniqueConstraint(name="list_entry_code_is_unique", fields=["kind", "code"]),
            models.CheckConstraint(name="list_entry_kind_is_known", condition=Q(kind__in=ListKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.code}"

    def label_in(self, language: str) -> str:
        """In this language, else in German."""
        known = dict(self.texts.values_list("language", "label"))
        return known.get(language, known.get(SOURCE, self.code))

    @property
    def text_place(self) -> str:
        return f"lists.{self.kind}.{self.code}"


class ListText(SmallText):
    """The label of an entry in one language."""

    OWNER: ClassVar[str] = "entry"
    WORDS: ClassVar[tuple[str, ...]] = ("label",)

    entry = models.ForeignKey(
        ListEntry, on_delete=models.CASCADE, related_name="texts", verbose_name=_("Eintrag")
    )
    label = models.CharField(_("Bezeichnung"), max_length=120)

    retention = Retention(public="label")

    class Meta:
        verbose_name = _("Bezeichnung eines Eintrags")
        verbose_name_plural = _("Bezeichnungen eines Eintrags")
        ordering = ["entry_id", "language"]
        constraints = [
            models.UniqueConstraint(name="list_text_is_one_per_language", fields=["entry", "language"]),
        ]

    def __str__(self) -> str:
        return self.label
