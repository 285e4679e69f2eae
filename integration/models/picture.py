"""Pictures of pages: whose they are, what they show in words, three widths of one file (I-055)."""

import hashlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, FilteredRelation, OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goslar_portal.languages import SOURCE, Language, catalogue
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from goslar_portal.uploads import Clean, Kind
from goslar_portal.uploads.models import OPEN, Upload
from integration.models.page import Page
from integration.models.small_text import SmallText

WIDTHS = (480, 960, 1600)
QUALITY = 80  # of WebP: no difference to be seen, a fifth of the bytes


def narrowed(clean: Clean) -> Iterator[Clean]:
    """The same picture in each width that is not wider than it is, as WebP without any other data."""
    from PIL import Image

    with Image.open(io.BytesIO(clean.content)) as image:
        for width in sorted({min(width, image.width) for width in WIDTHS}):
            height = max(1, round(image.height * width / image.width))
            out = io.BytesIO()
            image.convert("RGB").resize((width, height)).save(out, "WEBP", quality=QUALITY)
            yield Clean(out.getvalue(), Kind.WEBP, width, height, 1)


class PictureQuerySet(models.QuerySet["Picture"]):
    def at_page(self, page_id: int) -> Self:
        return (
            self.filter(places__page=page_id)
            .order_by("places__position")
            .annotate(section=F("places__section"))
        )

    def with_words(self, language: str) -> Self:
        """What it shows, in this language, else in German; and its sizes, in the same query."""
        sizes = PictureSize.objects.ready().filter(picture=OuterRef("pk")).order_by("width")
        return self.annotate(
            own=FilteredRelation("texts", condition=Q(texts__language=language)),
            german=FilteredRelation("texts", condition=Q(texts__language=SOURCE)),
            alt=Coalesce(F("own__alt"), F("german__alt")),
            text_language=Coalesce(F("own__language"), F("german__language")),
            sizes_ready=ArraySubquery(sizes.values(data=JSONObject(width="width", height="height"))),
        )


class Picture(models.Model):
    """Rights are settled before a picture is stored; who sees it reads whose it is."""

    slug = models.SlugField(_("Kürzel"), max_length=60, unique=True)
    rights_holder = models.CharField(_("Rechte bei"), max_length=160)
    licence = models.CharField(
        _("Lizenz oder Erlaubnis"),
        max_length=160,
        help_text=_("Zum Beispiel: CC BY 4.0, oder: mit Erlaubnis."),
    )
    is_decorative = models.BooleanField(
        _("nur Schmuck"), default=False, help_text=_("Wer das Bild nicht sieht, verpasst nichts.")
    )

    retention = Retention(public="slug rights_holder licence is_decorative")

    objects = PictureQuerySet.as_manager()
    if TYPE_CHECKING:
        alt: str | None
        text_language: str | None
        section: str
        sizes_ready: list[dict[str, int]]
        sizes: models.Manager["PictureSize"]
        texts: Any
        places: models.Manager["PagePicture"]

    class Meta:
        verbose_name = _("Bild")
        verbose_name_plural = _("Bilder")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="picture_rights_are_settled",
                condition=~Q(rights_holder="") & ~Q(licence=""),
                violation_error_message=_("Bitte geben Sie an, wer die Rechte hat und was erlaubt ist."),
            )
        ]
        triggers = [Raises("pictures")]

    def __str__(self) -> str:
        return self.slug

    @property
    def reference(self) -> str:
        return self.slug

    @property
    def text_place(self) -> str:
        return f"pictures.{self.slug}"

    def store(self, clean: Clean) -> None:
        """Keep each width; what the file said of camera, place and day is gone (G-142)."""
        for small in narrowed(clean):
            upload = Upload.objects.keep(small)
            checksum = hashlib.sha256(small.content).hexdigest()
            self.sizes.create(width=small.width, height=small.height, upload=upload, checksum=checksum)

    def describe(self, alt: str) -> None:
        """What it shows, in German; pictures that only decorate show nothing."""
        if self.is_decorative:
            self.texts.all().delete()
        else:
            self.texts.update_or_create(language=SOURCE, defaults={"alt": alt})

    @property
    def words(self) -> str:
        return "" if self.is_decorative else self.alt or ""

    @property
    def text_is_in(self) -> Language | None:
        return catalogue().get(self.text_language or "")

    def url(self, width: int) -> str:
        return reverse("integration:picture_file", args=[self.slug, width])

    @property
    def largest(self) -> dict[str, Any]:
        """Of a row from `with_words()`: width, height and address."""
        size = self.sizes_ready[-1]
        return size | {"url": self.url(size["width"])}

    @property
    def srcset(self) -> str:
        return ", ".join(f"{self.url(size['width'])} {size['width']}w" for size in self.sizes_ready)


