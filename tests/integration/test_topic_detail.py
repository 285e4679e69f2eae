"""One topic as readers get it."""

import re
from typing import Any

import pytest
from django.test import Client

from goslar_portal.languages import catalogue
from integration.models import DownloadFile, Page, PageDownload
from integration.models.download import Availability, Download
from tests.integration.records import (
    OFFICE,
    create_contact,
    create_page,
    create_published,
    publish,
    section,
)

THREE = [section("eins"), section("zwei"), section("drei")]


def order_of(page: str, *signs: str) -> list[str]:
    """The signs as they stand on the page, each by its first place."""
    return sorted(signs, key=page.index)


def test_reader_meets_the_parts_of_a_page_in_the_agreed_order(topic: Page, reader: Client) -> None:
    sections = [*THREE, section("weiter", '<p><a href="/wohnraum/">Anbieten</a></p>', kind="action")]
    publish(topic, title="Wohnraum", sections=sections)
    create_published("umzug", parent=topic, texts={"title": "Umziehen"})
    create_contact(page=topic)
    page = reader.get("/integration/wohnraum/").content.decode()
    signs = [
        'class="breadcrumb"',
        "<h1>Wohnraum</h1>",
        'class="lead"',
        'class="stand"',
        'class="toc"',
        'id="eins"',
        'class="button" href="/wohnraum/"',
        'id="unterseiten"',
        'class="contact-column"',
    ]
    assert order_of(page, *signs) == signs


@pytest.mark.parametrize(("sections", "links"), [(THREE[:2], []), (THREE, ["#eins", "#zwei", "#drei"])])
def test_reader_gets_a_table_of_contents_from_three_sections_on(
    topic: Page, reader: Client, sections: list[Any], links: list[str]
) -> None:
    publish(topic, sections=sections)
    page = reader.get("/integration/wohnraum/").content.decode()
    toc = re.search(r'<nav class="toc".*?</nav>', page, re.DOTALL)
    assert re.findall(r'href="(#\w+)"', toc[0] if toc else "") == links


@pytest.mark.req("I-016")
def test_reader_goes_up_after_each_section_by_a_link_of_its_own_name(topic: Page, reader: Client) -> None:
    publish(topic, sections=THREE)
    page = reader.get("/integration/wohnraum/").content.decode()
    names = re.findall(r'<p class="to-top"><a href="#inhalt">(.*?)</a></p>', page)
    assert len(names) == len(set(names)) == 3
    assert all(
        "Nach oben" in name and f"Über {key}" in name
        for name, key in zip(names, ("eins", "zwei", "drei"), strict=True)
    )
    assert page.count('<main id="inhalt"') == 1


@pytest.mark.req("I-017")
def test_reader_finds_the_contact_beside_the_text_and_a_skip_link_to_it(topic: Page, reader: Client) -> None:
    create_contact(page=topic, role="Koordinierung")
    page = reader.get("/integration/wohnraum/").content.decode()
    aside = re.search(r'<aside[^>]*id="kontakt"[^>]*>(.*?)</aside>', page, re.DOTALL)
    assert aside
    assert (aside[1].count("<h2"), aside[1].count("<h3>Koordinierung</h3>")) == (1, 1)
    assert page.count('class="skip button" href="#kontakt"') == 1


@pytest.mark.req("I-014")
def test_reader_sees_the_way_from_the_start_page(topic: Page, reader: Client) -> None:
    create_published("umzug", parent=topic, texts={"title": "Umziehen"})
    assert reader.get("/integration/umzug/").context["page"].trail == [
        ("Startseite", "/"),
        ("Integration", "/integration/", None),
        ("Wohnraum", "/integration/wohnraum/", None),
        ("Umziehen", "", catalogue()["de"]),
    ]


def test_reader_finds_child_pages_the_text_does_not_link_to(topic: Page, reader: Client) -> None:
    for slug in ("eins", "zwei", "drei"):
        create_published(slug, parent=topic, texts={"title": slug})
    create_page("ohne-text", parent=topic)
    create_published("versteckt", parent=topic, in_menu=False)
    publish(topic, sections=[section(body='<p><a href="/integration/zwei/#was">zwei</a></p>')])
    shown = reader.get("/integration/wohnraum/").context["page"]
    assert [node.slug for node in shown.children] == ["eins", "drei"]


