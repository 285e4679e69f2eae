"""What a landlord has changed or wants to have changed: old and new side by side for the staff (H-074)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.privacy.restriction import is_free
from goslar_portal.retention import Retention

if TYPE_CHECKING:
    from housing.models.offer import Offer


class Outcome(models.TextChoices):
    OPEN = "", _("offen")
    CHECKED = "checked", _("gesehen")
    ADOPTED = "adopted", _("übernommen")
    REFUSED = "refused", _("nicht übernommen")


class OfferChangeQuerySet(models.QuerySet["OfferChange"]):
    def open(self) -> Self:
        return self.filter(outcome=Outcome.OPEN).order_by("made_at", "pk")

    def open_of(self, offer: Offer) -> list[OfferChange]:
        """Asked once for all buttons of a record page."""
        known: list[OfferChange] | None = getattr(offer, "_open_changes", None)
        if known is None:
            known = offer._open_changes = list(self.open().filter(offer=offer))  # type: ignore[attr-defined]
        return known

    def wishes(self) -> Self:
        """What the staff must decide; all else is in force and only wants to be looked at."""
        return self.open().filter(is_wish=True)

    def open_with_offer(self) -> Self:
        rows = self.open().filter(is_free("housing.offer", "offer_id"))
        return rows.select_related("offer", "offer__municipality", "offer__district")

    def settle(self, outcome: Outcome, answer: str = "") -> int:
        """Returns how many were still open: a colleague may have been faster."""
        return self.filter(outcome=Outcome.OPEN).update(
            outcome=outcome, answer=answer, settled_at=timezone.now()
        )


class OfferChange(models.Model):
    """One visit to „Daten ändern“. `before` and `after` hold raw columns, so a wish can be written later."""

    offer = models.ForeignKey("housing.Offer", on_delete=models.CASCADE, related_name="changes")
    made_at = models.DateTimeField(_("geändert am"), default=timezone.now)
    before = models.JSONField(_("vorher"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("nachher"), default=dict, encoder=DjangoJSONEncoder)
    is_wish = models.BooleanField(_("gilt erst nach Zustimmung"), default=False)
    outcome = models.CharField(
        _("Ergebnis"), max_length=10, choices=Outcome.choices, blank=True, default=Outcome.OPEN
    )
    answer = models.CharField(_("Antwort"), max_length=500, blank=True)
    settled_at = models.DateTimeField(_("entschieden am"), null=True, blank=True)

    retention = Retention(operational="is_wish outcome", personal="before after answer", goes_with="offer")
    objects = OfferChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Änderung durch Vermieter")
        verbose_name_plural = _("Änderungen durch Vermieter")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="change_outcome_is_known", condition=Q(outcome__in=Outcome.values)),
            models.CheckConstraint(
                name="change_settled_is_dated",
                condition=Q(outcome="", settled_at=None) | (~Q(outcome="") & Q(settled_at__isnull=False)),
                violation_error_message=_("Eine entschiedene Änderung braucht ein Datum."),
            ),
            models.CheckConstraint(
                name="only_wishes_are_refused",
                condition=Q(is_wish=True) | ~Q(outcome__in=[Outcome.ADOPTED, Outcome.REFUSED]),
                violation_error_message=_("Was schon gilt, wird nicht abgelehnt."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def rows(self) -> tuple[Offer, Offer]:
        """The offer before and after, for showing; neither is saved."""
        return _row(self.before), _row(self.after)

    @property
    def columns(self) -> list[str]:
        """The names of the facts that differ, in the order of the model."""
        return [field.name for field in _fields() if field.attname in self.after]

    @property
    def facts(self) -> dict[str, Any]:
        """What a wish writes once it is adopted."""
        known = {field.attname: field for field in _fields()}
        return {name: known[name].to_python(value) for name, value in self.after.items() if name in known}


def raw(offer: Offer, names: Iterable[str]) -> dict[str, Any]:
    """These facts of an offer as columns hold them."""
    fields: list[Any] = [offer._meta.get_field(name) for name in names]
    return {field.attname: getattr(offer, field.attname) for field in fields}


def _fields() -> list[Any]:
    from housing.models.offer_facts import OfferFacts

    return list(OfferFacts._meta.local_fields)


def _row(values: dict[str, Any]) -> Offer:
    from housing.models.offer import Offer

    known = {field.attname: field for field in _fields()}
    return Offer(**{name: known[name].to_python(value) for name, value in values.items() if name in known})
