"""Reference numbers of offers: `GS-2026-000123-X`, with a character that finds typing errors (H-065).

The nine letters and figures that matter (year and number) are read as digits of base 29 with weights that all
differ; 29 is prime, so every single wrong digit and every swap of two neighbours changes the check character.
"""

import re

from django.db import connection, models

from goslar_portal.retention import Retention

# 29 characters without I, L and O, which look like 1 and 0.
CHECK_CHARACTERS = "0123456789ABCDEFGHJKMNPQRSTUV"
PATTERN = re.compile(r"GS(\d{4})(\d{6})([0-9A-Z])", re.ASCII)
DECORATION = re.compile(r"[\s\-–—_./]")
LOOKALIKES = str.maketrans("OIL", "011")


def check_character(digits: str) -> str:
    """The weighted sum of the digits modulo 29; weights 2, 3, 4 … are different and never divisible by 29."""
    return CHECK_CHARACTERS[sum(weight * int(digit) for weight, digit in enumerate(digits, start=2)) % 29]


def write(year: int, number: int) -> str:
    """Raises `ValueError` when the number needs more than six digits."""
    if not 0 < number < 1_000_000 or not 2000 <= year <= 9999:
        raise ValueError(f"no reference for year {year} and number {number}")
    digits = f"{year:04}{number:06}"
    return f"GS-{digits[:4]}-{digits[4:]}-{check_character(digits)}"


def parse(text: str) -> str:
    """The reference in its one spelling, however it was typed; `ValueError` when it cannot be right."""
    bare = DECORATION.sub("", text).upper().translate(LOOKALIKES)
    found = PATTERN.fullmatch(bare)
    if found is None or check_character(found[1] + found[2]) != found[3]:
        raise ValueError("no reference")
    return f"GS-{found[1]}-{found[2]}-{found[3]}"


class ReferenceYear(models.Model):
    """How many references a year has given out. One row per year, counted up in one statement."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    retention = Retention(operational="year last")

    class Meta:
        verbose_name = "Zähler der Aktenzeichen"
        verbose_name_plural = "Zähler der Aktenzeichen"

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


def next_reference(year: int) -> str:
    """The next free reference of this year; two callers at once never get the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO housing_referenceyear (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = housing_referenceyear.last + 1 RETURNING last",
            [year],
        )
        return write(year, cursor.fetchone()[0])
