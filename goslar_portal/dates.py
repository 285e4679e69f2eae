"""Days of the office: Berlin time, working days, public holidays of Niedersachsen (G-177, H-005)."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone


def today() -> date:
    return timezone.localdate()


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv="NI", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, without the public holidays of Niedersachsen (NFeiertagsG § 2)."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def working_days_ago(count: int) -> date:
    """The day from which on `count` working days have passed until today."""
    day = today()
    while count > 0:
        count -= is_working_day(day)
        day -= timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after `day`; the day itself does not count (§ 187 (1) BGB)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def months_after(day: date, months: int) -> date:
    """The same day some months later or, with a negative number, earlier; the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
