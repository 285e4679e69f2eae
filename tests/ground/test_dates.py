"""Working days of the office."""

from datetime import date

import pytest

from goslar_portal.dates import add_working_days, is_working_day


@pytest.mark.req("G-177", "H-005")
@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 10, 31), False),  # Reformationstag, a holiday in Niedersachsen since 2018
        (date(2028, 10, 31), False),  # the same on a Tuesday
        (date(2026, 6, 4), True),  # Fronleichnam is none in Niedersachsen
        (date(2026, 4, 3), False),  # Karfreitag
        (date(2026, 12, 24), True),
    ],
)
def test_office_works_monday_to_friday_but_on_holidays_of_niedersachsen(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.req("G-177", "H-005")
def test_deadline_in_working_days_steps_over_weekend_and_holiday() -> None:
    assert add_working_days(date(2026, 4, 1), 5) == date(2026, 4, 10)  # over Karfreitag and Ostermontag
    assert add_working_days(date(2026, 11, 27), 1) == date(2026, 11, 30)
    assert add_working_days(date(2026, 11, 27), 0) == date(2026, 11, 27)
