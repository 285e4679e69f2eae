"""The plain-text part, made from the blocks, not from HTML (N-080)."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goslar_portal.templatetags.portal import ltr_in_letter

if TYPE_CHECKING:
    from newsletters.message.content import Content, Line, Part


def text_of(content: Content, settings_url: str, end_url: str) -> str:
    """Everything the mail says, one thought a line, addresses beside their words."""
    with translation.override(content.language.code):
        head = [content.channel, f"{content.issue}, {date_format(content.day, 'DATE_FORMAT')}"]
        blocks = [
            "\n".join(head),
            f"{content.title}\n{'=' * min(len(content.title), 60)}",
            *(_part(part) for part in content.parts),
            _foot(content, settings_url, end_url),
        ]
    return "\n\n".join(block for block in blocks if block.strip()) + "\n"


def _foot(content: Content, settings_url: str, end_url: str) -> str:
    why = _("Sie bekommen diese E-Mail, weil Sie „%(name)s“ bestellt haben.") % {"name": content.channel}
    lines = [
        "-" * 40,
        why,
        f"{_('Abmelden')}: {end_url}",
        f"{_('Einstellungen')}: {settings_url}",
        f"{_('Im Browser lesen')}: {content.web_url}",
        content.imprint,
    ]
    return "\n".join(lines)


def _part(part: Part) -> str:
    lines = [f"{part.heading}\n{'-' * min(len(part.heading), 60)}"] if part.heading else []
    lines.append(rich(str(part.body)))
    if part.image is not None:
        lines.append(_image(part))
    lines += [_line(line) for line in part.lines]
    contact = [part.role, ltr_in_letter(part.phone) if part.phone else "", part.email, part.hours]
    lines.append("\n".join(fact for fact in contact if fact))
    if part.link_url:
        lines.append(f"{part.link_text}: {part.link_url}")
    return "\n\n".join(line for line in lines if line.strip())


def _image(part: Part) -> str:
    image = part.image
    alt = f"[{_('Bild')}: {image.alt}]" if image is not None and image.alt else ""
    return "\n".join(words for words in (alt, part.caption, part.credit) if words)


def _line(line: Line) -> str:
    mark = f"{_('Abgesagt:')} " if line.is_cancelled else ""
    where = ", ".join(words for words in (line.when, line.place) if words)
    rest = [words for words in (where, line.teaser, line.url) if words]
    return "\n".join([f"* {mark}{line.title}", *(f"  {words}" for words in rest)])


def rich(html: str) -> str:
    """Clean HTML as plain lines: lists with a dash, links with their address behind them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n\n".join(block for block in reader.blocks if block)


def bare(address: str) -> str:
    """What somebody types or dials: telephone and mail without the word for machines before them."""
    return address.removeprefix("tel:").removeprefix("mailto:")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.words = ""
        self.items: list[str] = []
        self.numbers: list[int] = []
        self.address = ""
        self.quoted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self.numbers.append(1 if tag == "ol" else 0)
        elif tag == "a":
            self.address = dict(attrs).get("href") or ""
            self.link_begins = len(self.words)
        elif tag == "br":
            self.words += "\n"
        elif tag == "blockquote":
            self.quoted = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.address:
            target = bare(self.address)
            self.words += f" ({target})" if target not in self.words[self.link_begins :] else ""
            self.address = ""
        elif tag == "li":
            self._item()
        elif tag in {"ul", "ol"}:
            self.numbers.pop()
            if not self.numbers:
                self.blocks.append("\n".join(self.items))
                self.items = []
        elif tag in {"p", "h3", "blockquote"} and not self.numbers:
            self._block()
            self.quoted = self.quoted and tag != "blockquote"

    def handle_data(self, data: str) -> None:
        self.words += " ".join(data.split("\n")) if data.strip() or self.words else ""

    def close(self) -> None:
        super().close()
        self._block()

    def _item(self) -> None:
        depth = "  " * (len(self.numbers) - 1)
        sign = f"{self.numbers[-1]}." if self.numbers[-1] else "-"
        self.numbers[-1] += bool(self.numbers[-1])
        self.items.append(f"{depth}{sign} {self.words.strip()}")
        self.words = ""

    def _block(self) -> None:
        words = self.words.strip()
        if words:
            self.blocks.append("\n".join(f"> {line}" for line in words.split("\n")) if self.quoted else words)
        self.words = ""
