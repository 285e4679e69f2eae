"""Finished pages come from memory until what they show changes."""

import gzip
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from wsgiref.util import setup_testing_defaults

import brotli
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from pytest_django.fixtures import Settings

from goslar_portal.access import page
from goslar_portal.dates import today
from goslar_portal.office.models import OfficeValue
from goslar_portal.page_cache import right_until, shows
from goslar_portal.page_cache.following import ask
from goslar_portal.page_cache.models import Topic, touch
from goslar_portal.page_cache.store import OVERHEAD, Entry, Key, Store, cache_control, declared, encoding_of
from goslar_portal.page_cache.wsgi import PageCache

pytestmark = pytest.mark.django_db(transaction=True)  # the web server opens connections of its own


@page(topics=["probe"], parameters=("seite",))
def shown(request: HttpRequest) -> HttpResponse:
    found = OfficeValue.objects.count()
    return HttpResponse(f"{found} Werte, Seite {request.GET.get('seite', '1')}{request.GET.get('x', '')}")


@page(topics=lambda slug: [f"probe:{slug}"])
def one(request: HttpRequest, slug: str) -> HttpResponse:
    shows(f"part:{slug}")
    right_until(timezone.now() + timedelta(seconds=0.3))
    return HttpResponse(f"{slug} {time.monotonic_ns()}")


@page(topics=["probe"])
def missing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=404)


@page(topics=["probe"])
def typed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("getippt", headers={"Cache-Control": "no-store"})


@page(topics=["probe"])
def writing(request: HttpRequest) -> HttpResponse:
    touch("probe")
    return HttpResponse("geschrieben")


urlpatterns = [
    path("probe/", shown),
    path("probe/<slug:slug>/", one),
    path("fehlt/", missing),
    path("tut/", writing),
    path("getippt/", typed),
]

Get = Callable[..., tuple[str, dict[str, str], bytes]]


class Attentive(Store):
    """A memory that looks at the counters at every request while `is_awake`, in place of the thread."""

    is_awake = True

    def find(self, key: Key) -> Entry | None:
        if self.is_awake:
            ask(self)
        return super().find(key)


@pytest.fixture
def pages() -> Attentive:
    return Attentive()


@pytest.fixture
def get(pages: Attentive, settings: Settings) -> Get:
    """Ask the whole portal as the web server does."""
    settings.ROOT_URLCONF = __name__
    application = PageCache(get_wsgi_application(), pages)

    def ask(address: str, **headers: str) -> tuple[str, dict[str, str], bytes]:
        environ: dict[str, Any] = {
            "PATH_INFO": address.partition("?")[0],
            "QUERY_STRING": address.partition("?")[2],
        }
        environ |= {"HTTP_HOST": "testserver", **headers}
        setup_testing_defaults(environ)
        heard: list[Any] = []
        answer = application(environ, lambda *words: heard.extend(words))
        content = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        return heard[0], dict(heard[1]), content

    return ask


@pytest.mark.req("G-122")
def test_second_reader_gets_the_page_without_a_query(
    get: Get, pages: Attentive, django_assert_num_queries: Any
) -> None:
    first = get("/probe/")
    get("/probe/")
    pages.is_awake = False
    with django_assert_num_queries(0):
        assert get("/probe/") == first
        assert get("/probe/?utm_source=x&fbclid=1") == first
    assert first[2] == b"0 Werte, Seite 1"


@pytest.mark.req("G-122")
def test_declared_parameters_make_pages_of_their_own_in_any_order(get: Get) -> None:
    assert get("/probe/?seite=2")[2].endswith(b"Seite 2")
    assert get("/probe/?seite=3&x=unbekannt")[2].endswith(b"Seite 3")
    assert get("/probe/?seite=2")[2].endswith(b"Seite 2")
    assert declared("b=2&x=1&a=1", ("a", "b")) == declared("a=1&b=2", ("a", "b"))
    assert declared("a=1&a=2", ("a",)) != declared("a=2&a=1", ("a",))


@pytest.mark.req("G-123")
def test_change_of_a_topic_drops_exactly_the_pages_that_show_it(get: Get) -> None:
    get("/probe/")
    other = get("/probe/a/")
    OfficeValue.objects.create(name="x", number=1, reason="neu")
    assert get("/probe/")[2] == b"0 Werte, Seite 1"
    touch("probe")
    assert get("/probe/")[2] == b"1 Werte, Seite 1"
    assert get("/probe/a/") == other
    touch("part:a")
    assert get("/probe/a/") != other


@pytest.mark.req("G-124")
def test_page_that_changes_by_the_clock_is_not_shown_after_its_time(get: Get) -> None:
    first = get("/probe/b/")
    assert get("/probe/b/") == first
    time.sleep(0.35)
    assert get("/probe/b/")[2] != first[2]


@pytest.mark.req("G-124", "G-125")
def test_nobody_on_the_way_keeps_the_page_beyond_its_time(get: Get) -> None:
    assert get("/probe/b/")[1]["Cache-Control"] == "public, max-age=0, s-maxage=0, stale-if-error=86400"


