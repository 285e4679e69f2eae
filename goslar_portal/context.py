"""What the frame of every page needs; runs no query and does not touch the person's login."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from goslar_portal import languages, menu
from goslar_portal.page_cache import shows

OFFICE = "/admin/"  # speaks German only
NAMEABLE = {"page", "open_form"}  # a personal address is never put into another one (I-135)


def frame(request: HttpRequest) -> dict[str, Any]:
    language = languages.current()
    shows(*languages.visible.topics)
    match = request.resolver_match
    is_translated = match is None or not match.app_name or languages.is_translated(match.app_name)
    only_german = language.code != languages.SOURCE and not is_translated
    path = languages.neutral(request.path) if only_german else request.path
    return {
        "site_name": settings.SITE_NAME,
        "html_lang": language.html_lang,
        "text_dir": language.dir,
        "text_class": "leicht" if language.code == "leicht" else "",
        "languages": [] if _within(request.path, OFFICE) else languages.switch(request.path),
        "menu_items": [
            {"label": item.label, "url": item.url, "is_current": _within(request.path, item.url)}
            for item in menu.items()
        ],
        "is_search": languages.neutral(request.path) == "/suche/",
        "only_german": only_german,
        "reported_path": request.path if getattr(match and match.func, "access", "") in NAMEABLE else "",
        "german_url": languages.neutral(request.path),
        "canonical_url": f"{settings.SITE_URL}{path}",
        "site_host": urlsplit(settings.SITE_URL).netloc,
    }


def _within(path: str, url: str) -> bool:
    return path.startswith(url)
