"""Flyers, brochures and documents, with one file per language (I-040 to I-045)."""

import hashlib
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Max, OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal import search
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE, catalogue
from goslar_portal.page_cache import Raises
from goslar_portal.registry import Words
from goslar_portal.retention import Retention
from goslar_portal.uploads import Clean
from goslar_portal.uploads.models import Upload
from integration.models.contact import Contact
from integration.models.edition_line import Line
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

    def valid_on(self, day: date) -> Self:
        """What may be handed out on this day."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_until=None) | Q(valid_until__gte=day))

    def findable(self, keys: Collection[str] | None) -> Self:
        """Documents with their titles, editions and places, all or these."""
        rows = self.prefetch_related("texts", "files", "places__page")
        return rows if keys is None else rows.filter(pk__in=keys)

    def unconfirmed(self) -> Self:
        return self.exclude(needs_confirmation="")

    def flyers_of(self, page_id: int) -> Self:
        """Flyers that the portal makes from this page."""
        return self.filter(made_from=page_id)

    def made_here(self) -> Self:
        return self.filter(made_from__isnull=False).select_related("made_from")

    def pages_with_flyers(self) -> list[int]:
        return list(self.made_here().order_by("made_from").values_list("made_from", flat=True).distinct())

    def with_editions(self, language: str) -> Self:
        """Each with title, current editions and its section on the page, in one query."""
        editions = DownloadFile.objects.current().filter(download=OuterRef("pk")).order_by("language")
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
    made_from = models.ForeignKey(
        Page,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="flyers",
        verbose_name=_("wird aus dieser Seite gemacht"),
        help_text=_(
            "Dann macht das Portal die Dateien selbst, eine je Sprache, und erneuert sie mit der Seite."
        ),
    )
    made_of = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("Abschnitte der Seite"),
        default=list,
        blank=True,
        help_text=_("Die Anker der Abschnitte, in der Reihenfolge auf dem Blatt, mit Komma getrennt."),
    )
    needs_confirmation = models.TextField(_("vom Landkreis zu bestätigen"), blank=True)

    retention = Retention(
        public="slug kind valid_from valid_until archived_on made_of", operational="needs_confirmation"
    )

    objects = DownloadQuerySet.as_manager()
    TOLD: ClassVar[dict[str, Words]] = {
        "add_edition": _("Datei hinzugefügt"),
        "withdraw_edition": _("Datei zurückgezogen"),
    }
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
    def reference(self) -> str:
        return self.slug

    @property
    def text_place(self) -> str:
        return f"downloads.{self.slug}"

    @property
    def lines(self) -> list["Line"]:
        """The editions as a list shows them, each with its language and the title readers know it by."""
        return [
            Line(
                slug=self.slug,
                kind=self.kind,
                code=row["language"],
                title=self.title or row["title"],
                title_is_in=catalogue()[(self.title_language if self.title else None) or row["language"]],
                size=row["size"] or 0,
                pages=row["pages"] or 0,
                is_accessible=row["is_accessible"],
                has_file=row["availability"] == Availability.FILE,
                contact_id=row["contact"],
            )
            for row in self.editions
        ]

    @transaction.atomic
    def add_edition(
        self,
        *,
        language: str,
        title: str,
        content: Clean,
        by: Actor,
        is_accessible: bool | None = None,
        dated_on: date | None = None,
        stamp: str = "",
        is_own: bool = False,
    ) -> "DownloadFile":
        """Hand out this file from now on; the one before is kept with its number (I-040).

        `stamp` says what a file that the portal makes itself was made of.
        """
        Download.objects.select_for_update().get(pk=self.pk)
        before = self.files.filter(language=language)
        last = before.aggregate(last=Max("number"))["last"] or 0
        before.filter(is_current=True).update(is_current=False)
        row = self.files.create(
            language=language,
            number=last + 1,
            title=title,
            availability=Availability.FILE,
            upload=Upload.objects.keep(content, is_own=is_own),
            checksum=hashlib.sha256(content.content).hexdigest(),
            size=len(content.content),
            pages=content.pages,
            is_accessible=is_accessible,
            dated_on=dated_on or today(),
            stamp=stamp,
        )
        record(self, "add_edition", by=by, reason=language)
        search.refresh("integration.downloads", [self.pk])
        return row

    @transaction.atomic
    def withdraw_edition(self, *, language: str, by: Actor) -> None:
        """Hand out no file in this language any more, as when its page is withdrawn."""
        if self.files.filter(language=language, is_current=True).update(is_current=False):
            record(self, "withdraw_edition", by=by, reason=language)
            search.refresh("integration.downloads", [self.pk])


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


class DownloadFileQuerySet(models.QuerySet["DownloadFile"]):
    def current(self) -> Self:
        return self.filter(is_current=True)

    def with_file(self) -> Self:
        return self.filter(availability=Availability.FILE)

    def on_request(self) -> Self:
        """Titles without a file."""
        return self.filter(availability=Availability.ON_REQUEST)

    def handed_out(self, slug: str, language: str, day: date) -> Self:
        """The file behind a public address, if it may be had on this day."""
        begun = Q(download__valid_from=None) | Q(download__valid_from__lte=day)
        going_on = Q(download__valid_until=None) | Q(download__valid_until__gte=day)
        rows = self.current().with_file().filter(begun, going_on, download__slug=slug, language=language)
        return rows.select_related("upload", "download")


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
        related_name="editions",
        verbose_name=_("zu erfragen bei"),
    )
    upload = models.ForeignKey(
        Upload,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="editions",
        verbose_name=_("Datei"),
    )
    size = models.PositiveIntegerField(_("Bytes"), null=True, editable=False)
    pages = models.PositiveSmallIntegerField(_("Seiten"), null=True, editable=False)
    checksum = models.CharField(_("Prüfsumme"), max_length=64, blank=True, editable=False)
    stamp = models.CharField(_("gemacht aus"), max_length=64, blank=True, editable=False)
    is_accessible = models.BooleanField(_("barrierefrei"), null=True, blank=True)
    dated_on = models.DateField(_("vom"), null=True, blank=True)

    retention = Retention(
        public="language number is_current title availability size pages checksum is_accessible dated_on",
        operational="stamp",
    )

    objects = DownloadFileQuerySet.as_manager()

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
                name="download_file_has_checksum",
                condition=Q(availability=Availability.ON_REQUEST, upload=None)
                | (Q(availability=Availability.FILE, upload__isnull=False) & ~Q(checksum="")),
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

    @property
    def is_handed_out(self) -> bool:
        """See also: `DownloadFileQuerySet.handed_out`."""
        return self.is_current and self.upload is not None and self.upload.is_open

    @property
    def standing(self) -> str:
        if self.is_handed_out:
            return now_say("wird ausgegeben")
        return now_say("wartet auf den Virenscanner") if self.is_current else now_say("frühere Ausgabe")


class PageDownload(models.Model):
    """Where a page shows a document: in the section with this key, or at its end (I-021)."""

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="download_places", verbose_name=_("Seite")
    )
    download = models.ForeignKey(
        Download, on_delete=models.PROTECT, related_name="places", verbose_name=_("Dokument")
    )
    section = models.CharField(
        _("Abschnitt"),
        max_length=40,
        blank=True,
        help_text=_("Der Anker des Abschnitts. Leer: am Ende der Seite."),
    )
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
