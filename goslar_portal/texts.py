"""Rich text: one allow-list per profile, run on every save whatever the way in (I-022 to I-026, G-147)."""

import html as entities
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Self
from urllib.parse import urlsplit

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Control characters but tab and line feed; marks that turn the direction of writing (I-216). The joiners
# U+200C and U+200D stay: Persian and other scripts are written with them.
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

# What office programs and old pages use for the same meaning; the key is turned into the value.
SAME_MEANING = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "div": "p"}

# These vanish with all they hold; of any other unknown element the text stays.
CARGO = frozenset({
    "script", "style", "title", "head", "svg", "math", "iframe", "object", "embed", "applet", "noscript",
    "template", "textarea", "select", "button", "audio", "video", "canvas", "frameset", "noframes", "noembed",
    "xmp", "plaintext",
})  # fmt: skip

BLOCK_EDGE = re.compile(
    r" ?(</?(?:p|h3|h4|ul|ol|li|blockquote|table|caption|thead|tbody|tr|th|td|br)(?: [^>]*)?>) ?"
)
LONE_PARAGRAPH = re.compile(r"<li>\s*<p>((?:(?!</?(?:p|li|ul|ol)\b).)*)</p>\s*</li>", re.DOTALL)
EMPTY = re.compile("<(p|span|strong|em)></\\1>")
SCHEMES = frozenset({"https", "http", "mailto", "tel"})
LANGUAGE_TAG = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")
VALUES = {
    "dir": re.compile("ltr|rtl|auto"),
    "scope": re.compile("(row|col)(group)?"),
    "colspan": re.compile(r"[1-9]\d?"),
    "rowspan": re.compile(r"[1-9]\d?"),
    "lang": LANGUAGE_TAG,
    "hreflang": LANGUAGE_TAG,
}


@dataclass(frozen=True)
class Profile:
    """What a text may consist of: elements, and the attributes of each."""

    elements: frozenset[str]
    attributes: Mapping[str, set[str]]


_TABLE = frozenset({"table", "caption", "thead", "tbody", "tr", "th", "td"})
_ELEMENTS = frozenset({
    "p", "br", "strong", "em", "h3", "h4", "ul", "ol", "li", "a", "abbr", "blockquote", "span", "bdi",
})  # fmt: skip
_TURNING = {"lang", "dir"}
PAGE = Profile(
    elements=_ELEMENTS | _TABLE,
    attributes={
        "a": {"href", "hreflang"} | _TURNING,
        "abbr": {"title"},
        "th": {"scope", "colspan", "rowspan"},
        "td": {"colspan", "rowspan"} | _TURNING,
        "span": _TURNING,
        "p": _TURNING,
        "li": _TURNING,
        "bdi": {"dir"},
    },
)
NOTICE = Profile(elements=_ELEMENTS, attributes=PAGE.attributes)


def clean_text(html: str, profile: Profile = PAGE) -> str:
    """The text with nothing but what `profile` allows; cleaning a clean text changes nothing.

    Raises `ValidationError` with a German sentence for each address that may not be linked to (I-024).
    """
    refusals = _Report.of(html, profile).refusals
    if refusals:
        raise ValidationError(refusals)
    return _clean(html, profile)


def clean_line(text: str) -> str:
    """Text without any markup, such as a heading: one line, no control and no direction characters."""
    return " ".join(INVISIBLE.sub("", text).split())


def removed(html: str, profile: Profile = PAGE) -> dict[str, int]:
    """What cleaning takes out of `html`, by element and number, for the editor to see (I-025)."""
    return dict(sorted(_Report.of(html, profile).removed.items()))


def plain(html: str) -> str:
    """The words alone, blocks apart by a space: for lengths, hashes and descriptions."""
    broken = re.sub(r"<(?:/?(?:p|li|ul|ol|h\d|t[rdh]|table|caption|blockquote)|br)\b[^>]*>", " ", html)
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", "", broken)).split())


def canonical(html: str) -> str:
    """One form for texts that read the same: NFC, single spaces, sorted attributes (I-072)."""
    spaced = re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", html).replace("&nbsp;", "\u00a0"))
    joined = BLOCK_EDGE.sub(r"\1", spaced.strip())
    return re.sub(r'<(\w+)((?: \w+="[^"]*")+)', _ordered, joined)


