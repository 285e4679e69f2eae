"""Streets as a key for comparing: spelling, endings and umlauts no longer differ (H-120)."""

from typing import Any

from django.db.models import F, Func, Value
from django.db.models.functions import Lower

FOLDED = (("ß", "ss"), ("ä", "ae"), ("ö", "oe"), ("ü", "ue"))


def folded(column: str) -> Any:
    """„Breite Straße“, „Breite Strasse“ and „Breite Str.“ as one key, for a generated column."""
    text: Any = Lower(F(column))
    for sign, letters in FOLDED:
        text = Func(text, Value(sign), Value(letters), function="REPLACE")
    for pattern, instead in (("str(asse|\\.)", "str"), ("[^a-z0-9]", "")):
        text = Func(text, Value(pattern), Value(instead), Value("g"), function="REGEXP_REPLACE")
    return text
