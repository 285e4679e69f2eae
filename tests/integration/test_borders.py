"""What this area owns, what it takes from below, where its texts stand (I-001 to I-021)."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from goslar_portal import registry
from integration.models import OpeningHours, Page, PageContact, PageKind
from tests.integration.records import create_contact, create_download, create_page, publish, section

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates" / "integration").glob("*.html"))
OWN = {
    *("Page", "OldSlug", "PageTranslation", "PageVersion", "TranslationTask", "TranslatorLanguage"),
    *("Contact", "ContactText", "OpeningHours", "ClosedPeriod", "PageContact"),
    *("Download", "DownloadFile", "DownloadText", "PageDownload"),
    *("Notice", "NoticeText", "NoticePage", "LinkCheck"),
    *("AccessibilityStatement", "KnownBarrier", "KnownBarrierText", "Imprint"),
    *("Picture", "PictureText", "PictureSize", "PagePicture"),
    *("BarrierReport", "InterpreterRequest", "HelpRequest", "ListEntry", "ListText"),
}
SAID = re.compile(
    r"\{%\s*(?:blocktranslate|comment).*?\{%\s*end(?:blocktranslate|comment)\s*%\}|\{%.*?%\}|\{\{.*?\}\}"
    r"|\{#.*?#\}|<[^>]*>|&\w+;",
    re.DOTALL,
)


@pytest.mark.req("I-001")
def test_area_owns_its_records_and_no_others() -> None:
    found = {model.__name__ for model in apps.get_app_config("integration").get_models()}
    assert {name for name in found if not name.endswith(("History", "Event"))} - OWN <= {"HelpRequest_topics"}
    assert found >= OWN


@pytest.mark.req("I-001")
def test_pages_of_this_area_draw_on_no_template_of_another() -> None:
    """They link by path; what they show of others comes through tags that bring their own templates."""
    others = re.compile(r'(?:include|extends) "(?:housing|democracy|newsletters)/')
    assert [path.name for path in TEMPLATES if others.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.req("I-002")
def test_area_tells_the_ground_floor_all_it_has() -> None:
    assert {row.name for row in registry.search if row.name.startswith("integration.")} == {
        *("integration.pages", "integration.contacts", "integration.downloads", "integration.notices")
    }
    assert "integration" in {row.name for row in registry.sitemap}
    assert "integration.notices" in {row.name for row in registry.news}
    assert len([row for row in registry.today if row.name.startswith("integration.")]) >= 10
    assert {row.name for row in registry.statistics if row.name.startswith("integration.")} == {
        *("integration.interpreting", "integration.help", "integration.barriers")
    }
    assert {"BarrierReport", "InterpreterRequest", "HelpRequest"} <= {
        source.model.__name__ for source in registry.persons
    }


@pytest.mark.req("I-003")
def test_templates_hold_no_words_but_those_that_are_translated() -> None:
    found = {path.name: SAID.sub(" ", path.read_text(encoding="utf-8")) for path in TEMPLATES}
    assert {name: words.split() for name, words in found.items() if re.search(r"[^\W\d_]{2,}", words)} == {}


@pytest.mark.req("I-010")
def test_page_says_where_it_stands_and_holds_no_text() -> None:
    columns = {field.name: field for field in Page._meta.concrete_fields}
    assert {"parent", "position", "slug", "kind", "in_menu", "role", "review_on", "archived_on"} <= set(
        columns
    )
    assert not {"title", "summary", "sections", "body", "language"} & set(columns)
    texts = [name for name, field in columns.items() if isinstance(field, models.TextField)]
    assert texts == ["needs_confirmation"]  # a question to the county, for the office only
    assert {"start", "root", "topic", "archive", "service"} <= set(PageKind.values)


@pytest.mark.req("I-021")
def test_contacts_and_documents_stand_where_the_page_puts_them(topic: Page, reader: Client) -> None:
    beside, inside = create_contact("neben", page=topic), create_contact("drin", page=topic)
    PageContact.objects.filter(contact=inside).update(place="wer")
    create_download("blatt", page=topic, contact=beside, section="wer")
    OpeningHours.objects.create(contact=inside, weekday=1, opens="09:00", closes="12:00")
    publish(topic, sections=[section("was"), section("wer", "", kind="contacts")])
    page = reader.get("/integration/wohnraum/").context["page"]
    assert [row.code for row in page.column] == ["neben"]
    assert {key: [row.code for row in rows] for key, rows in page.contacts_in.items()} == {"wer": ["drin"]}
    html = reader.get("/integration/wohnraum/").content.decode()
    assert html.count('id="kontakt-drin"') == html.count('id="kontakt-neben"') == 1
    assert html.index('id="kontakt-drin"') < html.index("<aside") < html.index('id="kontakt-neben"')


@pytest.mark.req("I-021")
def test_text_never_names_a_record_by_a_code() -> None:
    bodies = [path.read_text(encoding="utf-8") for path in (ROOT / "fixtures" / "pages").rglob("*.html")]
    assert len(bodies) > 100
    assert [body[:40] for body in bodies if re.search(r"\{[{%]|\[\[|\[\w+:", body)] == []


def test_page_without_a_text_has_nothing_to_show(overview: Page, reader: Client) -> None:
    create_page("leer", parent=overview)
    assert reader.get("/integration/leer/").status_code == 404
