"""The value in force today."""

from decimal import Decimal

from goslar_portal.office.declarations import declaration


def value(name: str) -> int | Decimal:
    """The value in force today: the newest record valid by now, else the declared default.

    Whole numbers come as `int`. One query. Raises `LookupError` for an undeclared name.
    """
    from goslar_portal.office.models import OfficeValue

    default = declaration(name).default
    found = OfficeValue.objects.in_force(name)
    number = default if found is None else found
    return int(number) if number == number.to_integral_value() else number
