"""The records of a case as the desk sees them: what they are, how long they stay, what became of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from goslar_portal import registry
from goslar_portal.privacy.finding import rows_with_numbers
from goslar_portal.privacy.models import CaseItem, Outcome, PrivacyCase
from goslar_portal.privacy.sources import Source
from goslar_portal.retention.due import Ending, endings


@dataclass(frozen=True)
class Record:
    """One record of a case with its row; without a row it is gone."""

    item: CaseItem
    source: Source
    row: Any

    @property
    def who(self) -> str:
        return self.source.says(self.row)


@dataclass(frozen=True)
class Line:
    """One record on the page of the case: no names, the page is not written into the view log."""

    item: CaseItem
    title: str
    area: str
    label: str
    ending: Ending | None

    @property
    def is_gone(self) -> bool:
        return not self.label

    @property
    def is_erased(self) -> bool:
        return self.item.outcome == Outcome.ERASED


def records(case: PrivacyCase) -> list[Record]:
    """Those that still exist, those of one area together; one query per kind."""
    found = []
    for source, items in _by_source(case.items.there()):
        rows = {row.pk: row for row in rows_with_numbers(source, [item.number for item in items])}
        found += [Record(item, source, rows[item.number]) for item in items if item.number in rows]
    return found


def lines(case: PrivacyCase) -> list[Line]:
    """All of them, with their periods; the number of queries depends on the kinds alone."""
    found = []
    for source, items in _by_source(case.items.in_order()):
        numbers = [item.number for item in items]
        rows = {row.pk: row for row in rows_with_numbers(source, numbers)}
        ends = endings(source.model, list(rows))
        found += [_line(item, source, rows.get(item.number), ends) for item in items]
    return found


def _line(item: CaseItem, source: Source, row: Any, ends: dict[Any, Ending]) -> Line:
    label = str(row) if row is not None else ""
    return Line(item, source.title, source.area, label, ends.get(item.number))


def _by_source(items: Iterable[CaseItem]) -> list[tuple[Source, list[CaseItem]]]:
    """In the order of the registry; what no area registers any more is left out."""
    by_kind: dict[str, list[CaseItem]] = defaultdict(list)
    for item in items:
        by_kind[item.kind].append(item)
    return [(source, by_kind[source.name]) for source in registry.persons if source.name in by_kind]
