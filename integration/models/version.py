"""The text of a page in one language: versions that are never changed once written (I-070, I-100)."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from goslar_portal.dates import today
from goslar_portal.journal.history import tracked
from goslar_portal.journal.models import Actor
from goslar_portal.languages import SOURCE, Language, catalogue
from goslar_portal.page_cache import Raises
from goslar_portal.registry import Words
from goslar_portal.retention import Retention
from goslar_portal.states import move, steps
from goslar_portal.texts import clean_line
from integration.models import checks
from integration.models.notice import Notice
from integration.models.page import BELOW_OVERVIEW, Page, neutral_address
from integration.models.section import Section, SectionsField, clean_sections, text_hash

if TYPE_CHECKING:
    from integration.models.translation import PageTranslation

SUMMARY_LENGTH = 300
LEICHT = "leicht"  # the same law in easy words, so it does not wait (ADR 0050)


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    PUBLISHED = "published", _("veröffentlicht")
    SUPERSEDED = "superseded", _("abgelöst")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


class Origin(models.TextChoices):
    """Who wrote a text (I-082); unchecked machine text says so to its readers."""

    HUMAN = "human", _("von einem Menschen geschrieben")
    CHECKED = "checked", _("maschinell übersetzt und geprüft")
    MACHINE = "machine", _("maschinell übersetzt, noch nicht geprüft")


STEPS = (
    (VersionState.DRAFT, VersionState.PUBLISHED),
    (VersionState.DRAFT, VersionState.SUPERSEDED),
    (VersionState.PUBLISHED, VersionState.SUPERSEDED),
    (VersionState.PUBLISHED, VersionState.WITHDRAWN),
)


def _leads_somewhere(href: str, own: set[str], known: dict[str, set[str]]) -> bool:
    """Whether a link may be published. Outside addresses are the link checker's matter."""
    if not href.startswith(("/", "#")):
        return True
    path, _hash, anchor = href.partition("#")
    path = path.partition("?")[0]
    if path in ("", *known):
        return not anchor or anchor in (known[path] if path else own)
    return _is_elsewhere(path)


def _is_elsewhere(path: str) -> bool:
    """An address of another area, or a file: it exists when a view answers there."""
    try:
        with translation.override(SOURCE):
            match = resolve(path)
    except Resolver404:
        return False
    return match.app_name != "integration"


class PageVersionQuerySet(models.QuerySet["PageVersion"]):
    def of_page(self, page: Any, language: str) -> Self:
        return self.filter(translation__page=page, translation__language=language)

    def german_texts(self) -> Self:
        """What all translations answer to."""
        return self.published().filter(translation__language=SOURCE).with_page()

    def of_pages(self, pages: Iterable[int]) -> Self:
        return self.filter(translation__page__in=list(pages))

    def at_slug(self, slug: str) -> Self:
        return self.filter(translation__page__slug=slug)

    def on_paper(self) -> Self:
        """Texts of pages that can be had as PDF: those below the overview (I-110)."""
        return self.filter(translation__page__kind__in=BELOW_OVERVIEW)

    def for_reader(self, language: str) -> Self:
        """What a reader of this language gets: the text in it and the German one, in one query.

        `spoken` are the languages in which the same page is published.
        """
        spoken = PageVersion.objects.filter(
            translation__page=OuterRef("translation__page"), state=VersionState.PUBLISHED
        )
        return (
            self.published()
            .filter(translation__language__in={language, SOURCE})
            .annotate(spoken=ArraySubquery(spoken.values("translation__language")))
            .with_page()
        )

    def with_what_hangs_on_it(self) -> Self:
        """Whether documents stand at the end of the page and notices on top, without asking for them."""
        page, kind = OuterRef("translation__page"), OuterRef("translation__page__kind")
        return self.annotate(
            has_documents=Exists(Page.objects.filter(pk=page, download_places__section="")),
            has_notices=Exists(Notice.objects.valid_on(today()).standing_at(page, kind)),
        )

    def published(self) -> Self:
        return self.filter(state=VersionState.PUBLISHED)

    def shown_now(self, pages: Collection[str] | None) -> Self:
        """What readers see, of all pages or of these, with page and language."""
        rows = self.published().select_related("translation__page").order_by("translation_id")
        return rows if pages is None else rows.filter(translation__page__in=pages)

    def in_language(self, code: str) -> Self:
        return self.published().filter(translation__language=code)

    def numbers(self) -> list[int]:
        return list(self.order_by("pk").values_list("pk", flat=True))

    def languages_of(self, page_id: int) -> list[str]:
        """In which the page is published; none without the German text (I-085)."""
        rows = self.published().filter(translation__page=page_id).order_by("translation__language")
        spoken = list(rows.values_list("translation__language", flat=True))
        return spoken if SOURCE in spoken else []

    def drafts(self) -> Self:
        return self.filter(state=VersionState.DRAFT)

    def withdrawn(self) -> Self:
        return self.filter(state=VersionState.WITHDRAWN)

    def numbered(self, number: int) -> Self:
        return self.filter(number=number)

    def states_of(self, language: str) -> dict[int, list[VersionState]]:
        """For each page, the states that matter in a list: draft, published, withdrawn. One query."""
        rows = self.filter(translation__language=language).exclude(state=VersionState.SUPERSEDED)
        found: dict[int, list[VersionState]] = {}
        for page_id, state in rows.order_by("-number").values_list("translation__page_id", "state"):
            found.setdefault(page_id, []).append(VersionState(state))
        return found

    def newest_first(self) -> Self:
        return self.order_by("-number")

    def anchors(self, language: str) -> dict[str, set[str]]:
        """For each page that is or will be shown, the anchors of its newest text."""
        rows = self.filter(
            translation__language=language, state__in=[VersionState.DRAFT, VersionState.PUBLISHED]
        ).order_by("number")
        return {
            neutral_address(kind, slug): {row["key"] for row in sections}
            for kind, slug, sections in rows.values_list(
                "translation__page__kind", "translation__page__slug", "sections"
            )
        }

    def with_author(self) -> Self:
        return self.select_related("author")

    def with_page(self) -> Self:
        return self.select_related("translation__page")


