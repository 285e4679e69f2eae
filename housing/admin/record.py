"""What the page of one offer shows: facts in groups, caps, timeline (H-103, G-086)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.phonenumber import to_python

from goslar_portal.dates import today
from goslar_portal.numbers import money, number
from goslar_portal.timeline import Event
from housing import sheet
from housing.models import Cap, CapBook, Landlord, Light, Offer, OfferChange
from housing.models.offer_states import OfferState
from housing.staff_forms import COSTS, DAYS, DWELLING, FEATURES, MONEY

SHOWN_ELSEWHERE = {"municipality", "district", "district_text", "street", "house_number", "postal_code"}
GROUPS = (
    (gettext_lazy("Die Wohnung"), DWELLING),
    (gettext_lazy("Die Kosten im Monat"), COSTS),
    (gettext_lazy("Ausstattung"), FEATURES),
)
LANDLORD = gettext_lazy("Vermieterin oder Vermieter")


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class FactGroup:
    title: str
    facts: list[Fact]
    unknown: list[str]


@dataclass(frozen=True)
class CapLine:
    cap: Cap
    light: Light
    difference: str
    too_small: bool


def fact_groups(offer: Offer) -> list[FactGroup]:
    """What is known, and by name what nobody has said yet."""
    groups = []
    for title, names in GROUPS:
        facts, unknown = [], []
        for name in names:
            if name in SHOWN_ELSEWHERE or (name in HIDDEN_UNLESS_TRUE and not getattr(offer, name)):
                continue
            label = str(offer._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # plain columns only
            value = spoken(offer, name)
            if value:
                facts.append(Fact(label, value))
            elif not _goes_without(offer, name):
                unknown.append(label)
        groups.append(FactGroup(str(title), facts, unknown))
    return groups


HIDDEN_UNLESS_TRUE = {
    "attic", "available_now", "all_inclusive", "operating_costs_unknown", "heating_by_tenant",
    "parking_required", "tenant_in_mind",
}  # fmt: skip


def _goes_without(offer: Offer, name: str) -> bool:
    """Empty for a good reason: another answer stands in its place."""
    reasons = {
        "available_from": offer.available_now,
        "fixed_until": offer.rental_term != "fixed",
        "operating_costs": offer.all_inclusive,
        "heating_costs": offer.heating_by_tenant or offer.all_inclusive,
        "ready_by": offer.condition == "ready",
        "energy_kind": offer.energy_certificate != "available",
        "energy_value": offer.energy_certificate != "available",
        "energy_class": offer.energy_certificate != "available",
        "wishes": True,
        "description": True,
        "furniture_surcharge": offer.furnished in {"no", "unknown"},
    }
    return bool(reasons.get(name))


def spoken(offer: Offer, name: str) -> str:
    """A column as people read it; nothing for „weiß nicht“ and for empty."""
    value = getattr(offer, name)
    if value in (None, "", [], "unknown"):
        return ""
    if value is True:
        return _("ja")
    if value is False:
        return _("nein")
    return _formatted(offer, name, value)


def _formatted(offer: Offer, name: str, value: Any) -> str:
    if isinstance(value, list):
        labels = dict(offer._meta.get_field(name).base_field.choices)  # type: ignore[union-attr]  # a list column
        return ", ".join(str(labels.get(code, code)) for code in value)
    if name in MONEY:
        return money(value)
    if name in DAYS:
        return day(value)
    if isinstance(value, Decimal):
        return f"{number(value)} m²" if name == "living_area" else number(value)
    display = getattr(offer, f"get_{name}_display", None)
    return str(display()) if display else str(value)


def day(value: date | None) -> str:
    return date_format(value, "d.m.Y") if value else ""


def short_day(value: date | None) -> str:
    """For lists: „23.11.“, with the year where it is not this one."""
    if value is None:
        return ""
    return date_format(value, "d.m." if value.year == today().year else "d.m.y")


def cap_lines(offer: Offer, book: CapBook) -> list[CapLine]:
    """Caps for one to six persons beside the rent of this offer."""
    lines = []
    for cap in book.row(str(offer.municipality_id)):
        rent = offer.gross_cold_rent
        over = cap.difference(rent) if rent is not None else None
        shown = "" if over is None else (f"+{money(over)}" if over > 0 else money(over).replace("-", "−"))
        crowded = bool(offer.max_persons and cap.persons > offer.max_persons)
        lines.append(CapLine(cap, cap.judge(rent), shown, crowded))
    return lines


@dataclass(frozen=True)
class OpenChange:
    change: OfferChange
    lines: list[sheet.Difference]


def open_changes(offer: Offer) -> list[OpenChange]:
    """What the landlord changed or wishes to change, old beside new (H-074)."""
    rows = OfferChange.objects.open_of(offer)
    return [OpenChange(row, sheet.differences(*row.rows, row.columns)) for row in rows]


def is_called_for(offer: Offer, verb: str) -> bool:
    """Whether there is something to decide by this button; all others are always there."""
    kinds = {"check_changes": False, "adopt_change": True, "refuse_change": True}
    if verb in kinds:
        return any(row.is_wish is kinds[verb] for row in OfferChange.objects.open_of(offer))
    if verb == "write_unreachable":
        return offer.is_hard_to_reach and bool(offer.landlord and offer.landlord.gets_mail)
    if verb == "lift_hold":
        return offer.is_open and offer.is_on_hold
    return verb != "answer_erasure" or offer.erasure_wished_at is not None


def talks(offer: Offer) -> list[Event]:
    """Calls, visits and letters on paper, as the staff noted them."""
    return [
        Event(
            row.at,
            f"{row.get_channel_display()}: {row.result.label}",
            str(row.noted_by or "") if row.direction == "out" else str(LANDLORD),
            said=row.note,
            kind="contact",
        )
        for row in offer.contacts.select_related("result", "noted_by")
    ]


def badges(offer: Offer) -> list[str]:
    """Short words beside the state; the list and the page show the same."""
    is_silent = offer.is_open and offer.state != OfferState.PAUSED and offer.last_contact_on is None
    is_late = bool(offer.reply_by and offer.reply_by < today())
    marks = {
        _("Person im Sinn"): offer.tenant_in_mind,
        _("Antwort überfällig"): is_silent and is_late,
        _("ohne Kontakt"): is_silent and not is_late,
        _("%(count)d-mal nicht erreicht") % {"count": offer.failed_attempts}: offer.is_hard_to_reach,
        _("Aufgabe fällig"): getattr(offer, "has_task_due", False),
        _("Löschung gewünscht"): offer.erasure_wished_at,
        _("Auffällig"): getattr(offer, "has_open_signal", False),
        _("Mögliche Dublette"): getattr(offer, "has_open_pair", False),
        _("Änderung prüfen"): getattr(offer, "has_open_change", False),
        _("WBS"): offer.wbs_required == "yes",
        _("Formular auffällig"): offer.marks,
    }
    return [word for word, is_so in marks.items() if is_so]


def labelled(landlord: Landlord) -> list[tuple[str, str]]:
    """What a later form said differently, with the names of the fields."""
    rows = []
    for name, value in landlord.differing.items():
        field: Any = Landlord._meta.get_field(name)
        labels = dict(field.choices or []) | ({value: to_python(value)} if name == "phone" else {})
        shown = ", ".join(value) if isinstance(value, list) else labels.get(value, value)
        rows.append((str(field.verbose_name), _("ja") if shown is True else str(shown)))
    return rows
