"""The archive: still readable, with a mark, out of the way."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from goslar_portal import registry
from goslar_portal.dates import today
from goslar_portal.templatetags.portal import day as written
from integration.models import Page, PageKind
from tests.integration.records import OFFICE, create_page, publish


@pytest.mark.req("I-213")
def test_reader_of_an_archived_page_is_told_so_and_search_engines_stay_away(
    topic: Page, reader: Client
) -> None:
    topic.archive(by=OFFICE)
    response = reader.get("/integration/wohnraum/")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("Diese Seite gehört zum Archiv. Sie wird seit dem") == 1
    assert page.count('<meta name="robots" content="noindex">') == 1


@pytest.mark.req("I-018")
def test_archive_stands_in_no_menu_list_sitemap_or_draft_and_search_asks_first(
    topic: Page, reader: Client
) -> None:
    publish(topic, title="Harzwasser")
    assert "Harzwasser" in reader.get("/suche/?q=Harzwasser").content.decode()
    topic.archive(by=OFFICE)
    assert topic.in_menu is False
    page = reader.get("/integration/wohnraum/").content.decode()
    assert f"seit dem {written(today())}" in page.replace("\n", " ")
    assert '<meta name="robots" content="noindex">' in page
    for address in ("/", "/integration/", "/sitemap/integration.xml"):
        assert "/integration/wohnraum/" not in reader.get(address).content.decode(), address
    taken = [
        item for source in registry.news for item in source.items(registry.NewsWanted("", today(), today()))
    ]
    assert [item.url for item in taken if "wohnraum" in item.url] == []
    assert reader.get("/suche/?q=Harzwasser").context["answer"].hits == []
    assert len(reader.get("/suche/?q=Harzwasser&archiv=on").context["answer"].hits) == 1


def test_reader_finds_no_archived_page_in_the_list_of_pages(topic: Page, reader: Client) -> None:
    assert reader.get("/integration/").content.decode().count('href="/integration/wohnraum/"') == 1
    topic.archive(by=OFFICE)
    assert reader.get("/integration/").content.decode().count('href="/integration/wohnraum/"') == 0


def test_database_knows_since_when_a_page_is_archived(overview: Page) -> None:
    with pytest.raises(IntegrityError, match="page_archive_is_dated"), transaction.atomic():
        create_page("alt", parent=overview, kind=PageKind.ARCHIVE)
    with pytest.raises(IntegrityError, match="page_archive_is_dated"), transaction.atomic():
        create_page("neu", parent=overview, archived_on=today())


def test_editor_takes_a_page_out_of_the_archive_and_is_asked_to_read_it(topic: Page, reader: Client) -> None:
    topic.archive(by=OFFICE)
    topic.revive(by=OFFICE)
    assert (topic.kind, topic.archived_on, topic.in_menu) == (PageKind.TOPIC, None, True)
    assert list(Page.objects.due_for_review(today())) == [topic]
    assert "noindex" not in reader.get("/integration/wohnraum/").content.decode()
    with pytest.raises(ValidationError, match="nicht im Archiv"):
        topic.revive(by=OFFICE)


def test_editor_cannot_archive_the_overview(overview: Page) -> None:
    with pytest.raises(ValidationError, match="Nur Themen"):
        overview.archive(by=OFFICE)
    overview.refresh_from_db()
    assert overview.kind == PageKind.ROOT
