"""What a search starts with: synonyms, which are the office's afterwards, and what is public already."""

import json

from django.conf import settings

from goslar_portal.search import rebuild
from goslar_portal.search.models import Synonym


def synonyms() -> dict[str, list[tuple[str, str]]]:
    """By language, pairs of the word asked for and the words it finds as well."""
    path = settings.BASE_DIR / "fixtures" / "search_synonyms.json"
    found: dict[str, list[tuple[str, str]]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def load(code: str) -> None:
    Synonym.objects.add_missing(code, [(word, meaning) for word, meaning in synonyms()[code]])


def fill() -> None:
    """For a portal that had texts before it had a search; elsewhere there is nothing to find yet."""
    rebuild()
