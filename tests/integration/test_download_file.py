"""Files of documents: one address for every edition, real types, honest lists (I-040 to I-044)."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.uploads import Clean, Kind
from goslar_portal.uploads.models import Upload
from integration.models import Download, DownloadFile, Page, PageDownload
from tests.guards.files_of_people import hostile_pdfs, pdf, sent
from tests.integration.records import OFFICE, create_contact, create_download, publish, section


@pytest.fixture
def document(topic: Page) -> Download:
    """A document of the topic, listed in its section „dokumente“."""
    found = create_download("ratgeber", page=topic, contact=create_contact(page=topic))
    publish(topic, sections=[section("dokumente", "", kind="downloads")])
    return found


def edition(document: Download, language: str = "de", *, pages: int = 1, **more: Any) -> Any:
    content = Clean(pdf(pages), Kind.PDF, 0, 0, pages)
    return document.add_edition(
        language=language, title=f"Ratgeber {language}", content=content, by=OFFICE, **more
    )


@pytest.mark.req("I-040", "I-041")
def test_address_stays_when_the_file_is_replaced(document: Download, reader: Client) -> None:
    edition(document)
    first = reader.get("/integration/dateien/ratgeber/de/")
    edition(document, pages=3)
    second = reader.get("/integration/dateien/ratgeber/de/")
    assert first.content != second.content
    assert second["ETag"] == f'"{hashlib.sha256(second.content).hexdigest()}"'
    assert second["Content-Type"] == "application/pdf"
    assert second["X-Content-Type-Options"] == "nosniff"
    assert second["Content-Disposition"] == 'attachment; filename="ratgeber-de.pdf"'
    again = reader.get("/integration/dateien/ratgeber/de/", HTTP_IF_NONE_MATCH=second["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    kept = document.files.filter(language="de", upload__isnull=False).order_by("number")
    assert [(row.number, row.is_current) for row in kept] == [(2, False), (3, True)]
    assert Upload.objects.unreferenced().count() == 0


@pytest.mark.req("I-040")
def test_file_is_handed_out_in_its_time_only(document: Download, reader: Client) -> None:
    edition(document)
    address = "/integration/dateien/ratgeber/de/"
    day = today()
    times: list[tuple[dict[str, Any], int]] = [
        ({"valid_from": day, "valid_until": day}, 200),
        ({"valid_from": day.replace(year=day.year + 1), "valid_until": None}, 404),
        ({"valid_from": None, "valid_until": day.replace(year=day.year - 1)}, 404),
    ]
    for valid, status in times:
        Download.objects.filter(pk=document.pk).update(**valid)
        assert reader.get(address).status_code == status
        listed = address in reader.get("/integration/wohnraum/").content.decode()
        assert listed == (status == 200)


@pytest.mark.req("G-144")
@pytest.mark.parametrize(("scan", "status"), [("waiting", 503), ("infected", 404), ("clean", 200)])
def test_file_waits_for_the_virus_scanner(document: Download, reader: Client, scan: str, status: int) -> None:
    edition(document)
    Upload.objects.update(scan=scan)
    assert reader.get("/integration/dateien/ratgeber/de/").status_code == status


@pytest.mark.parametrize("address", ["ratgeber/en", "ratgeber/zz", "nix/de"])
def test_unknown_file_is_not_found(document: Download, reader: Client, address: str) -> None:
    edition(document)
    assert reader.get(f"/integration/dateien/{address}/").status_code == 404


def test_withdrawn_file_is_neither_listed_nor_sent(document: Download, reader: Client) -> None:
    edition(document)
    document.withdraw_edition(language="de", by=OFFICE)
    assert reader.get("/integration/dateien/ratgeber/de/").status_code == 404
    assert "dateien" not in reader.get("/integration/wohnraum/").content.decode()


@pytest.mark.req("I-043")
def test_reader_sees_the_file_in_the_own_language_first(
    document: Download, reader: Client, every_language: None
) -> None:
    edition(document)
    edition(document, "ar", pages=2)
    publish(document.places.get().page, language="ar", sections=[section("dokumente", "", kind="downloads")])
    [shelf] = reader.get("/ar/integration/wohnraum/").context["page"].shelves.values()
    assert [line.code for line in shelf.lines] == ["ar"]
    assert [line.code for line in shelf.others] == ["de"]
    page = " ".join(reader.get("/integration/wohnraum/").content.decode().split())
    assert 'href="/integration/dateien/ratgeber/ar/" hreflang="ar"' in page
    assert '<span lang="ar" dir="rtl">العربية</span>, PDF, 2 Seiten, <bdi dir="ltr">1 kB</bdi>' in page
    assert (
        page.index("dateien/ratgeber/de/") < page.index("In anderen Sprachen:") < page.index("ratgeber/ar/")
    )


@pytest.mark.req("I-044")
@pytest.mark.parametrize(("known", "told"), [(False, True), (True, False), (None, False)])
def test_reader_is_told_of_a_file_with_barriers_and_asks_for_another_form(
    document: Download, reader: Client, known: bool | None, told: bool
) -> None:
    edition(document, is_accessible=known)
    page = reader.get("/integration/wohnraum/").content.decode()
    way = "/barriere-melden/?anliegen=form&amp;seite=/integration/wohnraum/"
    assert (way in page, "nicht barrierefrei" in page) == (told, told)
    form = reader.get("/barriere-melden/?anliegen=form&seite=/integration/wohnraum/").context["form"]
    assert (form.initial["purpose"], form.initial["page"]) == ("form", "/integration/wohnraum/")


def test_document_without_a_section_stands_at_the_end_of_the_page(
    topic: Page, reader: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    document = create_download("blatt", page=topic, contact=create_contact(page=topic), section="")
    edition(document)
    with django_assert_num_queries(4):
        page = reader.get("/integration/wohnraum/").content.decode()
    assert page.index('id="was"') < page.index('id="dokumente-zur-seite"') < page.index("dateien/blatt/de/")


@pytest.mark.req("I-042", "I-221")
@pytest.mark.parametrize("kind", sorted(set(hostile_pdfs()) - {"pages: too many"}))  # nine are few here
def test_editor_is_told_why_a_file_is_refused(
    document: Download, editor: User, as_user: Callable[[User], Client], kind: str, settings: Any
) -> None:
    address = f"/admin/integration/download/{document.pk}/add_edition/"
    answer = as_user(editor).post(
        address, {"language": "de", "title": "Ratgeber", "content": sent(hostile_pdfs()[kind], "a.pdf")}
    )
    assert answer.status_code == 422
    assert "„a.pdf“" in answer.content.decode()
    assert not document.files.filter(upload__isnull=False).exists()
    assert not list(settings.MEDIA_ROOT.rglob("*.pdf"))


def test_editor_adds_a_file_by_a_button(
    document: Download, editor: User, adviser: User, as_user: Callable[[User], Client], reader: Client
) -> None:
    address = f"/admin/integration/download/{document.pk}/add_edition/"
    sheet = {"language": "de", "title": "Ratgeber", "content": sent(pdf(2), "a.pdf"), "is_accessible": "true"}
    assert as_user(adviser).post(address, sheet).status_code == 403
    content = pdf(2)
    sheet["content"] = sent(content, "a.pdf")
    assert as_user(editor).post(address, sheet).status_code == 302
    row = DownloadFile.objects.current().get(download=document, language="de", upload__isnull=False)
    assert (row.title, row.upload and row.upload.pages, row.is_accessible) == ("Ratgeber", 2, True)
    assert reader.get("/integration/dateien/ratgeber/de/").content == content


def test_database_refuses_a_file_without_its_checksum(document: Download) -> None:
    upload = Upload.objects.keep(Clean(pdf(), Kind.PDF, 0, 0, 1))
    for fields in ({"upload": upload}, {"checksum": "ab"}):
        with pytest.raises(IntegrityError, match="download_file_has_checksum"), transaction.atomic():
            document.files.create(language="fr", title="x", availability="file", **fields)


def test_page_shows_a_document_once(document: Download, topic: Page) -> None:
    place = PageDownload(page=topic, download=document, section="")
    with pytest.raises(ValidationError):
        place.full_clean()
