"""Which leaflets somebody looks for: a GET form, nothing of it is stored (D-007)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from democracy.models import Audience, FundingPeriod, LeafletKind
from democracy.models.leaflet import LeafletQuerySet
from goslar_portal.forms import PortalForm

ANY = ("", _("alle anzeigen"))


class LeafletFilter(PortalForm):
    conditional = {"fuer", "art", "periode"}

    fuer = forms.ChoiceField(
        label=_("Für wen?"),
        required=False,
        choices=[
            ANY,
            (Audience.COUNTY, Audience.COUNTY.label),
            (Audience.FINAL_RECIPIENT, Audience.FINAL_RECIPIENT.label),
        ],
    )
    art = forms.ChoiceField(label=_("Art"), required=False, choices=[ANY, *LeafletKind.choices])
    periode = forms.ChoiceField(label=_("Förderperiode"), required=False)

    def __init__(self, *args: Any, periods: Iterable[FundingPeriod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [ANY, *((str(row.number), row.label) for row in periods)]
        self.fields["periode"].choices = choices  # type: ignore[attr-defined]  # a choice field

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for and is offered."""
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen)

    def narrow(self, rows: LeafletQuerySet) -> LeafletQuerySet:
        """Only what was asked for; a value nobody offers narrows nothing."""
        chosen = self.chosen
        if chosen.get("fuer"):
            rows = rows.for_audience(chosen["fuer"])
        if chosen.get("art"):
            rows = rows.of_kind(chosen["art"])
        return rows.of_period(int(chosen["periode"])) if chosen.get("periode") else rows
