"""How the office writes rich text: plain lines that become clean HTML, and back without loss.

    A blank line begins a paragraph.        ### Zwischenüberschrift, #### eine Stufe tiefer
    - list, 1. numbered list                **fett**, *betont*, [Worte des Links](/kontakt/)
    - [Link](/kontakt/) | eine Zeile dazu   a signpost: link and what is behind it
    {Jobcenter}                             German words in a translation, {{Jobcenter}} among Arabic script

What this cannot say (tables, words in a third language) stands there as HTML, one block without blank lines.
A backslash takes the meaning from the sign behind it.
"""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from goslar_portal.texts import canonical

BLOCKS = frozenset({"p", "h3", "h4", "ul", "ol", "blockquote", "table"})
INLINE = re.compile(
    r"\\(?P<plain>.)"
    r"|\[(?P<label>(?:\\.|[^\]\\])+)\]\((?P<address>[^()\s]+)\)"
    r"|\*\*(?P<strong>(?:\\.|[^*\\]|\*(?!\*))+)\*\*"
    r"|\*(?P<em>(?:\\.|[^*\\])+)\*"
    r"|\{\{(?P<isolated>(?:\\.|[^{}\\])+)\}\}"
    r"|\{(?P<german>(?:\\.|[^{}\\])+)\}",
    re.DOTALL,
)
BULLET = re.compile(r"(?:[-–•])\s+(.*)")
NUMBER = re.compile(r"\d{1,3}[.)]\s+(.*)")
HEADING = re.compile(r"(#{3,4})\s+(.*)")
SIGNS = {"strong": ("**", "**"), "em": ("*", "*"), "german": ("{", "}"), "isolated": ("{{", "}}")}
OPENINGS = {"german": '<span lang="de">', "isolated": '<span lang="de" dir="ltr">'}  # strong, em: their names
REST = re.compile(r"(?<!\\) \| ")
OPENING = re.compile(r"[-–•]\s|#{3,4}\s|<|\d{1,3}(?=[.)]\s)")  # a line that would begin something else


def to_html(text: str) -> str:
    """What was typed, as HTML that still has to be cleaned."""
    return "\n".join(
        block for part in re.split(r"\n\s*\n", text.strip()) if part.strip() for block in _read(part)
    )


def to_text(html: str) -> str:
    """Clean HTML as lines to edit; each block that does not come back the same stays HTML."""
    return "\n\n".join(_write(block) for block in _Tree.of(html).children if block.source.strip())


def _read(part: str) -> list[str]:
    if part.lstrip().startswith("<"):
        return [part.strip()]
    blocks: list[str] = []
    kind, rows = "", list[str]()
    for line in part.strip().split("\n"):
        line_kind, html = _line(line.strip())
        if line_kind != kind or kind in ("h3", "h4"):
            blocks += _close(kind, rows)
            kind, rows = line_kind, []
        rows.append(html)
    return [*blocks, *_close(kind, rows)]


def _line(line: str) -> tuple[str, str]:
    if found := HEADING.fullmatch(line):
        return f"h{len(found[1])}", _inline(found[2])
    if found := BULLET.fullmatch(line):
        return "ul", _item(found[1])
    if found := NUMBER.fullmatch(line):
        return "ol", _item(found[1])
    return "p", _inline(line)


def _close(kind: str, rows: list[str]) -> list[str]:
    if not rows:
        return []
    if kind in ("ul", "ol"):
        return [f"<{kind}>" + "".join(f"<li>{row}</li>" for row in rows) + f"</{kind}>"]
    if kind == "p":
        return [f"<p>{'<br>'.join(rows)}</p>"]
    return [f"<{kind}>{row}</{kind}>" for row in rows]


def _item(text: str) -> str:
    first, *more = REST.split(text, maxsplit=1)
    return _inline(first) + "".join(f" <span>{_inline(line)}</span>" for line in more)


def _inline(text: str) -> str:
    html, end = "", 0
    for found in INLINE.finditer(text):
        html += escape(text[end : found.start()], quote=False) + _sign(found)
        end = found.end()
    return html + escape(text[end:], quote=False)


def _sign(found: re.Match[str]) -> str:
    if found["plain"]:
        return escape(found["plain"], quote=False)
    if found["label"]:
        return f'<a href="{escape(found["address"])}">{_inline(found["label"])}</a>'
    name = found.lastgroup or ""
    element = "span" if name in OPENINGS else name
    return f"{OPENINGS.get(name, f'<{name}>')}{_inline(found[name])}</{element}>"


