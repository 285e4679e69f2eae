"""The matrix of translations: what fits at a glance, each cell one step from its solution (I-090, I-092)."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from goslar_portal import languages
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.exports.models import Export
from goslar_portal.languages import active
from integration.admin.cells import Matrix
from integration.jobs import end_language
from integration.models import ContactText, Page, PageTranslation, PageVersion, TranslationTask
from tests.conftest import create_user, logged_in
from tests.integration.records import OFFICE, create_contact, create_page, create_published, publish, section
from tests.integration.test_cell_state import give, state
from tests.integration.test_notice import create_notice

MATRIX = "/admin/integration/uebersetzungen/"


@pytest.fixture
def desk(editor: User) -> Client:
    return logged_in(editor)


@pytest.fixture
def site(topic: Page) -> Page:
    """The topic has an Arabic text that no longer fits and an English one that does."""
    publish(topic, language="ar", title="السكن")
    publish(topic, sections=[section("was", "<p>Ein neuer Satz.</p>")], title="Wohnraum")
    publish(topic, language="en", title="Housing")
    return topic


def words(matrix: Matrix) -> dict[str, dict[str, str]]:
    """By page, what stands in the cells that are not empty."""
    return {
        line.node.slug: {cell.code: cell.word for cell in line.cells if cell.state != "missing"}
        for line in matrix.lines
    }


def fill(pages: int, languages: list[str]) -> None:
    """So many published pages in so many languages, written as the database has them."""
    parent = Page.objects.get(slug="integration")
    rows = Page.objects.bulk_create(
        Page(slug=f"viele-{number}", parent=parent, position=100 + number) for number in range(pages)
    )
    texts = PageTranslation.objects.bulk_create(
        PageTranslation(page=page, language=code, source_hash="a" * 64) for page in rows for code in languages
    )
    PageVersion.objects.bulk_create(
        PageVersion(
            translation=row, number=1, title="Titel", text_hash="a" * 64, answers="a" * 64,
            state="published", published_at=timezone.now(), sections=[],
        )
        for row in texts
    )  # fmt: skip


@pytest.mark.req("I-090")
def test_editor_sees_every_page_in_every_language_in_the_order_of_the_tree(site: Page, desk: Client) -> None:
    create_page("ohne-text", parent=site)
    matrix = desk.get(MATRIX).context["matrix"]
    assert words(matrix) == {
        "start": {"de": "aktuell"},
        "integration": {"de": "aktuell"},
        "wohnraum": {"de": "aktuell", "en": "aktuell", "ar": "veraltet"},
        "ohne-text": {},
    }
    assert [row.code for row in matrix.languages] == [row.code for row in active()]
    assert dict(matrix.counts) == {"veraltet": 1, "fehlt": 39, "aktuell": 4}
    assert dict(matrix.lines[2].counts) == {"veraltet": 1, "fehlt": 8, "aktuell": 2}


@pytest.mark.req("I-090")
def test_each_cell_shows_sign_and_word_and_leads_to_its_form(site: Page, desk: Client) -> None:
    page = desk.get(MATRIX).content.decode()
    address = f"/admin/integration/page/{site.pk}/text/ar/"
    assert f'data-level="danger"><a href="{address}"><span aria-hidden="true">!</span> veraltet</a>' in page
    assert desk.get(address).status_code == 200
    assert reverse("admin:integration_page_translation", args=[site.pk, "ar"]) == address


@pytest.mark.req("I-090")
@pytest.mark.parametrize(
    ("query", "slugs", "languages"),
    [
        ("stand=outdated", ["wohnraum"], 11),
        ("stand=outdated&stand=missing", ["start", "integration", "wohnraum"], 11),
        ("sprache=ar&sprache=fa", ["start", "integration", "wohnraum"], 2),
        ("unter=integration", ["integration", "wohnraum"], 11),
        ("art=topic", ["wohnraum"], 11),
        ("stand=unsinn&sprache=xx&unter=nix", ["start", "integration", "wohnraum"], 11),
        ("ungeprueft=on", [], 11),
    ],
)
def test_editor_filters_the_matrix(
    site: Page, desk: Client, query: str, slugs: list[str], languages: int
) -> None:
    matrix = desk.get(f"{MATRIX}?{query}").context["matrix"]
    assert [line.node.slug for line in matrix.lines] == slugs
    assert len(matrix.languages) == languages


@pytest.mark.req("I-091")
@pytest.mark.parametrize("pages", [1, 3, 30])
def test_matrix_costs_the_same_for_more_pages_and_languages(site: Page, desk: Client, pages: int) -> None:
    fill(pages, ["de", "ar", "en"] if pages == 1 else [row.code for row in active()])
    desk.get(MATRIX)
    with CaptureQueriesContext(connection) as queries:
        desk.get(MATRIX)
    assert len(queries) == 8


@pytest.mark.req("I-078", "I-092")
def test_editor_confirms_several_at_once_and_reads_exactly_which_changed(site: Page, desk: Client) -> None:
    publish(site, language="fa", title="مسکن")
    other = create_published("anders", parent=site)
    publish(other, language="ar")
    publish(other, title="Neu")
    seen = {f"deutsch-{site.pk}": 2, f"deutsch-{other.pk}": 2}
    cells = [f"{site.pk}:ar", f"{site.pk}:fa", f"{other.pk}:ar", "x:y", "999999:ar"]
    answer = desk.post(MATRIX, {"zelle": cells, "confirm": "", **seen}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Als noch richtig vermerkt: wohnraum: Arabisch, anders: Arabisch"
    ]
    assert (state(site), state(site, "fa"), state(other)) == ("current", "current", "current")


@pytest.mark.req("I-078")
def test_confirming_a_german_text_that_changed_meanwhile_does_nothing(site: Page, desk: Client) -> None:
    answer = desk.post(
        MATRIX, {"zelle": f"{site.pk}:ar", "confirm": "", f"deutsch-{site.pk}": "1"}, follow=True
    )
    assert "gerade noch einmal geändert" in str(next(iter(answer.context["messages"])))
    assert state(site) == "outdated"


@pytest.mark.req("I-092", "I-087")
def test_editor_gives_several_cells_to_a_bureau(site: Page, desk: Client) -> None:
    due = today() + timedelta(days=3)
    data = {
        "zelle": [f"{site.pk}:ar", f"{site.pk}:fr", f"{site.pk}:de"],
        "give": "",
        "bureau": "Büro Beispiel",
    }
    desk.post(MATRIX, data | {"due_on": f"{due:%d.%m.%Y}"})
    rows = TranslationTask.objects.order_by("pk").values_list("translation__language", "bureau", "due_on")
    assert list(rows) == [("ar", "Büro Beispiel", due), ("fr", "Büro Beispiel", due)]


@pytest.mark.req("I-092", "I-200")
@pytest.mark.parametrize("role", ["leitung", "wohnraum", "redaktion-freigabe", "redaktion-uebersetzung"])
def test_who_does_not_write_a_language_confirms_nothing_in_it(site: Page, roles: None, role: str) -> None:
    browser = logged_in(create_user(role))
    assert browser.get(MATRIX).status_code == 200
    data = {"zelle": f"{site.pk}:ar", "confirm": "", f"deutsch-{site.pk}": "2"}
    assert browser.post(MATRIX, data).status_code == 403
    assert state(site) == "outdated"


@pytest.mark.req("I-092")
def test_table_for_office_programs_holds_no_formula(site: Page, desk: Client) -> None:
    publish(site, title="=WENN(1;2)")
    give(site, "fr")
    answer = desk.post(MATRIX, {"datei": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Seite", "Adresse", "Deutsch", "Leichte Sprache"]
    found = {row[1]: row for row in rows}["wohnraum"]
    assert found[0] == "'=WENN(1;2)"
    assert found[5] == f"in Übersetzung bis {today():%-d.%-m.}"
    assert answer["Content-Disposition"] == 'attachment; filename="uebersetzungen.csv"'


@pytest.mark.req("I-092", "G-088")
def test_table_that_leaves_the_house_is_written_down_with_its_choice(site: Page, desk: Client) -> None:
    desk.get(f"{MATRIX}?als=csv")
    assert not Export.objects.exists()
    desk.post(f"{MATRIX}?sprache=ar", {"datei": "csv"})
    written = Export.objects.values("kind", "file_kind", "columns", "row_filter", "row_count")
    assert list(written) == [
        {
            "kind": "integration.translations",
            "file_kind": "csv",
            "columns": "page slug ar",
            "row_filter": "sprache=ar",
            "row_count": 3,
        }
    ]


@pytest.mark.req("I-092")
def test_page_of_all_languages_says_what_changed_since_each_was_written(site: Page, desk: Client) -> None:
    rows = desk.get(reverse("admin:integration_page_languages", args=[site.pk])).context["rows"]
    found = {row["cell"].code: [change.where for change in row["changes"]] for row in rows if row["changes"]}
    assert found == {"ar": ["Abschnitt #was"]}


@pytest.mark.req("I-086", "I-091")
@pytest.mark.parametrize("rows", [1, 3])
def test_short_texts_have_the_same_matrix_and_are_translated_beside_the_german_ones(
    overview: Page, desk: Client, rows: int
) -> None:
    contacts = [create_contact(f"c-{number}", role=f"Beratung {number}") for number in range(rows)]
    matrix = reverse("admin:integration_small_matrix", args=["kontakte"])
    desk.get(matrix)
    with CaptureQueriesContext(connection) as queries:
        assert len(desk.get(matrix).context["lines"]) == rows
    assert len(queries) == 7
    address = reverse("admin:integration_small_text", args=["kontakte", contacts[0].pk, "ar"])
    hidden = desk.get(address).context["form"]["german"].value()
    desk.post(address, {"german": hidden, "role": "مشورة", "remark": "", "way_in": ""})
    assert ContactText.objects.get(language="ar").role == "مشورة"
    cells = {cell.code: cell.word for cell in desk.get(matrix).context["lines"][0]["cells"]}
    assert (cells["ar"], cells["fa"]) == ("aktuell", "fehlt")
    ContactText.objects.filter(contact=contacts[0], language="de").update(role="Andere Beratung")
    cells = {cell.code: cell.word for cell in desk.get(matrix).context["lines"][0]["cells"]}
    assert cells["ar"] == "veraltet"


@pytest.mark.req("I-091")
def test_notices_have_the_same_matrix_and_are_translated_in_plain_lines(overview: Page, desk: Client) -> None:
    valid, ended = create_notice("kurs"), create_notice("alt", words={"de": "Vorbei"})
    ended.end_now(by=OFFICE)
    matrix = reverse("admin:integration_small_matrix", args=["aktuelles"])
    assert [str(line["title"]) for line in desk.get(matrix).context["lines"]] == [
        "Keine Sprechzeit am Freitag"
    ]
    address = reverse("admin:integration_small_text", args=["aktuelles", valid.pk, "ar"])
    hidden = desk.get(address).context["form"]["german"].value()
    too_long = desk.post(address, {"german": hidden, "title": "دورة", "body": "ن" * 801})
    assert (too_long.status_code, list(too_long.context["form"].errors)) == (422, ["body"])
    desk.post(address, {"german": hidden, "title": "دورة", "body": "سطر **مهم**\n\n- [اتصال](/kontakt/)"})
    text = valid.texts.get(language="ar")
    assert text.body == '<p>سطر <strong>مهم</strong></p>\n<ul><li><a href="/kontakt/">اتصال</a></li></ul>'
    assert valid.texts.get(language="de").state_of(text) == "current"


def test_short_text_answers_the_german_words_that_were_shown(overview: Page, desk: Client) -> None:
    contact = create_contact(role="Beratung")
    address = reverse("admin:integration_small_text", args=["kontakte", contact.pk, "ar"])
    hidden = desk.get(address).context["form"]["german"].value()
    german = ContactText.objects.get(language="de")
    ContactText.objects.filter(pk=german.pk).update(role="Neu")
    desk.post(address, {"german": hidden, "role": "مشورة"})
    german.refresh_from_db()
    assert german.state_of(ContactText.objects.get(language="ar")) == "outdated"


@pytest.mark.req("I-087")
def test_whole_language_ends_in_a_job_and_every_version_is_kept(site: Page, desk: Client) -> None:
    give(site, "ar")
    address = reverse("admin:integration_language_end", args=["ar"])
    assert (desk.get(address).status_code, state(site)) == (200, "outdated")
    desk.post(address)
    job = ProcrastinateJob.objects.get(task_name="end_language")
    end_language(**job.args)
    assert (state(site), state(site, "en"), state(site, "de")) == ("withdrawn", "current", "current")
    assert [row.state for row in TranslationTask.objects.all()] == ["dropped"]
    assert [row.title for row in PageVersion.objects.of_page(site, "ar")] == ["السكن"]
    assert desk.get(reverse("admin:integration_language_end", args=["de"])).status_code == 404


@pytest.mark.req("I-060")
@pytest.mark.parametrize(("code", "direction"), [("kmr", "ltr"), ("ckb", "rtl")])
def test_language_added_in_the_settings_is_everywhere(
    topic: Page, desk: Client, reader: Client, settings: Any, code: str, direction: str
) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, (code, code)]
    languages.visible.remember([code])
    publish(topic, language=code, title="Xanî")
    page = reader.get(f"/{code}/integration/wohnraum/").content.decode()
    assert f'dir="{direction}">' in page.split("<head>")[0]
    assert f'href="/{code}/integration/wohnraum/"' in reader.get("/integration/wohnraum/").content.decode()
    assert words(desk.get(MATRIX).context["matrix"])["wohnraum"][code] == "aktuell"
    assert "Xanî" in reader.get(f"/{code}/suche/?q=Xanî").content.decode()
    assert f"/{code}/integration/wohnraum/" in reader.get("/sitemap/integration.xml").content.decode()
