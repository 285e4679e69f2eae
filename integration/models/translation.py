"""A page in one language: where its versions hang, and which German text it answers (I-070 to I-079)."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE
from goslar_portal.page_cache import Raises
from goslar_portal.registry import Words
from goslar_portal.retention import Retention
from goslar_portal.states import move
from goslar_portal.texts import clean_line
from integration.models.cell_state import CellState
from integration.models.page import BELOW_OVERVIEW, Page
from integration.models.section import clean_sections, text_hash
from integration.models.translation_questions import PageTranslationQuerySet
from integration.models.version import SUMMARY_LENGTH, PageVersion
from integration.models.version_states import OPEN, Provenance, VersionState

if TYPE_CHECKING:
    from integration.models.task import TranslationTaskQuerySet


class SavedMeanwhileError(Exception):
    """Somebody else saved after this form was opened; `newest` is what they saved."""

    def __init__(self, newest: "PageVersion") -> None:
        super().__init__(f"{newest.reference} was saved meanwhile")
        self.newest = newest


class PageTranslation(models.Model):
    """A page in one language. Its state is never stored: the versions say it (I-073)."""

    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, related_name="translations", verbose_name=_("Seite")
    )
    language = models.CharField(_("Sprache"), max_length=12)
    source_hash = models.CharField(
        _("Prüfwert des deutschen Textes, dem diese Übersetzung antwortet"), max_length=64, blank=True
    )
    withdraw_at = models.DateTimeField(_("wird zurückgezogen"), null=True, blank=True)

    retention = Retention(public="language", operational="source_hash")

    objects = PageTranslationQuerySet.as_manager()
    if TYPE_CHECKING:
        versions: models.Manager["PageVersion"]
        tasks: TranslationTaskQuerySet
        german_hash: str | None
        shown_hash: str | None
        waiting_state: str | None
        task_pk: int | None
        was_withdrawn: bool
        cell: str
    TOLD: ClassVar[dict[str, Words]] = {
        "plan_end": _("Ende geplant"),
        "drop_end": _("Ende aufgehoben"),
    }

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
    def reference(self) -> str:
        """Slug and language, as in "wohnraum/ar"."""
        return f"{self.page.slug}/{self.language}"

    @property
    def is_source(self) -> bool:
        return self.language == SOURCE

    @property
    def german(self) -> "PageVersion | None":
        """The German text readers see now."""
        return PageVersion.objects.german_texts().of_pages([self.page_id]).first()

    @property
    def cell_state(self) -> CellState:
        """Of a row from `with_facts()`. See also: translation_questions.STATE, which says it in SQL."""
        if self.shown_hash is not None:
            return CellState.CURRENT if self.source_hash == self.german_hash else CellState.OUTDATED
        if self.waiting_state == VersionState.SCHEDULED:
            return CellState.SCHEDULED
        if self.task_pk is not None:
            return CellState.TRANSLATING
        if self.waiting_state == VersionState.DRAFT:
            return CellState.DRAFT
        return CellState.WITHDRAWN if self.was_withdrawn else CellState.MISSING

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
        provenance: Provenance | None = None,
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
        text = _clean(title, summary, sections)
        if answers is None:
            answers = "" if self.is_source else getattr(self.german, "text_hash", "")
        if newest is not None and newest.is_live and newest.text_hash == text["text_hash"]:
            if newest.is_open:
                newest.answer_again(answers)
            return newest
        if newest is not None and newest.is_open:
            move(newest, "replace_draft", start=OPEN, to=VersionState.SUPERSEDED, by=by)
        return self._write(text | asdict(provenance or Provenance()), answers=answers, by=by)

    def _write(self, text: dict[str, Any], *, answers: str, by: Actor) -> "PageVersion":
        """The next version of this page in this language, as a draft."""
        number = (self.versions.aggregate(last=Max("number"))["last"] or 0) + 1
        draft = self.versions.create(number=number, answers=answers, author_id=by.account_id, **text)
        record(draft, "save_draft", by=by, to_state=VersionState.DRAFT)
        return draft

    def appear(self, version: "PageVersion", *, by: Actor) -> None:
        """What follows when readers see a new text: whom it answers, its PDF, and that a task is done.

        A minor edit takes along all translations of the text before it, one UPDATE for the states and one
        for the versions; those that did not fit before go on not to fit (I-077).
        """
        if self.page.kind in BELOW_OVERVIEW:  # made ahead, so that nobody waits for it (I-114)
            app.configure_task("make_page_pdf").defer(number=version.pk)
        if self.is_source:
            self.answer(version.text_hash)
            self.page.review_later()
            if version.minor:
                mates = PageTranslation.objects.filter(page=self.page_id, source_hash=version.replaced_hash)
                mates.translated().update(source_hash=version.text_hash)
                texts = PageVersion.objects.of_pages([self.page_id]).answering(version.replaced_hash)
                texts.update(answers=version.text_hash)
            return
        german = self.german
        if german is None:
            raise ValidationError(now_say("Zuerst muss der deutsche Text veröffentlicht sein."))
        self.answer(version.answers)
        if version.answers == german.text_hash:
            self.tasks.open().finish(by=by)

    def vanish(self, *, by: Actor) -> None:
        """What follows when a text is taken off the portal (I-085)."""
        PageTranslation.objects.filter(pk=self.pk).update(withdraw_at=None)
        if not self.is_source:
            return
        others = PageVersion.objects.of_pages([self.page_id]).with_page()
        for version in others.published():
            version.withdraw(by=by)
        planned = list(others.scheduled())
        if not any(version.translation.is_source for version in planned):
            for version in planned:
                version.unschedule(by=by)

    @transaction.atomic
    def still_fits(self, *, german: int, by: Actor) -> bool:
        """Somebody has read the new German text and finds this translation still right (I-078).

        `german` is the number of the text they have read. Answers whether anything changed.
        """
        self.lock()
        shown, now = self.published, self.german
        if now is None or now.number != german:
            raise ValidationError(
                now_say(
                    "Der deutsche Text wurde gerade noch einmal geändert. Bitte lesen Sie ihn und "
                    "bestätigen Sie dann noch einmal."
                )
            )
        rows = PageTranslation.objects.filter(pk=self.pk).translated().exclude(source_hash=now.text_hash)
        if shown is None or not rows.update(source_hash=now.text_hash):
            return False
        shown.answer_again(now.text_hash)
        self.tasks.open().finish(by=by)
        record(shown, "still_fits", by=by, reason=now.reference)
        return True

    @transaction.atomic
    def end(self, *, by: Actor) -> bool:
        """Nobody reads, plans or writes this text any more; answers whether there was anything to end."""
        shown, waiting = self.published, PageVersion.objects.filter(translation=self).open().first()
        if shown is not None:
            shown.withdraw(by=by)
        if waiting is not None:
            move(waiting, "replace_draft", start=OPEN, to=VersionState.SUPERSEDED, by=by)
        for task in self.tasks.open():
            task.drop(by=by)
        return shown is not None or waiting is not None

    @transaction.atomic
    def plan_end(self, *, at: datetime, by: Actor) -> None:
        """Take the text off the portal at a moment to come; one that has passed means now (I-103)."""
        shown = self.published
        if shown is None:
            raise ValidationError(now_say("Der Text ist nicht veröffentlicht."))
        if at <= timezone.now():
            shown.withdraw(by=by)
            return
        PageTranslation.objects.filter(pk=self.pk).update(withdraw_at=at)
        record(self, "plan_end", by=by)

    @transaction.atomic
    def drop_end(self, *, by: Actor) -> None:
        if PageTranslation.objects.filter(pk=self.pk, withdraw_at__isnull=False).update(withdraw_at=None):
            record(self, "drop_end", by=by)

    def give(self, *, due_on: date, by: Actor, person: Any = None, bureau: str = "") -> None:
        """Ask somebody for this translation, see `TranslationTaskQuerySet.give`."""
        self.tasks.give(self, due_on=due_on, by=by, person=person, bureau=bureau)

    def answer(self, text_hash: str) -> None:
        """Say which German text the published version answers (I-074)."""
        PageTranslation.objects.filter(pk=self.pk).update(source_hash=text_hash)

    def lock(self) -> None:
        """Whoever writes texts of this page next, in whatever language, waits until this transaction ends."""
        Page.objects.select_for_update(no_key=True).get(pk=self.page_id)


def _clean(title: str, summary: str, sections: Iterable[Any]) -> dict[str, Any]:
    """A text as it is stored, with its hash."""
    title, summary, clean = clean_line(title), clean_line(summary), clean_sections(sections)
    if len(summary) > SUMMARY_LENGTH:
        raise ValidationError({"summary": now_say("Höchstens 300 Zeichen. Bitte kürzen Sie den Text.")})
    return {
        "title": title,
        "summary": summary,
        "sections": clean,
        "text_hash": text_hash(title, summary, clean),
    }
