"""The words of an issue in one language, and its pictures (N-010 to N-013)."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.history import tracked
from goslar_portal.languages import Language, catalogue
from goslar_portal.retention import Retention
from goslar_portal.uploads import Accept, Clean, Kind, check
from goslar_portal.uploads.models import Upload
from newsletters.blocks import Block, BlocksField
from newsletters.models.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SUBJECT_LENGTH = 90
PREVIEW_LENGTH = 140
KB = 1024
LARGEST_IMAGE = 150 * KB
PHOTOS = frozenset({Kind.JPEG, Kind.PNG, Kind.HEIC})  # WebP is not shown by all mail programs
EDGES = (1200, 1000, 800, 640, 480)  # pixels; the first that fits into the bytes (N-013)


class PictureQuerySet(models.QuerySet["Picture"]):
    @transaction.atomic
    def take(self, issue: Issue, file: Any) -> "Picture":
        """Store a picture written anew: at most 1200 pixels and 150 kB, without what a camera adds.

        Raises `ValidationError` with a sentence for the person.
        """
        return self.create(issue=issue, upload=Upload.objects.keep(_fitting(file)))

    def numbered(self, numbers: "Iterable[int]") -> Self:
        return self.filter(pk__in=list(numbers)).select_related("upload")


def _fitting(file: Any) -> Clean:
    for edge in EDGES:
        file.seek(0)
        clean = check(file, Accept(kinds=PHOTOS, longest_edge=edge))
        if len(clean.content) <= LARGEST_IMAGE:
            break
    return clean


class Picture(models.Model):
    """A picture of one issue; blocks of all its versions may show it."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="pictures")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")

    retention = Retention()

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bild einer Ausgabe")
        verbose_name_plural = _("Bilder der Ausgaben")

    def __str__(self) -> str:
        return f"Bild {self.pk}"

    def copy_for(self, issue: Issue) -> "Picture":
        """The same file shown by another issue, which must not lose it with this one."""
        return Picture.objects.create(issue=issue, upload=self.upload)


class VersionQuerySet(models.QuerySet["Version"]):
    def in_language(self, code: str) -> Self:
        return self.filter(language=code)


@tracked()
class Version(models.Model):
    """Title, subject, preview line and blocks in one language. Complete or not: a draft may have gaps."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(_("Sprache"), max_length=12)
    title = models.CharField(_("Titel"), max_length=160)
    subject = models.CharField(_("Betreff"), max_length=SUBJECT_LENGTH, blank=True)
    preview = models.CharField(_("Vorschauzeile"), max_length=PREVIEW_LENGTH, blank=True)
    blocks = BlocksField(_("Bausteine"), default=list, blank=True)

    retention = Retention(public="language title subject preview blocks")

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Sprachfassung")
        verbose_name_plural = _("Sprachfassungen")
        ordering = ["issue", "pk"]
        constraints = [
            models.UniqueConstraint(name="version_is_once_per_language", fields=["issue", "language"]),
            models.CheckConstraint(
                name="version_head_is_one_line",
                condition=~models.Q(subject__regex=r"[\r\n]")
                & ~models.Q(preview__regex=r"[\r\n]")
                & ~models.Q(title__regex=r"[\r\n]"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def speech(self) -> Language:
        return catalogue()[self.language]

    @property
    def parts(self) -> list[Block]:
        return [Block.read(row) for row in self.blocks]

    @property
    def pictures(self) -> dict[int, Picture]:
        """The pictures its blocks show, by number: one query."""
        numbers = [block.image for block in self.parts if block.image is not None]
        return {row.pk: row for row in Picture.objects.numbered(numbers)} if numbers else {}

    def copy_for(self, issue: Issue, language: str, pictures: "Mapping[int, int] | None" = None) -> "Version":
        """The same words in another issue or language; `pictures` are those of the other issue by ours."""
        known = pictures or {}
        blocks = [row | {"image": known.get(row.get("image"), row.get("image"))} for row in self.blocks]
        return Version.objects.create(
            issue=issue,
            language=language,
            title=self.title,
            subject=self.subject,
            preview=self.preview,
            blocks=blocks,
        )
