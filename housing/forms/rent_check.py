"""The rent check: a question asked by address, so that it can be kept as a bookmark (H-022)."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm
from housing.forms.fields import AmountField, AreaField, CountField

# Addresses are German: what the form calls `municipality` stands in the address as `ort`.
PARAMETERS = {
    "municipality": "ort",
    "net_cold_rent": "kaltmiete",
    "living_area": "flaeche",
    "operating_costs": "betriebskosten",
    "persons": "personen",
}


class RentCheckForm(PortalForm):
    municipality = forms.ChoiceField(label=_("Stadt oder Gemeinde"))
    net_cold_rent = AmountField(
        label=_("Kaltmiete"), high="5000", help_text=_("Ohne Nebenkosten und Heizung. Zum Beispiel 420.")
    )
    operating_costs = AmountField(
        label=_("Kalte Betriebskosten"),
        high="1500",
        help_text=_("Zum Beispiel für Wasser, Müll und Grundsteuer. Ohne Heizung."),
    )
    living_area = AreaField(label=_("Wohnfläche"), required=False, help_text=_("Zum Beispiel 62,5."))
    persons = CountField(
        label=_("Personen"),
        low=1,
        high=15,
        sentence=_("Bitte geben Sie die Zahl der Personen als ganze Zahl von 1 bis 15 an."),
        help_text=_("Lassen Sie das Feld frei, wenn Sie alle Haushaltsgrößen sehen möchten."),
    )

    missing = {"municipality": _("Die Stadt oder Gemeinde fehlt. Bitte wählen Sie eine aus.")}
    units = {"net_cold_rent": _("€ im Monat"), "operating_costs": _("€ im Monat"), "living_area": "m²"}
    conditional = {"net_cold_rent", "living_area"}

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = [("", _("Bitte wählen")), *places]  # type: ignore[attr-defined]
        self.fields["persons"].widget.attrs["class"] = "short"

    def add_prefix(self, field_name: str) -> str:
        return PARAMETERS.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        asked = {"net_cold_rent", "living_area"}
        if not asked & set(self.errors) and all(values.get(name) is None for name in asked):
            self.add_error(
                "net_cold_rent",
                _("Bitte geben Sie die Kaltmiete oder die Wohnfläche ein. Eines von beiden brauchen wir."),
            )
        return values

    @property
    def lacks_costs(self) -> bool:
        """A cold rent alone looks better beside the caps than it is."""
        return self.cleaned_data["net_cold_rent"] is not None and self.cleaned_data["operating_costs"] is None

    @property
    def gross_cold_rent(self) -> Decimal | None:
        """Cold rent and cold operating costs together; that is what a cap means."""
        rent: Decimal | None = self.cleaned_data["net_cold_rent"]
        return None if rent is None else rent + (self.cleaned_data["operating_costs"] or Decimal(0))
