"""Browsers for the journeys: one that notes every barrier, one of somebody with an old telephone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from pytest_django.live_server_helper import LiveServer

NARROW = {"width": 320, "height": 700}
FEW_SECONDS = 15_000  # milliseconds; a page that needs longer is broken


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


Look = Callable[[dict[str, Any]], Visit]


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


@pytest.fixture
def visit(browser: Any, live_server: LiveServer, settings: Any) -> Iterator[Callable[..., Any]]:
    """Open the portal as somebody new: own cookies, no JavaScript, a narrow telephone."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]

    def open_page(path: str, **options: Any) -> Any:
        context = browser.new_context(java_script_enabled=False, viewport=NARROW, **options)
        context.set_default_timeout(FEW_SECONDS)
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in browser.contexts:
        context.close()
    connections.close_all()  # those opened beside the browser's event loop are seen only from here