@pytest.mark.req("G-124")
def test_no_page_outlives_the_day(get: Get, pages: Attentive) -> None:
    get("/probe/")
    midnight = timezone.make_aware(datetime.combine(today() + timedelta(days=1), datetime.min.time()))
    assert [entry.until for entry in pages.entries.values()] == [midnight.timestamp()]


@pytest.mark.req("G-124")
def test_reader_goes_on_reading_while_the_database_is_away(
    get: Get, pages: Attentive, monkeypatch: pytest.MonkeyPatch
) -> None:
    get("/probe/")
    first = get("/probe/")

    def broken(self: Any) -> int:
        raise DatabaseError("away")

    monkeypatch.setattr(type(Topic.objects.all()), "total", broken)
    assert get("/probe/") == first


@pytest.mark.req("G-124")
def test_process_that_does_not_know_the_counters_yet_serves_nothing_from_memory(
    get: Get, pages: Attentive
) -> None:
    pages.is_awake = False
    get("/probe/")
    OfficeValue.objects.create(name="x", number=1, reason="neu")
    assert get("/probe/")[2] == b"1 Werte, Seite 1"


@pytest.mark.req("G-125")
def test_browser_gets_the_best_encoding_it_names_and_a_tag_of_its_own_for_each(get: Get) -> None:
    tags = set()
    for accepted, unpack in (("gzip, br", brotli.decompress), ("gzip", gzip.decompress), ("br;q=0", bytes)):
        _status, headers, content = get("/probe/", HTTP_ACCEPT_ENCODING=accepted)
        assert unpack(content) == b"0 Werte, Seite 1"
        assert headers["Vary"] == "Accept-Encoding"
        assert headers["Content-Length"] == str(len(content))
        tags.add(headers["ETag"])
    assert len(tags) == 3
    assert [encoding_of(text) for text in ("BR", "deflate", "", "gzip;q=0.5, br;q=0.0")] == [
        "br",
        "",
        "",
        "gzip",
    ]


@pytest.mark.req("G-125")
def test_browser_that_has_the_page_is_told_so(get: Get) -> None:
    tag = get("/probe/")[1]["ETag"]
    status, headers, content = get("/probe/", HTTP_IF_NONE_MATCH=tag)
    assert (status, content, headers["ETag"]) == ("304 Not Modified", b"", tag)
    assert headers["Cache-Control"].startswith("public, max-age=")  # shorter in the last minutes of a day


@pytest.mark.req("G-125")
def test_page_without_a_moment_of_change_may_be_kept_for_a_while() -> None:
    in_an_hour = time.time() + 3600
    assert cache_control(in_an_hour) == "public, max-age=60, s-maxage=300, stale-if-error=86400"


@pytest.mark.req("G-126")
def test_staff_neither_read_nor_fill_the_memory(get: Get, pages: Store) -> None:
    answer = get("/probe/", HTTP_COOKIE="a=b; sitzung=abc")
    assert (answer[1]["Cache-Control"], pages.entries) == ("no-store", {})
    get("/probe/")
    OfficeValue.objects.create(name="x", number=1, reason="neu")
    assert get("/probe/", HTTP_COOKIE="sitzung=abc")[2] == b"1 Werte, Seite 1"


@pytest.mark.req("G-126")
def test_page_not_found_is_not_kept(get: Get, pages: Store) -> None:
    assert get("/fehlt/")[0].startswith("404")
    assert pages.entries == {}


@pytest.mark.req("G-126")
def test_answer_to_what_somebody_typed_is_not_kept(get: Get, pages: Store) -> None:
    assert get("/getippt/")[1]["Cache-Control"] == "no-store"
    assert pages.entries == {}


@pytest.mark.req("G-122")
def test_memory_has_a_limit_and_the_least_used_page_goes_first(get: Get, pages: Store) -> None:
    sizes = []
    for slug in ("a", "b", "c"):
        get(f"/probe/{slug}/")
        sizes.append(pages.size)
    pages.largest = sizes[1]
    get("/probe/a/")
    get("/probe/d/")
    kept = [key[1] for key in pages.entries]
    bodies = sum(len(body) for entry in pages.entries.values() for body in entry.packed.values())
    assert pages.size == bodies + OVERHEAD * len(kept)
    assert "/probe/d/" in kept
    assert pages.size <= pages.largest


@pytest.mark.req("G-121", "G-123")
def test_page_is_read_in_one_snapshot_that_cannot_write(get: Get) -> None:
    status, _headers, _content = get("/tut/")
    assert status.startswith("500")
    assert Topic.objects.count() == 0


@pytest.mark.req("G-122")
def test_page_is_kept_compressed_only(get: Get, pages: Store) -> None:
    get("/probe/")
    assert [sorted(entry.packed) for entry in pages.entries.values()] == [["br", "gzip"]]


@pytest.mark.req("G-123")
def test_two_changes_of_the_same_topics_at_once_both_count() -> None:
    start = threading.Barrier(2)

    def change(names: tuple[str, ...]) -> None:
        with transaction.atomic():
            start.wait()
            touch(*names)
        connection.close()

    threads = [threading.Thread(target=change, args=[names]) for names in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Topic.objects.counters() == {"a": 2, "b": 2}
