"""The starting content: loaded once, complete, every link leads somewhere."""

from pathlib import Path

import pytest
from django.test import Client

from goslar_portal import content as starting_content
from integration import content, text_files
from integration.models import Contact, Page, PageKind, PageVersion, Tree
from tests.integration.records import publish


@pytest.fixture
def loaded(db: None) -> None:
    content.load_law()
    content.load()


@pytest.mark.req("I-005")
def test_reader_reaches_every_page_of_the_starting_content(loaded: None, reader: Client) -> None:
    answers = {node.url: reader.get(node.url).status_code for node in Tree.of("de") if node.url}
    assert set(answers.values()) == {200}
    topics = [
        *("leitlinien", "fluechtlingsunterbringung", "wohnraum", "migration-und-teilhabe"),
        *("prekaere-lebenslagen", "sprachmittler", "bildung", "corona"),
    ]
    others = [
        *("", "integration/", "kontakt/", "impressum/", "datenschutz/", "barrierefreiheit/"),
        *("hilfe/anfrage/", "sprachmittler/anfrage/", "barriere-melden/", "datenschutz/anfragen/"),
    ]
    assert set(answers) == {f"/integration/{slug}/" for slug in topics} | {f"/{path}" for path in others}


@pytest.mark.req("I-027")
@pytest.mark.req("I-028")
def test_every_text_of_the_starting_content_may_be_published(loaded: None) -> None:
    found = {row.title: row.problems() for row in PageVersion.objects.published().with_page()}
    assert {title: problems for title, problems in found.items() if problems} == {}


@pytest.mark.req("I-004")
def test_second_start_leaves_what_the_office_changed(db: None) -> None:
    starting_content.load_missing()
    page = Page.objects.get(slug="wohnraum")
    publish(page, title="Vom Amt geändert")
    Contact.objects.filter(code="zentrale").update(phone="+495321761")
    assert "integration_pages" not in starting_content.load_missing()
    assert page.translations.get(language="de").published.title == "Vom Amt geändert"  # type: ignore[union-attr]  # just published
    assert str(Contact.objects.get(code="zentrale").phone) == "05321 761"


def test_archive_of_the_starting_content_stands_in_no_list(loaded: None, reader: Client) -> None:
    archived = Page.objects.get(kind=PageKind.ARCHIVE)
    assert (archived.slug, archived.in_menu) == ("corona", False)
    assert 'content="noindex"' in reader.get("/integration/corona/").content.decode()


def test_broken_text_file_is_named() -> None:
    with pytest.raises(ValueError, match="not understood"):
        text_files.read("<h1>Titel</h1><p>ohne Zusammenfassung</p>")
    with pytest.raises(ValueError, match="not understood"):
        text_files.read('<h1>T</h1><p data-part="summary">S</p><p>lose</p>')


def test_texts_without_a_file_stop_the_loading(db: None, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        content.load(tmp_path)
    assert Page.objects.count() == 0
