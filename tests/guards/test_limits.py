"""Forms, search and PDFs may be used so often; who is refused loses nothing and knows when to return."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache.backends import locmem
from django.db import close_old_connections
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from goslar_portal import limits
from goslar_portal.limits.counting import window_end
from goslar_portal.limits.jobs import forget_counters
from goslar_portal.limits.models import Counter, DayKey
from goslar_portal.limits.senders import address_hash, network, sender_hash
from goslar_portal.office.models import OfficeValue
from tests.guards.searching import all_files, printed_logs, whole_database

TYPED = {"name": "Frau Beispiel", "email": "vermieterin@example.org"}
Caller = Callable[..., Client]


def send(client: Client, **changes: str) -> int:
    return client.post("/probe/", {"name": "Frau Beispiel"} | changes).status_code


@pytest.mark.req("G-151")
def test_sender_may_send_as_often_as_the_office_allows(probed: None, sender: Caller) -> None:
    assert [send(sender()) for _ in range(5)] == [200, 200, 200, 429, 429]
    assert list(Counter.objects.values_list("name", "kind", "hits")) == [("probe", "sender", 5)]


@pytest.mark.req("G-151")
def test_office_raises_the_limit_without_a_programmer(probed: None, sender: Caller) -> None:
    OfficeValue.objects.create(name="limits.probe.sender", number=4, reason="Aktion im Ankunftszentrum")
    assert [send(sender()) for _ in range(5)] == [200, 200, 200, 200, 429]


@pytest.mark.req("G-151")
def test_one_address_is_counted_from_everywhere_in_every_spelling(probed: None, sender: Caller) -> None:
    tries = ["wer@example.org", "WER@example.org", " wer@Example.org "]
    answers = [send(sender(f"198.51.{n}.7"), email=typed) for n, typed in enumerate(tries)]
    assert answers == [200, 200, 429]


@pytest.mark.req("G-151")
def test_wrong_input_is_not_counted(probed: None, sender: Caller) -> None:
    assert [send(sender(), name="") for _ in range(9)] == [422] * 9
    assert Counter.objects.count() == 0


@pytest.mark.req("G-151")
@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_exactly_the_allowed_number_gets_through(
    probed: None, sender: Caller
) -> None:
    answers: list[int] = []
    barrier = threading.Barrier(8)

    def at_once() -> None:
        barrier.wait()
        answers.append(send(sender(), email="wer@example.org"))
        close_old_connections()

    threads = [threading.Thread(target=at_once) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 200, *[429] * 6]  # the address may twice, the sender thrice
    assert dict(Counter.objects.values_list("kind", "hits")) == {"sender": 8, "address": 8}


@pytest.mark.req("G-151")
def test_one_use_is_counted_by_one_statement(probed: None, django_assert_num_queries: Any) -> None:
    request = RequestFactory().post("/probe/")
    limits.hit("probe", request)  # makes the key of the day
    with django_assert_num_queries(4) as seen:  # the key, one upsert for both counters, two office values
        limits.hit("probe", request, address="wer@example.org")
    assert [query["sql"].split(" ")[0] for query in seen.captured_queries].count("INSERT") == 1


@pytest.mark.req("G-151")
def test_counters_vanish_with_their_window_and_the_key_with_its_day(probed: None, sender: Caller) -> None:
    send(sender(), email="wer@example.org")
    assert forget_counters() == 0
    Counter.objects.update(ends_at=datetime.now(UTC))
    DayKey.objects.update(day=datetime(2020, 1, 1, tzinfo=UTC).date())
    assert forget_counters() == 3
    assert (Counter.objects.count(), DayKey.objects.count()) == (0, 0)


@pytest.mark.req("G-151")
def test_windows_lie_on_the_clock_and_never_end_now() -> None:
    now = datetime(2026, 3, 1, 12, 10, tzinfo=UTC)
    ten = timedelta(minutes=10)
    assert window_end(now, ten) == datetime(2026, 3, 1, 12, 20, tzinfo=UTC)
    assert window_end(now - timedelta(microseconds=1), ten) == now


@pytest.mark.req("G-153")
def test_refused_sender_finds_everything_typed_and_reads_when_to_return(probed: None, sender: Caller) -> None:
    for _ in range(3):
        send(sender())
    response = sender().post("/probe/", TYPED)
    text = response.content.decode()
    wait = int(response["Retry-After"])
    assert (response.status_code, 0 < wait <= 600) == (429, True)
    assert f"Bitte warten Sie {-(-wait // 60)} Minute" in text
    assert "05321 76-0" in text
    assert 'value="Frau Beispiel"' in text
    assert 'value="vermieterin@example.org"' in text
    assert "<title>Fehler: " in text


@pytest.mark.req("G-153")
def test_refused_sheet_is_a_page_with_telephone_and_time(probed: None, sender: Caller) -> None:
    client = sender()
    answers = [client.get("/probe.pdf") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[3]["Retry-After"]) <= 600
    assert "05321 76-0" in answers[3].content.decode()
    assert "Minute" in answers[3].content.decode()


@pytest.mark.req("G-153")
def test_reading_is_never_limited(probed: None, sender: Caller) -> None:
    client = sender()
    assert {client.get("/probe/").status_code for _ in range(30)} == {200}
    assert Counter.objects.count() == 0


@pytest.mark.req("G-152")
@pytest.mark.parametrize(
    ("count", "forwarded", "counted"),
    [
        (0, "203.0.113.9", "192.0.2.0/24"),
        (1, "203.0.113.9", "203.0.113.0/24"),
        (1, "10.9.8.7, 203.0.113.9", "203.0.113.0/24"),
        (2, "10.9.8.7, 203.0.113.9, 198.51.100.4", "203.0.113.0/24"),
        (2, "203.0.113.9", "192.0.2.0/24"),
        (1, "unsinn", "192.0.2.0/24"),
        (1, "203.0.113.9:4711", "203.0.113.0/24"),
        (1, "[2001:db8:1:2ff::9]:4711", "2001:db8:1:200::/56"),
        (1, "2001:db8:1:2ff::9", "2001:db8:1:200::/56"),
        (1, "::ffff:203.0.113.9", "203.0.113.0/24"),
        (1, "", "192.0.2.0/24"),
    ],
)
def test_forwarded_address_counts_only_as_our_own_proxies_saw_it(
    count: int, forwarded: str, counted: str, settings: Settings
) -> None:
    settings.PROXY_COUNT = count
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.17", HTTP_X_FORWARDED_FOR=forwarded)
    assert network(request) == counted


@pytest.mark.req("G-152")
@pytest.mark.django_db
def test_sender_without_an_address_is_counted_too() -> None:
    assert network(RequestFactory().get("/", REMOTE_ADDR="")) == "unknown"


@pytest.mark.req("G-152")
@pytest.mark.django_db
def test_neighbours_in_one_network_share_a_pseudonym_that_is_another_one_tomorrow() -> None:
    mine, neighbour, far = (
        RequestFactory().get("/", REMOTE_ADDR=address) for address in ("192.0.2.1", "192.0.2.99", "192.0.3.1")
    )
    today = sender_hash(mine)
    assert (sender_hash(neighbour) == today, sender_hash(far) == today) == (True, False)
    assert sender_hash(mine, "search") != sender_hash(mine, "pdf")
    DayKey.objects.update(day=datetime(2020, 1, 1, tzinfo=UTC).date())
    assert sender_hash(mine) != today


@pytest.mark.req("G-152")
@pytest.mark.django_db
def test_addresses_are_hashed_with_the_key_of_the_installation(settings: Settings) -> None:
    before = address_hash("wer@example.org")
    settings.ADDRESS_HASH_KEY = "another" * 10
    assert address_hash("wer@example.org") != before
    assert len(before) == 32


def test_limits_of_the_house_are_office_values_with_names_people_understand() -> None:
    assert {"login", "search"} <= limits.declared().keys()


@pytest.mark.req("G-152")
@pytest.mark.parametrize("address", ["198.51.100.217", "2001:db8:4711:aa00::beef"])
def test_no_address_of_any_sender_stands_in_database_cache_or_logs(
    address: str, probed: None, sender: Caller, settings: Settings, tmp_path: Path
) -> None:
    settings.PROXY_COUNT = 1
    through_proxy = sender("192.0.2.17", HTTP_X_FORWARDED_FOR=address)
    with printed_logs() as logs:
        for client in (sender(address), through_proxy):
            for _ in range(4):
                send(client, email="wer@example.org")
            client.get("/probe.pdf")
            client.get("/gibt-es-nicht/")
            client.post("/admin/login/", {"username": "wer@example.org", "password": "falsch"})
    assert Counter.objects.exists()
    files = all_files(tmp_path).decode(errors="replace")
    kept = whole_database() + files + logs.getvalue() + str(locmem._caches)  # type: ignore[attr-defined]
    for part in (address, "198.51.100", "4711:aa", "192.0.2.", "wer@example.org"):
        assert part not in kept


@pytest.mark.req("G-153")
def test_long_wait_names_the_moment_instead_of_minutes() -> None:
    from goslar_portal.limits.answers import sentence
    from goslar_portal.limits.counting import Verdict

    said = sentence(Verdict(over=("address",), wait=5 * 3600))
    assert said.startswith("Heute kamen schon sehr viele Anfragen. Bitte senden Sie am ")
    assert "Minuten" not in said
