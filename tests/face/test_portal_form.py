"""What `PortalForm` does for every form: clean input, sentences that help, questions that come once."""

from typing import Any

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from goslar_portal.forms import DateField, PortalForm, clean_line
from tests.face.gallery import FlatForm

GOOD = {
    "street": "Beispielweg 3", "municipality": "goslar", "living_area": "12", "rent": "430,50",
    "rental_term": "unlimited", "heating": ["gas"], "privacy": "on",
}  # fmt: skip


class NoteForm(PortalForm):
    name = forms.CharField(label="Name", max_length=10)
    note = forms.CharField(label="Notiz", max_length=10, widget=forms.Textarea, required=False)
    persons = forms.IntegerField(label="Personen", min_value=1, max_value=15, required=False)
    day = DateField(label="Tag", required=False)


def errors(form: forms.BaseForm) -> dict[str, Any]:
    return {name: list(messages) for name, messages in form.errors.items()}


@pytest.mark.req("G-189")
def test_landlord_who_writes_too_much_learns_the_number_too_many() -> None:
    form = NoteForm({"name": "Ada", "note": "zwölf Zeichn"})
    assert errors(form) == {"note": ["Der Text ist um 2 Zeichen zu lang. Bitte kürzen Sie ihn."]}
    assert form["note"].value() == "zwölf Zeichn"
    assert "maxlength" not in str(form["note"])


@pytest.mark.req("G-189")
def test_landlord_with_one_letter_too_many_reads_good_german() -> None:
    assert errors(NoteForm({"name": "elf Zeichen"})) == {
        "name": ["Der Text ist um ein Zeichen zu lang. Bitte kürzen Sie ihn."]
    }


@pytest.mark.req("G-189")
def test_stranger_cannot_turn_the_direction_of_a_name() -> None:
    form = NoteForm({"name": " A\u202eda\x00\u200f ", "note": "eins\r\nzwei\r"})
    assert form.is_valid()
    assert (form.cleaned_data["name"], form.cleaned_data["note"]) == ("Ada", "eins\nzwei")


@pytest.mark.req("G-189")
def test_household_keeps_the_joiner_that_persian_needs() -> None:
    assert clean_line("می‌خواهم") == "می‌خواهم"


@pytest.mark.req("G-189")
@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_line(text)
    assert clean_line(once) == once
    assert not set(once) & set("\r\x00\u202e\u2066\ufeff")


@pytest.mark.req("G-184")
def test_landlord_is_told_the_limits_in_german_numbers() -> None:
    form = FlatForm(GOOD | {"rent": "5.000,01", "living_area": "60"})
    assert errors(form) == {"rent": ["Bitte geben Sie höchstens 5.000 ein."]}


@pytest.mark.req("G-185")
@pytest.mark.parametrize(
    "typed",
    ["1.3.2026", "01.03.26", "01.03. 2026", "1. März 2026", "1/3/2026", "2026-03-01", "١.٣.٢٠٢٦", "۱/۳/۲۰۲۶"],
)
def test_landlord_writes_a_date_in_the_usual_ways(typed: str) -> None:
    form = NoteForm({"name": "Ada", "day": typed})
    assert form.is_valid()
    assert f"{form.cleaned_data['day']:%Y-%m-%d}" == "2026-03-01"


def test_landlord_is_asked_for_the_end_only_of_a_fixed_term() -> None:
    assert errors(FlatForm(GOOD | {"living_area": "60"})) == {}
    assert errors(FlatForm(GOOD | {"living_area": "60", "rental_term": "fixed"})) == {
        "fixed_until": ["Bitte geben Sie an, bis wann Sie vermieten."]
    }


@pytest.mark.req("H-008")
def test_landlord_confirms_an_unusual_value_once_and_for_this_value_only() -> None:
    asked = FlatForm(GOOD)
    assert errors(asked) == {"living_area": ["12 m² sind sehr wenig für eine Wohnung. Stimmt das so?"]}

    agreed = FlatForm(GOOD | {"living_area-stimmt": "12"})
    assert errors(agreed) == {}
    assert agreed.confirmed == {"living_area": "12"}

    later = FlatForm(GOOD, confirmed=agreed.confirmed)
    assert errors(later) == {}

    changed = FlatForm(GOOD | {"living_area": "9", "living_area-stimmt": "12"}, confirmed=agreed.confirmed)
    assert list(changed.errors) == ["living_area"]


@pytest.mark.req("H-008")
def test_landlord_keeps_the_tick_while_another_field_is_still_wrong() -> None:
    form = FlatForm(GOOD | {"living_area-stimmt": "12", "rent": ""})
    assert list(form.errors) == ["rent"]
    assert form.fields["living_area"].is_agreed is True  # type: ignore[attr-defined]  # set by warn()
