"""Places of the county: municipalities, their districts, postal codes (H-001)."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def public(self) -> Self:
        """What the public form offers; staff may choose any."""
        return self.filter(public_choice=True)

    def unconfirmed(self) -> Self:
        """Of which the county has not yet said that name, districts and postal codes are right (H-350)."""
        return self.exclude(needs_confirmation="")

    def with_districts(self) -> Self:
        return self.prefetch_related("districts")


class Municipality(models.Model):
    ags = models.CharField(_("Gemeindeschlüssel"), max_length=8, primary_key=True)
    name = models.CharField(_("Name"), max_length=80, unique=True)
    type = models.CharField(_("Art"), max_length=60)
    public_choice = models.BooleanField(_("im öffentlichen Formular wählbar"), default=True)
    former_names = models.JSONField(_("frühere Namen"), default=list, blank=True)
    needs_confirmation = models.CharField(_("vom Landkreis zu bestätigen"), max_length=200, blank=True)

    retention = Retention(public="ags name type public_choice former_names", operational="needs_confirmation")

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("Gemeinde")
        verbose_name_plural = _("Gemeinden")
        ordering = ["name"]
        triggers = [Raises("places")]

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A part of a municipality as people name it."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="districts", verbose_name=_("Gemeinde")
    )
    name = models.CharField(_("Name"), max_length=80)
    postal_codes = models.JSONField(_("Postleitzahlen"), default=list, blank=True)
    parts = models.JSONField(_("dazu gehören"), default=list, blank=True)

    retention = Retention(public="name postal_codes parts")

    class Meta:
        verbose_name = _("Ortsteil")
        verbose_name_plural = _("Ortsteile")
        ordering = ["municipality", "name"]
        constraints = [
            models.UniqueConstraint(
                name="district_is_once_per_municipality",
                fields=["municipality", "name"],
                violation_error_message=_("Diesen Ortsteil gibt es in der Gemeinde schon."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostalCodeQuerySet(models.QuerySet["PostalCode"]):
    def of(self, code: str, municipality: Municipality) -> Self:
        return self.filter(code=code, municipalities=municipality)


class PostalCode(models.Model):
    code = models.CharField(_("Postleitzahl"), max_length=5, primary_key=True)
    places = models.CharField(_("Orte"), max_length=200, blank=True)
    municipalities = models.ManyToManyField(
        Municipality, related_name="postal_codes", verbose_name=_("Gemeinden")
    )

    retention = Retention(public="code places")

    objects = PostalCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Postleitzahl")
        verbose_name_plural = _("Postleitzahlen")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="postal_code_has_five_digits",
                condition=models.Q(code__regex=r"^[0-9]{5}$"),
                violation_error_message=_("Eine Postleitzahl hat fünf Ziffern."),
            ),
        ]

    def __str__(self) -> str:
        return self.code
