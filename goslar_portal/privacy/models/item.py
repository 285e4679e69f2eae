"""Records that belong to the person who asks; they are named by kind and number only."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goslar_portal.numbers import record_number
from goslar_portal.retention import Retention

if TYPE_CHECKING:
    from goslar_portal.privacy.models.case import PrivacyCase


class Outcome(models.TextChoices):
    NONE = "", _("nichts geändert")
    ERASED = "erased", _("gelöscht")
    KEPT = "kept", _("bleibt")


class CaseItemQuerySet(models.QuerySet["CaseItem"]):
    def in_order(self) -> Self:
        return self.order_by("kind", "number")

    def there(self) -> Self:
        """Not erased yet."""
        return self.exclude(outcome=Outcome.ERASED)

    def with_number(self, number: str) -> "CaseItem | None":
        known = record_number(number)
        return None if known is None else self.filter(pk=known).first()

    def add_keys(self, case: "PrivacyCase", keys: Iterable[str]) -> int:
        """`keys` name a kind and a number: `housing.offer:12`. One that is there already stays as it is."""
        rows = [CaseItem(case=case, kind=kind, number=int(number)) for kind, number in map(_apart, keys)]
        before = self.filter(case=case).count()
        self.bulk_create(rows, ignore_conflicts=True)
        return self.filter(case=case).count() - before


def _apart(key: str) -> tuple[str, str]:
    kind, _colon, number = key.partition(":")
    return kind, number


class CaseItem(models.Model):
    """No foreign key: the record may be erased, and the areas are not known here."""

    case = models.ForeignKey(
        "privacy.PrivacyCase", on_delete=models.CASCADE, related_name="items", verbose_name=_("Anfrage")
    )
    kind = models.CharField(_("Art"), max_length=80)
    number = models.BigIntegerField(_("Nummer"))
    outcome = models.CharField(_("Ergebnis"), max_length=10, choices=Outcome.choices, blank=True)
    kept_for = models.CharField(_("bleibt, weil"), max_length=500, blank=True)

    retention = Retention(operational="kind number outcome kept_for", goes_with="case")

    objects = CaseItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("Datensatz der Anfrage")
        verbose_name_plural = _("Datensätze der Anfrage")
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(name="case_item_is_once", fields=["case", "kind", "number"]),
            models.CheckConstraint(
                name="case_item_outcome_is_known", condition=Q(outcome__in=Outcome.values)
            ),
            models.CheckConstraint(
                name="case_item_kept_has_reason", condition=~Q(outcome=Outcome.KEPT) | ~Q(kept_for="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.number}"