def _ordered(tag: re.Match[str]) -> str:
    return f"<{tag[1]}" + "".join(sorted(re.findall(r' \w+="[^"]*"', tag[2])))


def address_problem(address: str) -> str:
    """Why this address may not stand in a link, as a sentence; empty when it may (I-024)."""
    if INVISIBLE.search(address) or re.search(r"[\s\\]", address):
        return _("Die Adresse „%(address)s“ enthält Leerzeichen oder unsichtbare Zeichen.")
    if address.startswith("//"):
        return _("Die Adresse „%(address)s“ beginnt mit //. Bitte schreiben Sie https:// davor.")
    if address.startswith(("/", "#")):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return _("Die Adresse „%(address)s“ ist nicht richtig geschrieben.")
    if parts.scheme not in SCHEMES:
        return _(
            "Die Adresse „%(address)s“ ist nicht erlaubt. Erlaubt sind eigene Seiten wie /kontakt/, "
            "https://, mailto: und tel:."
        )
    return _whole_problem(parts.scheme, parts.netloc, parts.path)


def _whole_problem(scheme: str, host: str, path: str) -> str:
    if "@" in host:
        return _("Die Adresse „%(address)s“ enthält einen Benutzernamen. Bitte lassen Sie ihn weg.")
    if scheme.startswith("http") and not re.fullmatch(r"[\w.-]+\.[\w-]+(:\d+)?", host):
        return _("Der Adresse „%(address)s“ fehlt der Name der Internetseite.")
    if scheme == "tel" and not re.fullmatch(r"\+?[\d/()-]{2,20}", path):
        return _("„%(address)s“ ist keine Telefonnummer. Schreiben Sie zum Beispiel tel:+495321760.")
    if scheme == "mailto" and not re.fullmatch(r"[^@]+@[^@]+\.[^@]+", path):
        return _("„%(address)s“ ist keine E-Mail-Adresse. Schreiben Sie etwa mailto:name@example.org.")
    return ""


def _clean(html: str, profile: Profile) -> str:
    loose = _nh3(INVISIBLE.sub("", html), profile, extra=frozenset(SAME_MEANING))
    for old, new in SAME_MEANING.items():
        loose = loose.replace(f"<{old}>", f"<{new}>").replace(f"</{old}>", f"</{new}>")
    tidy = _nh3(loose, profile)
    while (tidier := LONE_PARAGRAPH.sub(r"<li>\1</li>", EMPTY.sub("", tidy))) != tidy:
        tidy = tidier
    return tidy.strip()


def _nh3(html: str, profile: Profile, extra: frozenset[str] = frozenset()) -> str:
    return nh3.clean(
        html,
        tags=set(profile.elements | extra),
        clean_content_tags=set(CARGO - profile.elements),
        attributes={element: set(names) for element, names in profile.attributes.items()},
        attribute_filter=_keep,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _keep(element: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return None if address_problem(value) else value
    allowed = VALUES.get(attribute)
    return value if allowed is None or allowed.fullmatch(value) else None


class _Report(HTMLParser):
    """Reads the text as it came: which elements and attributes will go, which addresses are refused."""

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.profile = profile
        self.removed: Counter[str] = Counter()
        self.refusals: list[ValidationError] = []

    @classmethod
    def of(cls, html: str, profile: Profile) -> Self:
        report = cls(profile)
        try:
            report.feed(html)
            report.close()
        except AssertionError:  # a broken declaration such as "<![": no element begins behind it
            report.removed["<!"] += 1
        return report

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = SAME_MEANING.get(tag, tag)
        if kept not in self.profile.elements:
            self.removed[tag] += 1
            return
        for name, value in attrs:
            if tag == "a" and name == "href":
                self._judge(value or "")
            elif name not in self.profile.attributes.get(kept, ()) or _keep(kept, name, value or "") is None:
                self.removed[f"{tag} {name}"] += 1

    def _judge(self, address: str) -> None:
        problem = address_problem(address)
        if problem:
            shown = INVISIBLE.sub("?", address)[:80]
            self.refusals.append(ValidationError(problem % {"address": shown}, code="address"))
