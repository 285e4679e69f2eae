"""What people come for, without JavaScript and by keyboard; and what an editor does (I-236)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from goslar_portal.accounts import roles
from integration.models import BarrierReport, HelpRequest, InterpreterRequest, Page
from tests.conftest import create_user, logged_in
from tests.integration.requests import soon
from tests.integration.test_cell_state import state
from tests.journeys.conftest import Look

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Any]
MANY_STOPS = 90  # more links than any page of ours has before its form
# A page of each kind in a language of each script; the parser reads all others (ADR 0057).
ELSEWHERE = ["/ar/", "/fa/integration/wohnraum/", "/zh-hans/kontakt/", "/leicht/barrierefreiheit/"]
FORMS = ["/ar/hilfe/anfrage/fuer-mich/", "/fa/barriere-melden/", "/zh-hans/sprachmittler/anfrage/"]
RECORDS = ["/integration/aktuelles/", "/datenschutz/anfragen/", "/demokratie/merkblaetter/", *ELSEWHERE]


@pytest.fixture
def starting_content(transactional_db: None, lay_content: Callable[[], None], every_language: None) -> None:
    """A new portal in all its languages."""
    roles.sync()
    lay_content()


def walk_to(page: Any, target: str) -> None:
    """Press Tab until the focus stands on `target`."""
    for _stop in range(MANY_STOPS):
        page.keyboard.press("Tab")
        if page.locator(f"{target}:focus").count():
            return
    pytest.fail(f"the keyboard does not reach {target}")


def follow(page: Any, href: str) -> None:
    walk_to(page, f'a[href="{href}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")


def write(page: Any, name: str, words: str) -> None:
    walk_to(page, f'[name="{name}"]')
    page.keyboard.type(words)


def choose(page: Any, name: str) -> None:
    """The first of some radio buttons: Space takes the one in focus."""
    walk_to(page, f'[name="{name}"]')
    page.keyboard.press("Space")


def send(page: Any) -> None:
    """Enter on the button; who was quicker than people type is asked once more (G-154)."""
    for _time in range(2):
        if "/gesendet/" not in page.url:
            walk_to(page, "main form button[type=submit]")
            with page.expect_navigation():
                page.keyboard.press("Enter")


@pytest.mark.req("I-236")
def test_somebody_finds_help_in_arabic_by_keyboard_and_points_to_someone(
    starting_content: None, visit: Open
) -> None:
    page = visit("/ar/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    follow(page, "/ar/integration/prekaere-lebenslagen/")
    follow(page, "/ar/hilfe/anfrage/")
    follow(page, "/ar/hilfe/anfrage/fuer-andere/")
    write(page, "phone", "05321 12345")
    walk_to(page, '[name="municipality"]')
    page.keyboard.type("Goslar")
    walk_to(page, '[name="agrees"]')
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    send(page)
    row = HelpRequest.objects.get()
    assert (row.language, row.person_agrees, row.phone.as_e164) == ("ar", False, "+49532112345")
    assert row.reference in page.locator("main").inner_text()


@pytest.mark.req("I-236", "I-066")
def test_reader_switches_the_language_inside_a_section(starting_content: None, visit: Open) -> None:
    page = visit("/integration/wohnraum/#suchen")
    walk_to(page, ".languages summary")
    page.keyboard.press("Enter")
    follow(page, "/ar/integration/wohnraum/")
    assert page.locator("#suchen").count() == 1
    assert page.locator("html").get_attribute("lang") == "ar"


@pytest.mark.req("I-236")
def test_somebody_requests_an_interpreter_and_reports_a_barrier_by_keyboard(
    starting_content: None, visit: Open
) -> None:
    page = visit("/sprachmittler/anfrage/")
    choose(page, "asker")
    write(page, "organisation", "Amt Muster")
    write(page, "contact_name", "Mina Beispiel")
    write(page, "email", "mina@example.org")
    walk_to(page, '[name="spoken"]')
    page.keyboard.type("Arabisch")
    walk_to(page, '[name="way"]')
    page.keyboard.press("ArrowDown")
    for name, words in (("day", f"{soon():%d.%m.%Y}"), ("starts", "9"), ("ends", "10")):
        write(page, name, words)
    send(page)
    assert InterpreterRequest.objects.get().reference in page.locator("main").inner_text()
    page = visit("/kontakt/")
    walk_to(page, 'a[href*="seite="]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/barriere-melden/**")
    choose(page, "purpose")
    write(page, "description", "Der Knopf ist zu klein für mich.")
    send(page)
    report = BarrierReport.objects.get()
    assert (report.page, report.purpose) == ("/kontakt/", "report")
    assert report.reference in page.locator("main").inner_text()


@pytest.fixture
def desk(starting_content: None, visit: Open, live_server: LiveServer) -> Iterator[Any]:
    """The browser of an editor, at the desk, without JavaScript."""
    key = logged_in(create_user("redaktion")).cookies["sitzung"].value
    page = visit("/")
    page.context.add_cookies([{"name": "sitzung", "value": key, "url": live_server.url}])
    yield page
    connections.close_all()


@pytest.mark.req("I-236")
def test_editor_publishes_translates_confirms_and_restores(desk: Any, live_server: LiveServer) -> None:
    topic = Page.objects.get(slug="wohnraum")
    base = f"{live_server.url}/admin/integration/page/{topic.pk}/text/"
    desk.goto(base)
    before = desk.locator('[name="title"]').input_value()
    desk.locator('[name="title"]').fill("Wohnen im Harz")
    desk.get_by_role("button", name="Veröffentlichen").click()
    desk.wait_for_load_state()
    assert (state(topic, "ar"), state(topic, "fa")) == ("outdated", "outdated")
    desk.goto(f"{base}ar/")
    desk.locator('[name="title"]').fill("السكن في هارتس")
    desk.get_by_role("button", name="Veröffentlichen").click()
    desk.wait_for_load_state()
    assert (state(topic, "ar"), state(topic, "fa")) == ("current", "outdated")
    desk.goto(f"{base}fa/")
    desk.get_by_role("button", name="Sie stimmt trotzdem noch").click()
    desk.wait_for_load_state()
    assert state(topic, "fa") == "current"
    desk.goto(f"{live_server.url}/ar/integration/wohnraum/")
    assert desk.locator("h1").inner_text().startswith("السكن في هارتس")
    first = topic.translations.get(language="de").versions.get(number=1)
    old = reverse("admin:integration_page_version", args=[topic.pk, first.number])
    desk.goto(f"{live_server.url}{old}")
    desk.get_by_role("button", name="Als Entwurf wiederherstellen").click()
    desk.wait_for_load_state()
    assert desk.locator('[name="title"]').input_value() == before


@pytest.mark.req("I-233")
@pytest.mark.parametrize(
    "options",
    [
        {"color_scheme": "light", "viewport": {"width": 320, "height": 700}},
        {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    ],
    ids=["narrow", "dark"],
)
def test_reader_of_any_script_meets_no_barrier(
    look: Look, every_language: None, options: dict[str, Any]
) -> None:
    visit = look(options)
    for path in [*RECORDS, *FORMS]:
        visit.judge(path)
    assert visit.wrong == []
    visit.page.goto(f"{visit.address}/ar/barriere-melden/")
    visit.page.locator("main form button[type=submit]").click()
    assert visit.page.locator("[aria-invalid]").count() >= 1
    assert Axe().run(visit.page).response["violations"] == []
