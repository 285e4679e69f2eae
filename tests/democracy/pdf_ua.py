"""A strict reading of a PDF against PDF/UA-1 (ISO 14289-1): what a machine can decide, rule by rule."""

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

HEADINGS = {"/H1": 1, "/H2": 2, "/H3": 3, "/H4": 4}
OPENS, CLOSES = {"BMC", "BDC"}, {"EMC"}
DRAWS = {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "INLINE IMAGE"}


def violations(content: bytes) -> list[str]:
    """Every rule the file breaks; empty when it keeps all of them."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [*document(pdf), *structure(pdf), *pages(pdf), *fonts(pdf), *links(pdf)]


def document(pdf: Any) -> Iterator[str]:
    root = pdf.Root
    if not (root.get("/MarkInfo") and root.MarkInfo.get("/Marked")):
        yield "6.2: not marked as tagged"
    if root.get("/MarkInfo") and root.MarkInfo.get("/Suspects"):
        yield "7.1: suspects"
    if not str(root.get("/Lang", "")):
        yield "7.2: no language"
    if not (root.get("/ViewerPreferences") and root.ViewerPreferences.get("/DisplayDocTitle")):
        yield "7.1: title is not shown"
    with pdf.open_metadata() as meta:
        if str(meta.get("pdfuaid:part") or "") != "1":
            yield "5: no PDF/UA identifier"
        if not meta.get("dc:title"):
            yield "7.1: no title in the metadata"
    if "/EmbeddedFiles" in (root.get("/Names") or {}):
        yield "7.11: embedded files"


def elements(node: Any) -> Iterator[Any]:
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def structure(pdf: Any) -> Iterator[str]:
    tree = pdf.Root.get("/StructTreeRoot")
    if tree is None or "/K" not in tree or "/ParentTree" not in tree:
        yield "7.1: no structure tree with a parent tree"
        return
    found = [(str(node.S), node) for node in elements(tree)]
    levels = [HEADINGS[kind] for kind, _node in found if kind in HEADINGS]
    if levels[:1] != [1]:
        yield "7.4.2: the first heading is not H1"
    if any(later > earlier + 1 for earlier, later in pairwise(levels)):
        yield f"7.4.2: a heading level is skipped: {levels}"
    for kind, node in found:
        if kind == "/Figure" and not (node.get("/Alt") or node.get("/ActualText")):
            yield "7.3: figure without alternative text"
        if kind == "/Table" and not any(str(part.S) == "/TH" for part in elements(node)):
            yield "7.5: table without header cells"
        if kind == "/L" and {str(part.S) for part in _kids(node)} - {"/LI", "/L", "/Caption"}:
            yield "7.6: list holds something else than items"


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K")
    rows = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in rows if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def pages(pdf: Any) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        if "/StructParents" not in page:
            yield f"7.1: page {number} has no place in the structure"
        depth = 0
        for step in pikepdf.parse_content_stream(page):
            sign = str(step.operator)
            depth += (sign in OPENS) - (sign in CLOSES)
            if sign in DRAWS and depth == 0:
                yield f"7.1: page {number} draws {sign} outside of any mark"
                break
        if page.get("/Annots") and str(page.get("/Tabs", "")) != "/S":
            yield f"7.18.3: page {number} has annotations but no tab order"


def fonts(pdf: Any) -> Iterator[str]:
    for page in pdf.pages:
        for name, font in (page.get("/Resources") or {}).get("/Font", {}).items():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            described = inner.get("/FontDescriptor") or {}
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.keys()):
                yield f"7.21.4: font {name} is not embedded"
            if "/ToUnicode" not in font:
                yield f"7.21.7: font {name} has no map to Unicode"


def links(pdf: Any) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        for note in page.get("/Annots") or []:
            if str(note.Subtype) == "/Link" and "/StructParent" not in note:
                yield f"7.18.5: a link of page {number} is not in the structure"
            if str(note.Subtype) == "/Link" and not note.get("/Contents"):
                yield f"7.18.5: a link of page {number} has no description"
