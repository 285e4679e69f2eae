"""What areas add for health: measurements for metrics, checks for /healthz (G-111).

registry.measure("housing_waiting", "Offers without contact", lambda: Offer.objects.waiting().count())
registry.check("search_index", lambda: "" if is_complete() else "incomplete")
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from goslar_portal.registry import Registry, Words

Number = int | float
Labelled = Mapping[tuple[tuple[str, str], ...], Number]


@dataclass(frozen=True)
class Measurement:
    """`read` returns one number, or one for each set of labels; names and labels hold no personal data."""

    name: str
    meaning: str
    read: Callable[[], Number | Labelled]


@dataclass(frozen=True)
class Check:
    """`problem` returns "" when all is well, else a word for staff. `needs_worker`: see `checks.GRACE`.

    `label` names in German what is checked, `advice` says what to do when it is not well.
    """

    name: str
    problem: Callable[[], str]
    needs_worker: bool
    label: Words
    advice: Words


measurements: Registry[Measurement] = Registry("metrics")
checks: Registry[Check] = Registry("health")


def measure(name: str, meaning: str, read: Callable[[], Number | Labelled]) -> None:
    measurements.add(Measurement(f"portal_{name}", meaning, read))


def check(
    name: str,
    problem: Callable[[], str],
    *,
    needs_worker: bool = False,
    label: Words = "",
    advice: Words = "",
) -> None:
    checks.add(Check(name, problem, needs_worker, label or name, advice))
