"""Flyers: one per language, made by the portal from a topic page, anew when something changes (I-040)."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from integration.jobs import make_page_pdf, renew_all_flyers
from integration.models import Contact, Download, DownloadFile, Page, PageDownload
from tests.democracy.pdf_ua import violations
from tests.integration.records import OFFICE, create_contact, publish, section
from tests.integration.spoken import spoken


@pytest.fixture
def flyer(topic: Page, settings: Settings, tmp_path: object) -> Download:
    """Made from two sections of the topic, which is published in German and Arabic."""
    create_contact(page=topic, role="Koordinierung")
    words = [section("was", "<p>Wir helfen.</p>"), section("intern", "<p>Lang und breit.</p>")]
    publish(topic, title="Wohnung", sections=words)
    arabic = [section("was", "<p>نساعدكم.</p>", heading="ماذا")]
    publish(topic, language="ar", title="السكن", sections=arabic)
    found = Download.objects.create(slug="flyer", kind="flyer", made_from=topic, made_of=["was"])
    PageDownload.objects.create(page=topic, download=found, section="")
    return found


def editions(flyer: Download) -> list[tuple[str, int]]:
    rows = DownloadFile.objects.current().filter(download=flyer)
    return [(row.language, row.number) for row in rows]


@pytest.mark.req("I-040", "I-043")
def test_reader_takes_a_flyer_along_in_the_own_language(
    flyer: Download, reader: Client, every_language: None
) -> None:
    assert renew_all_flyers() == 2
    page = " ".join(reader.get("/ar/integration/wohnraum/").content.decode().split())
    assert 'href="/ar/integration/dateien/flyer/ar/" hreflang="ar"' in page
    for code, title, words in (("de", "Wohnung", "Wir helfen."), ("ar", "السكن", "نساعدكم.")):
        content = reader.get(f"/integration/dateien/flyer/{code}/").content
        assert violations(content) == []
        said = spoken(content)
        assert title in said
        assert words in said
        assert "030 23125101" in said
        assert "Lang und breit" not in said
    rows = DownloadFile.objects.filter(download=flyer)
    assert {(row.upload.pages if row.upload else 0, row.is_accessible) for row in rows} == {(1, True)}


@pytest.mark.req("I-041")
def test_flyer_is_made_anew_only_when_something_on_it_changes(flyer: Download) -> None:
    renew_all_flyers()
    assert renew_all_flyers() == 0
    Contact.objects.update(phone="+493023125102")
    assert renew_all_flyers() == 2
    assert editions(flyer) == [("ar", 2), ("de", 2)]


def test_publishing_a_page_renews_its_flyer(flyer: Download) -> None:
    renew_all_flyers()
    assert flyer.made_from
    version = publish(flyer.made_from, title="Wohnung", sections=[section("was", "<p>Wir beraten.</p>")])
    make_page_pdf(version.pk)
    assert editions(flyer) == [("ar", 1), ("de", 2)]


def test_withdrawn_page_takes_its_flyers_along(flyer: Download, reader: Client) -> None:
    renew_all_flyers()
    assert flyer.made_from
    flyer.made_from.withdraw(by=OFFICE)
    renew_all_flyers()
    assert editions(flyer) == []
    assert reader.get("/integration/dateien/flyer/de/").status_code == 404
