"""A page as a reader gets it: text, contacts and documents from a fixed number of queries (I-230)."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from goslar_portal import pdf
from goslar_portal.dates import today
from goslar_portal.languages import SOURCE, catalogue, in_language, visible
from goslar_portal.page_cache import shows
from integration.models import checks
from integration.models.contact import COLUMN, Contact
from integration.models.download import Download
from integration.models.edition_line import Line
from integration.models.imprint import Imprint
from integration.models.notice import Notice
from integration.models.page import BELOW_OVERVIEW, PageKind, neutral_address
from integration.models.picture import Picture
from integration.models.section import Section, SectionKind
from integration.models.statement import AccessibilityStatement
from integration.models.tree import Node, Tree
from integration.models.version import PageVersion

CONTACTS = "kontakt"  # the page of all contacts
TEMPLATES: dict[str, str] = {
    PageKind.START: "start",
    PageKind.ROOT: "overview",
    PageKind.SERVICE: "service_page",
}
FEW_SECTIONS = 3  # from here on a page has a table of contents (I-015)


@dataclass(frozen=True)
class Shelf:
    """Editions in the language of the page, and those in others (I-043)."""

    lines: list[Line]
    others: list[Line]


@dataclass
class ShownPage:
    """One version in its place of the tree. Three queries at most, with 1 and with 30 contacts.

    `german` is the text that binds; it is the version itself on a German page and wherever nobody has
    translated the page yet (I-084).
    """

    tree: Tree
    node: Node
    version: PageVersion
    german: PageVersion | None
    language: str
    contacts: list[Contact]
    has_documents: bool = True
    has_notices: bool = True
    has_pictures: bool = True

    @classmethod
    def of(
        cls,
        tree: Tree,
        node: Node,
        language: str,
        *,
        version: PageVersion | None = None,
    ) -> Self:
        """The published page, or `version` in its place when an editor looks at a draft.

        The page of all contacts shows its own first, then those of the other pages in tree order (I-034).
        """
        known = list(PageVersion.objects.of_pages([node.pk]).for_reader(language).with_what_hangs_on_it())
        texts = {row.translation.language: row for row in known}
        german = texts.get(SOURCE)
        shown = version or texts.get(language) or texts[SOURCE]
        rows = Contact.objects.valid_on(today()).with_text(language)
        if node.slug == CONTACTS:
            order = {row.pk: number for number, row in enumerate(tree)}
            contacts = sorted(rows.placed(), key=lambda row: row.rank(node.pk, order))
        else:
            contacts = list(rows.at_page(node.pk))
        has_documents = any(row.has_documents for row in known)
        has_notices = any(row.has_notices for row in known)
        page = cls(tree, node, shown, german, language, contacts, has_documents, has_notices)
        page.has_pictures = any(row.has_pictures for row in known)
        page.name_topics()
        return page

    def name_topics(self) -> None:
        """The page, those above it in the breadcrumb, those below it in its list, the contacts."""
        shows(*(f"page:{node.slug}" for node in (self.node, *self.node.above, *self.node.children)))
        shows("notices", "contacts", *(f"contact:{contact.code}" for contact in self.contacts))

    @property
    def is_fallback(self) -> bool:
        """Nobody has translated this page: the reader gets the German text, and is told so."""
        return self.version.translation.language != self.language

    @property
    def is_outdated(self) -> bool:
        """The translation answers to a German text that has changed since (I-074)."""
        return (
            self.german is not None
            and not self.version.translation.is_source
            and self.version.answers != self.german.text_hash
        )

    @property
    def is_unchecked(self) -> bool:
        return self.version.is_unchecked

    @property
    def binds_in_german(self) -> bool:
        """A page with legal effect says in every other language that the German text counts (I-069)."""
        return self.node.is_legal and self.language != SOURCE

    @property
    def service(self) -> dict[str, Any] | None:
        """What the page says to search engines about the office behind it (I-183)."""
        if self.node.kind != PageKind.TOPIC or not self.contacts:
            return None
        spoken = sorted({row.bcp47 for contact in self.contacts for row in contact.spoken}) or [SOURCE]
        return {
            "name": self.version.title,
            "description": self.version.summary,
            "url": self.canonical,
            "languages": spoken,
            "phones": [contact.phone.as_e164 for contact in self.contacts if contact.phone],
        }

    @property
    def pdf_url(self) -> str:
        """The same page as a file; empty where there is none, as without a font for the language (I-113)."""
        if self.node.kind not in BELOW_OVERVIEW or not pdf.covers(self.version.translation.language):
            return ""
        with translation.override(self.version.translation.language):
            return reverse("integration:topic_pdf", args=[self.node.slug])

    @property
    def german_url(self) -> str:
        return neutral_address(self.node.kind, self.node.slug)

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """`hreflang` and address of each language this page is published in, German as default (G-174)."""
        if self.german is None or self.is_fallback or self.node.is_archived:
            return []
        spoken = self.german.spoken
        rows = [
            (catalogue()[code].hreflang, self._absolute(code)) for code in visible.codes() if code in spoken
        ]
        known = [(tag, url) for tag, url in rows if tag]
        return [*known, ("x-default", self._absolute(SOURCE))] if len(known) > 1 else []

    def _absolute(self, code: str) -> str:
        return f"{settings.SITE_URL}{in_language(self.german_url, code)}"

    @property
    def trail(self) -> list[tuple[Any, ...]]:
        """The way from the start page to here; the page itself comes last, without an address."""
        above = [(node.title, node.url, node.language) for node in self.node.above]
        here = (self.version.title, "", self.version.language)
        return [(gettext("Startseite"), reverse("integration:start")), *above, here]

    @property
    def template(self) -> str:
        """The page of that name; texts of other areas are looked at like a topic."""
        if self.node.slug == CONTACTS:
            return "integration/contact_list.html"
        return f"integration/{TEMPLATES.get(self.node.kind, 'topic_detail')}.html"

    @property
    def canonical(self) -> str:
        """The one address of this text, with the name of the host; a missing translation has none (I-084)."""
        return f"{settings.SITE_URL}{self.german_url if self.is_fallback else self.node.url}"

    @cached_property
    def sections(self) -> list[Section]:
        return self.version.parts

    @property
    def opening(self) -> list[Section]:
        """The sections that stand across the whole width of the start page: its doors."""
        return [section for section in self.sections if section.kind == SectionKind.LINKS]

    @property
    def remaining(self) -> list[Section]:
        return [section for section in self.sections if section.kind != SectionKind.LINKS]

    @property
    def has_toc(self) -> bool:
        return len(self.version.sections) >= FEW_SECTIONS

    @cached_property
    def children(self) -> list[Node]:
        """Child pages, without those the text links to already, unless a section asks for the list."""
        listed = [node for node in self.node.children if node.is_listed]
        if self.shows(SectionKind.CHILDREN):
            return listed
        linked = {
            href.partition("#")[0] for part in self.sections for href, _words in checks.links(part.body)
        }
        return [node for node in listed if neutral_address(node.kind, node.slug) not in linked]

    @cached_property
    def column(self) -> list[Contact]:
        """The contacts beside the text: all that stand in no section (I-021)."""
        keys = {row["key"] for row in self.version.sections}
        return [row for row in self.contacts if getattr(row, "place_there", COLUMN) not in keys]

    @cached_property
    def contacts_in(self) -> dict[str, list[Contact]]:
        """The contacts of each section that lists some: those placed there, else all of the page."""
        return {
            part.key: [row for row in self.contacts if getattr(row, "place_there", "") == part.key]
            or self.contacts
            for part in self.sections
            if part.kind == SectionKind.CONTACTS
        }

    @cached_property
    def shelves(self) -> dict[str, "Shelf"]:
        """The documents under the key of their section, those at the end of the page under none (I-021).

        Asked for only when the page has some.
        """
        if not (self.has_documents or self.shows(SectionKind.DOWNLOADS)):
            return {}
        code = self.version.translation.language
        offices = {contact.pk: contact for contact in self.contacts}
        shelves: dict[str, Shelf] = {}
        for row in Download.objects.at_page(self.node.pk).valid_on(today()).with_editions(code):
            shows(f"download:{row.slug}")
            shelf = shelves.setdefault(row.section, Shelf([], []))
            for line in row.lines:
                whole = replace(line, contact=offices.get(line.contact_id or 0))
                (shelf.lines if line.code == code else shelf.others).append(whole)
        return shelves

    @cached_property
    def pictures(self) -> dict[str, list[Picture]]:
        """By the key of their section, those below the summary under none; nothing is asked without any."""
        found: dict[str, list[Picture]] = {}
        if self.has_pictures:
            shows("pictures")
            for row in Picture.objects.at_page(self.node.pk).with_words(self.version.translation.language):
                if row.sizes_ready:
                    found.setdefault(row.section, []).append(row)
        return found

    @property
    def pictures_on_top(self) -> list[Picture]:
        return self.pictures.get("", [])

    @cached_property
    def statement(self) -> AccessibilityStatement | None:
        """The facts of the accessibility statement, in the language of the text around them (I-133)."""
        return AccessibilityStatement.objects.with_barriers(self.version.translation.language).first()

    @cached_property
    def imprint(self) -> Imprint | None:
        return Imprint.objects.first()

    @cached_property
    def notices(self) -> list[Notice]:
        """What is new here; nothing is asked when nothing is (I-050)."""
        wanted = self.shows(SectionKind.NOTICES)
        if not (self.has_notices or wanted):
            return []
        rows = Notice.objects.valid_on(today()).for_reader(self.language)
        if not wanted:
            rows = rows.at_start() if self.node.kind == PageKind.START else rows.at_page(self.node.pk)
        return list(rows)

    @property
    def notices_on_top(self) -> list[Notice]:
        return [] if self.shows(SectionKind.NOTICES) else self.notices

    @property
    def loose(self) -> "Shelf | None":
        """Documents that belong to no section: they stand at the end."""
        return self.shelves.get("")

    @property
    def has_more_children(self) -> bool:
        """Child pages that nothing on the page shows yet: they get a list at its end."""
        return bool(self.children) and not self.shows(SectionKind.CHILDREN)

    def shows(self, kind: str) -> bool:
        return any(row["kind"] == kind for row in self.version.sections)
