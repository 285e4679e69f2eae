"""Numbers as people write them, and as the portal writes them back."""

from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from goslar_portal.numbers import GermanDecimalField, money, number, read_number

AMOUNTS = st.decimals(min_value=0, max_value=99_999, places=2)


@pytest.mark.req("H-006")
@pytest.mark.parametrize(
    "typed",
    [
        "1.234,5",
        "1234,5",
        "1234.5",
        " 1 234,50 € ",
        "1.234,50€",
        "1234,50 Euro",
        "1234,5 EUR",
        "1\u202f234,5",
    ],
)
def test_landlord_may_write_an_amount_in_any_usual_way(typed: str) -> None:
    assert read_number(typed) == Decimal("1234.5")


@pytest.mark.req("H-006")
@pytest.mark.parametrize("typed", ["62,5 m²", "62.5", "62,5qm", "62,50 m2", "ca. 62,5 qm"])
def test_landlord_may_write_an_area_with_its_unit(typed: str) -> None:
    assert read_number(typed) == Decimal("62.5")


@pytest.mark.req("H-006")
@pytest.mark.parametrize("typed", ["420,-", "420,– €", "420,-- Euro", "420.-", "etwa 420 €"])
def test_landlord_may_write_a_round_amount_as_on_a_price_tag(typed: str) -> None:
    assert read_number(typed) == Decimal(420)


@pytest.mark.req("H-320")
@pytest.mark.parametrize(
    "typed",
    [
        "12 Zimmer",
        ",-",
        "ca.",
        "4,-5",
        "NaN",
        "Infinity",
        "1e9",
        "1,2,3",
        "--5",
        "",
        "٣",
        "9" * 21,
        "1.2.3",
        "1,2.3",
        "0x10",
    ],
)
def test_nonsense_is_no_number(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_number(typed)


@pytest.mark.req("H-006")
@given(amount=AMOUNTS)
def test_what_the_portal_writes_it_reads_back(amount: Decimal) -> None:
    assert read_number(money(amount)) == amount
    assert read_number(number(amount)) == amount


@pytest.mark.req("H-006")
def test_money_is_written_the_german_way() -> None:
    assert money(Decimal("1234.5")) == "1.234,50 €"
    assert money(None) == ""
    assert [number(Decimal(text)) for text in ("62.50", "3", "100", "0")] == ["62,5", "3", "100", "0"]


@pytest.mark.req("H-006")
def test_field_keeps_what_was_typed_and_says_how_to_write_a_number() -> None:
    class AreaForm(forms.Form):
        area = GermanDecimalField(max_digits=5, decimal_places=1)

    form = AreaForm({"area": "12 Zimmer"})
    assert form.errors == {"area": ["Bitte geben Sie eine Zahl ein, zum Beispiel 62,5."]}
    assert 'value="12 Zimmer"' in str(form["area"])
    assert AreaForm({"area": "62,5 m²"}).is_valid()
