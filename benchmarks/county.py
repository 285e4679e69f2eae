"""A portal with more and more offers: some made by the real verbs, all others copied by the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from housing.models import Offer

PASSWORD = "Messung im Harz 2026"  # noqa: S105  # of a database that is gone in a minute
# What a county has in the end: a few new ones, more that are free, most of them over (last figure of n).
SHARES = {"received": [0], "available": [1, 2, 3], "rejected": [4, 5, 6, 7, 8, 9]}
WORD = "initcap(translate(substr(md5({seed}), 1, {length}), '0123456789', 'aeioulmnrs'))"
STREET = WORD.format(seed="(n %% 5000)::text", length=8) + " || 'weg'"
LANDLORDS = {
    "last_name": WORD.format(seed="'Name' || n %% 20000", length=7),
    "email": "'messung' || n || '@example.org'",
    "phone": "'+4953' || lpad(n::text, 8, '0')",
}
OFFERS = {
    "reference": "'GS-1999-' || lpad(n::text, 6, '0') || '-M'",
    "landlord_id": "%(landlord)s::bigint + n - %(first)s::int",
    "municipality_id": "(%(places)s::text[])[n %% cardinality(%(places)s::text[]) + 1]",
    "street": STREET,
    "house_number": "(n %% 90 + 1)::text",
    "net_cold_rent": "300 + n %% 500",
    "received_at": "now() - n %% 730 * interval '1 day'",
    "looked_at": "now()",
}
TASKS = """INSERT INTO housing_task (offer_id, text, due_on)
    SELECT id, 'Messung', current_date FROM housing_offer WHERE id > %(last)s AND id %% 50 = 0"""
PAIRS = """INSERT INTO housing_duplicatepair (older_id, newer_id, grounds, found_at)
    SELECT lower.id, higher.id, '{address}', now() FROM housing_offer lower
    JOIN housing_offer higher ON higher.id = lower.id + 1 WHERE lower.id > %(last)s AND lower.id %% 100 = 0"""
TABLES = ("housing_landlord", "housing_offer", "housing_task", "housing_duplicatepair")


class County:
    """Offers in every state, a clerk with the desk open, landlords who send more."""

    def __init__(self) -> None:
        from django.test import Client

        from goslar_portal.accounts import roles
        from goslar_portal.accounts.models import User
        from goslar_portal.journal.models import Actor
        from goslar_portal.office.models import OfficeValue

        roles.sync()
        for whose in ("sender", "address"):
            OfficeValue.objects.create(
                name=f"limits.housing.submit.{whose}", number=100_000, reason="Messung"
            )
        clerk = User.objects.create_user("messung@example.org", PASSWORD, display_name="Messung")
        clerk.groups.set(clerk.groups.model.objects.filter(name="wohnraum"))
        self.desk, self.reader = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
        self.desk.force_login(clerk)
        self.desk.post("/admin/confirm/", {"password": PASSWORD})
        self.number, self.size = 0, 0
        self.street, self.name = said_of(77, STREET), said_of(77, LANDLORDS["last_name"])
        self.models = {state: self.worked_on(state, Actor.staff(clerk)) for state in SHARES}

    def sent(self) -> Offer:
        """An offer as a landlord sends it, not yet confirmed."""
        from goslar_portal.journal.models import Actor
        from housing.models import Municipality, Offer
        from housing.models.choices import REQUIRED_CONSENTS

        self.number += 1
        offer = Offer.objects.start_draft()[0]
        facts = {
            "kind": "flat", "municipality": Municipality.objects.get(name="Goslar"), "street": self.street,
            "house_number": f"{self.number % 90 + 1}", "living_area": 60, "rooms": 3, "net_cold_rent": 420,
            "operating_costs": 140, "available_now": True, "rental_term": "unlimited",
        }  # fmt: skip
        contact = {"last_name": "Messung", "email": f"messung{self.number}@goslar.example", "entitled": True}
        by = Actor.person("landlord")
        offer.submit(by=by, facts=facts, contact=contact, consents=REQUIRED_CONSENTS)
        return offer

    def confirmed(self) -> Offer:
        from goslar_portal.journal.models import Actor

        offer = self.sent()
        offer.confirm(by=Actor.person("landlord"))
        return offer

    def worked_on(self, state: str, by: Any) -> Offer:
        from housing.models import Reason

        offer = self.confirmed()
        if state == "available":
            offer.take(by=by)
            reason = Reason.objects.get(pk="offer_acceptance_without_viewing.known_dwelling")
            offer.accept(by=by, reason=reason)
        if state == "rejected":
            offer.reject(by=by, reason=Reason.objects.get(pk="offer_rejection.no_demand"))
        return offer

    def fill(self, size: int) -> None:
        """So many offers; what has been filled already stays."""
        from django.db import connection
        from django.db.models import Max

        from housing.models import Landlord, Municipality, Offer

        if self.size >= size:
            return
        first = self.size + 1
        numbers: dict[str, Any] = {
            "first": first, "upto": size, "last": Offer.objects.aggregate(last=Max("pk"))["last"],
            "places": list(Municipality.objects.values_list("pk", flat=True)), "share": list(range(10)),
        }  # fmt: skip
        with connection.cursor() as cursor, in_bulk(cursor):
            copy(cursor, self.models["received"].landlord, LANDLORDS, numbers)
            numbers["landlord"] = Landlord.objects.get(email=f"messung{first}@example.org").pk
            for state, share in SHARES.items():
                copy(cursor, self.models[state], OFFERS, numbers | {"share": share})
            for statement in (TASKS, PAIRS):
                cursor.execute(statement, numbers)
        self.size = size


@contextmanager
def in_bulk(cursor: Any) -> Iterator[None]:
    """Without the history of each copy and without a limit of time; afterwards the tables are tidy."""
    cursor.execute("SET statement_timeout = 0")
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute(f"VACUUM ANALYZE {table}")
    cursor.execute("RESET statement_timeout")


def said_of(number: int, column: str) -> str:
    """What the copy of this number has in a column."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM (VALUES (%s)) AS copies (n)", [number])  # noqa: S608  # our own words
        return str(cursor.fetchone()[0])


def copy(cursor: Any, row: Any, changed: dict[str, str], numbers: dict[str, Any]) -> None:
    """Rows first to last in one statement: the same as this one but for the columns in `changed`."""
    from django.db.models import GeneratedField

    fields = [field for field in row._meta.concrete_fields if not isinstance(field, GeneratedField)]
    columns = [field.column for field in fields if field.column not in {"id", "list_key", "draft_key_hash"}]
    values = [changed.get(column, f'model."{column}"') for column in columns]
    named = ", ".join(f'"{column}"' for column in columns)
    table = row._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({named}) SELECT {', '.join(values)} FROM {table} model,"  # noqa: S608  # our own words
        " generate_series(%(first)s::int, %(upto)s::int) n"
        " WHERE model.id = %(model)s AND n %% 10 = ANY(%(share)s::int[]) ORDER BY n",
        numbers | {"model": row.pk},
    )
