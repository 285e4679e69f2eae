"""The synonyms a portal starts with; afterwards they are the office's (I-126)."""

import json

from django.conf import settings

from goslar_portal.search.models import Synonym


def load() -> None:
    path = settings.BASE_DIR / "fixtures" / "search_synonyms.json"
    for language, pairs in json.loads(path.read_text(encoding="utf-8")).items():
        Synonym.objects.add_missing(language, [(word, meaning) for word, meaning in pairs])
