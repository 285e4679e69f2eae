"""Logos of those who fund a period, each with the note that we may use it (D-040)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from democracy.models.period import FundingPeriod
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from goslar_portal.uploads.models import Upload


class PeriodLogoQuerySet(models.QuerySet["PeriodLogo"]):
    def numbered(self, number: int) -> "PeriodLogo | None":
        return self.filter(pk=number).first()

    def with_file(self) -> "PeriodLogoQuerySet":
        return self.select_related("upload")


class PeriodLogo(models.Model):
    period = models.ForeignKey(
        FundingPeriod, on_delete=models.CASCADE, related_name="logos", verbose_name=_("Förderperiode")
    )
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, verbose_name=_("Bild"), related_name="+")
    name = models.CharField(_("Was auf dem Logo steht"), max_length=200)
    rights = models.CharField(
        _("Recht zur Nutzung"), max_length=300, help_text=_("Wer hat die Nutzung wann erlaubt, und wofür?")
    )
    sha256 = models.CharField(_("Prüfsumme SHA-256"), max_length=64, editable=False)
    position = models.PositiveSmallIntegerField(_("Stelle"), default=1)

    objects = PeriodLogoQuerySet.as_manager()
    retention = Retention(public="name position sha256", operational="rights")

    class Meta:
        verbose_name = _("Logo")
        verbose_name_plural = _("Logos")
        ordering = ["period_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="logo_names_its_words_and_rights",
                condition=~Q(name="") & ~Q(rights=""),
                violation_error_message=_("Ein Logo braucht Worte und das Recht zur Nutzung."),
            ),
        ]
        triggers = [Raises("periods")]

    def __str__(self) -> str:
        return self.name
