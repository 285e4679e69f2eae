"""The value in force today."""

from decimal import Decimal

from goslar_portal.office.declarations import declaration
from goslar_portal.page_cache.shown import shows
from goslar_portal.requests import notes


def value(name: str) -> int | Decimal:
    """The value in force today: the newest record valid by now, else the declared default.

    Whole numbers come as `int`. One query per request, however many values it needs.
    Raises `LookupError` for an undeclared name.
    """
    default = declaration(name).default
    number = _in_force().get(name, default)
    return int(number) if number == number.to_integral_value() else number


def _in_force() -> dict[str, Decimal]:
    from goslar_portal.office.models import OfficeValue

    kept = notes()
    if "office" not in kept:
        shows("office")
        kept["office"] = OfficeValue.objects.in_force()
    values: dict[str, Decimal] = kept["office"]
    return values
