"""One column of one row in words for people and in values for machines (Art. 15, Art. 20 DSGVO)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from goslar_portal.numbers import number

EMPTY: tuple[Any, ...] = (None, "", [], {}, ())


@dataclass(frozen=True)
class Value:
    """`text` is read by people, `raw` is plain JSON. `is_unsaid`: a choice nobody has made."""

    name: str
    label: str
    text: str
    raw: Any
    is_unsaid: bool = False


def value_of(row: models.Model, field: Any) -> Value | None:
    """None when the column says nothing, or holds a file, which is told apart."""
    stored = getattr(row, field.attname, None)
    if isinstance(field, models.FileField) or field.name == "content":
        return None
    if stored in EMPTY:
        return None
    label = capfirst(str(field.verbose_name))
    is_choice = bool(field.choices) and field.has_default() and field.name != "state"
    unsaid = is_choice and stored == field.get_default()
    return Value(field.name, label, spoken(row, field, stored), plain(row, field, stored), unsaid)


def spoken(row: models.Model, field: Any, stored: Any) -> str:
    if field.is_relation:
        return str(getattr(row, field.name, stored))
    if isinstance(field, ArrayField):
        words = dict(field.base_field.choices or ())
        return ", ".join(str(words.get(one, one)) for one in stored)
    if field.choices:
        return str(dict(field.flatchoices).get(stored, stored))
    return in_words(stored)


def in_words(stored: Any) -> str:
    """Values inside of JSON as well."""
    if isinstance(stored, bool):
        return _("Ja") if stored else _("Nein")
    if isinstance(stored, datetime):
        return date_format(timezone.localtime(stored), "d.m.Y, H:i")
    if isinstance(stored, date):
        return date_format(stored, "d.m.Y")
    if isinstance(stored, Decimal):
        return number(stored)
    if isinstance(stored, dict):
        return "; ".join(f"{key}: {in_words(one)}" for key, one in stored.items() if one not in EMPTY)
    if isinstance(stored, list | tuple):
        return ", ".join(in_words(one) for one in stored)
    return bytes(stored).hex() if isinstance(stored, bytes | memoryview) else str(stored)


def plain(row: models.Model, field: Any, stored: Any) -> Any:
    if field.is_relation:
        return str(getattr(row, field.name, stored))
    return as_json(stored)


def as_json(stored: Any) -> Any:
    if stored is None or isinstance(stored, bool | int | float):
        return stored
    if isinstance(stored, dict):
        return {str(key): as_json(one) for key, one in stored.items()}
    if isinstance(stored, list | tuple):
        return [as_json(one) for one in stored]
    if isinstance(stored, datetime | date | time):
        return stored.isoformat()
    if isinstance(stored, PhoneNumber):
        return str(stored.as_e164) if stored.is_valid() else stored.raw_input
    return bytes(stored).hex() if isinstance(stored, bytes | memoryview) else str(stored)
