"""A page as PDF, to print and to pass on: its text, its contacts, the way back to it (I-110 to I-114)."""

from dataclasses import dataclass
from typing import Self

from django.conf import settings

from goslar_portal import pdf
from goslar_portal.dates import today
from goslar_portal.languages import SOURCE, in_language
from goslar_portal.page_cache import shows
from goslar_portal.qr import qr_svg
from integration.models import Contact, Download, Line, Page, PageVersion, SectionKind, neutral_address


@dataclass
class Paper:
    """One published text in one language. Two queries, and one more where the text lists documents."""

    version: PageVersion
    german: PageVersion
    language: str
    contacts: list[Contact]
    downloads: list[Download]

    @classmethod
    def of(cls, slug: str, language: str) -> Self | None:
        """What a reader of this language gets; the German text where nobody has translated it."""
        rows = PageVersion.objects.at_slug(slug).on_paper().for_reader(language)
        texts = {row.translation.language: row for row in rows}
        if SOURCE not in texts:
            return None
        shown = texts.get(language, texts[SOURCE])
        page, code = shown.translation.page_id, shown.translation.language
        contacts = list(Contact.objects.at_page(page).valid_on(today()).with_text(code))
        lists = any(row["kind"] == SectionKind.DOWNLOADS for row in shown.sections)
        documents = Download.objects.at_page(page).with_editions(code) if lists else ()
        paper = cls(shown, texts[SOURCE], language, contacts, list(documents))
        shows(*(f"contact:{contact.code}" for contact in paper.contacts))
        shows(*(f"download:{row.slug}" for row in paper.downloads))
        return paper

    @property
    def page(self) -> Page:
        return self.version.translation.page

    @property
    def is_fallback(self) -> bool:
        return self.version.translation.language != self.language

    @property
    def is_outdated(self) -> bool:
        """See also: `ShownPage.is_outdated`."""
        row = self.version.translation
        return not row.is_source and row.source_hash != self.german.text_hash

    @property
    def is_archived(self) -> bool:
        return self.page.is_archived

    @property
    def documents(self) -> dict[str, list[Line]]:
        """The editions under the key of their section."""
        found: dict[str, list[Line]] = {}
        for row in self.downloads:
            found.setdefault(row.section, []).extend(row.lines)
        return found

    @property
    def url(self) -> str:
        """The whole address of the page, as text and as QR code."""
        path = neutral_address(self.page.kind, self.page.slug)
        return f"{settings.SITE_URL}{in_language(path, self.version.translation.language)}"

    def content(self) -> bytes:
        """The file. Raises `pdf.MissingGlyphError` when no font has one of its signs."""
        code = self.version.translation.language
        files = {"code.svg": qr_svg(self.url)}
        return pdf.render(
            "integration/pdf/page.html", {"paper": self}, language=code, files=files, is_public=True
        )
