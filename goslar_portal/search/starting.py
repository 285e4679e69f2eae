"""What a search starts with: synonyms, which are the office's afterwards, and what is public already."""

import json

from django.conf import settings

from goslar_portal.languages import SOURCE
from goslar_portal.search import rebuild
from goslar_portal.search.models import Synonym


def synonyms() -> dict[str, list[tuple[str, str]]]:
    """By language: what people ask for, and what our texts call it."""
    path = settings.BASE_DIR / "fixtures" / "search_synonyms.json"
    lists = json.loads(path.read_text(encoding="utf-8"))
    return {code: [(word, meaning) for word, meaning in pairs] for code, pairs in lists.items()}


def load() -> None:
    Synonym.objects.add_missing(SOURCE, synonyms()[SOURCE])


def load_translations() -> None:
    """The lists of the other languages, which came later: German ones the office took out stay out."""
    for code, pairs in synonyms().items():
        if code != SOURCE:
            Synonym.objects.add_missing(code, pairs)


def fill() -> None:
    """For a portal that had texts before it had a search; elsewhere there is nothing to find yet."""
    rebuild()
