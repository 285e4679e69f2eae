"""Texts, contacts and documents the portal starts with; loaded once, then the office's own (I-004)."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from procrastinate.contrib.django import app

from goslar_portal import content, search
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor
from goslar_portal.languages import SOURCE
from integration import text_files
from integration.models import (
    AccessibilityStatement,
    Contact,
    ContactText,
    Download,
    DownloadFile,
    DownloadText,
    Imprint,
    KnownBarrier,
    KnownBarrierText,
    ListEntry,
    ListText,
    OpeningHours,
    Page,
    PageContact,
    PageDownload,
    PageKind,
    PageTranslation,
    PageVersion,
    SmallText,
    words_hash,
)
from integration.models.statement import release
from integration.text_files import FIXTURES

CLOCK = Actor.clock("prepare")


def register() -> None:
    """German first; then each active language that has a folder of its own."""
    content.add("integration_law", load_law)
    content.add("integration_pages", load)
    content.add("integration_lists", load_lists)
    for code, _name in settings.LANGUAGES:
        if code != SOURCE and text_files.folder(code).is_dir():
            content.add(f"integration_texts_{code}", partial(load_language, code))


def load(folder: Path | None = None) -> None:
    """Load all records of the area from the fixtures, contacts first, and publish the texts."""
    folder = folder or FIXTURES
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


def load_law() -> None:
    """What the accessibility statement and the Impressum say; names of persons come from the county."""
    given = json.loads((FIXTURES / "integration_statement.json").read_text(encoding="utf-8"))
    AccessibilityStatement.objects.create(pk=1, reviewed_release=release(), **given["statement"])
    Imprint.objects.create(pk=1, **given["imprint"])
    for position, row in enumerate(given["barriers"], start=1):
        barrier = KnownBarrier.objects.create(code=row.pop("code"), position=position)
        KnownBarrierText.objects.create(barrier=barrier, **row)


def load_lists() -> None:
    """The lists readers choose from, in German."""
    for row in _rows(FIXTURES / "integration_lists.json"):
        entry = ListEntry.objects.create(**{name: row[name] for name in ("kind", "code", "position")})
        ListText.objects.create(entry=entry, label=row["label"])


def load_language(code: str) -> None:
    """The starting texts of one language: marked as unchecked, tied to the German they answer to (I-082)."""
    german = {row.translation.page.slug: row for row in PageVersion.objects.german_texts()}
    found = {german[slug]: text for slug, text in text_files.texts(code).items() if slug in german}
    PageTranslation.objects.begin(
        code, [(row, text.words, text.answered(row)) for row, text in found.items()], by=CLOCK
    )
    small = text_files.small(code)
    for model in (ContactText, DownloadText, ListText, KnownBarrierText):
        _load_small(code, model, small)
    for source in ("integration.pages", "integration.contacts", "integration.downloads"):
        search.refresh(source)
    for number in (
        PageVersion.objects.in_language(code).of_pages(Download.objects.pages_with_flyers()).numbers()
    ):
        app.configure_task("make_page_pdf").defer(number=number)


def _load_small(code: str, model: type[SmallText], small: dict[str, dict[str, tuple[str, str]]]) -> None:
    """A row for each record that has words in this language; its hash is that of the German they answer."""
    rows: list[SmallText] = []
    for german in model.objects.german():
        given = small.get(german.place)
        if given:
            words = {name: given.get(name, ("", ""))[0] for name in model.WORDS}
            answers = words_hash(given.get(name, ("", ""))[1] for name in model.WORDS)
            rows.append(model(language=code, source_hash=answers, **german.owner, **words))
    model.objects.bulk_create(rows, ignore_conflicts=True)


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
        is_legal=row.get("legal", False),
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
        slug=row["slug"],
        kind=row["kind"],
        archived_on=today() if row["archive"] else None,
        made_from=page if "made_of" in row else None,
        made_of=row.get("made_of", []),
    )
    position = page.download_places.count() + 1
    PageDownload.objects.create(page=page, download=download, section=row["section"], position=position)
    if download.made_from is not None:
        return  # its files are made by a job, and named by the page
    DownloadText.objects.create(download=download, title=row["title"])
    DownloadFile.objects.create(
        download=download,
        language=row["language"],
        title=row["title"],
        availability=row["available"],
        contact=contacts[row["contact"]],
    )


def _draft(page: Page, path: Path) -> PageVersion:
    return page.save_draft(by=CLOCK, **text_files.read(path.read_text(encoding="utf-8")).words)
