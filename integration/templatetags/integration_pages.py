"""Texts and contacts of this area for every template, also those of other areas (decision 0003).

{% load integration_pages %}
{% page_version "wohnraum-vermieten" as text %}  {{ text.title }}, {{ text.summary }}
{% page_text "wohnraum-vermieten" %}             h1, summary, date, sections
{% page_section "wohnung-anbieten" "gut-zu-wissen" %}
{% contact_column "koordinierung-wohnraum" %}
"""

import re
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from goslar_portal import languages
from goslar_portal.dates import today
from goslar_portal.page_cache import shows
from goslar_portal.retention import table
from integration.models import Contact, Notice, PageVersion, Section

register = template.Library()

OUTSIDE_LINK = re.compile(r'(<a href="https?://[^"]*")')
OWN_LINK = re.compile(r'(<a href=")(/[^"]*)')
LIST = re.compile(r"<ul>((?:(?!<ul>).)*?)</ul>", re.DOTALL)
ENTRY = re.compile(
    r'<li><a href="(?P<url>[^"]*)"[^>]*>(?P<label>(?:(?!</a>).)*)</a>'
    r"\s*<span>(?P<line>(?:(?!</li>).)*)</span></li>",
    re.DOTALL,
)
BUTTON = re.compile(r'<p><a href="(?P<url>[^"]*)"[^>]*>(?P<label>(?:(?!</a>).)*)</a></p>\s*\Z', re.DOTALL)
TABLE = re.compile(r"(<table>.*?</table>)", re.DOTALL)


@dataclass(frozen=True)
class Door:
    """A link with one line about it, as the text of a signpost section has it."""

    url: str
    label: SafeString
    line: SafeString


@dataclass(frozen=True)
class Part:
    """A piece of a section: running text, a row of doors, a table that may scroll, or a button."""

    html: str = ""
    doors: tuple[Door, ...] = ()
    is_table: bool = False
    button: Door | None = None


@register.filter
def rich(body: str) -> SafeString:
    """Stored text is clean already (I-022); own links get the reader's language on the way out (I-027).

    Links to other sites hand nothing of this page to them (G-147).
    """
    code = languages.reader()
    linked = OWN_LINK.sub(lambda found: found[1] + languages.in_language(found[2], code), body)
    return mark_safe(OUTSIDE_LINK.sub(r'\1 rel="noopener"', linked))  # noqa: S308  # the database holds clean text only


@register.filter
def of(groups: dict[str, list[Any]], key: str) -> list[Any]:
    """What a group holds; an unknown one holds nothing."""
    return groups.get(key, [])


@register.filter
def parts(section: Section) -> list[Part]:
    """The pieces of a section in order, as its kind wants them shown."""
    body, found = rich(section.body), None
    if section.kind == "action" and (found := BUTTON.search(body)):
        body = SafeString(body[: found.start()])
    pieces = [piece for chunk in TABLE.split(body) if chunk.strip() for piece in _pieces(chunk, section.kind)]
    return [*pieces, *([Part(button=_door(found))] if found else [])]


def _pieces(chunk: str, kind: str) -> list[Part]:
    if chunk.startswith("<table>"):
        return [Part(html=_safe(chunk), is_table=True)]
    if kind != "links":
        return [Part(html=_safe(chunk))]
    pieces: list[Part] = []
    end = 0
    for found in LIST.finditer(chunk):
        doors = tuple(_door(entry) for entry in ENTRY.finditer(found[1]))
        if doors and not ENTRY.sub("", found[1]).strip():
            pieces += [Part(html=_safe(chunk[end : found.start()])), Part(doors=doors)]
            end = found.end()
    return [piece for piece in [*pieces, Part(html=_safe(chunk[end:]))] if piece.doors or piece.html.strip()]


def _door(found: re.Match[str]) -> Door:
    line = found["line"] if "line" in found.re.groupindex else ""
    return Door(found["url"].replace("&amp;", "&"), _safe(found["label"]), _safe(line))


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308  # pieces of a clean text


# Which periods a section about data protection names, by its key; any other shows all (I-132).
PERIODS = {
    "hilfe": ["integration.help_"],
    "sprachmittlung": ["integration.interpreter_"],
    "barriere": ["integration.report_"],
}


@register.inclusion_tag("retention/_table.html")
def periods_for(section: Section) -> dict[str, Any]:
    """What a section promises is what the office has set: text and practice cannot differ."""
    only = PERIODS.get(section.key, ())
    return {"groups": table.groups(only=only), "heading": section.heading if only else ""}


@register.simple_tag(takes_context=True)
def page_version(context: Context, slug: str) -> PageVersion | None:
    """The published text in the reader's language, else the German one; asked for once per answer."""
    known = _remembered(context, "page_versions")
    if slug not in known:
        shows(f"page:{slug}")
        code = translation.get_language() or settings.LANGUAGE_CODE
        rows = list(PageVersion.objects.at_slug(slug).for_reader(code))
        known[slug] = max(rows, key=lambda row: row.translation.language == code, default=None)
    version: PageVersion | None = known[slug]
    return version


@register.inclusion_tag("integration/_text.html", takes_context=True)
def page_text(context: Context, slug: str) -> dict[str, Any]:
    """Title, summary, date and sections of a page."""
    return {"version": page_version(context, slug)}


@register.inclusion_tag("integration/_section.html", takes_context=True)
def page_section(context: Context, slug: str, key: str) -> dict[str, Any]:
    """One section of a page with its heading; nothing when the text has no such section (any more)."""
    version = page_version(context, slug)
    found = [part for part in version.parts if part.key == key] if version else []
    return {"section": found[0] if found else None}


@register.inclusion_tag("integration/_contacts.html", takes_context=True)
def contact_column(context: Context, *codes: str) -> dict[str, Any]:
    """The cards of these contacts, in this order, to stand in the block `contact` of a page."""
    known = _remembered(context, "contacts")
    missing = [code for code in codes if code not in known]
    if missing:
        shows(*(f"contact:{code}" for code in missing))
        language = translation.get_language() or settings.LANGUAGE_CODE
        rows = Contact.objects.coded(missing).valid_on(today()).with_text(language)
        known.update(dict.fromkeys(missing) | {row.code: row for row in rows})
    return {"contacts": [known[code] for code in codes if known[code]]}


@register.inclusion_tag("integration/_topics.html", takes_context=True)
def topic_list(context: Context) -> dict[str, Any]:
    """The topics, on a page that was not found below the overview; costs no query (I-210)."""
    tree = getattr(context.get("request"), "page_tree", ())
    return {"nodes": [node for node in tree if node.is_listed]}


@register.simple_tag
def notice_trail(notice: Notice | None = None) -> list[tuple[str, str]]:
    """The way from the start page to the news, or to one of them."""
    first = (gettext("Startseite"), reverse("integration:start"))
    if notice is None:
        return [first, (gettext("Aktuelles"), "")]
    return [first, (gettext("Aktuelles"), reverse("integration:notice_list")), (notice.title, "")]


@register.simple_tag
def contact_phone(code: str) -> Any:
    """The telephone number of a contact, with `as_national` to show and `as_rfc3966` to dial."""
    shows(f"contact:{code}")
    row = Contact.objects.coded([code]).first()
    return row.phone if row else ""


def _remembered(context: Context, name: str) -> dict[str, Any]:
    """A note that lasts as long as the request, so that asking twice costs nothing."""
    request = context.get("request")
    if request is None:  # a template drawn outside a request, such as a letter
        return {}
    notes: dict[str, Any] = request.__dict__.setdefault(f"integration_{name}", {})
    return notes
