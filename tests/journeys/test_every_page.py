"""Every public page in a real browser: accessible, alone, without traces, at every width, in both schemes."""

from typing import Any

import pytest

from integration.models import Page
from tests.journeys.conftest import Look

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
