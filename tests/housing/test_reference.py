"""Reference numbers find typing errors (H-065)."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from housing.models.reference import CHECK_CHARACTERS, next_reference, parse, write

years = st.integers(2024, 2099)
numbers = st.integers(1, 999_999)
PLACES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]  # four of the year, six of the number, the check character


def bare(reference: str) -> str:
    return reference.replace("-", "")[2:]


def spelled(text: str) -> str:
    return f"GS-{text[:4]}-{text[4:10]}-{text[10]}"


@pytest.mark.req("H-065")
@given(years, numbers, st.sampled_from(PLACES[:10]), st.integers(1, 9))
def test_clerk_who_types_one_wrong_digit_is_refused(year: int, number: int, place: int, shift: int) -> None:
    right = bare(write(year, number))
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    with pytest.raises(ValueError, match="no reference"):
        parse(spelled(wrong))


@pytest.mark.req("H-065")
@given(years, numbers, st.sampled_from(CHECK_CHARACTERS))
def test_clerk_who_types_a_wrong_check_character_is_refused(year: int, number: int, typed: str) -> None:
    right = bare(write(year, number))
    assume(typed != right[10])
    with pytest.raises(ValueError, match="no reference"):
        parse(spelled(right[:10] + typed))


@pytest.mark.req("H-065")
@given(years, numbers, st.sampled_from(PLACES[:10]))
def test_clerk_who_swaps_two_neighbours_is_refused(year: int, number: int, place: int) -> None:
    right = bare(write(year, number))
    first, second = right[place], right[place + 1]
    assume(first != second)
    with pytest.raises(ValueError, match="no reference"):
        parse(spelled(right[:place] + second + first + right[place + 2 :]))


@pytest.mark.req("H-065")
@given(years, numbers)
def test_landlord_may_type_the_reference_in_any_spelling(year: int, number: int) -> None:
    right = write(year, number)
    for typed in (right, right.lower(), right.replace("-", ""), f"  {right.replace('-', ' ')} "):
        assert parse(typed) == right


@pytest.mark.req("H-065")
def test_landlord_who_reads_zero_as_letter_is_understood() -> None:
    right = write(2026, 10)
    assert parse(right.replace("0", "O").replace("1", "l")) == right


@pytest.mark.req("H-065")
@pytest.mark.parametrize(
    "typed", ["", "GS", "12345", "GS-2026-000001", "GS-2026-0000١1-5", "GS-2026-1000000-0"]
)
def test_stranger_with_nonsense_gets_no_reference(typed: str) -> None:
    with pytest.raises(ValueError, match="no reference"):
        parse(typed)


@pytest.mark.req("H-065")
@pytest.mark.django_db
def test_every_offer_of_a_year_gets_its_own_number() -> None:
    given_out = [next_reference(2026), next_reference(2026), next_reference(2027)]
    assert given_out == [write(2026, 1), write(2026, 2), write(2027, 1)]
