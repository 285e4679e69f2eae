"""Documents: what the database refuses."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from integration.models import Contact, Download, DownloadFile, Page, PageDownload
from tests.integration.records import create_contact


@pytest.fixture
def document(db: None) -> Download:
    return Download.objects.create(slug="flyer")


@pytest.fixture
def office(db: None) -> Contact:
    return create_contact()


@pytest.mark.req("I-045")
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({}, "download_on_request_names_contact"),
        ({"availability": "file"}, "download_file_has_checksum"),
        ({"availability": "file", "checksum": "ab"}, "download_file_has_checksum"),
    ],
)
def test_database_refuses_a_title_that_leads_nowhere(
    document: Download, fields: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        DownloadFile.objects.create(download=document, title="Flyer", **fields)


def test_document_has_one_current_file_per_language(document: Download, office: Contact) -> None:
    DownloadFile.objects.create(download=document, title="Flyer", contact=office)
    DownloadFile.objects.create(download=document, title="Flyer", contact=office, language="en")
    DownloadFile.objects.create(download=document, title="Flyer", contact=office, number=2, is_current=False)
    with pytest.raises(IntegrityError, match="download_edition_current_is_one"), transaction.atomic():
        DownloadFile.objects.create(download=document, title="Flyer", contact=office, number=3)
    with pytest.raises(IntegrityError, match="download_edition_number_is_unique"), transaction.atomic():
        DownloadFile.objects.create(
            download=document, title="Flyer", contact=office, number=2, is_current=False
        )


def test_document_ends_after_it_begins_and_stands_once_on_a_page(document: Download, topic: Page) -> None:
    with pytest.raises(IntegrityError, match="download_ends_after_it_begins"), transaction.atomic():
        Download.objects.create(slug="x", valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1))
    PageDownload.objects.create(page=topic, download=document, section="a")
    with pytest.raises(IntegrityError, match="page_download_stands_once"), transaction.atomic():
        PageDownload.objects.create(page=topic, download=document, section="b")
