"""A page in one language: where its versions hang, and which German text it answers (I-070 to I-079)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from goslar_portal.states import move
from goslar_portal.texts import clean_line
from integration.models.page import Page
from integration.models.section import clean_sections, text_hash
from integration.models.version import SUMMARY_LENGTH, PageVersion, VersionState


class SavedMeanwhileError(Exception):
    """Somebody else saved after this form was opened; `newest` is what they saved."""

    def __init__(self, newest: "PageVersion") -> None:
        super().__init__(f"{newest.reference} was saved meanwhile")
        self.newest = newest


class PageTranslationQuerySet(models.QuerySet["PageTranslation"]):
    def complete_languages(self) -> list[str]:
        """The languages in which all core texts are published: readers may choose them (I-064)."""
        core = settings.CORE_TEXTS
        rows = self.filter(page__slug__in=core, versions__state=VersionState.PUBLISHED)
        counted = rows.values("language").annotate(count=Count("page", distinct=True))
        return list(counted.filter(count=len(core)).values_list("language", flat=True))

    @transaction.atomic
    def begin(
        self, language: str, texts: Iterable[tuple["PageVersion", dict[str, Any], str]], *, by: Actor
    ) -> None:
        """The starting texts of a language, each with the German it stands beside and the hash it answers.

        Texts with legal effect wait as drafts until somebody has checked them.
        """
        wanted = list(texts)
        rows = self.bulk_create(
            self.model(page=german.translation.page, language=language, source_hash=answers)
            for german, _words, answers in wanted
        )
        versions = [
            PageVersion.unchecked(row, words)
            for row, (_german, words, _answers) in zip(rows, wanted, strict=True)
        ]
        for version in PageVersion.objects.bulk_create(versions):
            record(version, "begin", by=by, to_state=version.state)


class PageTranslation(models.Model):
    """A page in one language. Its state is never stored: the versions say it (I-073)."""

    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, related_name="translations", verbose_name=_("Seite")
    )
    language = models.CharField(_("Sprache"), max_length=12)
    source_hash = models.CharField(
        _("Prüfwert des deutschen Textes, dem diese Übersetzung antwortet"), max_length=64, blank=True
    )
    retention = Retention(public="language", operational="source_hash")

    objects = PageTranslationQuerySet.as_manager()
    if TYPE_CHECKING:
        versions: models.Manager["PageVersion"]

    class Meta:
        verbose_name = _("Seite in einer Sprache")
        verbose_name_plural = _("Seiten in Sprachen")
        ordering = ["page_id", "language"]
        constraints = [
            models.UniqueConstraint(name="translation_is_one_per_language", fields=["page", "language"]),
        ]
        triggers = [Raises("page:{page__slug}")]

    def __str__(self) -> str:
        return f"{self.page_id}/{self.language}"

    @property
    def is_source(self) -> bool:
        return self.language == SOURCE

    @property
    def german_hash(self) -> str:
        """Of the German text readers see now; empty for German itself."""
        german = PageVersion.objects.german_texts().filter(translation__page=self.page_id)
        return "" if self.is_source else german.values_list("text_hash", flat=True).first() or ""

    @property
    def published(self) -> "PageVersion | None":
        return PageVersion.objects.filter(translation=self).published().first()

    @property
    def draft(self) -> "PageVersion | None":
        return PageVersion.objects.filter(translation=self).drafts().first()

    @property
    def newest(self) -> "PageVersion | None":
        """What an editor goes on from: the draft, else what readers see, else what was there last."""
        return PageVersion.objects.filter(translation=self).newest_first().first()

    @transaction.atomic
    def save_draft(
        self,
        *,
        title: str,
        summary: str,
        sections: Iterable[Any],
        by: Actor,
        after: int | None = None,
        answers: str | None = None,
    ) -> "PageVersion":
        """Keep a text as draft; readers see nothing of it. An equal text makes no new version.

        `answers` is the hash of the German text the translator had before them (I-079); without it that is
        the published one.

        `after` is the number of the version the editor began from (0: none). When somebody saved since,
        `SavedMeanwhileError` is raised and nothing is written (I-105).
        """
        self.lock()
        newest = self.newest
        if newest is not None and after is not None and newest.number != after:
            raise SavedMeanwhileError(newest)
        title, summary, clean = clean_line(title), clean_line(summary), clean_sections(sections)
        if len(summary) > SUMMARY_LENGTH:
            raise ValidationError({"summary": now_say("Höchstens 300 Zeichen. Bitte kürzen Sie den Text.")})
        if newest is not None and newest.is_live and newest.text_hash == text_hash(title, summary, clean):
            return newest
        if newest is not None and newest.state == VersionState.DRAFT:
            move(newest, "replace_draft", start=VersionState.DRAFT, to=VersionState.SUPERSEDED, by=by)
        draft = self.versions.create(
            number=(self.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
            title=title,
            summary=summary,
            sections=clean,
            text_hash=text_hash(title, summary, clean),
            answers=self.german_hash if answers is None else answers,
            author_id=by.account_id,
        )
        record(draft, "save_draft", by=by, to_state=VersionState.DRAFT)
        return draft

    def answer(self, text_hash: str) -> None:
        """Say which German text the published version answers (I-074)."""
        PageTranslation.objects.filter(pk=self.pk).update(source_hash=text_hash)

    def lock(self) -> None:
        """Whoever writes versions of this text next waits until this transaction ends."""
        PageTranslation.objects.select_for_update().get(pk=self.pk)
