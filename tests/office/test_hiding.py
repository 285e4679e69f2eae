"""Small numbers stay hidden, also from somebody who knows the rule and subtracts patiently (G-115)."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goslar_portal.statistics.hiding import LEAST, Key, Table, safe

MOST = 8  # of one cell in the small tables that are tried out whole


def possible(table: Table) -> Iterator[dict[Key, int]]:
    """Every table of small numbers that looks exactly like this one, sums included."""
    cells = [(row, column) for row in table.rows for column in table.columns]
    for numbers in product(range(MOST + 5), repeat=len(cells)):
        whole = with_sums(dict(zip(cells, numbers, strict=True)), table)
        if all(looks_alike(table, key, number) for key, number in whole.items()):
            yield whole


def with_sums(cells: dict[tuple[str, str], int], table: Table) -> dict[Key, int]:
    whole: dict[Key, int] = {("cell", *cell): number for cell, number in cells.items()}
    if len(table.columns) > 1:
        for row in table.rows:
            whole["row", row] = sum(number for cell, number in cells.items() if cell[0] == row)
        for column in table.columns:
            whole["column", column] = sum(number for cell, number in cells.items() if cell[1] == column)
    whole["total",] = sum(cells.values())
    return whole


def looks_alike(table: Table, key: Key, number: int) -> bool:
    if key in table.shown:
        return table.shown[key] == number
    return (number < LEAST) == (key in table.small)


def worked_out(table: Table) -> set[Key]:
    """Hidden numbers that have only one value in all tables that look like this one."""
    values: dict[Key, set[int]] = {}
    for whole in possible(table):
        for key, number in whole.items():
            values.setdefault(key, set()).add(number)
    return {key for key, seen in values.items() if key not in table.shown and len(seen) < 2}


def counts(*rows: tuple[int, ...]) -> dict[tuple[str, str], int]:
    names = [""] if len(rows[0]) == 1 else [f"s{number}" for number in range(len(rows[0]))]
    return {
        (f"z{place}", name): number
        for place, row in enumerate(rows)
        for name, number in zip(names, row, strict=True)
    }


sizes = [(1, 1), (2, 1), (3, 1), (1, 2), (2, 2)]  # every world is tried: more cells would take minutes
tables = st.sampled_from(sizes).flatmap(
    lambda size: st.lists(st.tuples(*[st.integers(0, MOST)] * size[1]), min_size=size[0], max_size=size[0])
)


@pytest.mark.req("G-115")
@settings(max_examples=30, deadline=None)
@given(tables)
def test_nobody_can_work_out_a_hidden_number(rows: list[tuple[int, ...]]) -> None:
    table = safe(counts(*rows))
    assert worked_out(table) == set()


@pytest.mark.req("G-115")
@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 40)] * 5), min_size=2, max_size=8))
def test_no_number_under_five_is_shown_and_what_is_shown_is_true(rows: list[tuple[int, ...]]) -> None:
    given_ = counts(*rows)
    table = safe(given_)
    assert [number for number in table.shown.values() if number < LEAST] == []
    true = with_sums(given_, table)
    assert {key: true[key] for key in table.shown} == dict(table.shown)


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([(12,), (7,), (30,)], [12, 7, 30, 49]),  # nothing small: everything is shown
        ([(12,), (3,), (30,)], [30, 45]),  # 3 could be had from the total: 12 goes along
        ([(3,), (2,), (30,)], [30, 35]),  # two small ones protect each other
        ([(4,), (4,), (30,)], [38]),  # 4 and 4 are certain when both are under five
        ([(2,), (1,)], []),  # too few altogether
        ([(0,), (0,)], []),
    ],
)
def test_table_by_one_feature(rows: list[tuple[int, ...]], shown: list[int]) -> None:
    assert sorted(safe(counts(*rows)).shown.values()) == sorted(shown)


@pytest.mark.req("G-115")
@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 30)] * 5), min_size=3, max_size=6))
def test_no_chain_of_rows_and_columns_leads_to_a_hidden_number(rows: list[tuple[int, ...]]) -> None:
    """Tables too large to try out whole: solve them like a school exercise, with the sums as equations."""
    assert solved(safe(counts(*rows))) == []


def solved(table: Table) -> list[Key]:
    """Hidden numbers that the equations alone leave no choice."""
    keys = [key for key in with_sums(dict.fromkeys(cells_of(table), 0), table) if key not in table.shown]
    equations = [[Fraction(line.get(key, 0)) for key in keys] for line in lines_of(table)]
    reduced = eliminated(equations)
    alone = [[place for place, factor in enumerate(row) if factor] for row in reduced]
    return [keys[places[0]] for places in alone if len(places) == 1]


def cells_of(table: Table) -> list[tuple[str, str]]:
    return [(row, column) for row in table.rows for column in table.columns]


def lines_of(table: Table) -> Iterator[dict[Key, int]]:
    """Each row, each column, and the two ways to the total, as what must come out as nothing."""
    for row in table.rows:
        yield {("cell", row, column): 1 for column in table.columns} | {("row", row): -1}
    for column in table.columns:
        yield {("cell", row, column): 1 for row in table.rows} | {("column", column): -1}
    yield {("row", row): 1 for row in table.rows} | {("total",): -1}
    yield {("column", column): 1 for column in table.columns} | {("total",): -1}


def eliminated(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Gauss and Jordan: each row begins with a one that stands alone in its column."""
    done: list[list[Fraction]] = []
    rest = [row for row in rows if any(row)]
    while rest:
        row = rest.pop()
        lead = next(place for place, factor in enumerate(row) if factor)
        row = [factor / row[lead] for factor in row]
        rest = [other for other in (without(other, row, lead) for other in rest) if any(other)]
        done = [without(other, row, lead) for other in done] + [row]
    return done


def without(row: list[Fraction], by: list[Fraction], lead: int) -> list[Fraction]:
    return [factor - row[lead] * other for factor, other in zip(row, by, strict=True)]


def test_same_counts_give_the_same_table() -> None:
    rows = [(3, 12, 8), (20, 2, 7), (9, 9, 1)]
    assert safe(counts(*rows)) == safe(counts(*rows))


def test_large_table_takes_no_time_worth_a_wait() -> None:
    import time

    rows = [tuple((row * 7 + column * 3) % 11 for column in range(12)) for row in range(14)]
    start = time.perf_counter()
    safe(counts(*rows))
    assert time.perf_counter() - start < 3
