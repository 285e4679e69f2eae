"""Every public page in one table, with what it costs: queries without the page cache, bytes, topics."""

import re
from collections.abc import Callable
from typing import Any, cast

import brotli
import pgtrigger
import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from pytest_django.fixtures import Settings

from goslar_portal.page_cache import Raises
from goslar_portal.page_cache.models import Topic
from goslar_portal.page_cache.store import BROTLI_QUALITY, KEEP, PAGES, Keep, Store
from tests.democracy.factories import fill_events, fill_leaflets
from tests.housing.factories import create_municipalities
from tests.integration.records import fill_pages
from tests.test_house_rules import patterns

# Address, queries. A new public page gets a line here; a page with more than a few records to show also gets
# a function in MANY that makes them.
TABLE = {
    "/": 3,
    "/integration/": 3,
    "/integration/aktuelles/": 1,
    "/integration/leitlinien/": 4,
    "/integration/fluechtlingsunterbringung/": 3,
    "/integration/wohnraum/": 3,
    "/integration/migration-und-teilhabe/": 4,
    "/integration/prekaere-lebenslagen/": 4,
    "/integration/sprachmittler/": 4,
    "/integration/bildung/": 3,
    "/integration/corona/": 4,
    "/integration/wohnraum/seite.pdf": 2,
    "/kontakt/": 3,
    "/impressum/": 4,
    "/datenschutz/": 4,
    "/barrierefreiheit/": 4,
    "/newsletter/": 5,
    "/newsletter/demokratie/": 5,
    "/newsletter/demokratie/2026-1/": 5,
    "/newsletter/demokratie/2026-1/ausgabe.pdf": 2,
    "/newsletter/demokratie/feed.atom": 3,
    "/hilfe/anfrage/": 3,
    "/datenschutz/anfragen/": 4,
    "/suche/": 1,
    "/robots.txt": 0,
    "/sitemap.xml": 0,
    "/sitemap/integration.xml": 2,
    "/.well-known/security.txt": 1,
    "/wohnraum/": 4,
    "/wohnraum/angebot/": 3,
    "/wohnraum/angebot/ausserhalb/": 1,
    "/wohnraum/mietcheck/": 3,
    "/wohnraum/mein-angebot/geloescht/": 1,
    "/demokratie/": 8,
    "/demokratie/merkblaetter/": 5,
    "/demokratie/veranstaltungen/": 5,
    "/demokratie/merkblaetter/reisekosten/": 4,
}
MANY: list[Callable[[int], None]] = [fill_pages, create_municipalities, fill_leaflets, fill_events]
NO_PAGES = {
    *("page_respell", "german_at_root"),  # answer with another address
    "issue_image",  # a picture; tests/newsletters/test_issue_image.py
    *("notice_detail", "download_file"),  # tests/integration/test_notice.py, test_download_file.py count them
    "picture_file",  # a file; tests/integration/test_picture_file.py
    *("leaflet_current_pdf", "leaflet_version_pdf", "period_logo"),  # files, never kept
    *("calendar_feed", "event_feed", "event_file", "event_image"),  # files with a 304 of their own
    "event_month_respell",  # answers with another address
    *("event_month", "event_detail"),  # need a date; tests/democracy/test_event_pages.py counts them
    "leaflet_version",  # nothing published at the start; tests/democracy/test_leaflet_pages.py counts it
}
MOST_QUERIES = 12
MOST_BYTES = 14.6 * 1024
TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')


def whole(reader: Client, address: str) -> bytes:
    response = reader.get(address)
    assert response.status_code == 200, address
    return bytes(response.content)


def cost(reader: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        whole(reader, address)
    return len(queries)


@pytest.mark.req("G-127")
@pytest.mark.parametrize("records", [1, 30])
def test_every_public_page_costs_exactly_its_queries(
    starting_content: None, reader: Client, records: int
) -> None:
    for make in MANY:
        make(records)
    assert {address: cost(reader, address) for address in TABLE} == TABLE
    assert max(TABLE.values()) <= MOST_QUERIES


@pytest.mark.req("G-127")
def test_developer_who_asks_once_more_is_noticed(
    starting_content: None, reader: Client, settings: Settings
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.asking_once_more"]
    assert cost(reader, "/kontakt/") == TABLE["/kontakt/"] + 1


def asking_once_more(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A careless part that every page carries along."""

    def answer(request: HttpRequest) -> HttpResponse:
        Topic.objects.count()
        return get_response(request)

    return answer


@pytest.mark.req("G-127")
def test_no_public_page_is_missing_from_the_table() -> None:
    callbacks = [entry.callback for _where, entry in patterns()]
    views = {view.__name__ for view in callbacks if getattr(view, "access", "") == "page"}
    assert {resolve(address).func.__name__ for address in TABLE} == views - NO_PAGES


@pytest.mark.req("G-123")
def test_every_page_names_the_topics_of_all_it_reads(starting_content: None, reader: Client) -> None:
    topics = {
        model._meta.db_table: [re.compile(re.sub(r"\{\w+\}", ".+", topic)) for topic in trigger.topics]
        for model, trigger in pgtrigger.registered()
        if isinstance(trigger, Raises)
    }
    forgotten, from_outermost_layer = [], cast("dict[str, Any]", {PAGES: Store()})
    for address in TABLE:
        with CaptureQueriesContext(connection) as queries:
            response = reader.get(address, **from_outermost_layer)
        keep: Keep = response.wsgi_request.META[KEEP]
        read = {table for row in queries for table in TABLES.findall(row["sql"])} - {"page_cache_topic"}
        forgotten += [
            f"{address} shows {table}"
            for table in sorted(read)
            if not any(topic.fullmatch(name) for topic in topics.get(table, ()) for name in keep.stamp)
        ]
    assert forgotten == []


@pytest.mark.req("G-128")
def test_page_and_stylesheet_arrive_in_the_first_packets(starting_content: None, reader: Client) -> None:
    sheet = len(brotli.compress((settings.BASE_DIR / "static" / "portal.css").read_bytes()))
    sizes = {
        address: sheet + len(brotli.compress(whole(reader, address), quality=BROTLI_QUALITY))
        for address in TABLE
        if address.endswith("/")
    }
    assert {address: size for address, size in sizes.items() if size > MOST_BYTES} == {}
