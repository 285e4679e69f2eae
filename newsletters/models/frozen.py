"""What was released, down to the last byte; corrections are new rows, earlier ones stay (N-040, N-093)."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.languages import Language, catalogue
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from newsletters.models.channel import Channel
from newsletters.models.issue import Issue

if TYPE_CHECKING:
    from newsletters.message import Rendered

HEAVY = ("mail_head", "mail_body", "html", "text", "pdf", "feed")
TOPICS = ("newsletters", "newsletter:{issue__channel__slug}")


class FrozenQuerySet(models.QuerySet["Frozen"]):
    def newest(self) -> Self:
        """Of each language the last correction."""
        later = Frozen.objects.filter(issue=OuterRef("issue"), language=OuterRef("language"))
        return self.filter(pk=Subquery(later.order_by("-revision").values("pk")[:1]))

    def first_of(self, issue: Issue) -> Self:
        """What mails are made from: never a correction."""
        return self.filter(issue=issue, revision=1)

    def of_issue(self, issue: Issue) -> Self:
        """Every version with its corrections, each after what it corrects."""
        return self.filter(issue=issue).order_by("pk")

    def of_public(self, channel: str) -> Self:
        """Shown in the archive of a newsletter, newest issue first."""
        public = self.filter(issue__channel__slug=channel, issue__published_at__isnull=False)
        rows = public.filter(issue__withdrawn_at=None).newest().select_related("issue__channel")
        return rows.order_by("-issue__published_at", "-issue__pk")

    def in_archive(self, issues: Collection[str] | None = None) -> Self:
        """Everything public of all newsletters, or of these issues only, for search and sitemap."""
        rows = self.filter(issue__published_at__isnull=False, issue__withdrawn_at=None).newest()
        if issues is not None:
            rows = rows.filter(issue__in=issues)
        return rows.select_related("issue__channel").light().order_by("-issue__published_at", "pk")

    def one_per_issue(self, language: str) -> Self:
        """In this language, else in the main one of the issue."""
        own = Frozen.objects.filter(issue=OuterRef("issue"), language=language)
        is_own = Q(language=language)
        is_main = Q(language=F("issue__main_language")) & ~Exists(own)
        return self.filter(is_own | is_main)

    def newest_of_each(self, language: str) -> "dict[int, Frozen]":
        """The newest public issue of every newsletter: one query."""
        rows = self.filter(issue__published_at__isnull=False, issue__withdrawn_at=None).newest()
        rows = rows.one_per_issue(language).select_related("issue__channel").light()
        order = ("issue__channel_id", "-issue__published_at", "-issue__pk")
        return {row.issue.channel_id: row for row in rows.order_by(*order).distinct("issue__channel_id")}

    def only_pdf(self) -> Self:
        return self.only("language", "pdf", "pdf_sha256")

    def for_feed(self) -> Self:
        return self.defer("mail_head", "mail_body", "html", "text", "pdf", "web")

    def light(self) -> Self:
        """Without what only mails, files and feeds need."""
        return self.defer(*HEAVY)

    @transaction.atomic
    def freeze(self, issue: Issue, rendered: "Iterable[Rendered]", *, note: str = "") -> None:
        """Keep every version in all its forms, and the pictures."""
        for form in rendered:
            last = self.filter(issue=issue, language=form.language).count()
            self.create(**_facts(issue, form), revision=last + 1, note=note)
            FrozenImage.objects.bulk_create(
                (
                    FrozenImage(issue=issue, name=image.name, content=image.content, kind=image.content_type)
                    for image in form.web_content.images
                ),
                ignore_conflicts=True,
            )


def _facts(issue: Issue, form: "Rendered") -> dict[str, object]:
    return {
        "issue": issue,
        "language": form.language,
        "title": form.web_content.title,
        "subject": form.web_content.subject,
        "preview": form.web_content.preview,
        "web": form.web,
        "feed": form.feed,
        "html": form.html,
        "text": form.text,
        "mail_head": form.mail.head,
        "mail_body": form.mail.body,
        "mail_sha256": form.mail.sha256,
        "html_sha256": hashlib.sha256(form.html.encode()).hexdigest(),
        "text_sha256": hashlib.sha256(form.text.encode()).hexdigest(),
        "pdf": form.pdf,
        "pdf_sha256": hashlib.sha256(form.pdf).hexdigest(),
    }


class Frozen(models.Model):
    """One version as it was released. No template, setting or program changes it (N-046)."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="frozen")
    language = models.CharField(_("Sprache"), max_length=12)
    revision = models.PositiveSmallIntegerField(_("Fassung"))
    note = models.CharField(_("was korrigiert wurde"), max_length=300, blank=True)
    title = models.CharField(_("Titel"), max_length=160)
    subject = models.CharField(_("Betreff"), max_length=90, blank=True)
    preview = models.CharField(_("Vorschauzeile"), max_length=140, blank=True)
    web = models.TextField(_("Seite"))
    feed = models.TextField(_("Seite mit ganzen Adressen"))
    html = models.TextField("HTML")
    text = models.TextField(_("Text"))
    mail_head = models.BinaryField()
    mail_body = models.BinaryField()
    pdf = models.BinaryField()
    mail_sha256 = models.CharField(max_length=64)
    html_sha256 = models.CharField(max_length=64)
    text_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(_("eingefroren"), default=timezone.now)

    retention = Retention(
        public="language revision note title subject preview web feed html text mail_head mail_body pdf"
        " mail_sha256 html_sha256 text_sha256 pdf_sha256"
    )

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("freigegebene Fassung")
        verbose_name_plural = _("freigegebene Fassungen")
        ordering = ["issue", "pk"]
        constraints = [
            models.UniqueConstraint(name="frozen_is_once", fields=["issue", "language", "revision"]),
            models.CheckConstraint(name="frozen_correction_has_note", condition=Q(revision=1) | ~Q(note="")),
        ]
        triggers = [
            pgtrigger.Protect(name="frozen_does_not_change", operation=pgtrigger.Update),
            Raises(*TOPICS),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language}, {self.revision})"

    @property
    def speech(self) -> Language:
        return catalogue()[self.language]

    @property
    def shown_since(self) -> datetime:
        """Frozen when planned, public later; a correction counts from its own moment (N-092)."""
        first = self.issue.published_at if self.revision == 1 else None
        return first or self.frozen_at


