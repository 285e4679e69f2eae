"""Flyers, brochures and documents, with one file per language (I-040 to I-045)."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from goslar_portal import search
from goslar_portal.languages import SOURCE, Language, catalogue
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from integration.models.contact import Contact
from integration.models.page import Page
from integration.models.small_text import SmallText


class DownloadKind(models.TextChoices):
    FLYER = "flyer", _("Flyer")
    BROCHURE = "brochure", _("Broschüre")
    DOCUMENT = "document", _("Dokument")
    FORM = "form", _("Formular")


class Availability(models.TextChoices):
    FILE = "file", _("Datei")
    ON_REQUEST = "on_request", _("auf Anfrage")


class DownloadQuerySet(models.QuerySet["Download"]):
    def at_page(self, page_id: int) -> Self:
        return self.filter(places__page=page_id).order_by("places__position")

    def findable(self, keys: Collection[str] | None) -> Self:
        """Documents with their titles, editions and places, all or these."""
        rows = self.prefetch_related("texts", "files", "places__page")
        return rows if keys is None else rows.filter(pk__in=keys)

    def unconfirmed(self) -> Self:
        return self.exclude(needs_confirmation="")

    def with_editions(self, language: str) -> Self:
        """Each with title, current editions and its section on the page, in one query."""
        editions = DownloadFile.objects.filter(download=OuterRef("pk"), is_current=True).order_by("language")
        return self.annotate(
            own=models.FilteredRelation("texts", condition=Q(texts__language=language)),
            german=models.FilteredRelation("texts", condition=Q(texts__language=SOURCE)),
            title=Coalesce(models.F("own__title"), models.F("german__title")),
            title_language=Coalesce(models.F("own__language"), models.F("german__language")),
            editions=ArraySubquery(
                editions.values(
                    data=JSONObject(
                        language="language",
                        title="title",
                        availability="availability",
                        size="size",
                        pages="pages",
                        is_accessible="is_accessible",
                        contact="contact_id",
                    )
                )
            ),
            section=models.F("places__section"),
        )


class Download(models.Model):
    """A document by its meaning, whatever the language and the edition."""

    slug = models.SlugField(_("Adresse"), max_length=60, unique=True)
    kind = models.CharField(
        _("Art"), max_length=10, choices=DownloadKind.choices, default=DownloadKind.DOCUMENT
    )
    valid_from = models.DateField(_("gültig ab"), null=True, blank=True)
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)
    archived_on = models.DateField(_("im Archiv seit"), null=True, blank=True)
    needs_confirmation = models.TextField(_("vom Landkreis zu bestätigen"), blank=True)

    retention = Retention(
        public="slug kind valid_from valid_until archived_on", operational="needs_confirmation"
    )

    objects = DownloadQuerySet.as_manager()
    if TYPE_CHECKING:
        editions: list[dict[str, Any]]
        title: str | None
        title_language: str | None
        texts: models.Manager["DownloadText"]
        section: str
        files: models.Manager["DownloadFile"]
        places: models.Manager["PageDownload"]

    class Meta:
        verbose_name = _("Dokument")
        verbose_name_plural = _("Dokumente")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(name="download_kind_is_known", condition=Q(kind__in=DownloadKind.values)),
            models.CheckConstraint(
                name="download_ends_after_it_begins",
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=models.F("valid_from")),
                violation_error_message=_("„gültig bis“ muss nach „gültig ab“ liegen."),
            ),
        ]
        triggers = [search.Unlists("integration.downloads"), Raises("download:{slug}")]

    def __str__(self) -> str:
        return self.slug

    @property
    def text_place(self) -> str:
        return f"downloads.{self.slug}"

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The editions as a list shows them, each with its language and the title readers know it by."""
        known = {"title": self.title, "title_is_in": catalogue()[self.title_language or SOURCE]}
        return [
            edition
            | {name: value for name, value in known.items() if self.title}
            | {"language": language_of(edition["language"])}
            for edition in self.editions
        ]


