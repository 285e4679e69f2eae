"""Offers: the confirmation, the second look and the list, with many more of them (H-333, H-335)."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.bench import Bench
from benchmarks.database import scratch

SIZES, QUICK_SIZES = [1_000, 100_000], [1_000, 10_000]
CONFIRM_TIMES, LIST_TIMES, MOST_QUERIES = 2.0, 3.0, 15
TIMES, SENDINGS = 9, 20  # of one round; of the first the median counts, of the second 95 of 100
MOST_MS = 80  # section 20: a form with its commit
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
    "mit Ampel": "?stand=available&haushalt=3&ampel=fits",
    "mit Suche": "?stand=alle&q=Messweg+77",
    "Seite 10": "?p=10",
}
# Copies of one landlord and one offer, as in a county: many streets, two years of days.
LANDLORDS = {"last_name": "'Messung ' || n", "email": "'messung' || n || '@example.org'"}
OFFERS = {
    "reference": "'GS-1999-' || lpad(n::text, 6, '0') || '-M'",
    "landlord_id": "%(landlord)s::bigint + n - %(first)s::int",
    "street": "'Messweg ' || n %% 5000",
    "house_number": "(n %% 90 + 1)::text",
    "received_at": "now() - n %% 730 * interval '1 day'",
    "looked_at": "now()",
}


def measure(bench: Bench) -> None:
    with scratch(content=True):
        county = County()
        steps: dict[str, tuple[Callable[[], float], float]] = {
            "Angebot bestätigen": (county.confirm, CONFIRM_TIMES),
            "Zweiter Blick": (county.look, CONFIRM_TIMES),
        } | {f"Liste {name}": (county.listing(query), LIST_TIMES) for name, query in LISTS.items()}
        times: dict[str, dict[int, list[float]]] = {name: {} for name in steps}
        for size in QUICK_SIZES if bench.quick else SIZES:
            county.fill(size)
            for name, (run, _most) in steps.items():
                times[name][size] = [run() for _ in range(bench.rounds)]
        for name, (_run, most) in steps.items():
            bench.grown(f"{name}, Angebote", times[name], most=most)
        slowest = [statistics.quantiles(county.submit(), n=20)[-1] * 1000 for _ in range(bench.rounds)]
        bench.at_most("Angebot absenden, p95", slowest, MOST_MS, unit="ms")
        for query, counts in county.queries.items():
            bench.at_most(f"Liste {query}: Abfragen", counts, MOST_QUERIES, unit="Abfragen")
    if bench.quick:
        bench.not_measured("Angebote: 100000", "Angebote: 1000", "nur ohne --quick, das Füllen dauert")


class County:
    """A portal with more and more offers, a clerk and a landlord."""

    def __init__(self) -> None:
        from django.test import Client

        from goslar_portal.accounts import roles
        from goslar_portal.accounts.models import User
        from goslar_portal.office.models import OfficeValue

        roles.sync()
        for whose in ("sender", "address"):
            OfficeValue.objects.create(
                name=f"limits.housing.submit.{whose}", number=100_000, reason="Messung"
            )
        clerk = User.objects.create_user("messung@example.org", display_name="Messung")
        clerk.groups.set(clerk.groups.model.objects.filter(name="wohnraum"))
        self.desk, self.reader = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
        self.desk.force_login(clerk)
        self.number, self.size = 0, 0
        self.queries: dict[str, list[float]] = {}
        self.model = self.confirmed(self.sent())

    def sent(self) -> Any:
        """An offer as a landlord sends it, not yet confirmed."""
        from goslar_portal.journal.models import Actor
        from housing.models import Municipality, Offer
        from housing.models.choices import REQUIRED_CONSENTS

        self.number += 1
        offer = Offer.objects.start_draft()[0]
        facts = {
            "kind": "flat", "municipality": Municipality.objects.get(name="Goslar"), "street": "Messweg 77",
            "house_number": f"{self.number % 90 + 1}", "living_area": 60, "rooms": 3, "net_cold_rent": 420,
            "operating_costs": 140, "available_now": True, "rental_term": "unlimited",
        }  # fmt: skip
        contact = {"last_name": "Messung", "email": f"messung{self.number}@goslar.example", "entitled": True}
        by = Actor.person("landlord")
        offer.submit(by=by, facts=facts, contact=contact, consents=REQUIRED_CONSENTS)
        return offer

    @staticmethod
    def confirmed(offer: Any) -> Any:
        from goslar_portal.journal.models import Actor

        offer.confirm(by=Actor.person("landlord"))
        return offer

    def ask(self, method: Callable[[str], Any], path: str, status: int) -> float:
        begin = time.perf_counter()
        answer = method(path)
        took = time.perf_counter() - begin
        if answer.status_code != status:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return took

    def confirm(self) -> float:
        """The button in the mail."""
        paths = [f"/wohnraum/angebot/bestaetigen/{self.sent()._opt_in_token()}/" for _ in range(TIMES)]
        return statistics.median(self.ask(self.reader.post, path, 302) for path in paths)

    def submit(self) -> list[float]:
        """„Angebot absenden“, with so many others in the table."""
        return [self.send_one() for _ in range(SENDINGS)]

    def send_one(self) -> float:
        from django.test import Client

        self.number += 1
        browser = Client(SERVER_NAME="localhost")
        for step, answers in STEPS.items():
            more = (
                {"email": f"messung{self.number}@goslar.example"} if step == "kontakt" else {"begun": begun()}
            )
            browser.post(f"/wohnraum/angebot/{step}/", answers | more)
        consents = {"privacy_read": "on", "store": "on"}
        return self.ask(lambda path: browser.post(path, consents), "/wohnraum/angebot/absenden/", 302)

    def look(self) -> float:
        """The search for doubles and signs of fraud, as the worker does it a minute later."""
        times = []
        for offer in [self.confirmed(self.sent()) for _ in range(TIMES)]:
            begin = time.perf_counter()
            offer.look_closer()
            times.append(time.perf_counter() - begin)
        return statistics.median(times)

    def listing(self, query: str) -> Callable[[], float]:
        """A page of the list, and how many questions it asks."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def seconds() -> float:
            with CaptureQueriesContext(connection) as asked:
                self.ask(self.desk.get, LIST + query, 200)
            self.queries.setdefault(query, []).append(float(len(asked)))
            return statistics.median(self.ask(self.desk.get, LIST + query, 200) for _ in range(TIMES))

        return seconds

    def fill(self, size: int) -> None:
        """So many offers, copied from one; what has been filled already stays."""
        from django.db import connection

        from housing.models import Landlord, Offer

        if self.size >= size:
            return
        first = self.size + 1
        with connection.cursor() as cursor:
            copy(cursor, self.model.landlord, LANDLORDS, {"first": first, "last": size})
            landlord = Landlord.objects.get(last_name=f"Messung {first}").pk
            copy(cursor, Offer.objects.get(pk=self.model.pk), OFFERS, {
                "first": first, "last": size, "landlord": landlord,
            })  # fmt: skip
            cursor.execute("VACUUM ANALYZE housing_offer, housing_landlord")
        self.size = size


def begun() -> str:
    """The stamp of a form that somebody began five minutes ago."""
    from django.core import signing

    from goslar_portal.doubts import SALT

    signer: Any = signing.TimestampSigner(salt=SALT)
    signer.timestamp = lambda: signing.b62_encode(int(time.time()) - 300)
    return str(signer.sign("wohnung"))


def copy(cursor: Any, row: Any, changed: dict[str, str], numbers: dict[str, int]) -> None:
    """Rows first to last in one statement: the same as this one but for the columns in `changed`."""
    from django.db.models import GeneratedField

    fields = [field for field in row._meta.concrete_fields if not isinstance(field, GeneratedField)]
    columns = [field.column for field in fields if field.column not in {"id", "list_key", "draft_key_hash"}]
    values = [changed.get(column, f'model."{column}"') for column in columns]
    named = ", ".join(f'"{column}"' for column in columns)
    table = row._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({named}) SELECT {', '.join(values)} FROM {table} model,"  # noqa: S608  # our own words
        " generate_series(%(first)s::int, %(last)s::int) n WHERE model.id = %(model)s ORDER BY n",
        numbers | {"model": row.pk},
    )
