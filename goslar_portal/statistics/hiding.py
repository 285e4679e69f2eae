"""Which numbers of a table are shown, so that none under five can be worked out (G-115, H-276, I-148).

Pure: no database, no words. A table with sums is a circulation: each cell flows from its row to its column,
each row is fed from a source, each column drains into a sink, the total flows back. What is shown is fixed.
A hidden number can be worked out exactly when no other circulation fits what is shown; so while some hidden
number stands alone, one more is hidden.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

LEAST = 5
NO_END = 10**9

Key = tuple[str, ...]  # ("cell", row, column), ("row", row), ("column", column), ("total",)


@dataclass(frozen=True)
class Flow:
    """One number of the table, and the two places it connects."""

    key: Key
    start: str
    end: str
    number: int

    @property
    def is_small(self) -> bool:
        return self.number < LEAST

    @property
    def up(self) -> int:
        """How much more it may be for somebody who sees „unter 5“, or who knows that it is not under 5."""
        return LEAST - 1 - self.number if self.is_small else NO_END

    @property
    def down(self) -> int:
        return self.number if self.is_small else self.number - LEAST


@dataclass(frozen=True)
class Table:
    """Counts by one or two features with sums, as they may be shown. A hidden number is missing in `shown`.

    With one feature there is a single column named "" and no sums of rows.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    shown: Mapping[Key, int]
    small: Collection[Key]

    def row_key(self, row: str) -> Key:
        """Where the sum of a row stands; of a single column that is its only cell."""
        return ("row", row) if len(self.columns) > 1 else ("cell", row, self.columns[0])

    def column_key(self, column: str) -> Key:
        return ("column", column) if len(self.columns) > 1 else ("total",)

    @property
    def total(self) -> int | None:
        return self.shown.get(("total",))


def safe(counts: Mapping[tuple[str, str], int]) -> Table:
    """The table as it may be shown; rows and columns in the order of `counts`."""
    rows = tuple(dict.fromkeys(row for row, _column in counts))
    columns = tuple(dict.fromkeys(column for _row, column in counts))
    flows = {flow.key: flow for flow in _flows(counts, rows, columns)}
    hidden = _hidden(flows)
    return Table(
        rows=rows,
        columns=columns,
        shown={key: flow.number for key, flow in flows.items() if key not in hidden},
        small={key for key, flow in flows.items() if flow.is_small},
    )


def _flows(
    counts: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str]
) -> Iterator[Flow]:
    is_crossed = len(columns) > 1
    for row in rows:
        for column in columns:
            ends = (f"row {row}", f"column {column}") if is_crossed else ("source", "sink")
            yield Flow(("cell", row, column), *ends, counts.get((row, column), 0))
    if is_crossed:
        for row in rows:
            number = sum(counts.get((row, column), 0) for column in columns)
            yield Flow(("row", row), "source", f"row {row}", number)
        for column in columns:
            number = sum(counts.get((row, column), 0) for row in rows)
            yield Flow(("column", column), f"column {column}", "sink", number)
    yield Flow(("total",), "sink", "source", sum(counts.values()))


def _hidden(flows: Mapping[Key, Flow]) -> set[Key]:
    """All small numbers, and as many more as it takes until none of them stands alone."""
    if flows["total",].is_small:
        return set(flows)
    hidden = {key for key, flow in flows.items() if flow.is_small}
    while len(hidden) < len(flows):
        lone = next((key for key in sorted(hidden) if not is_open(flows, hidden, key)), None)
        if lone is None:
            break
        hidden.add(_next(flows, hidden, lone))
    return hidden


def _next(flows: Mapping[Key, Flow], hidden: Collection[Key], lone: Key) -> Key:
    """What to hide next: the smallest that frees this one, cells before sums; else a neighbour of it."""
    shown = sorted(
        (flow for key, flow in flows.items() if key not in hidden),
        key=lambda flow: (flow.key[0] != "cell", flow.number, flow.key),
    )
    for flow in shown:
        if is_open(flows, {*hidden, flow.key}, lone):
            return flow.key
    ends = {flows[lone].start, flows[lone].end}
    near = [flow for flow in shown if ends & {flow.start, flow.end}]
    return (near or shown)[0].key


def is_open(flows: Mapping[Key, Flow], hidden: Collection[Key], key: Key) -> bool:
    """Whether this hidden number could be another: one more or less closes in a round of hidden ones."""
    flow, others = flows[key], [flows[other] for other in hidden if other != key]
    more = flow.up > 0 and _leads(others, flow.end, flow.start)
    return more or (flow.down > 0 and _leads(others, flow.start, flow.end))


def _leads(flows: Sequence[Flow], start: str, end: str) -> bool:
    """Whether one more can be passed on: along a flow that may grow, against one that may shrink."""
    steps: dict[str, set[str]] = {}
    for flow in flows:
        if flow.up > 0:
            steps.setdefault(flow.start, set()).add(flow.end)
        if flow.down > 0:
            steps.setdefault(flow.end, set()).add(flow.start)
    reached, queue = {start}, deque([start])
    while queue:
        for place in steps.get(queue.popleft(), set()) - reached:
            reached.add(place)
            queue.append(place)
    return end in reached
