"""Texts made ready for comparing: streets by a key (H-120), any part of a text by its letters (H-101)."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Func, Value
from django.db.models.functions import Lower, Upper

FOLDED = (("ß", "ss"), ("ä", "ae"), ("ö", "oe"), ("ü", "ue"))


def folded(column: str) -> Any:
    """„Breite Straße“, „Breite Strasse“ and „Breite Str.“ as one key, for a generated column."""
    text: Any = Lower(F(column))
    for sign, letters in FOLDED:
        text = Func(text, Value(sign), Value(letters), function="REPLACE")
    for pattern, instead in (("str(asse|\\.)", "str"), ("[^a-z0-9]", "")):
        text = Func(text, Value(pattern), Value(instead), Value("g"), function="REGEXP_REPLACE")
    return text


def by_letters(name: str, *columns: str) -> GinIndex:
    """For „contains“ in any of these columns, big or small letters alike: `icontains` asks for `UPPER(…)`."""
    return GinIndex(*(OpClass(Upper(column), name="gin_trgm_ops") for column in columns), name=name)
