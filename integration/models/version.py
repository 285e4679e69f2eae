"""The text of a page in one language: versions that are never changed once written (I-070, I-100)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.history import tracked
from goslar_portal.journal.models import Actor, ActorKind, record
from goslar_portal.languages import Language, catalogue
from goslar_portal.office import value
from goslar_portal.page_cache import Raises
from goslar_portal.registry import Words
from goslar_portal.retention import DELETE, Retention, Rule, days
from goslar_portal.states import move, steps
from goslar_portal.texts import clean_line
from integration.models import checks, law
from integration.models.own_links import leads_somewhere
from integration.models.section import Section, SectionsField, clean_sections, text_hash
from integration.models.version_questions import PageVersionQuerySet
from integration.models.version_states import OPEN, STEPS, Minor, Origin, Provenance, VersionState

if TYPE_CHECKING:
    from integration.models.translation import PageTranslation

SUMMARY_LENGTH = 300
LEICHT = "leicht"  # the same law in easy words, so it does not wait (ADR 0050)
MACHINE_TEXTS = "integration.machine_texts"


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
    minor = models.CharField(_("kleine Änderung"), max_length=10, choices=Minor.choices, blank=True)
    replaced_hash = models.CharField(_("Prüfwert des abgelösten Textes"), max_length=64, blank=True)
    origin = models.CharField(_("Herkunft"), max_length=10, choices=Origin.choices, default=Origin.HUMAN)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("geprüft von"),
    )
    checked_at = models.DateTimeField(_("geprüft am"), null=True)
    read_on = models.DateField(_("von einer Prüfgruppe gelesen am"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("von"),
    )
    saved_at = models.DateTimeField(_("gespeichert"), auto_now_add=True)
    publish_at = models.DateTimeField(_("erscheint"), null=True)
    published_at = models.DateTimeField(_("veröffentlicht"), null=True)
    ended_at = models.DateTimeField(_("beendet"), null=True)

    retention = Retention(
        public="number state title summary sections",
        operational="text_hash answers minor replaced_hash origin read_on",
        rules=[
            Rule(
                "integration.draft_days",
                _("Entwurf eines Seitentextes, der nie erschienen ist"),
                starts=_("letzte Änderung"),
                clock="saved_at",
                period=days(90, low=30, high=366),
                then=DELETE,
                where=Q(published_at=None, state__in=[VersionState.DRAFT, VersionState.SUPERSEDED]),
            ),
        ],
    )

    objects = PageVersionQuerySet.as_manager()
    if TYPE_CHECKING:
        spoken: list[str]
        has_documents: bool
        has_notices: bool
        has_pictures: bool
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS
    TOLD: ClassVar[dict[str, Words]] = {
        "save_draft": _("Entwurf gespeichert"),
        "replace_draft": _("Durch neuen Entwurf ersetzt"),
        "schedule": _("Veröffentlichung geplant"),
        "unschedule": _("Termin aufgehoben"),
        "publish": _("Veröffentlicht"),
        "publish_minor": _("Veröffentlicht, ohne dass Übersetzungen veralten"),
        "approve": _("Maschinelle Übersetzung geprüft"),
        "note_reading": _("Lesen durch eine Prüfgruppe vermerkt"),
        "still_fits": _("Passt noch zum deutschen Text"),
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
                name="version_open_is_one", fields=["translation"], condition=Q(state__in=sorted(OPEN))
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
                condition=~Q(state=VersionState.DRAFT)
                | Q(published_at__isnull=True, ended_at__isnull=True, publish_at__isnull=True),
            ),
            models.CheckConstraint(
                name="version_scheduled_has_its_moment",
                condition=~Q(state=VersionState.SCHEDULED)
                | Q(published_at__isnull=True, ended_at__isnull=True, publish_at__isnull=False),
            ),
            models.CheckConstraint(
                name="version_minor_names_what_it_replaced",
                condition=Q(minor="") | Q(published_at=None) | ~Q(replaced_hash=""),
            ),
            models.CheckConstraint(name="version_minor_is_known", condition=Q(minor__in=["", *Minor.values])),
            models.CheckConstraint(
                name="version_checked_is_dated",
                condition=~Q(origin=Origin.CHECKED) | Q(checked_at__isnull=False),
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
        """A text still to come, or what readers see now."""
        return self.is_open or self.is_published

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_scheduled(self) -> bool:
        return self.state == VersionState.SCHEDULED

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
        return [
            *checks.problems(self.parts),
            *self.dead_links(),
            *law.gaps(self.translation.page.slug, self.sections),
        ]

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
            if not leads_somewhere(href, own, known)
        ]

    @property
    def provenance(self) -> Provenance:
        return Provenance(self.origin, self.checked_by_id, self.checked_at, self.read_on)

    @property
    def is_bound_to_wait(self) -> bool:
        """Machine words nobody has checked never stand on a page with legal effect (I-082)."""
        return self.is_unchecked and self.translation.page.is_legal and self.translation.language != LEICHT

    def needs_another(self, by: Actor) -> bool:
        """Whether somebody else has to publish this text: pages of some kinds want four eyes (I-106)."""
        if by.kind != ActorKind.STAFF or self.author_id != by.account_id:
            return False
        return int(value(f"integration.eyes_{self.translation.page.kind}")) > 1

    def refusals(self, *, by: Actor, follow_links: bool = True) -> list[str]:
        """Why this text may not appear, or not by this person, one sentence each."""
        found = self.problems() if follow_links else checks.problems(self.parts)
        if self.needs_another(by):
            found.append(
                now_say(
                    "Diese Seite braucht vier Augen: Jemand anderes muss Ihren Text veröffentlichen. "
                    "Er bleibt als Entwurf gespeichert."
                )
            )
        if self.is_bound_to_wait:
            found.append(now_say("Auf einer Seite mit rechtlicher Wirkung darf nur geprüfter Text stehen."))
        elif self.is_unchecked and not value(MACHINE_TEXTS):
            found.append(now_say("Ungeprüfte maschinelle Übersetzungen dürfen zurzeit nicht erscheinen."))
        return found

    def refuse_unfit(self, *, by: Actor, follow_links: bool = True) -> None:
        found = self.refusals(by=by, follow_links=follow_links)
        if found:
            raise ValidationError(found)

    @transaction.atomic
    def publish(self, *, by: Actor, minor: str = "", follow_links: bool = True) -> None:
        """Show this draft to everybody; what was shown before is kept and can be restored.

        `minor` says why the German text means the same as before, so that translations still fit (I-077).
        `follow_links=False` is for the starting content, whose links a test follows: a renamed address of
        another area must not stop the first start.
        """
        self.translation.lock()
        self.refuse_unfit(by=by, follow_links=follow_links)
        now = timezone.now()
        before = self.translation.published
        replaced = before.text_hash if before is not None and self.translation.is_source else ""
        if before is not None and self.is_open:
            start, to = VersionState.PUBLISHED, VersionState.SUPERSEDED
            move(before, "supersede", start=start, to=to, by=by, ended_at=now)
        minor = (minor or self.minor) if replaced else ""
        move(
            self,
            "publish_minor" if minor else "publish",
            start=OPEN,
            to=VersionState.PUBLISHED,
            by=by,
            reason=minor,
            published_at=now,
            minor=minor,
            replaced_hash=replaced,
        )
        self.translation.appear(self, by=by)
        self.translation.page.renew_search()

    @transaction.atomic
    def schedule(self, *, at: datetime, by: Actor, minor: str = "") -> None:
        """Let this draft appear at a moment to come; a moment that has passed means now (I-103)."""
        if at <= timezone.now():
            self.publish(by=by, minor=minor)
            return
        self.translation.lock()
        self.refuse_unfit(by=by)
        move(
            self,
            "schedule",
            start=VersionState.DRAFT,
            to=VersionState.SCHEDULED,
            by=by,
            publish_at=at,
            minor=minor if self.translation.is_source else "",
        )

    def unschedule(self, *, by: Actor) -> None:
        """It stays a draft and does not appear by itself."""
        start, to = VersionState.SCHEDULED, VersionState.DRAFT
        move(self, "unschedule", start=start, to=to, by=by, publish_at=None, minor="")

    @transaction.atomic
    def withdraw(self, *, by: Actor) -> None:
        """Take the text off the portal; without the German text no translation stays either (I-085)."""
        self.translation.lock()
        now = timezone.now()
        move(self, "withdraw", start=VersionState.PUBLISHED, to=VersionState.WITHDRAWN, by=by, ended_at=now)
        self.translation.vanish(by=by)
        self.translation.page.renew_search()

    def restore(self, *, by: Actor) -> "PageVersion":
        """Make a new draft from this text; history stays as it was (I-104)."""
        return self.translation.save_draft(
            by=by, answers=self.answers, provenance=self.provenance, **self.text
        )

    @transaction.atomic
    def approve(self, *, by: Actor) -> None:
        """Somebody has compared the machine's words with the German ones and stands for them (I-082)."""
        rows = PageVersion.objects.filter(pk=self.pk, origin=Origin.MACHINE)
        if rows.update(origin=Origin.CHECKED, checked_by=by.account_id, checked_at=timezone.now()):
            record(self, "approve", by=by)
            self.refresh_from_db()

    @transaction.atomic
    def note_reading(self, *, read_on: date | None, by: Actor) -> None:
        """A reading group has read this text on that day (I-083)."""
        if PageVersion.objects.filter(pk=self.pk).exclude(read_on=read_on).update(read_on=read_on):
            record(self, "note_reading", by=by)

    def answer_again(self, text_hash: str) -> None:
        """This text answers another German one than so far, without a word changed."""
        if self.answers != text_hash:
            PageVersion.objects.filter(pk=self.pk).update(answers=text_hash)
            self.answers = text_hash

    def followed(self) -> str:
        """The hash of this German text, or of what minor edits have made of it since it appeared (I-079)."""
        answered = self.text_hash
        if self.published_at is not None:
            for replaced, text in PageVersion.objects.minor_since(self):
                answered = text if replaced == answered else answered
        return answered
