"""Records of office values: each change is a new row with day, person and reason; old ones stay."""

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.office.declarations import declared
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention


def names() -> list[tuple[str, str]]:
    return [(name, f"{row.label} ({row.unit})") for name, row in sorted(declared().items())]


class OfficeValueQuerySet(models.QuerySet["OfficeValue"]):
    def in_force(self) -> dict[str, Decimal]:
        """The newest number of each name that is valid by today."""
        rows = self.filter(valid_from__lte=today()).order_by("name", "-valid_from", "-pk").distinct("name")
        return dict(rows.values_list("name", "number"))


class OfficeValue(models.Model):
    name = models.CharField(_("Wert"), max_length=80)
    number = models.DecimalField(_("Zahl"), max_digits=10, decimal_places=2)
    valid_from = models.DateField(_("gilt ab"), default=today)
    reason = models.CharField(_("Grund"), max_length=300)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        verbose_name=_("gesetzt von"),
    )
    set_at = models.DateTimeField(_("gesetzt am"), auto_now_add=True)

    retention = Retention(operational="name number valid_from reason")

    objects = OfficeValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("Wert des Amtes")
        verbose_name_plural = _("Werte des Amtes")
        ordering = ["name", "-valid_from", "-pk"]
        indexes = [models.Index(name="office_value_in_force", fields=["name", "-valid_from"])]
        triggers = [Raises("office")]

    def __str__(self) -> str:
        return f"{self.name} = {self.number}"

    def clean(self) -> None:
        row = declared().get(self.name)
        if row is None:
            raise ValidationError({"name": _("Diesen Wert gibt es nicht.")})
        if self.number is not None and row.refuses(self.number):
            raise ValidationError(
                {"number": _("Erlaubt sind %(low)s bis %(high)s %(unit)s.") % vars(row)},
            )
