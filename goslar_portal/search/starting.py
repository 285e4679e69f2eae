"""What a search starts with: synonyms, which are the office's afterwards, and what is public already."""

import json

from django.conf import settings

from goslar_portal.search import rebuild
from goslar_portal.search.models import Synonym


def load() -> None:
    path = settings.BASE_DIR / "fixtures" / "search_synonyms.json"
    for language, pairs in json.loads(path.read_text(encoding="utf-8")).items():
        Synonym.objects.add_missing(language, [(word, meaning) for word, meaning in pairs])


def fill() -> None:
    """For a portal that had texts before it had a search; elsewhere there is nothing to find yet."""
    rebuild()
