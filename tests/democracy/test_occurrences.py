"""Dates of a series and the clock: plain values, checked against an independent reader of rules."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # the package has no types
from hypothesis import given
from hypothesis import strategies as st

from democracy.occurrences import (
    BERLIN,
    Rule,
    RuleError,
    Times,
    all_days,
    checked,
    days,
    exists,
    is_doubled,
    parse,
    span,
)

LAST = date(2031, 12, 31)
SPRING = [
    date(2026, 3, 29),
    date(2027, 3, 28),
    date(2028, 3, 26),
    date(2029, 3, 25),
    date(2030, 3, 31),
    date(2031, 3, 30),
]
AUTUMN = [
    date(2026, 10, 25),
    date(2027, 10, 31),
    date(2028, 10, 29),
    date(2029, 10, 28),
    date(2030, 10, 27),
    date(2031, 10, 26),
]
first_days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
rules = st.one_of(
    st.builds(Rule, st.just("DAILY"), st.integers(1, 12)),
    st.builds(
        Rule,
        st.just("WEEKLY"),
        st.integers(1, 12),
        st.sets(st.integers(0, 6), max_size=7).map(lambda found: tuple(sorted(found))),
    ),
    st.builds(
        Rule, st.just("MONTHLY"), st.integers(1, 12), st.just(()), st.sampled_from([-1, *range(1, 32)])
    ),
    st.builds(
        Rule,
        st.just("MONTHLY"),
        st.integers(1, 12),
        st.integers(0, 6).map(lambda day: (day,)),
        st.none(),
        st.sampled_from([1, 2, 3, 4, -1]),
    ),
    st.builds(Rule, st.just("YEARLY"), st.integers(1, 12)),
)


@pytest.mark.req("D-070", "D-071")
@given(rule=rules, first=first_days)
def test_dates_agree_with_an_independent_reader_of_the_same_rule(rule: Rule, first: date) -> None:
    start = datetime.combine(first, time(12))
    theirs = rrulestr(str(checked(rule)), dtstart=start).between(
        start, datetime.combine(LAST, time(23)), inc=True
    )
    assert list(days(rule, first, LAST)) == [found.date() for found in theirs]


@pytest.mark.req("D-070")
@given(rule=rules, first=first_days, count=st.integers(1, 200))
def test_rule_is_read_as_it_was_written_and_ends_when_it_says(rule: Rule, first: date, count: int) -> None:
    counted = checked(Rule(**{**vars(rule), "count": count}))
    assert parse(str(counted)) == counted
    found = list(days(counted, first, date(2400, 1, 1))) if rule.frequency != "YEARLY" else []
    assert len(found) in (0, count)
    until = checked(Rule(**{**vars(rule), "until": first + timedelta(days=90)}))
    assert all(day <= first + timedelta(days=90) for day in days(until, first, LAST))


@pytest.mark.req("D-070")
@pytest.mark.parametrize(
    "text",
    [
        "FREQ=HOURLY",
        "FREQ=WEEKLY;INTERVAL=13",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=DAILY;COUNT=201",
        "FREQ=DAILY;COUNT=0",
        "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=MONTHLY;BYDAY=1MO,2TU",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=DAILY;BYHOUR=1",
        "FREQ=DAILY;COUNT=2;UNTIL=20260101",
        "FREQ=DAILY;UNTIL=20261301",
        "FREQ=DAILY;FREQ=DAILY",
        "",
        "x",
        "FREQ=",
        "FREQ=SECONDLY;COUNT=999999999",
        "FREQ=DAILY;INTERVAL=٣",
        "FREQ=YEARLY;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=MO,MO",
        "FREQ=DAILY\r\nRRULE:FREQ=SECONDLY",
        "FREQ=DAILY;BYSETPOS=1",
    ],
)
def test_everything_outside_of_the_subset_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        parse(text)


@pytest.mark.req("D-071")
def test_days_that_do_not_exist_are_left_out_not_moved() -> None:
    thirty_first = parse("FREQ=MONTHLY;BYMONTHDAY=31")
    found = list(days(thirty_first, date(2026, 1, 31), date(2026, 12, 31)))
    assert [day.month for day in found] == [1, 3, 5, 7, 8, 10, 12]
    leap = list(days(parse("FREQ=YEARLY"), date(2024, 2, 29), date(2033, 1, 1)))
    assert leap == [date(2024, 2, 29), date(2028, 2, 29), date(2032, 2, 29)]


@pytest.mark.req("D-072")
def test_extra_days_come_in_and_left_out_days_go() -> None:
    rule = parse("FREQ=WEEKLY;COUNT=3")
    found = all_days(rule, date(2026, 3, 5), LAST, extra=[date(2026, 3, 6)], left_out=[date(2026, 3, 12)])
    assert found == [date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 19)]
    assert all_days(None, date(2026, 3, 5), LAST) == [date(2026, 3, 5)]


@pytest.mark.req("D-153", "D-060")
@pytest.mark.parametrize("switch", [*SPRING, *AUTUMN])
def test_evening_stays_at_six_on_both_sides_of_the_switch(switch: date) -> None:
    rule = parse("FREQ=WEEKLY")
    for day in list(days(rule, switch - timedelta(days=7), switch + timedelta(days=7))):
        found = span(day, Times(0, time(18), time(20)))
        assert found.starts_at.astimezone(BERLIN).time() == time(18)
        assert found.ends_at - found.starts_at == timedelta(hours=2)


@pytest.mark.req("D-153", "D-060")
@pytest.mark.parametrize(("switches", "hours"), [(SPRING, 7), (AUTUMN, 9)])
def test_night_across_the_switch_ends_at_six(switches: list[date], hours: int) -> None:
    for switch in switches:
        found = span(switch - timedelta(days=1), Times(1, time(22), time(6)))
        assert (found.ends_on, found.ends_time) == (switch, time(6))
        assert found.ends_at - found.starts_at == timedelta(hours=hours)
        whole = span(switch, Times(0, None, None))
        assert (whole.starts_on, whole.ends_on) == (switch, switch)
        assert whole.ends_at - whole.starts_at == timedelta(hours=23 if hours == 7 else 25)


@pytest.mark.req("D-062", "D-153")
def test_hour_that_does_not_exist_moves_and_the_doubled_one_counts_first() -> None:
    for switch in SPRING:
        assert not exists(switch, time(2, 30))
        found = span(switch, Times(0, time(2, 30), time(4)))
        assert (found.starts_time, found.was_shifted) == (time(3, 30), True)
    for switch in AUTUMN:
        assert is_doubled(switch, time(2, 30))
        assert not is_doubled(switch, time(3))
        found = span(switch, Times(0, time(2, 30), time(4)))
        assert found.starts_at == datetime.combine(switch, time(0, 30), UTC)
        assert found.ends_at - found.starts_at == timedelta(hours=2, minutes=30)


@pytest.mark.req("D-060")
@given(day=st.dates(date(2026, 1, 1), LAST), minutes=st.integers(0, 24 * 60 - 1))
def test_instant_of_any_wall_time_is_that_of_the_zone(day: date, minutes: int) -> None:
    clock = time(minutes // 60, minutes % 60)
    found = span(day, Times(1, clock, clock))
    if exists(day, clock):
        assert found.starts_at == datetime.combine(day, clock, ZoneInfo("Europe/Berlin")).astimezone(UTC)
    assert found.ends_at > found.starts_at
