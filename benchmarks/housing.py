"""Offers: sending, confirming, the second look, the list and its file, with many more of them.

H-333 (confirming), H-335 (the list), H-338 (the file), section 20 (a form with its commit).
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

from benchmarks.bench import Bench
from benchmarks.county import County
from benchmarks.database import scratch

SIZES, QUICK_SIZES = [1_000, 10_000, 100_000], [1_000, 10_000]
CONFIRM_TIMES, LIST_TIMES, FILE_TIMES, MOST_QUERIES = 2.0, 3.0, 1.5, 15
BROAD, BROAD_TIMES = "Suche nach fast allem", 10.0  # ADR 0066
# Of one round. Of what is held against fewer offers the quickest counts: sizes come one after the other, and
# what else the machine does must not count for one of them. Of sendings 95 of 100 count.
TIMES, PAGES, QUICK_PAGES, SENDINGS = 5, 3, 1, 20
MOST_MS = 80  # section 20
PAGE = 50
STEPS: dict[str, dict[str, str]] = {
    "wohnung": {
        "kind": "flat", "municipality": "03153017", "postal_code": "38642", "living_area": "62,5",
        "rooms": "3", "available_from": "sofort", "rental_term": "unlimited",
    },
    "kosten": {"net_cold_rent": "420", "operating_costs": "140"},
    "kontakt": {"role": "owner", "entitled": "on", "last_name": "Messung", "email_only": "on"},
}  # fmt: skip
LIST = "/admin/housing/offer/"
LISTS = {
    "offene": "?stand=",
    "alle": "?stand=alle",
    "mit Ampel": "?stand=available&haushalt=3&ampel=fits",
    "mit Aufgabe": "?stand=alle&wartet=aufgabe",
    "mit Dublette": "?stand=alle&wartet=dublette",
    "vollständig ab 30 %, ohne Fotos": "?stand=alle&vollstaendig=30&fotos=nein",
    "Seite 8": "?p=8",
    "letzte Seite": "?stand=alle&p={last}",
    "nach Miete": "?stand=alle&o=-6",
    "Suche nach Straße": "?stand=alle&q={street}+78",
    "Suche nach Name": "?stand=alle&q={name}",
    "Suche nach Telefon": "?stand=alle&q=5300000077",
    BROAD: "?stand=alle&q=weg",
}
FILE = f"{LIST}ausleiten/?stand=alle"


def measure(bench: Bench) -> None:
    sizes = QUICK_SIZES if bench.quick else SIZES
    with scratch(content=True):
        county = County()
        measure_growth(bench, county, sizes)
        slowest = [statistics.quantiles(submit(county), n=20)[-1] * 1000 for _ in range(bench.rounds)]
        bench.at_most(f"Angebot absenden bei {sizes[-1]} Angeboten, p95", slowest, MOST_MS, unit="ms")
    if bench.quick:
        bench.not_measured("Angebote: 100000", "Angebote: 1000", "nur ohne --quick, das Füllen dauert")


def measure_growth(bench: Bench, county: County, sizes: list[int]) -> None:
    desk = Desk(county, QUICK_PAGES if bench.quick else PAGES)
    steps: dict[str, tuple[Callable[[], float], float]] = {
        "Angebot bestätigen": (lambda: confirm(county), CONFIRM_TIMES),
        "Zweiter Blick": (lambda: look(county), CONFIRM_TIMES),
    } | {
        f"Liste {name}": (desk.listing(name), BROAD_TIMES if name == BROAD else LIST_TIMES) for name in LISTS
    }
    times: dict[str, dict[int, list[float]]] = {name: {} for name in steps}
    for size in sizes:
        county.fill(size)
        for name, (run, _most) in steps.items():
            times[name][size] = [run() for _ in range(bench.rounds)]
        desk.take_along(size)
    for name, (_run, most) in steps.items():
        bench.grown(f"{name}, Angebote", times[name], most=most)
    for name, counts in desk.queries.items():
        bench.at_most(f"Liste {name}: Abfragen", counts, MOST_QUERIES, unit="Abfragen")
    report_files(bench, desk)


def ask(method: Callable[[str], Any], path: str, status: int) -> float:
    begin = time.perf_counter()
    answer = method(path)
    took = time.perf_counter() - begin
    if answer.status_code != status:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return took


# The landlord -----------------------------------------------------------------------------------------------


def confirm(county: County) -> float:
    """The button in the mail."""
    paths = [f"/wohnraum/angebot/bestaetigen/{county.sent()._opt_in_token()}/" for _ in range(TIMES)]
    return min(ask(county.reader.post, path, 302) for path in paths)


def look(county: County) -> float:
    """The search for doubles and signs of fraud, as the worker does it a minute later."""
    times = []
    for offer in [county.confirmed() for _ in range(TIMES)]:
        begin = time.perf_counter()
        offer.look_closer()
        times.append(time.perf_counter() - begin)
    return min(times)


def submit(county: County) -> list[float]:
    """„Angebot absenden“, with so many others in the table."""
    return [send_one(county) for _ in range(SENDINGS)]


def send_one(county: County) -> float:
    from django.test import Client

    county.number += 1
    browser = Client(SERVER_NAME="localhost")
    for step, answers in STEPS.items():
        more = (
            {"email": f"messung{county.number}@goslar.example"} if step == "kontakt" else {"begun": begun()}
        )
        browser.post(f"/wohnraum/angebot/{step}/", answers | more)
    consents = {"privacy_read": "on", "store": "on"}
    return ask(lambda path: browser.post(path, consents), "/wohnraum/angebot/absenden/", 302)


def begun() -> str:
    """The stamp of a form that somebody began five minutes ago."""
    from django.core import signing

    from goslar_portal.doubts import SALT

    signer: Any = signing.TimestampSigner(salt=SALT)
    signer.timestamp = lambda: signing.b62_encode(int(time.time()) - 300)
    return str(signer.sign("wohnung"))


# The desk ---------------------------------------------------------------------------------------------------


class Desk:
    """Pages of the list and files of it: how long, how many questions, how much memory."""

    def __init__(self, county: County, pages: int) -> None:
        self.county, self.pages = county, pages
        self.queries: dict[str, list[float]] = {}
        self.files: dict[str, dict[int, dict[str, float]]] = {"csv": {}, "xlsx": {}}

    def listing(self, name: str) -> Callable[[], float]:
        """A page of the list, and how many questions it asks."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def seconds() -> float:
            county = self.county
            words = {"street": quote_plus(county.street), "name": quote_plus(county.name)}
            path = LIST + LISTS[name].format(last=county.size // PAGE, **words)
            with CaptureQueriesContext(connection) as asked:
                ask(county.desk.get, path, 200)
            self.queries.setdefault(name, []).append(float(len(asked)))
            return min(ask(county.desk.get, path, 200) for _ in range(self.pages))

        return seconds

    def take_along(self, size: int) -> None:
        for kind, taken in self.files.items():
            taken[size] = in_child(lambda kind=kind: self.take(kind))  # type: ignore[misc]  # bound early

    def take(self, kind: str) -> dict[str, float]:
        """Everything in the list as a file, as a browser takes it: piece by piece."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from housing.admin.export import COLUMNS

        columns = [column.name for column in COLUMNS if not column.is_personal]
        begin = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            answer: Any = self.county.desk.post(FILE, {"columns": columns, "file_kind": kind})
            length = sum(len(piece) for piece in answer.streaming_content)
        took = time.perf_counter() - begin
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"seconds": took, "queries": len(asked), "megabytes": peak, "length": length}


def in_child(task: Callable[[], dict[str, float]]) -> dict[str, float]:
    """What the task says, done in a process of its own, so that the most memory is its alone."""
    from django.db import connection

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL has one; a child must not share it
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, json.dumps(task()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        text = said.read()
    os.waitpid(child, 0)
    return dict(json.loads(text))


def report_files(bench: Bench, desk: Desk) -> None:
    for kind, taken in desk.files.items():
        few, *_between, many = taken
        memory = {size: [found["megabytes"]] for size, found in taken.items()}
        bench.grown(f"Ausleiten als {kind}, Speicher, Angebote", memory, most=FILE_TIMES, unit="MB")
        what = f"Ausleiten als {kind}, {many} Angebote in {taken[many]['seconds']:.1f} s: Abfragen"
        bench.at_most(what, [taken[many]["queries"]], taken[few]["queries"], unit="Abfragen")