class DownloadText(SmallText):
    """What lists call a document, in one language. What is printed on it stands with the edition."""

    OWNER: ClassVar[str] = "download"
    WORDS: ClassVar[tuple[str, ...]] = ("title",)

    download = models.ForeignKey(
        Download, on_delete=models.CASCADE, related_name="texts", verbose_name=_("Dokument")
    )
    title = models.CharField(_("Titel in Listen"), max_length=200)

    retention = Retention(public="title")

    class Meta:
        verbose_name = _("Titel eines Dokuments")
        verbose_name_plural = _("Titel eines Dokuments")
        ordering = ["download_id", "language"]
        constraints = [
            models.UniqueConstraint(
                name="download_text_is_one_per_language", fields=["download", "language"]
            ),
        ]
        triggers = [Raises("download:{download__slug}")]

    def __str__(self) -> str:
        return self.title


class DownloadFile(models.Model):
    """An edition in one language. A title without a file names the office that hands it out (I-045)."""

    download = models.ForeignKey(
        Download, on_delete=models.PROTECT, related_name="files", verbose_name=_("Dokument")
    )
    language = models.CharField(_("Sprache"), max_length=12, default="de")
    number = models.PositiveSmallIntegerField(_("Nummer"), default=1)
    is_current = models.BooleanField(_("aktuell"), default=True)
    title = models.CharField(_("Titel"), max_length=200)
    availability = models.CharField(
        _("erhältlich"), max_length=10, choices=Availability.choices, default=Availability.ON_REQUEST
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("zu erfragen bei"),
    )
    file = models.FileField(_("Datei"), upload_to="downloads/", blank=True)
    size = models.PositiveIntegerField(_("Bytes"), null=True, blank=True)
    pages = models.PositiveSmallIntegerField(_("Seiten"), null=True, blank=True)
    checksum = models.CharField(_("Prüfsumme"), max_length=64, blank=True)
    is_accessible = models.BooleanField(_("barrierefrei"), null=True, blank=True)
    dated_on = models.DateField(_("vom"), null=True, blank=True)

    retention = Retention(
        public="language number is_current title availability file size pages checksum is_accessible dated_on"
    )

    class Meta:
        verbose_name = _("Ausgabe")
        verbose_name_plural = _("Ausgaben")
        ordering = ["download_id", "language", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="download_edition_number_is_unique", fields=["download", "language", "number"]
            ),
            models.UniqueConstraint(
                name="download_edition_current_is_one",
                fields=["download", "language"],
                condition=Q(is_current=True),
            ),
            models.CheckConstraint(
                name="download_file_is_described",
                condition=Q(availability=Availability.ON_REQUEST, file="")
                | (Q(availability=Availability.FILE, size__isnull=False) & ~Q(file="") & ~Q(checksum="")),
            ),
            models.CheckConstraint(
                name="download_on_request_names_contact",
                condition=~Q(availability=Availability.ON_REQUEST) | Q(contact__isnull=False),
                violation_error_message=_("Bitte nennen Sie die Stelle, bei der man das Dokument bekommt."),
            ),
        ]
        triggers = [Raises("download:{download__slug}")]

    def __str__(self) -> str:
        return self.title


class PageDownload(models.Model):
    """Where a page shows a document: in the section with this key (I-021)."""

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="download_places", verbose_name=_("Seite")
    )
    download = models.ForeignKey(
        Download, on_delete=models.PROTECT, related_name="places", verbose_name=_("Dokument")
    )
    section = models.CharField(_("Abschnitt"), max_length=40)
    position = models.PositiveSmallIntegerField(_("Stelle"), default=1)

    retention = Retention(public="section position")

    class Meta:
        verbose_name = _("Dokument einer Seite")
        verbose_name_plural = _("Dokumente einer Seite")
        ordering = ["page_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(name="page_download_stands_once", fields=["page", "download"]),
        ]
        triggers = [Raises("page:{page__slug}")]

    def __str__(self) -> str:
        return f"{self.position}."


def language_of(code: str) -> Language:
    return catalogue()[code]