@dataclass
class _Node:
    """An element of a clean text, with its source; text nodes have no tag."""

    tag: str
    text: str = ""
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["_Node"] = field(default_factory=list)
    source: str = ""


class _Tree(HTMLParser):
    """Reads clean HTML, in which every element but `br` is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.root = _Node("")
        self.open = [self.root]

    @classmethod
    def of(cls, html: str) -> _Node:
        tree = cls()
        tree.feed(html)
        tree.close()
        return _in_blocks(tree.root)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, attrs={name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        self._note(self.get_starttag_text() or "")
        if tag != "br":
            node.source = self.get_starttag_text() or ""
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        self._note(f"</{tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(_Node("", text=data))
        self._note(escape(data, quote=False).replace("\u00a0", "&nbsp;"))

    def _note(self, source: str) -> None:
        for node in self.open[1:]:
            node.source += source


def _in_blocks(root: _Node) -> _Node:
    """Loose words between blocks become paragraphs, so that the top level holds blocks only."""
    blocks: list[_Node] = []
    for node in root.children:
        loose = node.tag not in BLOCKS
        if not loose:
            blocks.append(node)
        elif blocks and blocks[-1].tag == "p" and not blocks[-1].source:
            blocks[-1].children.append(node)
        elif node.tag or node.text.strip():
            blocks.append(_Node("p", children=[node]))
    for block in blocks:
        block.source = block.source or f"<p>{_html(block.children)}</p>"
    return _Node("", children=blocks)


def _html(nodes: list[_Node]) -> str:
    return "".join(node.source or ("<br>" if node.tag else escape(node.text, quote=False)) for node in nodes)


def _write(block: _Node) -> str:
    """The block as lines if they mean the same, else as it stands, in one line."""
    try:
        text = _block(block)
    except KeyError:  # an element or attribute the lines have no sign for
        text = ""
    same = text and canonical(to_html(text)) == canonical(block.source.replace("&nbsp;", "\u00a0"))
    return text if same else re.sub(r"\s*\n\s*", " ", block.source).strip()


def _block(block: _Node) -> str:
    if block.tag in ("ul", "ol"):
        items = [child for child in block.children if child.tag == "li"]
        signs = ["- " if block.tag == "ul" else f"{number}. " for number in range(1, len(items) + 1)]
        return "\n".join(sign + _entry(item) for sign, item in zip(signs, items, strict=True))
    sign = {"p": "", "h3": "### ", "h4": "#### "}[block.tag]
    lines = _signs(block.children).split("\n")
    return sign + "\n".join(_shield(line.strip()) if block.tag == "p" else line.strip() for line in lines)


def _entry(item: _Node) -> str:
    last = item.children[-1] if item.children else _Node("")
    if last.tag == "span" and not last.attrs:
        return f"{_signs(item.children[:-1]).strip()} | {_signs(last.children).strip()}"
    return _signs(item.children).strip()


def _signs(nodes: list[_Node]) -> str:
    return "".join(_sign_of(node) for node in nodes)


def _sign_of(node: _Node) -> str:
    if not node.tag:
        spaced = re.sub(r"[ \t\r\n]+", " ", node.text)
        return re.sub(r"([\\*\[{}])", r"\\\1", spaced).replace(" | ", r" \| ")
    if node.tag == "br":
        return "\n"
    inner = _signs(node.children)
    if node.tag == "a" and set(node.attrs) == {"href"}:
        return f"[{inner.replace(']', chr(92) + ']')}]({node.attrs['href']})"
    before, after = SIGNS[_name_of(node)]
    return f"{before}{inner}{after}"


def _name_of(node: _Node) -> str:
    """`strong`, `em`, or which kind of German words a span holds."""
    if node.tag != "span":
        return node.tag
    return {("de", None): "german", ("de", "ltr"): "isolated"}[node.attrs["lang"], node.attrs.get("dir")]


def _shield(line: str) -> str:
    """A line of a paragraph that looks like a list, a heading or HTML gets a backslash."""
    found = OPENING.match(line)
    if found is None:
        return line
    at = found.end() if found[0].isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"


def raised(html: str) -> str:
    """The same text one heading higher: on a page of the back office it stands right below the h1."""
    for high in (3, 4):
        for mark in ("<h", "</h"):
            html = html.replace(f"{mark}{high}>", f"{mark}{high - 1}>")
    return html
