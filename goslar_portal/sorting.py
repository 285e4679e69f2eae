"""German words in their order: „Ärzte“ beside „Arbeit“, „Straße“ beside „Strasse“ (G-176).

The database sorts by bytes: no ICU in the wheel, and the same order on every machine.
"""

from unicodedata import combining, normalize

from django.db.models import F, OrderBy
from django.db.models.functions import Collate, Lower


class Plain(Lower):
    """Small letters without dots and accents; the signs of `unaccent` turn ß into ss."""

    template = "lower(unaccent(%(expressions)s))"


def german(name: str) -> tuple[OrderBy, OrderBy]:
    """For `order_by(*german("name"), "pk")`: by the letters, then by the exact spelling."""
    return OrderBy(Collate(Plain(F(name)), "C")), OrderBy(Collate(F(name), "C"))


def by_letters(text: str) -> tuple[str, str]:
    """The same order for words that stand in no table: `sorted(labels, key=by_letters)`."""
    plain = "".join(sign for sign in normalize("NFD", text.casefold()) if not combining(sign))
    return plain, text
