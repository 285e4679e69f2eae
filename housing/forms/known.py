"""What is known about an offer, as a browser would send it: for the next flat, and for changing this one."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from goslar_portal.forms import PortalForm
from goslar_portal.numbers import number
from housing.forms.contact import ContactForm
from housing.forms.costs import CostsForm
from housing.forms.features import FeaturesForm
from housing.forms.fields import NOW
from housing.forms.flat import FlatForm
from housing.models import Landlord, Offer

Lists = dict[str, list[str]]
FORMS: dict[str, type[PortalForm]] = {"wohnung": FlatForm, "kosten": CostsForm, "ausstattung": FeaturesForm}


def flat_answers(offer: Offer) -> dict[str, Lists]:
    """The answers of the three steps about the flat."""
    return {code: answers(offer, form.declared_fields) for code, form in FORMS.items()}


def contact_answers(landlord: Landlord, *, entitled: bool) -> Lists:
    said = answers(landlord, (name for name in ContactForm.declared_fields if name != "entitled"))
    return said | ({"entitled": ["on"]} if entitled else {})


def answers(row: Any, names: Iterable[str]) -> Lists:
    """What is typed already counts as agreed, so no question comes twice for the same value (H-008)."""
    found: Lists = {}
    for name in names:
        values = _typed(row, name)
        if values:
            found[name] = values
            found[f"{name}-stimmt"] = values[-1:]
    return found


def initial_of(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """What a form shows before anything is typed: one text per question, a list where several are ticked."""
    found: dict[str, Any] = {}
    for name in names:
        values = _typed(row, name)
        if values:
            is_list = isinstance(getattr(row, name), list)
            found[name] = values if is_list else values[-1]
    return found


def _typed(row: Any, name: str) -> list[str]:
    if name == "available_from" and row.available_now:
        return [NOW]
    if name in {"municipality", "district"}:
        name = f"{name}_id"
    value = getattr(row, name)
    if value is True:
        return ["on"]
    if value in (None, "", False) and not _is_number(value):
        return []
    if isinstance(value, list):
        return [str(part) for part in value]
    return [_as_text(name, value)]


def _is_number(value: Any) -> bool:
    """0 € and the ground floor are answers, `False` is none."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _as_text(name: str, value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal):
        return number(value)
    return str(value.as_national) if name == "phone" else str(value)