class FrozenImageQuerySet(models.QuerySet["FrozenImage"]):
    def named(self, issue: Issue, name: str) -> Self:
        return self.filter(issue=issue, name=name)


class FrozenImage(models.Model):
    """A picture as it was released; its name is its own checksum."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="images")
    name = models.CharField(max_length=30)
    kind = models.CharField(max_length=20)
    content = models.BinaryField()

    retention = Retention(public="name kind content")

    objects = FrozenImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("freigegebenes Bild")
        verbose_name_plural = _("freigegebene Bilder")
        constraints = [models.UniqueConstraint(name="frozen_image_is_once", fields=["issue", "name"])]
        triggers = [
            pgtrigger.Protect(name="frozen_image_does_not_change", operation=pgtrigger.Update),
            Raises(*TOPICS),
        ]

    def __str__(self) -> str:
        return self.name


class UsedEntryQuerySet(models.QuerySet["UsedEntry"]):
    def in_channel(self, channel: Channel) -> "dict[tuple[str, str], str]":
        """By source and key the newest issue it went out with (N-023)."""
        rows = self.filter(issue__channel=channel, issue__released_at__isnull=False)
        found = rows.order_by("issue__released_at").select_related("issue")
        return {(row.source, row.key): str(row.issue) for row in found}


class UsedEntry(models.Model):
    """An entry that stood in a released issue, so that suggestions can say so (N-023)."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="used")
    source = models.CharField(max_length=80)
    key = models.CharField(max_length=200)

    retention = Retention(operational="source key")

    objects = UsedEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("verwendeter Eintrag")
        verbose_name_plural = _("verwendete Einträge")
        constraints = [models.UniqueConstraint(name="entry_is_used_once", fields=["issue", "source", "key"])]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"
