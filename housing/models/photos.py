"""Pictures of a dwelling: at most ten, written anew, without metadata (H-050 to H-054)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goslar_portal.retention import Retention
from goslar_portal.uploads import PHOTOS, Accept, Clean
from goslar_portal.uploads.models import Upload
from housing.models.choices import PhotoKind

if TYPE_CHECKING:
    from housing.models.offer import Offer

MOST = 10
ACCEPT = Accept(kinds=PHOTOS, longest_edge=2048, number=MOST, as_jpeg=True, preview_edge=480)


class OfferPhotoQuerySet(models.QuerySet["OfferPhoto"]):
    def with_files(self) -> Self:
        return self.select_related("image", "preview")

    def keep(self, offer: Offer, files: Iterable[Clean]) -> int:
        """Store what was checked, behind the pictures that are there; no more than ten together."""
        held = self.filter(offer=offer.pk)
        last = held.aggregate(last=models.Max("position"))["last"] or 0
        room = MOST - held.count()
        kept = [
            OfferPhoto(
                offer=offer,
                image=Upload.objects.keep(file),
                preview=Upload.objects.keep(file.preview or file),
                fingerprint=file.fingerprint,
                position=last + number,
            )
            for number, file in enumerate(list(files)[: max(0, room)], start=1)
        ]
        return len(self.bulk_create(kept))

    @transaction.atomic
    def erase(self) -> int:
        """Rows and files, the previews too."""
        photos = list(self.with_files())
        self.delete()
        for photo in photos:
            photo.image.erase()
            photo.preview.erase()
        return len(photos)


class OfferPhoto(models.Model):
    offer = models.ForeignKey("housing.Offer", on_delete=models.CASCADE, related_name="photos")
    image = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="+", verbose_name=_("Bild"))
    preview = models.OneToOneField(
        Upload, on_delete=models.PROTECT, related_name="+", verbose_name=_("Vorschau")
    )
    position = models.PositiveSmallIntegerField(_("Reihenfolge"))
    kind = models.CharField(
        _("Was ist zu sehen?"), max_length=20, choices=PhotoKind.choices, default=PhotoKind.ROOM
    )
    caption = models.CharField(_("Bildunterschrift"), max_length=120, blank=True)
    fingerprint = models.BigIntegerField(_("Fingerabdruck des Bildes"), null=True, db_index=True)
    added_at = models.DateTimeField(_("hochgeladen am"), auto_now_add=True)

    retention = Retention(operational="position kind", personal="caption fingerprint", goes_with="offer")
    objects = OfferPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("Foto")
        verbose_name_plural = _("Fotos")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="photo_kind_is_known", condition=Q(kind__in=PhotoKind.values)),
        ]

    def __str__(self) -> str:
        return f"Foto {self.pk}"

    @property
    def alternative(self) -> str:
        """What a picture shows, for those who do not see it."""
        return self.caption or str(self.get_kind_display())
