"""Numbers the German way, in and out (H-006). Money is `Decimal` with two places, never float."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_RECORD_NUMBER = 18  # digits; PostgreSQL counts no further than 9.2e18
LONGEST = 20  # characters; a rent has no more
DECORATION = re.compile(r"[\s\u00a0\u202f€]|EURO?|m²|m2|qm", re.IGNORECASE)
ABOUT = re.compile(r"^(ca\.?|circa|etwa)", re.IGNORECASE)  # „ca. 65 m²“
ROUND = re.compile(r"[,.][-–—]+$")  # „420,-“
GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")


def read_number(text: str) -> Decimal:
    """`1.234,5`, `1234,5`, `1234.5` and `1 234,50 €` all mean the same; `ca. 420,-` is 420.

    A single point followed by exactly three digits groups thousands, as on German letters.
    Raises `ValueError` for anything that is no plain number ("12 Zimmer", "NaN", "1e9").
    """
    bare = ROUND.sub("", ABOUT.sub("", DECORATION.sub("", text)))
    sign, digits = ("-", bare[1:]) if bare[:1] in {"-", "−"} else ("", bare)
    whole, _comma, fraction = digits.partition(",")
    if GROUPED.fullmatch(whole):
        whole = whole.replace(".", "")
    plain = f"{whole}.{fraction}" if _comma else whole
    if not re.fullmatch(r"\d+(\.\d*)?", plain, re.ASCII) or len(plain) > LONGEST:
        raise ValueError(text)
    return Decimal(sign + plain)


def money(amount: Decimal | None) -> str:
    """`Decimal("1234.5")` becomes „1.234,50 €“; nothing stays nothing."""
    return "" if amount is None else f"{_german(amount, 2)} €"


def number(amount: Decimal | int | None) -> str:
    """Without trailing zeros: „62,5“, „3“."""
    if amount is None:
        return ""
    places = max(0, -int(Decimal(amount).normalize().as_tuple().exponent))
    return _german(Decimal(amount), places)


def _german(amount: Decimal, places: int) -> str:
    return f"{amount:,.{places}f}".translate(str.maketrans(",.", ".,"))


class GermanDecimalField(forms.DecimalField):
    """A number as people write it. `max_value`, `min_value`, `decimal_places` as in Django."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Bitte geben Sie eine Zahl ein, zum Beispiel 62,5.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs derive decimal from integer fields
        if value in self.empty_values:
            return None
        try:
            return value if isinstance(value, Decimal) else read_number(str(value))
        except (ValueError, InvalidOperation) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, Decimal) else value


def record_number(text: str) -> int | None:
    """The number of a record in an address or a hidden box; none for what no record can have."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_RECORD_NUMBER else None
