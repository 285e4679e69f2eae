"""Each form of a version as somebody in the office looks at it, rendered by what release uses (N-032)."""

import html as entities
import re
from dataclasses import replace

from newsletters.message import Rendered
from newsletters.message.mime import host

STYLE = re.compile(r'\sstyle="([^"]*)"')
SHEET = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def page_of(form: Rendered, image_base: str) -> str:
    """The words as the archive shows them, with pictures that only the office can see yet."""
    return Rendered(form.mail_content, replace(form.web_content, image_base=image_base)).web


def mail_of(form: Rendered, *, image_base: str, sheet_url: str) -> str:
    """The HTML part as it leaves, but its styles in a sheet of their own: pages here allow no others."""
    named = _Styles()
    page = STYLE.sub(named.give, SHEET.sub("", form.html))
    page = re.sub(rf'src="cid:([^"@]+)@{re.escape(host())}"', rf'src="{image_base}bilder/\1"', page)
    return page.replace("</head>", f'<link rel="stylesheet" href="{sheet_url}">\n</head>')


def sheet_of(form: Rendered) -> str:
    """What `mail_of` has taken out: each style under its number, then the sheet for dark mode."""
    named = _Styles()
    dark = "\n".join(SHEET.findall(form.html))
    STYLE.sub(named.give, SHEET.sub("", form.html))
    rules = "\n".join(f'[data-style="{number}"] {{ {words} }}' for words, number in named.known.items())
    return f"{rules}\n{dark}\n"


class _Styles:
    """Gives equal styles the same number."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def give(self, found: re.Match[str]) -> str:
        number = self.known.setdefault(entities.unescape(found[1]), len(self.known) + 1)
        return f' data-style="{number}"'
