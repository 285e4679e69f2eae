"""What areas add: measurements for metrics, checks for /healthz, a guard for what raises (G-111).

registry.measure("housing_waiting", "Offers without contact", lambda: Offer.objects.waiting().count())
registry.check("search_index", lambda: "" if is_complete() else "incomplete")
cards = [registry.safely("heute", card.name, card.count, None) for card in cards]
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db import DatabaseError, transaction

log = logging.getLogger("portal.health")

Number = int | float
Labelled = Mapping[tuple[tuple[str, str], ...], Number]
T = TypeVar("T")


@dataclass(frozen=True)
class Measurement:
    """`read` returns one number, or one for each set of labels; names and labels hold no personal data."""

    name: str
    meaning: str
    read: Callable[[], Number | Labelled]


@dataclass(frozen=True)
class Check:
    """`problem` returns "" when all is well, else a word for staff. `needs_worker`: see `checks.GRACE`."""

    name: str
    problem: Callable[[], str]
    needs_worker: bool


_measurements: dict[str, Measurement] = {}
_checks: dict[str, Check] = {}


def measure(name: str, meaning: str, read: Callable[[], Number | Labelled]) -> None:
    _measurements[name] = Measurement(f"portal_{name}", meaning, read)


def check(name: str, problem: Callable[[], str], *, needs_worker: bool = False) -> None:
    _checks[name] = Check(name, problem, needs_worker)


def measurements() -> list[Measurement]:
    return list(_measurements.values())


def checks() -> list[Check]:
    return list(_checks.values())


def safely(registry: str, entry: str, call: Callable[[], T], instead: T) -> T:
    """Call an entry of any registry. If it raises: log it, leave it out, let /healthz report it (G-111)."""
    try:
        with transaction.atomic():  # an entry that breaks its query must not break those after it
            return call()
    except Exception as error:  # whatever an area does wrong, the page still answers
        log.exception("registry entry failed", extra={"job": f"{registry}.{entry}"})
        _remember(registry, entry, type(error).__name__)
        return instead


def _remember(registry: str, entry: str, error: str) -> None:
    from goslar_portal.health.models import Trouble

    try:
        with transaction.atomic():
            Trouble.objects.note(f"{registry}.{entry}", error)
    except DatabaseError:  # read-only or away; the log line above has to do
        log.warning("trouble not stored", extra={"job": f"{registry}.{entry}"})
