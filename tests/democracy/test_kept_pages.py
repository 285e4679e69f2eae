"""Pages with dates come from memory, follow every change at once, and end when what they say is over."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone

from democracy.month import Month
from goslar_portal.dates import today
from goslar_portal.page_cache.wsgi import PageCache
from tests.democracy.factories import OFFICE, create_event
from tests.ground.test_page_cache import Attentive

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/demokratie/veranstaltungen/"
Get = Callable[[str], str]


@pytest.fixture
def pages() -> Attentive:
    return Attentive()


@pytest.fixture
def get(pages: Attentive) -> Get:
    """Ask the whole portal as the web server does."""
    application = PageCache(get_wsgi_application(), pages)

    def ask(address: str) -> str:
        path, _mark, query = address.partition("?")
        environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "testserver"}
        setup_testing_defaults(environ)
        return b"".join(application(environ, lambda *_words: None)).decode()

    return ask


@pytest.mark.req("D-143", "D-140")
def test_kept_page_costs_nothing_and_follows_a_change_at_once(
    get: Get, pages: Attentive, django_assert_num_queries: Any
) -> None:
    event = create_event(title="Vorher")
    addresses = [LIST, Month.of(event.starts_on).url, event.get_absolute_url()]
    for address in addresses:
        for _look in range(2):
            get(address)
        pages.is_awake = False
        with django_assert_num_queries(0):
            assert "Vorher" in get(address)
        pages.is_awake = True
    event.title = "Nachher"
    event.store(by=OFFICE)
    for address in addresses:
        text = get(address)
        assert "Nachher" in text
        assert "Vorher" not in text


@pytest.mark.req("D-143")
@pytest.mark.parametrize(
    ("ahead", "ends_with_the_date"), [(timedelta(minutes=1), True), (timedelta(days=9), False)]
)
def test_page_ends_with_the_next_date_or_at_midnight(
    get: Get, pages: Attentive, ahead: timedelta, *, ends_with_the_date: bool
) -> None:
    moment = timezone.localtime() + ahead
    if moment.date() != (timezone.localtime() + ahead - timedelta(minutes=1)).date():
        pytest.skip("within a minute of midnight both are the same")
    event = create_event(
        starts_on=moment.date(), starts_time=time(0, 0), ends_on=moment.date(), ends_time=moment.time()
    )
    get(event.get_absolute_url())
    get(LIST)
    midnight = datetime.combine(today() + timedelta(days=1), time.min, timezone.get_current_timezone())
    end = event.occurrences.get().ends_at if ends_with_the_date else midnight
    assert {entry.until for entry in pages.entries.values()} == {end.timestamp()}


@pytest.mark.req("D-111")
def test_addresses_with_a_query_are_kept_from_machines_and_memory(
    get: Get, pages: Attentive, reader: Client
) -> None:
    create_event()
    get(f"{LIST}?kostenlos=1")
    assert list(pages.entries) == []
    robots = reader.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /*?" in robots
    page = reader.get(f"{LIST}?kostenlos=1").content.decode()
    assert '<meta name="robots" content="noindex' in page
    main = page[page.index("<main") : page.index("</main>")]
    links = [part.split(">")[0] for part in main.split("<a ")[1:] if "?" in part.split(">")[0]]
    assert links
    assert all('rel="nofollow"' in link for link in links), links
