"""What is known about a dwelling: one column per question of H-040 to H-042, and what may stand in it.

Staff may take an offer in with gaps (H-080), so nothing is required here; the public form asks for more.
"""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from goslar_portal.retention import Retention
from housing.models import choices
from housing.models.places import District, Municipality


def between(name: str, low: int | str, high: int | str, message: str | StrPromise) -> models.CheckConstraint:
    """`name` is empty or within these bounds."""
    bounds = Q(**{f"{name}__gte": Decimal(low), f"{name}__lte": Decimal(high)})
    return models.CheckConstraint(
        name=f"offer_{name}_is_within_bounds",
        condition=Q(**{f"{name}__isnull": True}) | bounds,
        violation_error_message=message,
    )


def of_list(name: str, values: list[str], message: str | StrPromise) -> models.CheckConstraint:
    """Every value of the column `name` (one or several) stands in the closed list, or it is empty."""
    return models.CheckConstraint(
        name=f"offer_{name}_is_known",
        condition=Q(**{f"{name}__in": ["", *values]}),
        violation_error_message=message,
    )


def several(name: str, values: list[str], message: str | StrPromise) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"offer_{name}_are_known",
        condition=Q(**{f"{name}__contained_by": values}),
        violation_error_message=message,
    )


def never(name: str, condition: Q, message: str | StrPromise) -> models.CheckConstraint:
    """What must not be, said the way people say it.

    `IS TRUE` semantics: a comparison with an empty column counts as allowed, as CHECK itself does.
    """
    return models.CheckConstraint(name=name, condition=~condition, violation_error_message=message)


def answer(label: str | StrPromise) -> Any:
    return models.CharField(
        label, max_length=8, choices=choices.Answer.choices, default=choices.Answer.UNKNOWN
    )


def choice(label: str | StrPromise, values: type[models.TextChoices]) -> Any:
    """One of a list; „weiß nicht“ from the start where the list has it."""
    default = "unknown" if "unknown" in values.values else ""
    return models.CharField(label, max_length=20, choices=values.choices, default=default, blank=not default)


def some_of(label: str | StrPromise, values: type[models.TextChoices]) -> Any:
    return ArrayField(
        models.CharField(max_length=20, choices=values.choices), verbose_name=label, default=list, blank=True
    )


def money(label: str | StrPromise) -> Any:
    return models.DecimalField(label, max_digits=7, decimal_places=2, null=True, blank=True)


def small(label: str | StrPromise) -> Any:
    return models.SmallIntegerField(label, null=True, blank=True)


