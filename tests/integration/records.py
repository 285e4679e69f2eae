"""Invented pages, contacts and texts, reached through the real verbs."""

from typing import Any

from goslar_portal.journal.models import Actor
from integration.models import (
    Contact,
    ContactText,
    Download,
    DownloadFile,
    DownloadText,
    Page,
    PageContact,
    PageDownload,
    PageKind,
    PageVersion,
    Section,
    Tree,
)

OFFICE = Actor.clock("test")


def section(key: str = "was", body: str = "<p>Ein Satz.</p>", **fields: str) -> Section:
    return Section(key, fields.get("kind", "text"), fields.get("heading", f"Über {key}"), body)


def text(title: str = "Ein Thema", summary: str = "Kurz gesagt.", **fields: Any) -> dict[str, Any]:
    """What a version is made from."""
    return {"title": title, "summary": summary, "sections": fields.get("sections", [section()])}


def create_page(slug: str, *, parent: Page | None = None, **fields: Any) -> Page:
    """A page without text, behind its siblings."""
    position = fields.pop("position", 0) or Page.objects.next_position(parent)
    return Page.objects.create(slug=slug, parent=parent, position=position, **fields)


def create_published(slug: str, *, parent: Page | None = None, **fields: Any) -> Page:
    """A page whose text everybody reads; `texts` is what `text()` takes."""
    texts = fields.pop("texts", {})
    page = create_page(slug, parent=parent, **fields)
    publish(page, **texts)
    return page


def publish(page: Page, *, language: str = "de", **texts: Any) -> PageVersion:
    version = page.save_draft(language=language, by=OFFICE, **text(**texts))
    version.publish(by=OFFICE, follow_links=False)
    return version


def create_site() -> Page:
    """Start page and overview, the least a site has; returns the overview."""
    create_published("start", kind=PageKind.START, in_menu=False, texts={"title": "Startseite des Portals"})
    return create_published("integration", kind=PageKind.ROOT, texts={"title": "Integration"})


def create_contact(code: str = "beratung", *, page: Page | None = None, **fields: Any) -> Contact:
    """An office with an invented number, standing on `page`."""
    role = fields.pop("role", "Beratung")
    contact = Contact.objects.create(code=code, **{"phone": "+493023125101"} | fields)
    ContactText.objects.create(contact=contact, role=role)
    if page is not None:
        place = page.contact_places.count() + 1
        PageContact.objects.create(page=page, contact=contact, position=place)
    return contact


def places(parent: Page | None) -> list[tuple[str, int]]:
    """The children of a page as the tree shows them."""
    return [(row.slug, row.position) for row in Page.objects.children_of(parent)]


def slugs() -> list[str]:
    return [node.slug for node in Tree.of("de")]


def fill_pages(count: int) -> None:
    """So many contacts on every page, child pages below the overview and documents on the archive page."""
    pages = list(Page.objects.all())
    contacts = [create_contact(f"viele-{number}") for number in range(count)]
    PageContact.objects.bulk_create(
        PageContact(page=page, contact=contact, position=100 + number)
        for page in pages
        for number, contact in enumerate(contacts)
    )
    overview = next(page for page in pages if page.kind == PageKind.ROOT)
    for number in range(count):
        create_published(f"thema-{number}", parent=overview)
    archive = next(page for page in pages if page.is_archived)
    for number in range(count):
        create_download(f"blatt-{number}", page=archive, contact=contacts[0])


def create_download(slug: str, *, page: Page, contact: Contact, section: str = "dokumente") -> Download:
    """A document to ask for at `contact`, listed on `page`."""
    download = Download.objects.create(slug=slug)
    DownloadText.objects.create(download=download, title=f"Blatt {slug}")
    DownloadFile.objects.create(download=download, title=f"Blatt {slug}", contact=contact)
    PageDownload.objects.create(
        page=page, download=download, section=section, position=page.download_places.count() + 1
    )
    return download
