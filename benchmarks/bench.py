"""Rounds A B A B, their medians, spread and ratio, and what a row of the result says."""

import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.load import Load

ROUNDS, SECONDS, WARM_UP = 5, 5.0, 3.0
QUICK_ROUNDS, QUICK_SECONDS, QUICK_WARM_UP = 3, 1.5, 0.7


@dataclass
class Row:
    """One comparison. `target` is the least ratio; `reason` says why a peer was not measured.

    Without a peer `limit` is the most that our median may be, in `unit`.
    """

    what: str
    peer: str
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    target: float | None = None
    reason: str = ""
    remark: str = ""
    limit: float | None = None
    unit: str = ""

    @property
    def ratio(self) -> float | None:
        if not self.ours or not self.theirs:
            return None
        return statistics.median(self.ours) / statistics.median(self.theirs)

    @property
    def is_missed(self) -> bool:
        if self.limit is not None:
            return bool(self.ours) and statistics.median(self.ours) > self.limit
        return self.target is not None and self.ratio is not None and self.ratio < self.target

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"ratio": self.ratio, "missed": self.is_missed}


class Bench:
    """What a module gets: how long to measure, and where results go."""

    def __init__(self, *, quick: bool) -> None:
        self.quick = quick
        self.rounds = QUICK_ROUNDS if quick else ROUNDS
        self.seconds = QUICK_SECONDS if quick else SECONDS
        self.warm_up = QUICK_WARM_UP if quick else WARM_UP
        self.rows: list[Row] = []

    def compare(self, what: str, ours: Load, peer: str, theirs: Load, *, target: float | None = None) -> Row:
        """Requests per second of both, in turns, so that a busy machine slows both alike."""
        row = Row(what, peer, target=target)
        for load in (ours, theirs):
            load.run(self.warm_up)
        for _ in range(self.rounds):
            row.ours.append(ours.run(self.seconds))
            row.theirs.append(theirs.run(self.seconds))
        row.remark = "; ".join(sorted({load.remark for load in (ours, theirs) if load.remark}))
        self.rows.append(row)
        return row

    def not_measured(self, what: str, peer: str, reason: str, *, target: float | None = None) -> None:
        self.rows.append(Row(what, peer, target=target, reason=reason))

    def at_most(self, what: str, values: list[float], limit: float, *, unit: str) -> Row:
        """A figure that stands for itself; its median must not be above `limit`."""
        row = Row(what, "–", values, limit=limit, unit=unit)
        self.rows.append(row)
        return row

    def scaled(self, what: str, run: Callable[[int], float], sizes: list[int], *, most: float) -> None:
        """Time at each size beside the smallest; `most` is how many times longer the largest may take."""
        self.grown(what, {size: [run(size) for _ in range(self.rounds)] for size in sizes}, most=most)

    def grown(self, what: str, found: dict[int, list[float]], *, most: float, unit: str = "Sekunden") -> None:
        """The same for what was measured elsewhere; the smallest size comes first."""
        sizes = list(found)
        for size in sizes[1:]:
            row = Row(f"{what}: {size}", f"{what}: {sizes[0]}", found[sizes[0]], found[size], 1 / most)
            row.remark = f"{unit}; Verhältnis kleinste zu dieser Größe"
            self.rows.append(row)
