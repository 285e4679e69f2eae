"""Every public page in a real browser: accessible, alone, without traces, at every width, in both schemes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from pytest_django.live_server_helper import LiveServer

from integration.models import Page

pytestmark = pytest.mark.django_db(transaction=True)
READING = [
    "/", "/integration/", "/kontakt/", "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/suche/",
    "/suche/?q=Wohnung", "/suche/?q=Xyzzyfrosch", "/suche/?q=Whonung",
    "/wohnraum/", "/wohnraum/mietcheck/", "/wohnraum/angebot/", "/wohnraum/angebot/ausserhalb/",
    "/newsletter/", "/newsletter/migration-und-teilhabe/", "/newsletter/demokratie/",
    "/demokratie/", "/demokratie/merkblaetter/", "/demokratie/merkblaetter/reisekosten/",
]  # fmt: skip
FORMS = [
    "/wohnraum/angebot/wohnung/", "/wohnraum/mein-angebot/", "/newsletter/demokratie/anmelden/",
    "/demokratie/beratung/",
]  # fmt: skip
VIEWS: list[dict[str, Any]] = [
    {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    {"color_scheme": "light", "viewport": {"width": 320, "height": 700}},
    {"forced_colors": "active", "viewport": {"width": 320, "height": 700}},
]
Look = Callable[[dict[str, Any]], "Visit"]


class Visit:
    """One browser that walks through pages and notes what it should not see."""

    def __init__(self, browser: Any, address: str, options: dict[str, Any]) -> None:
        self.address = address
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", self.heard)
        self.page.on("request", self.asked)

    def heard(self, message: Any) -> None:
        expected = "status of 404" in message.text  # the page that says 404 is visited on purpose
        if message.type in {"error", "warning"} and not expected:
            self.wrong.append(f"console: {message.text}")

    def asked(self, request: Any) -> None:
        if not request.url.startswith(self.address):
            self.wrong.append(f"foreign: {request.url}")

    def judge(self, path: str) -> None:
        self.page.goto(self.address + path)
        for rule in Axe().run(self.page).response["violations"]:
            self.wrong.append(f"{path} axe: {rule['id']} {[node['target'] for node in rule['nodes']][:3]}")
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.wrong.append(f"{path} scrolls sideways")
        if self.page.locator("h1").count() != 1:
            self.wrong.append(f"{path} has not one h1")


@pytest.fixture
def look(
    browser: Any, live_server: LiveServer, settings: Any, lay_content: Callable[[], None]
) -> Iterator[Look]:
    """A reader's browser on a portal with its starting content."""
    settings.SITE_URL = live_server.url
    lay_content()
    visits: list[Visit] = []

    def open_browser(options: dict[str, Any]) -> Visit:
        visits.append(Visit(browser, live_server.url, options))
        return visits[-1]

    yield open_browser
    for visit in visits:
        visit.context.close()
    connections.close_all()  # those opened beside the browser's event loop are seen only from here


@pytest.mark.req("G-133", "G-196", "G-199")
@pytest.mark.parametrize("options", VIEWS, ids=["wide", "dark", "narrow", "forced colours"])
def test_reader_meets_no_barrier_and_nothing_foreign_on_any_page(look: Look, options: dict[str, Any]) -> None:
    visit = look(options)
    topics = [page.get_absolute_url() for page in Page.objects.all() if page.kind in {"topic", "archive"}]
    assert len(topics) == 8
    for path in [*READING, *topics, *FORMS, "/gibt-es-nicht/"]:
        visit.judge(path)
    assert visit.wrong == []


@pytest.mark.req("G-121")
def test_reader_takes_no_cookie_home(look: Look) -> None:
    visit = look({})
    for path in READING:
        visit.page.goto(visit.address + path)
    assert visit.context.cookies() == []