class PictureText(SmallText):
    """What a picture shows, for whoever does not see it."""

    OWNER: ClassVar[str] = "picture"
    WORDS: ClassVar[tuple[str, ...]] = ("alt",)

    picture = models.ForeignKey(
        Picture, on_delete=models.CASCADE, related_name="texts", verbose_name=_("Bild")
    )
    alt = models.CharField(_("Was zeigt das Bild?"), max_length=300)

    retention = Retention(public="alt")

    class Meta:
        verbose_name = _("Text eines Bildes")
        verbose_name_plural = _("Texte eines Bildes")
        ordering = ["picture_id", "language"]
        constraints = [
            models.UniqueConstraint(name="picture_text_is_one_per_language", fields=["picture", "language"]),
            models.CheckConstraint(name="picture_text_says_something", condition=~Q(alt="")),
        ]
        triggers = [Raises("pictures")]

    def __str__(self) -> str:
        return self.alt


class PictureSizeQuerySet(models.QuerySet["PictureSize"]):
    def ready(self) -> Self:
        """What the virus scanner has let pass, or was not asked about."""
        return self.filter(upload__scan__in=sorted(OPEN))

    def of(self, slug: str, width: int) -> Self:
        return self.ready().filter(picture__slug=slug, width=width).select_related("upload")


class PictureSize(models.Model):
    """One width of a picture."""

    picture = models.ForeignKey(
        Picture, on_delete=models.CASCADE, related_name="sizes", verbose_name=_("Bild")
    )
    width = models.PositiveIntegerField(_("Breite"))
    height = models.PositiveIntegerField(_("Höhe"))
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+", verbose_name=_("Datei"))
    checksum = models.CharField(_("Prüfsumme"), max_length=64)

    retention = Retention(public="width height", operational="checksum")

    objects = PictureSizeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Größe eines Bildes")
        verbose_name_plural = _("Größen eines Bildes")
        ordering = ["picture_id", "width"]
        constraints = [
            models.UniqueConstraint(name="picture_size_is_one_per_width", fields=["picture", "width"]),
            models.CheckConstraint(name="picture_size_is_known", condition=Q(width__gt=0, height__gt=0)),
        ]
        triggers = [Raises("pictures")]

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


class PagePicture(models.Model):
    """Where a page shows a picture: below its summary, or in the section with this key (I-021)."""

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="picture_places", verbose_name=_("Seite")
    )
    picture = models.ForeignKey(
        Picture, on_delete=models.PROTECT, related_name="places", verbose_name=_("Bild")
    )
    section = models.CharField(_("Ort auf der Seite"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(_("Stelle"), default=1)

    retention = Retention(public="section position")

    class Meta:
        verbose_name = _("Bild einer Seite")
        verbose_name_plural = _("Bilder einer Seite")
        ordering = ["page_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="page_picture_stands_once",
                fields=["page", "picture"],
                violation_error_message=_("Dieses Bild steht schon auf der Seite."),
            ),
        ]
        triggers = [Raises("page:{page__slug}", "pictures")]

    def __str__(self) -> str:
        return f"{self.position}."
