"""The languages of the portal: the catalogue ships with the code, settings name the active ones (G-171)."""

import json
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation


@dataclass(frozen=True)
class Language:
    """One entry of `fixtures/languages.json`; the fields are explained there under `meta`."""

    code: str
    bcp47: str
    html_lang: str
    native: str
    german: str
    dir: str
    pg_config: str
    script: str
    search: str
    hreflang: str | None
    sample: str


@cache
def catalogue() -> dict[str, Language]:
    text = (settings.BASE_DIR / "fixtures" / "languages.json").read_text(encoding="utf-8")
    names = [field.name for field in fields(Language)]
    rows = [Language(**{name: row[name] for name in names}) for row in json.loads(text)["languages"]]
    return {row.code: row for row in rows}


def active() -> list[Language]:
    return [catalogue()[code] for code, _name in settings.LANGUAGES]


def current() -> Language:
    return catalogue()[translation.get_language() or settings.LANGUAGE_CODE]


def of_path(path: str) -> str:
    """The code in front of a path, or German: neither browser nor cookie decides (G-172)."""
    first = path.lstrip("/").split("/", 1)[0]
    return first if first != "de" and first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def neutral(path: str) -> str:
    """The path without the code of its language."""
    code = of_path(path)
    return path if code == settings.LANGUAGE_CODE else path.removeprefix(f"/{code}") or "/"


def in_language(path: str, code: str) -> str:
    """The address of the same page in another language; `path` is language-neutral."""
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"


def switch(path: str) -> list[dict[str, Any]]:
    """The entries of the language switch, in the fixed order of the settings."""
    here, bare = of_path(path), neutral(path)
    return [
        {
            "code": row.code,
            "native": row.native,
            "dir": row.dir,
            "html_lang": row.html_lang,
            "hreflang": row.hreflang,
            "url": in_language(bare, row.code),
            "is_current": row.code == here,
        }
        for row in active()
    ]
