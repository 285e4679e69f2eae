"""One statistic for a period: counted by its area, made safe, ready for page and file (G-115)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goslar_portal import registry
from goslar_portal.accounts.roles import Role
from goslar_portal.registry import Statistic
from goslar_portal.statistics.hiding import LEAST, Key, Table, safe

OVERSEERS = frozenset({Role.LEAD, Role.PRIVACY, Role.ENGINEERING})


@dataclass(frozen=True)
class Shown:
    """`head`, `lines` and `foot` hold words only: what may be read, and nothing else."""

    statistic: Statistic
    head: list[str]
    lines: list[list[str]]
    foot: list[str]

    @property
    def is_empty(self) -> bool:
        return not self.lines


def visible_to(user: Any) -> list[Statistic]:
    """Figures of one's own area; all of them for those who oversee."""
    return [row for row in registry.statistics if user.has_role(*row.roles, *OVERSEERS)]


class Readers(Collection[str]):
    """The roles that have figures to read; areas register theirs later than this is made."""

    def __iter__(self) -> Iterator[str]:
        return iter(OVERSEERS.union(*(row.roles for row in registry.statistics)))

    def __contains__(self, role: object) -> bool:
        return role in set(self)

    def __len__(self) -> int:
        return len(set(self))


def may_export(user: Any, statistic: Statistic) -> bool:
    return bool(user.has_role(Role.LEAD, *statistic.roles))


def shown(statistic: Statistic, first: date, last: date) -> Shown:
    counts = _counts(statistic.count(first, last))
    table = safe(counts)
    is_crossed = len(statistic.features) > 1
    head = [str(statistic.features[0]), *(table.columns if is_crossed else []), _("zusammen")]
    if table.total is None:  # too few altogether: not even which kinds there were
        return Shown(statistic, head[:1] + head[-1:], [], [])
    lines = [_line(table, row, is_crossed=is_crossed) for row in table.rows]
    columns = [_word(table, table.column_key(column)) for column in table.columns] if is_crossed else []
    return Shown(statistic, head, lines, [_("zusammen"), *columns, _word(table, ("total",))])


def _counts(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[str, str], int]:
    """One feature stands in a single column without a name."""
    found: dict[tuple[str, str], int] = {}
    for *features, number in rows:
        first, second = [*(_label(feature) for feature in features), ""][:2]
        found[first, second] = found.get((first, second), 0) + int(number)
    return found


def _label(feature: Any) -> str:
    """A feature as people read it; a day stands for its month."""
    if isinstance(feature, date):
        return date_format(feature, "F Y")
    return str(feature) if feature not in (None, "") else _("ohne Angabe")


def _line(table: Table, row: str, *, is_crossed: bool) -> list[str]:
    cells = [_word(table, ("cell", row, column)) for column in table.columns]
    return [row, *cells, *([_word(table, table.row_key(row))] if is_crossed else [])]


def _word(table: Table, key: Key) -> str:
    """A number, „< 5“, or a dash for one that would give a small one away."""
    if key in table.shown:
        return str(table.shown[key])
    return f"< {LEAST}" if key in table.small else "–"
