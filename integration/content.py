"""Texts, contacts and documents the portal starts with; loaded once, then the office's own (I-004)."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

from django.conf import settings

from goslar_portal import search
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor
from integration.models import (
    Contact,
    ContactText,
    Download,
    DownloadFile,
    OpeningHours,
    Page,
    PageContact,
    PageDownload,
    PageKind,
    PageVersion,
    Section,
)

CLOCK = Actor.clock("prepare")
PAGE = re.compile(r'<h1>(?P<title>[^<>]+)</h1>\s*<p data-part="summary">(?P<summary>[^<>]+)</p>')
SECTION = re.compile(
    r'<section id="(?P<key>[^"]+)" data-kind="(?P<kind>[^"]+)">\s*'
    r"<h2>(?P<heading>[^<>]+)</h2>(?P<body>.*?)</section>",
    re.DOTALL,
)


def load(folder: Path | None = None) -> None:
    """Load all records of the area from the fixtures, contacts first, and publish the texts."""
    folder = folder or settings.BASE_DIR / "fixtures"
    contacts = {row["code"]: _contact(row) for row in _rows(folder / "integration_contacts.json")}
    rows = _rows(folder / "integration_pages.json")
    pages: dict[str, Page] = {}
    for row in rows:
        pages[row["slug"]] = _page(row, pages, contacts)
    for row in _rows(folder / "integration_downloads.json"):
        _download(row, pages, contacts)
    drafts = [_draft(page, folder / "pages" / "de" / f"{slug}.html") for slug, page in pages.items()]
    for draft in drafts:  # only now, because the texts link to each other
        draft.publish(by=CLOCK, follow_links=False)
    search.refresh("integration.contacts")


def read(html: str) -> dict[str, Any]:
    """A text file in the strict form: h1, summary, sections. Raises `ValueError` when it is not."""
    head = PAGE.match(html.strip())
    sections = [_section(**found.groupdict()) for found in SECTION.finditer(html)]
    rest = SECTION.sub("", html.strip()[head.end() :] if head else html)
    if head is None or rest.strip():
        raise ValueError(f"a page is h1, summary, sections; not understood: {rest.strip()[:80]!r}")
    return {"title": unescape(head["title"]), "summary": unescape(head["summary"]), "sections": sections}


def _section(key: str, kind: str, heading: str, body: str) -> Section:
    return Section(key, kind, unescape(heading), body)


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def _contact(row: dict[str, Any]) -> Contact:
    same = (
        "code",
        "organisation",
        "phone",
        "email",
        "street",
        "postal_code",
        "town",
        "room",
        "languages",
        "web",
    )
    contact = Contact.objects.create(
        **{name: row[name] for name in same},
        is_by_appointment=row["by_appointment"],
        needs_confirmation=row["needs_confirmation"],
    )
    ContactText.objects.create(contact=contact, language="de", role=row["role"], remark=row["remark"])
    OpeningHours.objects.bulk_create(OpeningHours(contact=contact, **span) for span in row["hours"])
    return contact


def _page(row: dict[str, Any], pages: dict[str, Page], contacts: dict[str, Contact]) -> Page:
    same = ("slug", "kind", "position", "in_menu", "review_months", "role", "needs_confirmation")
    page = Page.objects.create(
        **{name: row[name] for name in same},
        parent=pages[row["parent"]] if row["parent"] else None,
        archived_on=today() if row["kind"] == PageKind.ARCHIVE else None,
    )
    PageContact.objects.bulk_create(
        PageContact(page=page, contact=contacts[code], position=position)
        for position, code in enumerate(row["contacts"], start=1)
    )
    return page


def _download(row: dict[str, Any], pages: dict[str, Page], contacts: dict[str, Contact]) -> None:
    page = pages[row["page"]]
    download = Download.objects.create(
        slug=row["slug"], kind=row["kind"], archived_on=today() if row["archive"] else None
    )
    DownloadFile.objects.create(
        download=download,
        language=row["language"],
        title=row["title"],
        availability=row["available"],
        contact=contacts[row["contact"]],
    )
    position = page.download_places.count() + 1
    PageDownload.objects.create(page=page, download=download, section=row["section"], position=position)


def _draft(page: Page, path: Path) -> PageVersion:
    return page.save_draft(by=CLOCK, **read(path.read_text(encoding="utf-8")))
