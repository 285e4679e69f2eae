"""Closed lists of reasons: codes belong to the program, words, order and use to the office (H-002)."""

from typing import Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat
from django.db.models.lookups import StartsWith
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.history import tracked
from goslar_portal.retention import Retention

SHORTEST_COMMENT = 10  # characters; H-002


class ReasonList(models.Model):
    code = models.CharField(_("Schlüssel"), max_length=40, primary_key=True)
    label = models.CharField(_("Bezeichnung"), max_length=120)
    used_by = models.CharField(_("verwendet von"), max_length=60, blank=True, editable=False)
    is_required = models.BooleanField(_("Pflicht"), default=True, editable=False)

    retention = Retention(operational="code label used_by is_required")

    class Meta:
        verbose_name = _("Liste von Gründen")
        verbose_name_plural = _("Listen von Gründen")
        ordering = ["label"]
        triggers = [pgtrigger.ReadOnly(name="reason_list_code_is_fixed", fields=["code"])]

    def __str__(self) -> str:
        return self.label


class ReasonQuerySet(models.QuerySet["Reason"]):
    def of(self, list_code: str) -> Self:
        """What can be chosen from this list today, in the office's order."""
        return self.filter(list=list_code, is_active=True).order_by("position", "code")

    def for_everybody(self) -> Self:
        return self.filter(lead_only=False)


@tracked(kept=True)
class Reason(models.Model):
    """The key is `list.code`, so the database can tell by a foreign key alone which list a reason is from."""

    key = models.CharField(_("Schlüssel"), max_length=100, primary_key=True, editable=False)
    list = models.ForeignKey(
        ReasonList, on_delete=models.PROTECT, related_name="reasons", verbose_name=_("Liste")
    )
    code = models.CharField(_("Code"), max_length=60)
    label = models.CharField(_("Bezeichnung"), max_length=120)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    is_active = models.BooleanField(_("wird angeboten"), default=True)
    needs_comment = models.BooleanField(_("verlangt eine Bemerkung"), default=False)
    lead_only = models.BooleanField(_("nur für die Leitung"), default=False)
    no_letter = models.BooleanField(_("ohne Schreiben"), default=False)
    landlord_text = models.CharField(
        _("Satz für Vermieterinnen und Vermieter"),
        max_length=300,
        blank=True,
        help_text=_("Steht im Schreiben und auf der Statusseite. Leer: es wird nichts gesagt."),
    )
    details = models.JSONField(_("Weiteres"), default=dict, blank=True, editable=False)

    retention = Retention(
        operational="key code label position is_active needs_comment lead_only no_letter landlord_text"
        " details"
    )

    objects = ReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("Grund")
        verbose_name_plural = _("Gründe")
        ordering = ["list", "position", "code"]
        constraints = [
            models.CheckConstraint(
                name="reason_key_is_list_and_code",
                condition=Q(key=Concat(F("list"), Value("."), F("code"))),
                violation_error_message=_("Der Schlüssel besteht aus Liste und Code."),
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="reason_code_is_fixed", fields=["key", "list", "code"])]

    def __str__(self) -> str:
        return self.label

    @property
    def is_attempt(self) -> bool:
        """A contact that did not reach anybody (H-104)."""
        return bool(self.details.get("attempt"))

    def check_use(self, *, comment: str = "", is_lead: bool = False) -> None:
        """Refuse what the list forbids; raises `ValidationError` with fields `reason` and `comment`."""
        if self.lead_only and not is_lead:
            raise ValidationError({"reason": _("Diesen Grund darf nur die Leitung verwenden.")})
        if not self.is_active:
            raise ValidationError({"reason": _("Dieser Grund wird nicht mehr verwendet.")})
        if self.needs_comment and len(comment.strip()) < SHORTEST_COMMENT:
            raise ValidationError(
                {"comment": _("Bitte beschreiben Sie den Grund mit mindestens 10 Zeichen.")}
            )


def of_list(column: str, list_code: str) -> Q:
    """For constraints: the foreign key `column` names a reason, and one of this list (H-010)."""
    return Q(**{f"{column}__isnull": False}) & Q(StartsWith(Cast(F(column), CharField()), f"{list_code}."))


def must_be_of(reason: Reason | None, list_code: str) -> None:
    """For verbs: a programmer's slip, nobody can choose from a wrong list."""
    if reason is not None and reason.list_id != list_code:
        raise LookupError(f"{reason.pk} is not of the list {list_code}")


def reason(list_code: str, code: str) -> Reason:
    """The reason `code` of a list; `LookupError` when there is none."""
    found = Reason.objects.filter(pk=f"{list_code}.{code}").first()
    if found is None:
        raise LookupError(f"list {list_code} has no reason {code}")
    return found
