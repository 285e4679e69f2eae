"""A page as PDF: tagged, in the direction of its language, made once, never half."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings as portal
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from goslar_portal.languages import catalogue
from integration.jobs import make_page_pdf
from integration.models import Contact, Page, PageVersion
from tests.democracy.pdf_ua import violations
from tests.integration.records import OFFICE, create_contact, create_page, create_published, publish, section
from tests.integration.spoken import spoken

TABLE = (
    "<table><thead><tr><th scope='col'>1</th><th scope='col'>2</th></tr></thead>"
    "<tbody><tr><td>3</td><td>4</td></tr></tbody></table>"
)
# Own sentences: heading, and a sentence with a bracket, a number and a name in Latin letters.
WORDS = {
    "de": ("Wohnung suchen", "Der Landkreis (Goslar) hilft Ihnen in 7 Städten und Gemeinden."),
    "en": ("Find a flat", "The county (Goslar) helps you in 7 towns and villages."),
    "uk": ("Шукати житло", "Округ (Goslar) допомагає вам у 7 містах і громадах."),
    "pl": ("Szukanie mieszkania", "Powiat (Goslar) pomaga w 7 miastach i gminach."),
    "ar": ("البحث عن سكن", "تساعدكم الدائرة (Goslar) في 7 مدن وبلديات."),
    "fa": ("جستجوی خانه", "شهرستان (Goslar) در ۷ شهر به شما کمک خواهد کرد."),
    "zh-hans": ("寻找住房", "戈斯拉尔县（Goslar）在7个城镇为您提供帮助。"),
}


@pytest.fixture(autouse=True)
def kept(settings: Settings, tmp_path: Path) -> Path:
    settings.PORTAL_DATA = tmp_path / "data"
    settings.SITE_URL = "https://portal.goslar.example"
    return tmp_path / "data" / "cache" / "pdf"


def publish_in(page: Page, *languages: str) -> None:
    for code in languages:
        title, sentence = WORDS[code]
        sections = [section("was", f"<p>{sentence}</p>", heading=title), section("tafel", TABLE)]
        publish(page, language=code, title=title, summary=sentence, sections=sections)


def address(code: str) -> str:
    return "/integration/wohnraum/seite.pdf" if code == "de" else f"/{code}/integration/wohnraum/seite.pdf"


@pytest.mark.req("I-110", "I-111", "I-112", "G-201")
@pytest.mark.parametrize("code", list(WORDS))
def test_reader_takes_the_page_along_as_a_tagged_pdf_in_any_script(
    topic: Page, reader: Client, every_language: None, code: str
) -> None:
    create_contact(page=topic, role="Koordinierung Wohnraum")
    publish_in(topic, *dict.fromkeys(["de", code]))
    response = reader.get(address(code))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert violations(response.content) == []
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert str(document.Root.Lang) == catalogue()[code].html_lang
        assert "/Outlines" in document.Root
    words = spoken(response.content)
    title, sentence = WORDS[code]
    assert words.count(title) == 2
    assert words.count(sentence) == 2
    path = address(code).removesuffix("seite.pdf")
    assert f"https://portal.goslar.example{path}" in words
    assert "030 23125101" in words


@pytest.mark.req("I-110", "I-115")
def test_paper_says_where_its_links_lead(topic: Page, reader: Client) -> None:
    links = (
        '<p><a href="https://www.example.org/rat/">Rat</a>, <a href="https://example.org/">example.org</a> '
        'und <a href="/kontakt/">Kontakt</a>.</p>'
    )
    button = '<p><a href="/wohnraum/">Anbieten</a></p>'
    publish(topic, sections=[section(body=links), section("weiter", button, kind="action")])
    content = reader.get("/integration/wohnraum/seite.pdf").content
    words = spoken(content)
    assert "Rat ( www.example.org/rat ), example.org und Kontakt" in words.replace(" ,", ",")
    assert "Anbieten: https://portal.goslar.example/wohnraum/" in words
    with pikepdf.open(io.BytesIO(content)) as document:
        targets = {str(note.A.URI) for page in document.pages for note in page.Annots if "/A" in note}
    assert "https://portal.goslar.example/kontakt/" in targets
    assert all(target.startswith(("https://", "tel:")) for target in targets)


@pytest.mark.req("I-181")
def test_search_engine_is_told_which_page_the_file_stands_for(topic: Page, reader: Client) -> None:
    answer = reader.get("/integration/wohnraum/seite.pdf")
    assert answer["Link"] == '<https://portal.goslar.example/integration/wohnraum/>; rel="canonical"'
    assert answer["Content-Disposition"] == 'attachment; filename="wohnraum-de.pdf"'


@pytest.mark.req("I-214")
def test_reader_of_a_language_without_this_page_is_led_to_the_german_file(
    topic: Page, reader: Client, every_language: None
) -> None:
    response = reader.get("/ar/integration/wohnraum/seite.pdf")
    assert (response.status_code, response["Location"]) == (302, "/integration/wohnraum/seite.pdf")


@pytest.mark.req("I-113", "I-214")
def test_language_without_a_font_leads_to_the_page_that_can_be_printed(
    topic: Page, reader: Client, settings: Settings
) -> None:
    from goslar_portal import languages

    settings.LANGUAGES = [*portal.LANGUAGES, ("ti", "ti")]
    languages.visible.remember(["ti"])
    publish(topic, language="ti", title="ትግርኛ")
    assert "seite.pdf" not in reader.get("/ti/integration/wohnraum/").content.decode()
    response = reader.get("/ti/integration/wohnraum/seite.pdf")
    assert response.status_code == 404
    assert 'href="https://portal.goslar.example/ti/integration/wohnraum/"' in response.content.decode()


@pytest.mark.req("I-113", "I-114")
def test_sign_that_no_font_has_gives_no_file_with_boxes_in_it(
    topic: Page, reader: Client, kept: Path
) -> None:
    publish(topic, title="Wohnraum 🏠")
    response = reader.get("/integration/wohnraum/seite.pdf")
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert 'href="https://portal.goslar.example/integration/wohnraum/"' in response.content.decode()
    assert [path.name for path in kept.iterdir()] == ["locks"]


@pytest.mark.req("I-114")
def test_file_is_made_ahead_and_anew_when_a_contact_changes(topic: Page, reader: Client, kept: Path) -> None:
    contact = create_contact(page=topic)
    version = publish(topic, title="Neu")
    jobs = ProcrastinateJob.objects.filter(task_name="make_page_pdf").order_by("-id")
    assert jobs[0].args == {"number": version.pk}
    make_page_pdf(version.pk)
    [made] = kept.glob("*.pdf")
    made.write_bytes(b"from the shelf")
    assert reader.get("/integration/wohnraum/seite.pdf").content == b"from the shelf"
    Contact.objects.filter(pk=contact.pk).update(phone="+493023125102")
    assert "030 23125102" in spoken(reader.get("/integration/wohnraum/seite.pdf").content)


@pytest.mark.req("I-114")
def test_version_that_is_gone_before_the_job_comes_gets_no_file(topic: Page, kept: Path) -> None:
    version = publish(topic, title="Neu")
    publish(topic, title="Noch neuer")
    make_page_pdf(version.pk)
    make_page_pdf(PageVersion.objects.order_by("-pk")[0].pk + 1)
    assert not kept.exists()


def test_former_withdrawn_and_unknown_addresses_answer_as_the_page_does(topic: Page, reader: Client) -> None:
    topic.rename(slug="wohnen", by=OFFICE)
    moved = reader.get("/integration/wohnraum/seite.pdf")
    assert (moved.status_code, moved["Location"]) == (301, "/integration/wohnen/seite.pdf")
    topic.withdraw(by=OFFICE)
    assert reader.get("/integration/wohnen/seite.pdf").status_code == 410
    create_page("entwurf", parent=topic)
    create_published("vermieten", kind="area", in_menu=False)
    for slug in ("nix", "entwurf", "integration", "vermieten"):
        assert reader.get(f"/integration/{slug}/seite.pdf").status_code == 404


@pytest.mark.req("I-015", "I-110")
def test_page_links_to_its_file(topic: Page, reader: Client, every_language: None) -> None:
    publish_in(topic, "de", "ar")
    translated = reader.get("/ar/integration/wohnraum/").content.decode()
    assert 'href="/ar/integration/wohnraum/seite.pdf"' in translated
    fallback = reader.get("/fa/integration/wohnraum/").content.decode()
    assert '<a href="/integration/wohnraum/seite.pdf">Diese Seite als PDF</a>' in fallback
    assert "seite.pdf" not in reader.get("/integration/").content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_file_costs_two_queries_with_more_contacts(
    topic: Page, reader: Client, rows: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for number in range(rows):
        create_contact(f"k-{number}", page=topic)
    with django_assert_num_queries(2):
        answer = reader.get("/integration/wohnraum/seite.pdf")
    assert spoken(answer.content).count("030 23125101") == rows