class OfferFacts(models.Model):
    # „Die Wohnung“ (H-040)
    kind = choice(_("Art des Wohnraums"), choices.Kind)
    self_contained = answer(_("Eigener abschließbarer Eingang"))
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Stadt oder Gemeinde")
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Ortsteil")
    )
    district_text = models.CharField(_("Ortsteil in eigenen Worten"), max_length=60, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    street = models.CharField(_("Straße"), max_length=120, blank=True)
    house_number = models.CharField(_("Hausnummer"), max_length=10, blank=True)
    floor = small(_("Etage"))
    attic = models.BooleanField(_("Dachgeschoss"), default=False)
    living_area = models.DecimalField(
        _("Wohnfläche in m²"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    rooms = models.DecimalField(
        _("Zimmer (ohne Küche und Bad)"), max_digits=3, decimal_places=1, null=True, blank=True
    )
    bedrooms = small(_("davon Schlafräume"))
    available_now = models.BooleanField(_("sofort frei"), default=False)
    available_from = models.DateField(_("Frei ab"), null=True, blank=True)
    rental_term = choice(_("Mietdauer"), choices.RentalTerm)
    fixed_until = models.DateField(_("Befristet bis"), null=True, blank=True)
    max_persons = small(_("Höchstens für wie viele Personen"))

    # „Die Kosten“ (H-041), all per month
    net_cold_rent = money(_("Kaltmiete (ohne Nebenkosten, Heizung, Garage)"))
    all_inclusive = models.BooleanField(_("Die Miete ist eine Pauschale mit allem"), default=False)
    operating_costs = money(_("Kalte Betriebskosten (Wasser, Müll, Grundsteuer …)"))
    operating_costs_unknown = models.BooleanField(_("Betriebskosten noch nicht bekannt"), default=False)
    heating_costs = money(_("Heizung"))
    heating_by_tenant = models.BooleanField(_("Mieter schließt eigenen Vertrag"), default=False)
    hot_water = choice(_("Warmwasser"), choices.HotWater)
    energy_source = choice(_("Heizung mit"), choices.EnergySource)
    parking_rent = money(_("Stellplatz oder Garage"))
    parking_required = models.BooleanField(_("Stellplatz muss mitgemietet werden"), default=False)
    furniture_surcharge = money(_("Zuschlag für Möbel"))
    deposit = models.DecimalField(_("Kaution"), max_digits=8, decimal_places=2, null=True, blank=True)
    deposit_terms = answer(_("Kaution auch in Raten oder als Zusage des Amtes"))
    gross_cold_rent = models.GeneratedField(
        verbose_name=_("Bruttokaltmiete"),
        expression=F("net_cold_rent") + F("operating_costs"),
        output_field=models.DecimalField(max_digits=8, decimal_places=2),
        db_persist=True,
    )

    # „Ausstattung“ (H-042)
    kitchen = choice(_("Küche"), choices.Kitchen)
    bath = some_of(_("Bad"), choices.Bath)
    bath_shared = answer(_("geteiltes Bad"))
    furnished = choice(_("Möbliert"), choices.Furnished)
    access = choice(_("Zugang"), choices.Access)
    lift = answer(_("Aufzug"))
    balcony_garden = answer(_("Balkon oder Garten"))
    cellar = answer(_("Keller"))
    washing_connection = answer(_("Waschmaschinenanschluss"))
    parking = answer(_("Stellplatz"))
    internet = answer(_("Internetanschluss"))
    smoke_detectors = answer(_("Rauchmelder"))  # § 44 NBauO
    pets = choice(_("Haustiere"), choices.Pets)
    shared_flat_ok = answer(_("Für eine WG geeignet"))
    wbs_required = answer(_("Nur mit Wohnberechtigungsschein"))
    condition = choice(_("Zustand"), choices.Condition)
    ready_by = models.DateField(_("fertig bis"), null=True, blank=True)
    energy_certificate = choice(_("Energieausweis"), choices.EnergyCertificate)  # §§ 80, 87 GEG
    energy_kind = choice(_("Art des Energieausweises"), choices.EnergyKind)
    energy_value = small(_("Kennwert in kWh/(m²a)"))
    energy_class = choice(_("Energieeffizienzklasse"), choices.EnergyClass)
    year_built = small(_("Baujahr"))
    minutes_bus = small(_("Fußweg zum Bus in Minuten"))
    minutes_shop = small(_("Fußweg zum Einkaufen in Minuten"))
    minutes_school = small(_("Fußweg zur Schule in Minuten"))
    minutes_doctor = small(_("Fußweg zum Arzt in Minuten"))
    wishes = some_of(_("Wünsche"), choices.Wish)
    description = models.CharField(_("Was wir noch wissen sollten"), max_length=1000, blank=True)
    tenant_in_mind = models.BooleanField(_("Ich denke schon an eine bestimmte Person"), default=False)

    # What stays after the end is what H-283 names; all else could point at one house.
    retention = Retention(
        operational="rooms available_now available_from rental_term fixed_until max_persons",
        personal="kind self_contained district district_text postal_code street house_number floor attic"
        " living_area bedrooms net_cold_rent all_inclusive operating_costs operating_costs_unknown"
        " heating_costs heating_by_tenant hot_water energy_source parking_rent parking_required"
        " furniture_surcharge deposit deposit_terms gross_cold_rent kitchen bath bath_shared furnished access"
        " lift balcony_garden cellar washing_connection parking internet smoke_detectors pets shared_flat_ok"
        " wbs_required condition ready_by energy_certificate energy_kind energy_value energy_class year_built"
        " minutes_bus minutes_shop minutes_school minutes_doctor wishes description tenant_in_mind",
    )

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        """„Goslar, Jürgenohl“; the municipality alone where no district is known."""
        part = str(self.district) if self.district_id else self.district_text
        town = str(self.municipality) if self.municipality_id else ""
        return f"{town}, {part}" if part and part != town else town

    @property
    def address(self) -> str:
        return f"{self.street} {self.house_number}".strip()


LIST_MESSAGE = _("Bitte wählen Sie einen Wert aus der Liste.")
ANSWERS = [
    "self_contained", "deposit_terms", "bath_shared", "lift", "balcony_garden", "cellar",
    "washing_connection", "parking", "internet", "smoke_detectors", "shared_flat_ok", "wbs_required",
]  # fmt: skip
LISTS: dict[str, type[models.TextChoices]] = {
    "kind": choices.Kind,
    "rental_term": choices.RentalTerm,
    "hot_water": choices.HotWater,
    "energy_source": choices.EnergySource,
    "kitchen": choices.Kitchen,
    "furnished": choices.Furnished,
    "access": choices.Access,
    "pets": choices.Pets,
    "condition": choices.Condition,
    "energy_certificate": choices.EnergyCertificate,
    "energy_kind": choices.EnergyKind,
    "energy_class": choices.EnergyClass,
}
RENT = _("Die Kaltmiete liegt zwischen 0 und 5.000 € im Monat.")
MINUTES = _("Der Fußweg liegt zwischen 0 und 120 Minuten.")

FACT_RULES: list[models.BaseConstraint] = [
    *(of_list(name, choices.Answer.values, LIST_MESSAGE) for name in ANSWERS),
    *(of_list(name, values.values, LIST_MESSAGE) for name, values in LISTS.items()),
    several("bath", choices.Bath.values, LIST_MESSAGE),
    several("wishes", choices.Wish.values, LIST_MESSAGE),
    between("floor", -1, 30, _("Die Etage ist eine Zahl von −1 (Keller) bis 30.")),
    between("living_area", 8, 500, _("Die Wohnfläche liegt zwischen 8 und 500 m².")),
    between("bedrooms", 0, 15, _("Die Zahl der Schlafräume liegt zwischen 0 und 15.")),
    between("max_persons", 1, 15, _("Die Zahl der Personen liegt zwischen 1 und 15.")),
    between("net_cold_rent", 0, 5000, RENT),
    between("operating_costs", 0, 1500, _("Die Betriebskosten liegen zwischen 0 und 1.500 € im Monat.")),
    between("heating_costs", 0, 1000, _("Die Heizkosten liegen zwischen 0 und 1.000 € im Monat.")),
    between("parking_rent", 0, 300, _("Der Stellplatz kostet zwischen 0 und 300 € im Monat.")),
    between("furniture_surcharge", 0, 1000, _("Der Möbelzuschlag liegt zwischen 0 und 1.000 € im Monat.")),
    between("deposit", 0, 15000, _("Die Kaution ist nicht negativ.")),
    between("energy_value", 0, 999, _("Der Energiekennwert liegt zwischen 0 und 999 kWh/(m²a).")),
    between("year_built", 1200, 2199, _("Das Baujahr hat vier Ziffern.")),
    *(between(f"minutes_{to}", 0, 120, MINUTES) for to in ("bus", "shop", "school", "doctor")),
    models.CheckConstraint(
        name="offer_rooms_are_halves",
        condition=Q(rooms__isnull=True) | Q(rooms__in=[Decimal(n) / 2 for n in range(2, 31)]),
        violation_error_message=_("Zimmer zählen ganz oder halb, von 1 bis 15: 1, 1,5, 2 …"),
    ),
    models.CheckConstraint(
        name="offer_postal_code_has_five_digits",
        condition=Q(postal_code="") | Q(postal_code__regex=r"^[0-9]{5}$"),
        violation_error_message=_("Eine Postleitzahl hat fünf Ziffern."),
    ),
    never(
        "offer_bedrooms_fit_rooms",
        Q(bedrooms__isnull=False, rooms__isnull=False, bedrooms__gt=F("rooms")),
        _("Es kann nicht mehr Schlafräume als Zimmer geben."),
    ),
    never(
        "offer_is_free_now_or_later",
        Q(available_now=True, available_from__isnull=False),
        _("Bitte „sofort“ oder ein Datum angeben, nicht beides."),
    ),
    models.CheckConstraint(
        name="offer_fixed_term_has_end",
        condition=Q(rental_term="fixed", fixed_until__isnull=False)
        | (~Q(rental_term="fixed") & Q(fixed_until__isnull=True)),
        violation_error_message=_("Ein Ende der Mietzeit gehört zu „befristet“ und nur dazu."),
    ),
    never(
        "offer_ends_after_it_begins",
        Q(fixed_until__isnull=False, available_from__isnull=False, fixed_until__lte=F("available_from")),
        _("Die Mietzeit endet, bevor sie beginnt."),
    ),
    never(
        "offer_operating_costs_known_or_not",
        Q(operating_costs__isnull=False, operating_costs_unknown=True),
        _("Betriebskosten bitte als Betrag oder als „noch nicht bekannt“, nicht beides."),
    ),
    never(
        "offer_all_inclusive_has_no_operating_costs",
        Q(all_inclusive=True, operating_costs__isnull=False),
        _("In einer Pauschale sind die Betriebskosten enthalten."),
    ),
    never(
        "offer_heating_is_paid_once",
        Q(heating_costs__isnull=False, heating_by_tenant=True),
        _("Heizkosten bitte als Betrag oder als eigener Vertrag, nicht beides."),
    ),
    never(
        "offer_required_parking_has_price",
        Q(parking_required=True, parking_rent__isnull=True),
        _("Bitte den Preis des Stellplatzes nennen, wenn er mitgemietet werden muss."),
    ),
    never(
        "offer_deposit_is_three_rents_at_most",
        Q(deposit__isnull=False, net_cold_rent__isnull=False, deposit__gt=3 * F("net_cold_rent")),
        _("Die Kaution beträgt höchstens drei Kaltmieten (§ 551 BGB)."),
    ),
    never(
        "offer_names_its_district_once",
        Q(district__isnull=False) & ~Q(district_text=""),
        _("Bitte den Ortsteil aus der Liste oder in eigenen Worten, nicht beides."),
    ),
]
