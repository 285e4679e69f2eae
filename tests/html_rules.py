"""An HTML validator: the parser of the standard with its errors, and the rules no parser knows (I-235)."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser

X = "{http://www.w3.org/1999/xhtml}"
PHRASING = {
    "p",
    "span",
    "b",
    "strong",
    "em",
    "small",
    "abbr",
    "bdi",
    "label",
    "button",
    "h1",
    "h2",
    "h3",
    "h4",
}
BLOCK = {
    "p", "div", "section", "article", "aside", "nav", "main", "header", "footer", "ul", "ol", "dl", "table",
    "form", "fieldset", "figure", "blockquote", "h1", "h2", "h3", "h4", "details", "address", "hr",
}  # fmt: skip
CHILDREN = {
    "ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "tr": {"th", "td"},
    "select": {"option", "optgroup"},
}  # fmt: skip
OBSOLETE = {"center", "font", "big", "strike", "tt", "frame", "frameset", "marquee", "acronym"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers", "list")
INTERACTIVE = {"a", "button", "input", "select", "textarea", "summary"}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def problems(html: str) -> list[str]:
    """Everything wrong with a page, one line each; empty when it is valid."""
    parser = HTMLParser()
    root = parser.parse(html)
    errors = [f"line {line}: {code} {data}" for (line, _column), code, data in parser.errors]
    return [*errors, *_document(root), *_identities(root), *_nesting(root, [])]


def _name(element: Any) -> str:
    return element.tag.removeprefix(X) if isinstance(element.tag, str) else ""


def _document(root: Element) -> Iterator[str]:
    names = [_name(element) for element in root.iter()]
    if names.count("h1") != 1:
        yield f"{names.count('h1')} h1"
    levels = [int(name[1]) for name in names if re.fullmatch(r"h[1-6]", name)]
    if any(later > earlier + 1 for earlier, later in pairwise(levels)):
        yield f"a heading level is skipped: {levels}"
    if not (root.get("lang") and root.get("dir") in {"ltr", "rtl"}):
        yield "html without language and direction"
    title = root.find(f"{X}head/{X}title")
    if title is None or not "".join(title.itertext()).strip():
        yield "no title"
    yield from (f"obsolete element {name}" for name in names if name in OBSOLETE)


def _identities(root: Element) -> Iterator[str]:
    given = [element.get("id") for element in root.iter() if element.get("id")]
    yield from sorted({f"id {name} is given twice" for name in given if given.count(name) > 1})
    known = set(given)
    for element in root.iter():
        for attribute in REFERENCES:
            lost = set((element.get(attribute) or "").split()) - known
            yield from (f"{attribute} leads to no id: {name}" for name in sorted(lost))
        href = element.get("href") or ""
        if href.startswith("#") and len(href) > 1 and href[1:] not in known and _name(element) == "a":
            yield f"link to no id: {href}"
        yield from _attributes(element)


def _attributes(element: Element) -> Iterator[str]:
    name = _name(element)
    if name == "img" and element.get("alt") is None:
        yield "img without alt"
    if element.get("lang") is not None and not LANGUAGE.fullmatch(element.get("lang") or ""):
        yield f"lang={element.get('lang')}"
    for key in element.keys():  # noqa: SIM118  # an element is no dictionary
        if key == "style" or key.startswith("on"):
            yield f"{key} on {name}"
    if name == "a" and element.get("href") == "":
        yield "link without an address"


def _nesting(element: Element, above: list[str]) -> Iterator[str]:
    name = _name(element)
    path = [*above, name]
    for child in element:
        inner = _name(child)
        allowed = CHILDREN.get(name)
        if inner and allowed is not None and inner not in allowed | {"script", "template"}:
            yield f"{inner} directly in {name}"
        if inner in BLOCK and PHRASING & set(path):
            yield f"{inner} inside {' '.join(path[-3:])}"
        if inner in INTERACTIVE and {"a", "button"} & set(path):
            yield f"{inner} inside a control: {' '.join(path[-3:])}"
        yield from _nesting(child, path)
