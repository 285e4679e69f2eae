"""What the office may set, within which bounds; each area declares its own in `ready()`."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise


@dataclass(frozen=True)
class Declaration:
    name: str
    label: str | Promise
    unit: str | Promise
    low: Decimal
    high: Decimal
    default: Decimal
    needs_confirmation: str = ""

    def refuses(self, number: Decimal) -> bool:
        return not self.low <= number <= self.high


_all: dict[str, Declaration] = {}


def declare(
    name: str,
    *,
    label: str | Promise,
    unit: str | Promise,
    low: int | str,
    high: int | str,
    default: int | str,
    needs_confirmation: str = "",
) -> None:
    """Declare the value `name` (`area.word`). `needs_confirmation` is the question to the county, if open.

    Raises `ValueError` when the default lies outside its own bounds.
    """
    add(Declaration(name, label, unit, Decimal(low), Decimal(high), Decimal(default), needs_confirmation))


def add(row: Declaration) -> None:
    """As `declare()`, for what is declared elsewhere, such as the periods of retention."""
    if row.refuses(row.default):
        raise ValueError(f"{row.name}: default {row.default} is not within {row.low} and {row.high}")
    _all[row.name] = row


def declared() -> dict[str, Declaration]:
    return dict(_all)


def declaration(name: str) -> Declaration:
    """Raises `LookupError` for a name that no area declared."""
    return _all[name]
