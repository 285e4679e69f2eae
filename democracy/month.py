"""A month as weeks of days for the table, from plain rows; asks no database (D-081 to D-083)."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

MOST = 3  # entries of one day
BACK, AHEAD = 12, 18  # months that exist (D-110)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A link in a cell: its visible words, and what only completes its name."""

    url: str
    title: str
    rest: str
    time: str
    mark: str

    @property
    def html(self) -> SafeString:
        """The link itself: a hundred of them are made faster here than by a template."""
        time_part = f', </span> <span class="time">{self.time}</span>' if self.time else "</span>"
        mark = f" <b>{self.mark}</b>" if self.mark else ""
        words = f'{escape(self.title)}<span class="hidden">, {self.rest}{time_part}{mark}'
        return SafeString(f'<p><a href="{self.url}">{words}</a></p>')


@dataclass(slots=True)
class Cell:
    day: date
    is_inside: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)
    more: int = 0

    @property
    def stamp(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @property
    def long(self) -> str:
        """What stands behind the number where the day has a line of its own."""
        return f"{MONTHS[self.day.month]}, {WEEKDAYS[self.day.weekday()]}"

    @property
    def long_day(self) -> str:
        return f"{WEEKDAYS[self.day.weekday()]}, {self.day.day}. {MONTHS[self.day.month]} {self.day.year}"

    @property
    def list_url(self) -> str:
        return f"{reverse('democracy:event_list')}?von={self.day:%Y-%m-%d}&bis={self.day:%Y-%m-%d}"


@dataclass(frozen=True)
class Month:
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date.fromordinal(self.after.first.toordinal() - 1)

    def plus(self, months: int) -> "Month":
        years, index = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, index + 1)

    @property
    def after(self) -> "Month":
        return self.plus(1)

    @property
    def label(self) -> str:
        return f"{MONTHS[self.number]} {self.year}"

    @property
    def url(self) -> str:
        return reverse("democracy:event_month", args=[f"{self.year}", f"{self.number:02}"])

    def exists(self, today: date) -> bool:
        """Within reach, so that no crawler walks for ever (D-110)."""
        here = Month.of(today)
        distance = (self.year - here.year) * 12 + self.number - here.number
        return -BACK <= distance <= AHEAD


def weeks(month: Month, rows: Iterable[Row], today: date) -> list[list[Cell]]:
    """Weeks from Monday; each day with at most three entries and how many more there are."""
    found: dict[date, list[Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    above = reverse("democracy:event_list")
    days = Calendar().monthdatescalendar(month.year, month.number)
    return [[_cell(day, month, found.get(day, []), today, above) for day in week] for week in days]


def _cell(day: date, month: Month, rows: list[Row], today: date, above: str) -> Cell:
    cell = Cell(day, day.month == month.number, day == today)
    if rows and cell.is_inside:
        cell.entries = [entry(row, above) for row in rows]
        cell.more = rows[0][-1] - len(rows)
    return cell


def entry(row: Row, above: str) -> Entry:
    (
        day,
        _uuid,
        slug,
        title,
        _original,
        starts_on,
        starts_time,
        ends_on,
        _ends_time,
        state,
        event_state,
        _many,
    ) = row
    rest = f"{WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month]} {day.year}"
    if ends_on != starts_on:
        rest += ", " + _("bis %(day)s") % {"day": f"{ends_on.day}. {MONTHS[ends_on.month]}"}
    off = "cancelled" in (state, event_state)
    mark = _("abgesagt") if off else _("verschoben") if state == "moved" else ""
    return Entry(f"{above}{slug}/", title, rest, clock(starts_time) if starts_on == day else "", mark)


def clock(value: time | None) -> str:
    if value is None:
        return ""
    return _("%(time)s Uhr") % {
        "time": f"{value.hour}" if value.minute == 0 else f"{value.hour}:{value.minute:02}"
    }