@tracked(fields=["id", "state", "published_at", "ended_at"], kept=True)  # its text never changes
class PageVersion(models.Model):
    """One text. It is written once; only its state moves on."""

    translation = models.ForeignKey(
        "PageTranslation",
        on_delete=models.PROTECT,
        related_name="versions",
        verbose_name=_("Seite und Sprache"),
    )
    number = models.PositiveIntegerField(_("Nummer"))
    state = models.CharField(
        _("Stand"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT
    )
    title = models.CharField(_("Überschrift"), max_length=160)
    summary = models.CharField(_("Kurz gesagt"), max_length=SUMMARY_LENGTH, blank=True)
    sections = SectionsField(_("Abschnitte"), default=list)
    text_hash = models.CharField(_("Prüfwert"), max_length=64)
    answers = models.CharField(
        _("Prüfwert des deutschen Textes, der beim Schreiben zu sehen war"), max_length=64, blank=True
    )
    origin = models.CharField(_("Herkunft"), max_length=10, choices=Origin.choices, default=Origin.HUMAN)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("von"),
    )
    saved_at = models.DateTimeField(_("gespeichert"), auto_now_add=True)
    published_at = models.DateTimeField(_("veröffentlicht"), null=True)
    ended_at = models.DateTimeField(_("beendet"), null=True)

    retention = Retention(
        public="number state title summary sections", operational="text_hash answers origin"
    )

    objects = PageVersionQuerySet.as_manager()
    if TYPE_CHECKING:
        spoken: list[str]
        has_documents: bool
        has_notices: bool
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS
    TOLD: ClassVar[dict[str, Words]] = {
        "save_draft": _("Entwurf gespeichert"),
        "replace_draft": _("Durch neuen Entwurf ersetzt"),
        "publish": _("Veröffentlicht"),
        "supersede": _("Durch neue Fassung abgelöst"),
        "withdraw": _("Zurückgezogen"),
    }

    class Meta:
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        ordering = ["translation_id", "-number"]
        constraints = [
            models.UniqueConstraint(name="version_number_is_unique", fields=["translation", "number"]),
            models.UniqueConstraint(
                name="version_published_is_one",
                fields=["translation"],
                condition=Q(state=VersionState.PUBLISHED),
            ),
            models.UniqueConstraint(
                name="version_open_is_one", fields=["translation"], condition=Q(state=VersionState.DRAFT)
            ),
            models.CheckConstraint(name="version_state_is_known", condition=Q(state__in=VersionState.values)),
            models.CheckConstraint(name="version_origin_is_known", condition=Q(origin__in=Origin.values)),
            models.CheckConstraint(name="version_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="version_published_is_dated",
                condition=~Q(state__in=[VersionState.PUBLISHED, VersionState.WITHDRAWN])
                | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="version_draft_is_undated",
                condition=~Q(state=VersionState.DRAFT) | Q(published_at__isnull=True, ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="version_withdrawn_is_dated",
                condition=~Q(state=VersionState.WITHDRAWN) | Q(ended_at__isnull=False),
            ),
        ]
        triggers = [
            steps("version_steps", STEPS),
            pgtrigger.ReadOnly(
                name="version_text_is_never_changed",
                fields=["translation", "number", "title", "summary", "sections", "text_hash", "saved_at"],
            ),
            pgtrigger.Protect(
                name="version_once_published_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
            Raises("page:{translation__page__slug}", shown="{row}.state = 'published'"),
        ]

    def __str__(self) -> str:
        return f"{self.translation_id} Nr. {self.number}"

    @classmethod
    def unchecked(cls, translation: "PageTranslation", text: dict[str, Any]) -> "PageVersion":
        """The first version in a language that came with the portal; not saved yet."""
        title, summary = clean_line(text["title"]), clean_line(text["summary"])
        sections = clean_sections(text["sections"])
        waits = translation.page.is_legal and translation.language != LEICHT
        return cls(
            translation=translation,
            number=1,
            title=title,
            summary=summary,
            sections=sections,
            text_hash=text_hash(title, summary, sections),
            answers=translation.source_hash,
            origin=Origin.MACHINE,
            state=VersionState.DRAFT if waits else VersionState.PUBLISHED,
            published_at=None if waits else timezone.now(),
        )

    @property
    def reference(self) -> str:
        """Slug, language and number, as in "wohnraum/de/3"."""
        return f"{self.translation.page.slug}/{self.translation.language}/{self.number}"

    @property
    def is_live(self) -> bool:
        """A draft, or what readers see now."""
        return self.state in (VersionState.DRAFT, VersionState.PUBLISHED)

    @property
    def is_published(self) -> bool:
        return self.state == VersionState.PUBLISHED

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def is_unchecked(self) -> bool:
        return self.origin == Origin.MACHINE

    @property
    def language(self) -> Language:
        return catalogue()[self.translation.language]

    @property
    def parts(self) -> list[Section]:
        return [Section(**row) for row in self.sections]

    @property
    def text(self) -> dict[str, Any]:
        """What a new version is made from."""
        return {"title": self.title, "summary": self.summary, "sections": self.sections}

    def problems(self) -> list[str]:
        """What stands in the way of publishing, one sentence each (I-027, I-028)."""
        return [*checks.problems(self.parts), *self.dead_links()]

    def doubts(self) -> list[str]:
        """What the editor may want to look at again, one sentence each (I-028)."""
        return checks.doubts(self.parts)

    def dead_links(self) -> list[str]:
        """Links to own addresses or anchors that do not exist, one sentence each. One query."""
        known = PageVersion.objects.anchors(self.translation.language)
        own = {row["key"] for row in self.sections}
        found = [pair for part in self.parts for pair in checks.links(part.body)]
        return [
            now_say("Der Link „%(words)s“ führt ins Leere: %(address)s") % {"words": words, "address": href}
            for href, words in found
            if not _leads_somewhere(href, own, known)
        ]

    @transaction.atomic
    def publish(self, *, by: Actor, follow_links: bool = True) -> None:
        """Show this draft to everybody; what was shown before is kept and can be restored.

        `follow_links=False` is for the starting content, whose links a test follows: a renamed address of
        another area must not stop the first start.
        """
        self.translation.lock()
        found = self.problems() if follow_links else checks.problems(self.parts)
        if found:
            raise ValidationError(found)
        now = timezone.now()
        before = self.translation.published
        if before is not None and self.state == VersionState.DRAFT:
            move(
                before,
                "supersede",
                start=VersionState.PUBLISHED,
                to=VersionState.SUPERSEDED,
                by=by,
                ended_at=now,
            )
        move(self, "publish", start=VersionState.DRAFT, to=VersionState.PUBLISHED, by=by, published_at=now)
        answered = self.text_hash if self.translation.is_source else self.answers
        self.translation.answer(answered)
        if self.translation.is_source:
            self.translation.page.review_later()
        self.translation.page.renew_search()
        if self.translation.page.kind in BELOW_OVERVIEW:  # made ahead, so that nobody waits for it (I-114)
            app.configure_task("make_page_pdf").defer(number=self.pk)

    @transaction.atomic
    def withdraw(self, *, by: Actor) -> None:
        """Take the text off the portal; without the German text no translation stays either (I-085)."""
        now = timezone.now()
        move(self, "withdraw", start=VersionState.PUBLISHED, to=VersionState.WITHDRAWN, by=by, ended_at=now)
        if self.translation.is_source:
            shown = PageVersion.objects.filter(translation__page=self.translation.page).published()
            for version in shown.with_page():
                version.withdraw(by=by)
        self.translation.page.renew_search()

    def restore(self, *, by: Actor) -> "PageVersion":
        """Make a new draft from this text; history stays as it was (I-104)."""
        return self.translation.save_draft(by=by, answers=self.answers, **self.text)
