"""Tags by which templates of other areas show texts and contacts."""

import re
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import translation

from integration.models import Page, PageKind
from integration.templatetags.integration_pages import rich
from tests.integration.records import create_contact, create_published, section


def draw(source: str) -> str:
    context = Context({"request": RequestFactory().get("/wohnraum/")})
    return " ".join(Template("{% load integration_pages %}" + source).render(context).split())


@pytest.fixture
def landlords(db: None) -> Page:
    sections = [section("ablauf", "<p>Erst dies.</p>"), section("dank", "<p>Danke.</p>")]
    return create_published(
        "vermieten", kind=PageKind.AREA, texts={"title": "Vermieten", "sections": sections}
    )


def test_landlord_reads_the_text_at_the_address_of_the_other_area(landlords: Page) -> None:
    page = draw('{% page_text "vermieten" %}')
    assert page.startswith('<h1>Vermieten</h1> <p class="lead">Kurz gesagt.</p> <p class="stand">Stand:')
    assert page.count('<h2 id="ablauf">Über ablauf</h2> <p>Erst dies.</p>') == 1
    assert page.count("<h2") == 2


def test_template_takes_one_section_or_the_parts_of_a_text(landlords: Page) -> None:
    assert draw('{% page_section "vermieten" "dank" %}') == (
        '<section aria-labelledby="dank"> <h2 id="dank">Über dank</h2> <p>Danke.</p> </section>'
    )
    parts = '{% page_version "vermieten" as text %}{{ text.title }}: {{ text.summary }}'
    assert draw(parts) == "Vermieten: Kurz gesagt."


def test_text_that_is_missing_leaves_nothing_behind(landlords: Page) -> None:
    assert draw('{% page_text "nix" %}{% page_section "vermieten" "nix" %}{% contact_column "nix" %}') == ""


def test_text_costs_one_query_per_answer(landlords: Page, django_assert_num_queries: Any) -> None:
    create_contact("beratung")
    with django_assert_num_queries(2):
        draw(
            '{% page_text "vermieten" %}{% page_section "vermieten" "dank" %}'
            '{% contact_column "beratung" %}{% contact_column "beratung" %}'
        )


def test_contacts_stand_in_the_order_the_template_names_them(db: None) -> None:
    create_contact("a", role="Erste")
    create_contact("b", role="Zweite")
    page = draw('{% contact_column "b" "a" %}')
    assert page.index("Zweite") < page.index("Erste")
    assert draw('{% contact_phone "a" as phone %}{{ phone.as_national }}') == "030 23125101"


def test_signpost_becomes_doors_and_a_next_step_becomes_a_button(db: None) -> None:
    door = "<li><a href='/x/?a=1&amp;b=2'>Tür &amp; Tor</a> <span>Zeile</span></li>"
    body = f"<p>Davor.</p><ul>{door}</ul><p>Danach.</p>"
    step = "<p>Davor.</p><p><a href='/wohnraum/'>Anbieten</a></p>"
    sections = [section("a", body, kind="links"), section("b", step, kind="action"), section("c", step)]
    create_published("x", kind=PageKind.AREA, texts={"sections": sections})
    assert draw('{% page_section "x" "a" %}').split("</h2> ")[1] == (
        '<p>Davor.</p> <ul class="doors"> <li><a class="door" href="/x/?a=1&amp;b=2"><b>Tür &amp; Tor</b> '
        "<span>Zeile</span></a></li> </ul> <p>Danach.</p> </section>"
    )
    assert draw('{% page_section "x" "b" %}').split("</h2> ")[1] == (
        '<p>Davor.</p> <p class="actions"><a class="button" href="/wohnraum/">Anbieten</a></p> </section>'
    )
    assert draw('{% page_section "x" "c" %}').split("</h2> ")[1] == (
        '<p>Davor.</p><p><a href="/wohnraum/">Anbieten</a></p> </section>'
    )


def test_table_scrolls_in_a_region_with_a_name(db: None) -> None:
    table = "<table><thead><tr><th scope='col'>x</th></tr></thead><tbody><tr><td>y</td></tr></tbody></table>"
    create_published("x", kind=PageKind.AREA, texts={"sections": [section("a", f"<p>v</p>{table}<p>n</p>")]})
    page = draw('{% page_section "x" "a" %}')
    assert (
        page.count(
            '<div class="table-scroll" role="region" tabindex="0" aria-label="Tabelle: Über a"><table>'
        )
        == 1
    )
    assert page.index("<p>v</p>") < page.index("<table>") < page.index("<p>n</p>")


@pytest.mark.req("I-027")
@pytest.mark.req("G-147")
def test_own_links_lead_to_the_language_of_the_reader_and_others_open_no_door(db: None) -> None:
    body = '<p><a href="/kontakt/#stellen">a</a> <a href="https://example.org/">b</a> <a href="#x">c</a></p>'
    with translation.override("en"):
        found = re.findall(r"<a ([^>]*)>", rich(body))
    assert found == ['href="/en/kontakt/#stellen"', 'href="https://example.org/" rel="noopener"', 'href="#x"']


def test_text_of_another_area_has_no_address_of_its_own(landlords: Page, reader: Client) -> None:
    assert reader.get("/integration/vermieten/").status_code == 404
    assert landlords.get_absolute_url() == ""
