"""An offer in words: blocks of label and value, the same on review page, status page and PDF."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from goslar_portal.languages import in_german
from goslar_portal.numbers import money, number

if TYPE_CHECKING:
    from housing.models import Landlord, Offer

Line = tuple[str, str]

NOTHING_SAID = ("", "unknown", None, False)


@dataclass(frozen=True)
class Block:
    """`code` is the step of the form the lines come from."""

    code: str
    title: str
    lines: list[Line]
    url: str = ""  # where its lines are changed


FLAT = (
    "kind", "self_contained", "municipality", "district", "district_text", "postal_code", "street",
    "house_number", "floor", "attic", "living_area", "rooms", "bedrooms", "available_from", "rental_term",
    "fixed_until", "max_persons",
)  # fmt: skip
COSTS = (
    "net_cold_rent", "all_inclusive", "operating_costs", "operating_costs_unknown", "heating_costs",
    "heating_by_tenant", "energy_source", "hot_water", "parking_rent", "parking_required",
    "furniture_surcharge", "deposit", "deposit_terms",
)  # fmt: skip
FEATURES = (
    "kitchen", "bath", "bath_shared", "furnished", "access", "lift", "balcony_garden", "cellar",
    "washing_connection", "parking", "internet", "smoke_detectors", "pets", "shared_flat_ok", "wbs_required",
    "wishes", "condition", "ready_by", "energy_certificate", "energy_kind", "energy_value", "energy_class",
    "year_built", "minutes_bus", "minutes_shop", "minutes_school", "minutes_doctor", "description",
    "tenant_in_mind",
)  # fmt: skip
CONTACT = (
    "role", "company", "name", "email", "phone", "email_only", "contact_times", "contact_languages",
    "postal_address",
)  # fmt: skip
STEPS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("wohnung", gettext_lazy("Die Wohnung"), FLAT),
    ("kosten", gettext_lazy("Die Kosten"), COSTS),
    ("ausstattung", gettext_lazy("Ausstattung"), FEATURES),
)
LABELS: dict[str, Promise] = {
    "living_area": gettext_lazy("Wohnfläche"),
    "net_cold_rent": gettext_lazy("Kaltmiete im Monat"),
    "all_inclusive": gettext_lazy("Pauschale mit allem"),
    "operating_costs": gettext_lazy("Kalte Betriebskosten im Monat"),
    "heating_costs": gettext_lazy("Heizkosten im Monat"),
    "energy_source": gettext_lazy("Geheizt wird mit"),
    "access": gettext_lazy("Zugang zur Wohnung"),
    "condition": gettext_lazy("Zustand der Wohnung"),
    "minutes_bus": gettext_lazy("Fußweg zu Bus oder Bahn"),
    "minutes_shop": gettext_lazy("Fußweg zum Einkaufen"),
    "minutes_school": gettext_lazy("Fußweg zu Schule oder Kita"),
    "minutes_doctor": gettext_lazy("Fußweg zur Arztpraxis"),
    "heating_by_tenant": gettext_lazy("Eigener Vertrag für die Heizung"),
    "parking_rent": gettext_lazy("Stellplatz oder Garage im Monat"),
    "furniture_surcharge": gettext_lazy("Zuschlag für Möbel im Monat"),
    "energy_value": gettext_lazy("Energiewert"),
    "name": gettext_lazy("Name"),
    "postal_address": gettext_lazy("Anschrift"),
}
# What helps most to find the right household, so it is asked for on the status page while nobody has said.
HELPFUL = (
    "street", "floor", "max_persons", "heating_costs", "energy_source", "deposit", "kitchen", "furnished",
    "access", "lift", "washing_connection", "pets", "condition", "energy_certificate",
)  # fmt: skip

MUST = 9  # answers without which nothing can be sent; they count as known


@in_german()  # these pages are offered in German only, whatever frame they stand in
def blocks(offer: Offer) -> list[Block]:
    """What was said about the flat; what nobody said is left out."""
    return [Block(code, str(title), list(lines(offer, names))) for code, title, names in STEPS]


def linked(blocks: Iterable[Block], urls: Mapping[str, str]) -> list[Block]:
    """The same with the addresses where they are changed."""
    return [replace(block, url=urls.get(block.code, "")) for block in blocks]


@dataclass(frozen=True)
class Difference:
    label: str
    stored: str
    typed: str


def differences(stored: Offer, typed: Offer, names: Collection[str]) -> list[Difference]:
    """Facts in which two versions of an offer differ, in words (H-074, H-075)."""
    found, known = [], set(names)
    for name in names:
        if name == "available_now" and "available_from" in known:
            continue  # „sofort“ stands beside the day already
        attname = stored._meta.get_field(name).attname  # type: ignore[union-attr]  # plain columns only
        if getattr(stored, attname) != getattr(typed, attname):
            found.append(
                Difference(label(stored, name), words(stored, name) or "–", words(typed, name) or "–")
            )
    return found


@dataclass(frozen=True)
class Beside:
    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


def side_by_side(first: Offer, second: Offer) -> list[Beside]:
    """Two offers with their landlords, line by line; what neither says is left out (H-121)."""
    rows: list[Beside] = []
    pairs: list[tuple[Any, Any, tuple[str, ...]]] = [(first, second, (*FLAT, *COSTS, *FEATURES))]
    if first.landlord and second.landlord:
        pairs.insert(0, (first.landlord, second.landlord, CONTACT))
    for one, other, names in pairs:
        for name in names:
            said = words(one, name), words(other, name)
            if any(said):
                rows.append(Beside(label(one, name), *said))
    return rows


@in_german()
def contact_block(landlord: Landlord) -> Block:
    return Block("kontakt", _("Ihre Kontaktdaten"), list(lines(landlord, CONTACT)))


def lines(row: models.Model, names: Iterable[str]) -> Iterable[Line]:
    for name in names:
        value = words(row, name)
        if value:
            yield label(row, name), value


def missing(offer: Offer, *, has_photos: bool) -> list[str]:
    """Labels of what would help and is not known yet (H-072)."""
    unsaid = [label(offer, name) for name in HELPFUL if not (words(offer, name) or _needless(offer, name))]
    return unsaid if has_photos else [*unsaid, _("Fotos")]


def _needless(offer: Offer, name: str) -> bool:
    """Heating that tenants pay by a contract of their own, or within a lump sum, has no costs to name."""
    return name == "heating_costs" and (offer.heating_by_tenant or offer.all_inclusive)


def completeness(offer: Offer, *, has_photos: bool) -> int:
    """How much of what helps is known, in per cent (H-060). The must answers are always there."""
    return share_known(len(missing(offer, has_photos=has_photos)))


def share_known(gaps: int) -> int:
    """In per cent, with so many of what helps not said yet. See also: `OfferQuerySet.complete_from`."""
    return 100 - round(100 * gaps / (len(HELPFUL) + 1 + MUST))


def label(row: models.Model, name: str) -> str:
    if name in LABELS:
        return str(LABELS[name])
    text = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # only plain fields are listed
    return text[:1].upper() + text[1:]


def words(row: Any, name: str) -> str:
    """The value as people read it, or nothing."""
    if name == "available_from" and row.available_now:
        return _("sofort")
    value = getattr(row, name)
    if isinstance(value, list):
        return ", ".join(str(_choices(row, name).get(code, code)) for code in value)
    if value in NOTHING_SAID and not _is_zero(value):
        return ""
    if value is True:
        return _("ja")
    return _formatted(row, name, value)


def _is_zero(value: Any) -> bool:
    """`0` equals False; an amount of 0 € or the ground floor has been said all the same."""
    return not isinstance(value, bool) and isinstance(value, int | Decimal)


def _formatted(row: Any, name: str, value: Any) -> str:
    if isinstance(value, date):
        return str(date_format(value, "j. F Y"))
    if name.startswith("minutes_"):
        return ngettext("%(count)d Minute", "%(count)d Minuten", value) % {"count": value}
    if name == "energy_value":
        return f"{value} kWh/(m²a)"
    if isinstance(value, Decimal):
        return _decimal(name, value)
    if name == "phone":
        return str(getattr(value, "as_national", value))
    return str(_choices(row, name).get(value, value))


def _decimal(name: str, value: Decimal) -> str:
    if name == "living_area":
        return f"{number(value)} m²"
    return number(value) if name == "rooms" else money(value)


def _choices(row: Any, name: str) -> dict[Any, Any]:
    if isinstance(getattr(type(row), name, None), property):
        return {}
    field = row._meta.get_field(name)
    return dict(getattr(field, "base_field", field).flatchoices)
