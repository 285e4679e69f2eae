"""When an answer is due: one month, at most three (Art. 12 (3) DSGVO)."""

from datetime import date, timedelta

from goslar_portal.dates import is_working_day, months_after

MONTHS, LONGEST = 1, 3


def due_on(received_on: date, months: int = MONTHS) -> date:
    """A period whose last day is a holiday, Saturday or Sunday ends with the next working day
    (Art. 3 (4) Regulation 1182/71)."""
    day = months_after(received_on, months)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
