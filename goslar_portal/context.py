"""What the frame of every page needs; runs no query and does not touch the person's login."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from goslar_portal import languages, menu


def frame(request: HttpRequest) -> dict[str, Any]:
    language = languages.current()
    return {
        "site_name": settings.SITE_NAME,
        "html_lang": language.html_lang,
        "text_dir": language.dir,
        "text_class": "leicht" if language.code == "leicht" else "",
        "languages": languages.switch(request.path),
        "menu_items": [
            {"label": item.label, "url": item.url, "is_current": _within(request.path, item.url)}
            for item in menu.items()
        ],
        "is_search": languages.neutral(request.path) == "/suche/",
        "is_german": translation.get_language() == "de",
        "site_host": urlsplit(settings.SITE_URL).netloc,
    }


def _within(path: str, url: str) -> bool:
    return path.startswith(url)
