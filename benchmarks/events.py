"""The busiest month beside one without an event, with 10,000 dates in reach (D-140)."""

import gc
from datetime import datetime, time, timedelta
from time import perf_counter
from typing import Any

from benchmarks.bench import Bench, Row
from benchmarks.database import scratch

DATES, RENDERS, QUICK_RENDERS = 10_000, 200, 60
MOST_TIMES, MOST_QUERIES = 1.5, 4
EVENTS = 200


def measure(bench: Bench) -> None:
    renders = QUICK_RENDERS if bench.quick else RENDERS
    with scratch(content=True):
        from democracy.month import Month
        from goslar_portal.dates import today

        full = Month.of(today()).plus(2)
        empty = Month.of(today()).plus(18)
        fill(full.first, empty.plus(-1).last)
        times, queries = in_turns([full.url, empty.url], renders)
    bench.rows.append(
        Row(
            "Monat ohne Termin",
            f"Monat mit Terminen, {DATES} erreichbar",
            times[empty.url],
            times[full.url],
            1 / MOST_TIMES,
            remark="Millisekunden; Verhältnis leer zu voll",
        )
    )
    bench.at_most("Monat mit Terminen: Abfragen", [float(queries[full.url])], MOST_QUERIES, unit="Abfragen")


def fill(first: Any, last: Any) -> None:
    """Dates spread evenly over the days, a few hundred events with many dates each."""
    from django.utils import timezone

    from democracy.models import Event, Occurrence, Venue

    venue = Venue.objects.create(name="Messung", municipality="goslar", town="Goslar")
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    clock, ends = time(18), time(20)
    events = [
        Event(
            slug=f"messung-{number}", title=f"Messung {number}", teaser="Messung", organiser="Messung",
            category="treffen", venue=venue, starts_on=first, ends_on=first, starts_time=clock,
            ends_time=ends, state="published", published_at=timezone.now(),
        )
        for number in range(EVENTS)
    ]  # fmt: skip
    Event.objects.bulk_create(events)
    rows = []
    for number in range(DATES):
        day = days[number % len(days)]
        event = events[number // len(days) % EVENTS]
        at = datetime.combine(day, clock).astimezone()
        rows.append(
            Occurrence(
                event=event,
                original_date=day,
                starts_on=day,
                ends_on=day,
                starts_time=clock,
                ends_time=ends,
                starts_at=at,
                ends_at=at + timedelta(hours=2),
                was_public=True,
            )
        )
    Occurrence.objects.bulk_create(rows, batch_size=2_000)


def in_turns(paths: list[str], renders: int) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Milliseconds of each render, A B A B in one process, and the queries of the last."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    times: dict[str, list[float]] = {path: [] for path in paths}
    queries: dict[str, int] = {}
    for turn in range(renders + 10):
        for path in paths:
            gc.collect(0)
            with CaptureQueriesContext(connection) as asked:
                begin = perf_counter()
                answer = client.get(path)
                took = (perf_counter() - begin) * 1000
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}")
            if turn >= 10:  # the first ones warm up
                times[path].append(took)
            queries[path] = len(asked)
    return times, queries
