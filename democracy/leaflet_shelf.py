"""Which version of a leaflet is shown today, and what is said about the others. Pure: asks no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from democracy.models import Leaflet, LeafletVersion


@dataclass(frozen=True)
class Line:
    """One line in the table of versions."""

    version: LeafletVersion
    standing: str


@dataclass(frozen=True)
class ShownLeaflet:
    """A leaflet with the version to show: the one asked for, else the one valid today."""

    leaflet: Leaflet
    version: LeafletVersion | None
    current: LeafletVersion | None
    lines: list[Line]
    day: date

    @classmethod
    def of(
        cls, leaflet: Leaflet, versions: Iterable[LeafletVersion], day: date, number: int | None = None
    ) -> Self:
        rows = list(versions)
        for row in rows:
            row.leaflet = leaflet  # known here, so that no version has to ask for it
        current = next((row for row in rows if row.is_valid_on(day)), None)
        asked = next((row for row in rows if row.number == number), None) if number else current
        return cls(leaflet, asked, current, [Line(row, row.standing(day)) for row in rows], day)

    @property
    def is_gone(self) -> bool:
        """Every version it ever had was withdrawn."""
        return bool(self.lines) and all(line.version.is_withdrawn for line in self.lines)

    @property
    def is_former(self) -> bool:
        """Replaced, or nothing of it applies today or later though something did before."""
        has_future = any(
            line.version.is_published and line.version.valid_from > self.day for line in self.lines
        )
        return bool(self.leaflet.successor_slug) or (
            bool(self.lines) and self.current is None and not has_future
        )

    @property
    def is_old(self) -> bool:
        """The version on the page is another than the one that applies today."""
        return self.version is not None and self.version != self.current

    @property
    def standing(self) -> str:
        return self.version.standing(self.day) if self.version else ""

    @property
    def may_have_text(self) -> bool:
        return self.version is not None and bool(self.version.body)


def shelf(
    leaflets: Iterable[Leaflet], versions: Iterable[LeafletVersion], day: date
) -> tuple[list[ShownLeaflet], list[ShownLeaflet]]:
    """The leaflets to use today, and apart from them the former ones (D-007)."""
    by_leaflet: dict[int, list[LeafletVersion]] = {}
    for row in versions:
        by_leaflet.setdefault(row.leaflet_id, []).append(row)
    shown = [ShownLeaflet.of(row, by_leaflet.get(row.pk, []), day) for row in leaflets]
    return [row for row in shown if not row.is_former], [row for row in shown if row.is_former]
