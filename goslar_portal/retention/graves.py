"""Tombstones outside of the database: a backup does not know what was erased after it (G-097)."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from goslar_portal.retention.models import Tombstone


def write(to: Any) -> None:
    """One line each: kind, keyed hash, day. Nothing in it leads to a person without the key."""
    for row in Tombstone.objects.order_by("pk").iterator():
        line = {"kind": row.kind, "hash": bytes(row.number_hash).hex(), "on": row.erased_on.isoformat()}
        to.write(json.dumps(line) + "\n")


def read(lines: Iterable[str]) -> None:
    rows = [json.loads(line) for line in lines if line.strip()]
    Tombstone.objects.bulk_create(
        [
            Tombstone(
                kind=row["kind"],
                number_hash=bytes.fromhex(row["hash"]),
                erased_on=date.fromisoformat(row["on"]),
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )
