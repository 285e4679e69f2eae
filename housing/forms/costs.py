"""Step „Die Kosten“: monthly amounts, asked part by part so that heating never mixes in (H-041)."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Fieldset
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm
from goslar_portal.numbers import money
from housing.forms.fields import AmountField, box, pick
from housing.models.choices import Answer, EnergySource, HotWater

HIGH_RENT = Decimal(25)  # € per m²; far above what is asked anywhere in the county, so mostly a typing error
DEPOSIT_RENTS = 3  # § 551 (1) BGB: at most three monthly rents without operating costs


class CostsForm(PortalForm):
    net_cold_rent = AmountField(
        label=_("Kaltmiete"),
        required=True,
        high="5000",
        help_text=_("Ohne Nebenkosten, Heizung und Garage. Zum Beispiel 420."),
    )
    all_inclusive = box(_("Die Miete ist eine Pauschale mit allem"))
    operating_costs = AmountField(
        label=_("Kalte Betriebskosten"),
        high="1500",
        help_text=_("Zum Beispiel für Wasser, Müll und Grundsteuer. Ohne Heizung."),
    )
    operating_costs_unknown = box(_("Die Betriebskosten weiß ich noch nicht"))
    heating_costs = AmountField(label=_("Heizung"), high="1000")
    heating_by_tenant = box(_("Mieterin oder Mieter schließt einen eigenen Vertrag für die Heizung"))
    hot_water = pick(_("Warmwasser"), HotWater.choices)
    energy_source = pick(_("Heizung mit"), EnergySource.choices)
    parking_rent = AmountField(label=_("Stellplatz oder Garage"), high="300")
    parking_required = box(_("Stellplatz oder Garage muss mitgemietet werden"))
    furniture_surcharge = AmountField(label=_("Zuschlag für Möbel"), high="1000")
    deposit = AmountField(
        label=_("Kaution"), high="15000", help_text=_("Einmalig. Höchstens drei Kaltmieten (§ 551 BGB).")
    )
    deposit_terms = pick(_("Kaution auch in Raten oder als Zusage des Amtes"), Answer.choices)

    missing = {
        "net_cold_rent": _("Die Kaltmiete fehlt. Bitte geben Sie den Betrag im Monat ein, zum Beispiel 420."),
        "operating_costs": _(
            "Die Betriebskosten fehlen. Bitte geben Sie einen Betrag ein oder setzen Sie das Häkchen „weiß "
            "ich noch nicht“."
        ),
        "parking_rent": _(
            "Der Betrag für den Stellplatz fehlt. Bitte geben Sie ein, was er im Monat kostet."
        ),
    }
    units = {
        name: _("€ im Monat")
        for name in (
            "net_cold_rent",
            "operating_costs",
            "heating_costs",
            "parking_rent",
            "furniture_surcharge",
        )
    } | {"deposit": "€"}
    conditional = {"operating_costs"}

    def __init__(self, *args: Any, living_area: Decimal | None = None, **kwargs: Any) -> None:
        self.living_area = living_area
        super().__init__(*args, **kwargs)

    def layout(self) -> list[Any]:
        return [
            Fieldset(
                _("Miete und Betriebskosten"),
                "net_cold_rent", "all_inclusive", "operating_costs", "operating_costs_unknown",
            ),
            Fieldset(_("Heizung"), "heating_costs", "heating_by_tenant", "energy_source", "hot_water"),
            Fieldset(_("Stellplatz und Möbel"), "parking_rent", "parking_required", "furniture_surcharge"),
            Fieldset(_("Kaution"), "deposit", "deposit_terms"),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        self._judge_rent(values)
        self._judge_operating_costs(values)
        if values.get("heating_costs") is not None and values.get("heating_by_tenant"):
            self.add_error(
                "heating_by_tenant",
                _(
                    "Bitte geben Sie entweder einen Betrag für die Heizung an oder setzen Sie dieses "
                    "Häkchen, nicht beides."
                ),
            )
        if values.get("parking_required"):
            self.require("parking_rent")
        rent, deposit = values.get("net_cold_rent"), values.get("deposit")
        if rent is not None and deposit is not None and deposit > DEPOSIT_RENTS * rent:
            self.add_error(
                "deposit",
                _(
                    "Die Kaution darf höchstens drei Kaltmieten betragen (§ 551 BGB). Das sind hier {limit}."
                ).format(limit=money(DEPOSIT_RENTS * rent)),
            )
        return values

    def _judge_rent(self, values: dict[str, Any]) -> None:
        rent = values.get("net_cold_rent")
        if rent is None:
            return
        if rent == 0:
            self.warn("net_cold_rent", _("Sie haben 0 Euro eingegeben. Soll die Wohnung keine Miete kosten?"))
        elif self.living_area and rent > HIGH_RENT * self.living_area:
            self.warn(
                "net_cold_rent", _("Die Kaltmiete liegt über 25 Euro je Quadratmeter. Stimmt der Betrag so?")
            )

    def _judge_operating_costs(self, values: dict[str, Any]) -> None:
        amount, unknown = values.get("operating_costs"), values.get("operating_costs_unknown")
        if amount is not None and unknown:
            self.add_error(
                "operating_costs_unknown",
                _(
                    "Bitte geben Sie entweder die Betriebskosten an oder setzen Sie dieses Häkchen, nicht "
                    "beides."
                ),
            )
        elif amount is not None and values.get("all_inclusive"):
            self.add_error(
                "operating_costs",
                _(
                    "In einer Pauschale sind die Betriebskosten schon enthalten. Bitte lassen Sie dieses "
                    "Feld dann frei."
                ),
            )
        elif not unknown and not values.get("all_inclusive"):
            self.require("operating_costs")
