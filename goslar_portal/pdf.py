"""Tagged PDFs (PDF/UA-1) from templates; reads only the portal's own files, never the network (G-201)."""

import fcntl
import hashlib
import io
import mimetypes
import os
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
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
# Fonts come from packages, never from the project (G-205, decision 0055); stylesheets name them
# `portal:font/<key>`. Python packages first, then those of the system that the set-up brings.
FONTS = {
    "noto-sans": ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"),
    "noto-sans-italic": ("fontpkg_noto_sans", "NotoSans-Italic[wdth,wght].ttf"),
    "arabic": ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
    "arabic-bold": ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
}
# In the packaged Arabic font the dots are glyphs of their own, so that programs which read a PDF take one
# letter for another; in the system's each letter is one glyph. It goes first where it is there.
BETTER = {"arabic": "NotoSansArabic-Regular.ttf", "arabic-bold": "NotoSansArabic-Bold.ttf"}
# Chinese has no Python package that is kept up; stylesheets name these by their family.
CHINESE = ("NotoSansCJK-Regular.ttc", "DroidSansFallbackFull.ttf")
SYSTEM_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})  # categories of signs that need no drawing
UNREAD = frozenset({"head", "style", "script"})


class MissingGlyphError(ValueError):
    """No font of ours has these signs: the document would show boxes instead of words."""

    def __init__(self, signs: Collection[str]) -> None:
        super().__init__(f"no PDF font has {sorted(signs)}")


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
    Raises `ValueError` when the template asks for a file that is not the portal's own, and
    `MissingGlyphError` when a public document has signs that no font can draw.
    """
    row = catalogue()[language]
    with translation.override(language):
        text = render_to_string(template, context | {"html_lang": row.html_lang, "text_dir": row.dir})
    if not is_public:
        return _made(text, files)
    kept = settings.PORTAL_DATA / "cache" / "pdf" / f"{_key(text, files)}.pdf"
    if kept.exists():
        return bytes(kept.read_bytes())
    with _alone(kept):
        return bytes(kept.read_bytes()) if kept.exists() else _keep(kept, text, files)


def _keep(kept: Path, text: str, files: Mapping[str, bytes]) -> bytes:
    """Written completely or not at all; a render that fails leaves nothing behind (I-114)."""
    if missing := missing_signs(text):
        raise MissingGlyphError(missing)
    content = _made(text, files)
    half = kept.with_suffix(f".{os.getpid()}")
    half.write_bytes(content)
    half.replace(kept)
    return content


@contextmanager
def _alone(kept: Path) -> Iterator[None]:
    """One render of a document at a time; whoever comes second finds it made (G-203).

    There are 256 locks at most, so that no file is left behind for each document there ever was.
    """
    folder = kept.parent / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / kept.name[:2]).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _Words(HTMLParser):
    """The signs a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.signs: set[str] = set()
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in UNREAD

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in UNREAD

    def handle_data(self, data: str) -> None:
        self.signs |= set() if self.unread else set(data)


def page_count(content: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)


def missing_signs(html: str) -> set[str]:
    """The signs of a text that none of our fonts can draw (I-113)."""
    words = _Words()
    words.feed(html)
    drawn = {sign for sign in words.signs if unicodedata.category(sign) not in INVISIBLE}
    return {sign for sign in drawn if ord(sign) not in _known_signs()}


def covers(code: str) -> bool:
    """Whether a PDF can be made in this language: its letters are in our fonts."""
    return all(ord(sign) in _known_signs() for sign in catalogue()[code].sample)


@cache
def _known_signs() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    known: set[int] = set()
    for path in font_files():
        with TTFont(path, fontNumber=0, lazy=True) as font:
            known |= set(font.getBestCmap())
    return frozenset(known)


def font_files() -> list[Path]:
    """Every font a document may use on this machine."""
    own = [own_file(f"{OWN}font/{name}") for name in FONTS]
    return [*own, *(system_fonts()[name] for name in CHINESE if name in system_fonts())]


@cache
def system_fonts() -> dict[str, Path]:
    """The fonts of this machine by the name of their file."""
    folders = [Path(name).expanduser() for name in SYSTEM_FOLDERS]
    return {path.name: path for folder in folders for path in folder.rglob("*.tt[fc]")}


def _key(text: str, files: Mapping[str, bytes]) -> str:
    """Content, stylesheet, fonts and the version of the renderer (G-203)."""
    from weasyprint import VERSION

    fonts = [path.stat() for path in font_files()]
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
    if url.startswith(OWN) and kind == "font" and BETTER.get(name) in system_fonts():
        return system_fonts()[BETTER[name]]
    if url.startswith(OWN) and kind == "font" and name in FONTS:
        package, file = FONTS[name]
        return Path(str(resources.files(package) / "files" / file))
    raise ValueError(f"a PDF may only use the portal's own files, not {url.split('?')[0]}")