def test_reader_reads_since_when_the_text_stands(topic: Page, reader: Client) -> None:
    page = reader.get("/integration/wohnraum/").content.decode()
    assert re.search(r'Stand: <time datetime="\d{4}-\d\d-\d\d">\d{1,2}\. [A-Z][a-zä]+ \d{4}</time>', page)


def test_search_engine_gets_description_and_the_one_address(
    topic: Page, reader: Client, settings: Any
) -> None:
    settings.SITE_URL = "https://portal.goslar.example"
    page = reader.get("/integration/wohnraum/?utm=x").content.decode()
    assert '<meta name="description" content="Kurz gesagt.">' in page
    assert '<link rel="canonical" href="https://portal.goslar.example/integration/wohnraum/">' in page
    assert "noindex" not in page


@pytest.mark.req("I-045")
def test_reader_is_told_whom_to_ask_for_a_document_without_a_file(topic: Page, reader: Client) -> None:
    contact = create_contact(page=topic, role="Fachgruppe")
    document = Download.objects.create(slug="leitlinien")
    DownloadFile.objects.create(
        download=document, title="Leitlinien", availability=Availability.ON_REQUEST, contact=contact
    )
    PageDownload.objects.create(page=topic, download=document, section="datei")
    publish(topic, sections=[section("datei", "", kind="downloads")])
    page = " ".join(reader.get("/integration/wohnraum/").content.decode().split())
    title = "<li> <span>Leitlinien</span><br> "
    assert f'{title}<small><span lang="de" dir="ltr">Deutsch</span>, auf Anfrage bei „Fachgruppe“' in page


@pytest.mark.parametrize("slug", ["nix", "start", "integration", "impressum", "vermieten"])
def test_reader_of_an_unknown_address_finds_the_topics_for_one_query(
    topic: Page, reader: Client, slug: str, django_assert_num_queries: Any
) -> None:
    create_published("vermieten", kind="area", in_menu=False)
    with django_assert_num_queries(1):
        response = reader.get(f"/integration/{slug}/")
    assert response.status_code == 404
    assert response.content.decode().count('<a href="/integration/wohnraum/">Wohnraum</a>') == 1


def test_reader_never_sees_a_page_that_is_only_a_draft(overview: Page, reader: Client) -> None:
    page = create_page("neu", parent=overview)
    page.save_draft(by=OFFICE, title="Geheim", summary="", sections=[section()])
    response = reader.get("/integration/neu/")
    assert response.status_code == 404
    assert "Geheim" not in response.content.decode()


@pytest.mark.req("I-213")
def test_reader_of_a_withdrawn_page_is_led_to_the_page_above(topic: Page, reader: Client) -> None:
    topic.withdraw(by=OFFICE)
    response = reader.get("/integration/wohnraum/")
    page = response.content.decode()
    assert response.status_code == 410
    assert '<a href="/integration/">Integration</a>' in page
    assert "Ein Satz." not in page


@pytest.mark.parametrize("rows", [1, 30])
def test_topic_costs_the_same_with_more_of_everything(
    topic: Page, reader: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        contact = create_contact(f"k-{number}", page=topic)
        document = Download.objects.create(slug=f"d-{number}")
        DownloadFile.objects.create(download=document, title=f"D {number}", contact=contact)
        PageDownload.objects.create(page=topic, download=document, section="datei", position=number + 1)
        create_published(f"kind-{number}", parent=topic)
    publish(topic, sections=[section("datei", "", kind="downloads"), section("kinder", "", kind="children")])
    with django_assert_num_queries(4):
        shown = reader.get("/integration/wohnraum/").context["page"]
    lines = shown.shelves["datei"].lines
    assert [len(part) for part in (shown.contacts, lines, shown.children)] == [rows] * 3


@pytest.mark.req("I-225")
def test_method_that_is_not_allowed_and_head(topic: Page, reader: Client) -> None:
    assert reader.post("/integration/wohnraum/").status_code == 405
    head = reader.head("/integration/wohnraum/")
    assert (head.status_code, head.content) == (200, b"")
