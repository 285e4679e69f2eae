"""A database whose character type is plain C loses letters of every script but Latin (I-124)."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

SAMPLE = "ÄЖع"  # capital letters that have small ones, and one that makes a trigram


@register(Tags.database)
def letters_are_known(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Asks the database, so it runs with `check --database default` only."""
    if not databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(%s), 'ж' ~ '[[:alpha:]]' AND 'ع' ~ '[[:alpha:]]'", [SAMPLE])
        small, are_letters = cursor.fetchone()
    return judged(small, are_letters=are_letters)


def judged(small: str, *, are_letters: bool) -> list[CheckMessage]:
    if small == SAMPLE.lower() and are_letters:
        return []
    return [
        Error(
            "Die Datenbank kennt nur lateinische Buchstaben; Suche und Sortierung verlieren alle anderen.",
            hint="Die Datenbank mit dem Zeichentyp C.UTF-8 anlegen: initdb --locale=C.UTF-8 -E UTF8.",
            id="portal.E010",
        )
    ]
