"""The words of a PDF in the order they are spoken, as a program reads them from its glyphs (I-112)."""

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pikepdf

PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
# Letters and digits that run from left to right, with whatever stands between two of them.
ONWARDS = re.compile(r"[A-Za-z0-9۰-۹](?:[^\u0590-\u06ef\u06fa-\u08ff]*[A-Za-z0-9۰-۹])?")


def spoken(content: bytes) -> str:
    """Every piece of text, in the order of the document."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pieces = [_logical(piece) for page in pdf.pages for piece in _pieces(page)]
    return " ".join(" ".join(pieces).split())


def _pieces(page: Any) -> Iterator[str]:
    """Each text object: what its glyphs mean, from left to right."""
    fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
    letters: dict[bytes, str] = {}
    drawn = ""
    for step in pikepdf.parse_content_stream(page, "BT ET Tf Tj TJ"):
        sign = str(step.operator)
        if sign == "Tf":
            letters = fonts[str(step.operands[0])]
        elif sign == "ET":
            yield drawn
            drawn = ""
        elif sign != "BT":
            drawn += "".join(_read(part, letters) for part in _strings(step.operands[0]))


def _strings(shown: Any) -> list[bytes]:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    return [bytes(part) for part in parts if isinstance(part, pikepdf.String)]


def _read(codes: bytes, letters: dict[bytes, str]) -> str:
    return "".join(letters.get(codes[at : at + 2], "") for at in range(0, len(codes), 2))


def _letters(font: Any) -> dict[bytes, str]:
    """Glyph to letters, as the file itself says."""
    pairs = PAIR.findall(font.ToUnicode.read_bytes().split(b"beginbfchar", 1)[1])
    return {bytes.fromhex(a.decode()): bytes.fromhex(b.decode()).decode("utf-16-be") for a, b in pairs}


def _logical(drawn: str) -> str:
    """A piece with letters of the other direction is read backwards, but for what runs onwards in it."""
    if not any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in drawn):
        return drawn
    return ONWARDS.sub(lambda run: run[0][::-1], drawn[::-1])
