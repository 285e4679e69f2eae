"""Impressum, Datenschutz, Barrierefreiheit."""

from typing import Any

import pytest
from django.test import Client

from integration.models import Page, PageKind
from tests.integration.records import OFFICE, create_page, create_published, section


@pytest.mark.req("I-130")
@pytest.mark.parametrize("slug", ["impressum", "datenschutz", "barrierefreiheit"])
def test_reader_reaches_each_service_page_from_every_footer(
    overview: Page, reader: Client, slug: str
) -> None:
    create_published(slug, kind=PageKind.SERVICE, in_menu=False, texts={"title": slug.title()})
    assert reader.get("/integration/").content.decode().count(f'href="/{slug}/"') == 1
    assert reader.get(f"/{slug}/").context["page"].version.title == slug.title()


def test_reader_finds_no_service_page_that_is_not_published(overview: Page, reader: Client) -> None:
    page = create_page("impressum", kind=PageKind.SERVICE)
    page.save_draft(by=OFFICE, title="Entwurf", summary="", sections=[section()])
    response = reader.get("/impressum/")
    assert (response.status_code, "Entwurf" in response.content.decode()) == (404, False)


def test_service_page_costs_three_queries(
    overview: Page, reader: Client, django_assert_num_queries: Any
) -> None:
    create_published("impressum", kind=PageKind.SERVICE)
    with django_assert_num_queries(3):
        assert reader.get("/impressum/").status_code == 200
