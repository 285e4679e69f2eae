"""Dates of a series and what the clock makes of them: pure, plain values in and out (D-060 to D-072).

A rule is a small subset of RRULE (RFC 5545). Times are wall times in Berlin; instants are computed from them,
never the other way round.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
LONGEST_INTERVAL, MOST_COUNT = 12, 200
NTH = (1, 2, 3, 4, -1)
BYDAY = re.compile(r"(-1|[1-4])?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True)
class Rule:
    """`weekdays` count from Monday = 0. `month_day` is 1 to 31 or -1; `nth` is the nth such weekday."""

    frequency: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_day: int | None = None
    nth: int | None = None
    count: int | None = None
    until: date | None = None

    def __str__(self) -> str:
        """The rule as RRULE, always written the same way."""
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(f"{self.nth or ''}{WEEKDAYS[day]}" for day in self.weekdays))
        if self.month_day is not None:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)


class RuleError(ValueError):
    """The rule is outside of the subset; `code` says what is wrong with it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse(text: str) -> Rule:
    """The rule of a stored text. Raises `RuleError` for everything outside of the subset."""
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, _equals, value = part.partition("=")
        if name in parts or not value:
            raise RuleError("syntax")
        parts[name] = value
    if set(parts) - {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL"}:
        raise RuleError("unknown_part")
    nth, weekdays = _by_day(parts.get("BYDAY", ""))
    rule = Rule(
        frequency=parts.get("FREQ", ""),
        interval=_number(parts.get("INTERVAL", "1")),
        weekdays=weekdays,
        month_day=_number(parts["BYMONTHDAY"]) if "BYMONTHDAY" in parts else None,
        nth=nth,
        count=_number(parts["COUNT"]) if "COUNT" in parts else None,
        until=_day(parts["UNTIL"]) if "UNTIL" in parts else None,
    )
    return checked(rule)


def checked(rule: Rule) -> Rule:
    """The rule itself if it is one of ours. Raises `RuleError` otherwise."""
    monthly = rule.frequency == "MONTHLY"
    demands = (
        ("frequency", rule.frequency in FREQUENCIES),
        ("interval", 1 <= rule.interval <= LONGEST_INTERVAL),
        ("count", rule.count is None or 1 <= rule.count <= MOST_COUNT),
        ("two_ends", rule.count is None or rule.until is None),
        ("weekdays", len(set(rule.weekdays)) == len(rule.weekdays) and set(rule.weekdays) <= set(range(7))),
        (
            "weekdays",
            not rule.weekdays or rule.frequency == "WEEKLY" or (monthly and len(rule.weekdays) == 1),
        ),
        ("nth", rule.nth is None or (monthly and bool(rule.weekdays))),
        ("nth", not (monthly and rule.weekdays) or rule.nth in NTH),
        ("month_day", rule.month_day is None or (monthly and not rule.weekdays)),
        ("month_day", rule.month_day is None or rule.month_day == -1 or 1 <= rule.month_day <= 31),
    )
    for code, holds in demands:
        if not holds:
            raise RuleError(code)
    return rule


def _by_day(text: str) -> tuple[int | None, tuple[int, ...]]:
    found = [BYDAY.fullmatch(part) for part in text.split(",")] if text else []
    if not all(found):
        raise RuleError("weekdays")
    nths = {match[1] for match in found if match}
    if len(nths) > 1:
        raise RuleError("nth")
    nth = next(iter(nths), None)
    days = tuple(sorted(WEEKDAYS.index(match[2]) for match in found if match))
    return (int(nth) if nth else None), days


def _number(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,4}", text, re.ASCII):
        raise RuleError("number")
    return int(text)


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{8}", text, re.ASCII):
        raise RuleError("until")
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError as error:
        raise RuleError("until") from error


# Days of a rule ---------------------------------------------------------------------------------------------


def days(rule: Rule, first: date, last: date) -> Iterator[date]:
    """The dates of the rule from `first` to `last`, in order; days that do not exist are left out (D-071)."""
    end = min(last, rule.until) if rule.until else last
    found = (day for day in _candidates(rule, first, end) if first <= day <= end)
    return islice(found, rule.count) if rule.count is not None else found


def _candidates(rule: Rule, first: date, end: date) -> Iterator[date]:
    if rule.frequency == "DAILY":
        return _steps(first, end, timedelta(days=rule.interval))
    if rule.frequency == "WEEKLY":
        return _weekly(rule, first, end)
    return _monthly(rule, first, end) if rule.frequency == "MONTHLY" else _yearly(rule, first, end)


def _steps(first: date, end: date, step: timedelta) -> Iterator[date]:
    day = first
    while day <= end:
        yield day
        day += step


def _weekly(rule: Rule, first: date, end: date) -> Iterator[date]:
    weekdays = rule.weekdays or (first.weekday(),)
    monday = first - timedelta(days=first.weekday())
    for start in _steps(monday, end, timedelta(weeks=rule.interval)):
        for weekday in weekdays:
            yield start + timedelta(days=weekday)


def _monthly(rule: Rule, first: date, end: date) -> Iterator[date]:
    month = first.year * 12 + first.month - 1
    while date(month // 12, month % 12 + 1, 1) <= end:
        day = _in_month(rule, first, month // 12, month % 12 + 1)
        if day is not None:
            yield day
        month += rule.interval


def _in_month(rule: Rule, first: date, year: int, month: int) -> date | None:
    length = calendar.monthrange(year, month)[1]
    if rule.weekdays:
        return _nth_weekday(year, month, rule.weekdays[0], rule.nth or 1)
    number = rule.month_day or first.day
    if number == -1:
        return date(year, month, length)
    return date(year, month, number) if number <= length else None


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    length = calendar.monthrange(year, month)[1]
    if nth == -1:
        last = date(year, month, length)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    start = date(year, month, 1)
    return start + timedelta(days=(weekday - start.weekday()) % 7 + 7 * (nth - 1))


def _yearly(rule: Rule, first: date, end: date) -> Iterator[date]:
    for year in range(first.year, end.year + 1, rule.interval):
        if calendar.isleap(year) or (first.month, first.day) != (2, 29):
            yield first.replace(year=year)


def all_days(
    rule: Rule | None, first: date, last: date, *, extra: Iterable[date] = (), left_out: Iterable[date] = ()
) -> list[date]:
    """The dates of a series with those added, without those left out; without a rule the first day."""
    ruled = set(days(rule, first, last)) if rule else {first}
    added = {day for day in extra if day <= last}
    return sorted((ruled | added) - set(left_out))


# What the clock makes of it ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Times:
    """Wall times of an event. An all-day event has no times; `days` are nights between first and last day."""

    days: int
    starts: time | None
    ends: time | None

    @property
    def is_all_day(self) -> bool:
        return self.starts is None


@dataclass(frozen=True)
class Span:
    """One occurrence in wall times and, computed from them, in instants."""

    starts_on: date
    starts_time: time | None
    ends_on: date
    ends_time: time | None
    starts_at: datetime
    ends_at: datetime
    was_shifted: bool = False


def exists(day: date, clock: time) -> bool:
    """Whether this wall time comes on this day: in spring an hour is left out (D-062)."""
    return _wall(day, clock) == (day, clock)


def is_doubled(day: date, clock: time) -> bool:
    """Whether this wall time comes twice: in autumn an hour is repeated; the first pass counts."""
    local = datetime.combine(day, clock, BERLIN)
    return local.utcoffset() != local.replace(fold=1).utcoffset() and exists(day, clock)


def _wall(day: date, clock: time) -> tuple[date, time]:
    """The wall time that really comes: one in the hour left out is as many minutes after it."""
    real = datetime.combine(day, clock, BERLIN).astimezone(UTC).astimezone(BERLIN)
    return real.date(), real.time()


def instant(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, BERLIN).astimezone(UTC)


def span(day: date, times: Times) -> Span:
    """The occurrence that begins on this day. An end is a wall time of its own, never start plus duration."""
    last = day + timedelta(days=times.days)
    if times.starts is None or times.ends is None:
        return Span(
            day, None, last, None, instant(day, time.min), instant(last + timedelta(days=1), time.min)
        )
    start, end = _wall(day, times.starts), _wall(last, times.ends)
    shifted = start != (day, times.starts) or end != (last, times.ends)
    return Span(*start, *end, instant(*start), instant(*end), was_shifted=shifted)


def with_end(rule: Rule, *, count: int | None = None, until: date | None = None) -> Rule:
    return checked(replace(rule, count=count, until=until))
