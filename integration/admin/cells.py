"""How every page stands in every language: the cells of the matrix, from two queries however many."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from goslar_portal.languages import SOURCE, Language, active, catalogue
from integration.models import CellState, Node, Origin, Page, PageTranslation, Tree, VersionState

# A sign for the eye, never without its word, and the level that colours it.
LOOKS: dict[str, tuple[str, str]] = {
    CellState.CURRENT: ("✓", "success"),
    CellState.OUTDATED: ("!", "danger"),
    CellState.MISSING: ("–", ""),
    CellState.DRAFT: ("✎", "info"),
    CellState.TRANSLATING: ("→", "info"),
    CellState.SCHEDULED: ("◷", "info"),
    CellState.WITHDRAWN: ("×", "warning"),
}
Known = dict[tuple[int, str], tuple[Any, ...]]
NEEDS_WORK = frozenset({CellState.OUTDATED, CellState.MISSING, CellState.DRAFT, CellState.WITHDRAWN})


@dataclass(slots=True)
class Cell:
    """One page in one language."""

    page: int
    code: str
    state: str = CellState.MISSING
    waiting: str | None = None
    origin: str | None = None
    ends_at: datetime | None = None
    due_on: date | None = None
    task: int | None = None
    answers: str = ""
    url: str = ""

    @property
    def word(self) -> str:
        return str(CellState(self.state).label)

    @property
    def sign(self) -> str:
        return LOOKS[self.state][0]

    @property
    def level(self) -> str:
        return LOOKS[self.state][1]

    @property
    def key(self) -> str:
        return f"{self.page}:{self.code}"

    @property
    def language(self) -> Language:
        return catalogue()[self.code]

    @property
    def opening(self) -> SafeString:
        """The tag of the table cell, made once for each level: a matrix has thousands of them."""
        return _opening(self.level)

    @property
    def face(self) -> SafeString:
        """Sign, word and notes; made once for each combination."""
        return _face(self.sign, self.word, tuple(self.notes))

    @property
    def can_be_chosen(self) -> bool:
        """There is something to do that can be done for several at once."""
        return self.state in NEEDS_WORK and self.code != SOURCE

    @property
    def notes(self) -> list[str]:
        """What else is going on beside the state, in few words."""
        is_shown = self.state in (CellState.CURRENT, CellState.OUTDATED)
        found = []
        if is_shown and self.waiting is not None:
            found.append(str(VersionState(self.waiting).label))
        if self.task is not None and self.due_on is not None:
            found.append(f"bis {date_format(self.due_on, 'j.n.')}")
        if self.origin == Origin.MACHINE and is_shown:
            found.append("ungeprüft")
        if self.ends_at is not None:
            found.append(f"endet {date_format(self.ends_at, 'j.n.')}")
        return found


@dataclass
class Line:
    """A page and its cells, in the order of the languages."""

    node: Node
    cells: list[Cell]

    @property
    def counts(self) -> list[tuple[str, int]]:
        return counted(self.cells)

    @property
    def url(self) -> str:
        return reverse("admin:integration_page_languages", args=[self.node.pk])


@dataclass(frozen=True)
class Wanted:
    """What the editor wants to see of the matrix; empty means all."""

    states: Collection[str] = ()
    codes: Collection[str] = ()
    kind: str = ""
    under: str = ""
    unchecked: bool = False

    def takes(self, cell: Cell) -> bool:
        fits = not self.states or cell.state in self.states
        return fits and (not self.unchecked or cell.origin == Origin.MACHINE)

    @property
    def looks_at_cells(self) -> bool:
        return bool(self.states) or self.unchecked


@dataclass
class Matrix:
    """Pages in the order of the tree, languages in the order of the settings."""

    languages: list[Language]
    lines: list[Line]
    totals: list[list[tuple[str, int]]] = field(default_factory=list)

    @classmethod
    def of(cls, wanted: Wanted) -> "Matrix":
        languages = [row for row in active() if not wanted.codes or row.code in wanted.codes]
        known = {(row[0], row[1]): row for row in PageTranslation.objects.cells()}
        base = _base()
        lines = [
            Line(node, [_cell(known, node.pk, row.code, base) for row in languages])
            for node in _nodes(Tree.of(SOURCE), wanted)
        ]
        if wanted.looks_at_cells:
            lines = [line for line in lines if any(wanted.takes(cell) for cell in line.cells)]
        columns = [[line.cells[number] for line in lines] for number in range(len(languages))]
        return cls(languages, lines, [counted(cells) for cells in columns])

    @property
    def counts(self) -> list[tuple[str, int]]:
        return counted(cell for line in self.lines for cell in line.cells)


@cache
def _opening(level: str) -> SafeString:
    return (
        format_html('<td class="cell" data-level="{}">', level) if level else mark_safe('<td class="cell">')
    )


@lru_cache(maxsize=1000)  # days of tasks make new ones
def _face(sign: str, word: str, notes: tuple[str, ...]) -> SafeString:
    small = format_html_join("", " <small>{}</small>", ((note,) for note in notes))
    return format_html('<span aria-hidden="true">{}</span> {}{}', sign, word, small)


def counted(cells: Iterable[Any]) -> list[tuple[str, int]]:
    """How many of each state, what needs somebody first."""
    found = Counter(cell.state for cell in cells)
    order = [CellState.OUTDATED, CellState.MISSING, CellState.WITHDRAWN, CellState.DRAFT]
    order += [CellState.TRANSLATING, CellState.SCHEDULED, CellState.CURRENT]
    return [(str(state.label), found[state]) for state in order if found[state]]


def cells_of(page: Page) -> list[Cell]:
    """One page in every language, from one query."""
    rows = PageTranslation.objects.of_one(page).cells()
    known = {(row[0], row[1]): row for row in rows}
    base = _base()
    return [_cell(known, page.pk, row.code, base) for row in active()]


def _cell(known: Known, page: int, code: str, base: str) -> Cell:
    """`base` is the address of the list: resolving one for each of thousands of cells would take its time."""
    cell = Cell(*known.get((page, code), (page, code)))
    cell.url = f"{base}{page}/text/" if code == SOURCE else f"{base}{page}/text/{code}/"
    return cell


def _base() -> str:
    return reverse("admin:integration_page_changelist")


def _nodes(tree: Tree, wanted: Wanted) -> Iterator[Node]:
    top = tree.find(wanted.under) if wanted.under else None
    for node in top.walk() if top else tree:
        if not wanted.kind or node.kind == wanted.kind:
            yield node
