"""Tagged PDFs (PDF/UA-1) from templates; reads only the portal's own files, never the network (G-201)."""

import hashlib
import mimetypes
import os
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from goslar_portal.languages import catalogue

OWN = "portal:"
# Fonts come from packages, never from the project (G-205); stylesheets name them `portal:font/<key>`.
FONTS = {
    "noto-sans": ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"),
    "noto-sans-italic": ("fontpkg_noto_sans", "NotoSans-Italic[wdth,wght].ttf"),
}


def render(
    template: str,
    context: dict[str, Any],
    *,
    language: str = "de",
    files: Mapping[str, bytes] = MappingProxyType({}),
    is_public: bool = False,
) -> bytes:
    """The document as bytes: A4, tagged, with title, language and bookmarks.

    `files` are pictures that stand in no folder; the template names them `portal:given/<name>`.
    What `is_public` is kept under a key of all it is made of (G-203); what is about a person never is.
    Raises `ValueError` when the template asks for a file that is not the portal's own.
    """
    row = catalogue()[language]
    with translation.override(language):
        text = render_to_string(template, context | {"html_lang": row.html_lang, "text_dir": row.dir})
    if not is_public:
        return _made(text, files)
    kept = settings.PORTAL_DATA / "cache" / "pdf" / f"{_key(text, files)}.pdf"
    if kept.exists():
        return bytes(kept.read_bytes())
    content = _made(text, files)
    kept.parent.mkdir(parents=True, exist_ok=True)
    half = kept.with_suffix(f".{os.getpid()}")
    half.write_bytes(content)
    half.replace(kept)
    return content


def _key(text: str, files: Mapping[str, bytes]) -> str:
    """Content, stylesheet, fonts and the version of the renderer (G-203)."""
    from weasyprint import VERSION

    fonts = [own_file(f"{OWN}font/{name}").stat() for name in FONTS]
    parts = [text.encode(), VERSION.encode(), own_file(f"{OWN}static/pdf.css").read_bytes()]
    parts += [f"{font.st_size}:{font.st_mtime_ns}".encode() for font in fonts]
    parts += [part for name in sorted(files) for part in (name.encode(), files[name])]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _made(text: str, files: Mapping[str, bytes]) -> bytes:
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    try:
        page = HTML(string=text, base_url=OWN, url_fetcher=_fetcher(files))
        return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))
    except FatalURLFetchingError as error:
        raise ValueError(str(error)) from error


def _fetcher(given: Mapping[str, bytes]) -> Any:
    """Reads own files only. The package logs and goes on when a file is missing; a letter must not."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]  # the package has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(f"{OWN}given/")
            if name in given:
                kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
                return URLFetcherResponse(url, given[name], {"Content-Type": kind})
            try:
                path = own_file(url)
            except ValueError as error:
                raise FatalURLFetchingError(str(error)) from error
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return OwnFiles()


def own_file(url: str) -> Path:
    """The file behind `portal:static/…` or `portal:font/…`; a document may use nothing else.

    Raises `ValueError` for every other address.
    """
    kind, _slash, name = url.removeprefix(OWN).partition("/")
    if url.startswith(OWN) and kind == "static" and ".." not in name and (found := finders.find(name)):
        return Path(str(found))
    if url.startswith(OWN) and kind == "font" and name in FONTS:
        package, file = FONTS[name]
        return Path(str(resources.files(package) / "files" / file))
    raise ValueError(f"a PDF may only use the portal's own files, not {url.split('?')[0]}")
