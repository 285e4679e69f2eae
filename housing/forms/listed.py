"""One row of a company's list: the questions of the public form that fit into a table (H-082)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import DateField, PortalForm
from housing.forms.costs import DEPOSIT_RENTS
from housing.forms.fields import (
    NOW,
    UNKNOWN,
    AmountField,
    AreaField,
    CountField,
    FloorField,
    PostalCodeField,
    RoomsField,
    StartField,
)
from housing.models.choices import Access, Answer, Kind, RentalTerm

PERSONS = _("Bitte geben Sie die Zahl der Personen als ganze Zahl von 1 bis 15 an.")


class LabelField(forms.ChoiceField):
    """A closed list by the words people read, in any case; an empty cell is `empty`."""

    def __init__(self, choices: Iterable[tuple[str, Any]], *, empty: str = "", **kwargs: Any) -> None:
        rows = list(choices)
        self.empty = empty
        self.codes = {str(label).casefold(): code for code, label in rows}
        super().__init__(choices=rows, required=not empty, **kwargs)
        labels = ", ".join(str(label) for code, label in rows if code != UNKNOWN)
        self.error_messages["invalid_choice"] = format_lazy(
            "{} {}.", _("Das kennen wir nicht. Möglich sind:"), labels
        )

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return self.codes.get(text.casefold(), text) or self.empty

    def valid_value(self, value: Any) -> bool:
        return value == self.empty or super().valid_value(value)


class ListedFlatForm(PortalForm):
    """What the table may hold; the office asks for the rest later."""

    kind = LabelField(Kind.choices)
    postal_code = PostalCodeField(required=False)
    street = forms.CharField(required=False, max_length=120)
    house_number = forms.RegexField(
        r"^[0-9]",
        required=False,
        max_length=10,
        error_messages={"invalid": _("Eine Hausnummer beginnt mit einer Ziffer.")},
    )
    floor = FloorField()
    living_area = AreaField(required=False)
    rooms = RoomsField(required=False)
    max_persons = CountField(low=1, high=15, sentence=PERSONS)
    available_from = StartField(required=False)
    rental_term = LabelField(RentalTerm.choices, empty=RentalTerm.OPEN)
    fixed_until = DateField(required=False)
    net_cold_rent = AmountField(high="5000")
    operating_costs = AmountField(high="1500")
    heating_costs = AmountField(high="1000")
    deposit = AmountField(high="15000")
    access = LabelField(Access.choices, empty=UNKNOWN)
    lift = LabelField(Answer.choices, empty=UNKNOWN)
    description = forms.CharField(required=False, max_length=1000)

    missing = {"kind": _("Bitte füllen Sie diese Spalte aus.")}

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get("living_area") and not said.get("rooms") and not self.errors:
            self.add_error("living_area", _("Bitte geben Sie die Wohnfläche oder die Zahl der Zimmer an."))
        self._check_term(said)
        rent, deposit = said.get("net_cold_rent"), said.get("deposit")
        if deposit and rent is not None and deposit > DEPOSIT_RENTS * rent:
            self.add_error("deposit", _("Die Kaution beträgt höchstens drei Kaltmieten (§ 551 BGB)."))
        return said

    def _check_term(self, said: dict[str, Any]) -> None:
        end, start = said.get("fixed_until"), said.get("available_from")
        if (said.get("rental_term") == RentalTerm.FIXED) != bool(end) and not {
            "rental_term", "fixed_until",
        } & self.errors.keys():  # fmt: skip
            self.add_error("fixed_until", _("Ein Ende der Mietzeit gehört zu „befristet“ und nur dazu."))
        elif end and start and start != NOW and end <= start:
            self.add_error("fixed_until", _("Die Mietzeit endet, bevor sie beginnt."))

    @property
    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        is_now = said["available_from"] == NOW
        return said | {"available_now": is_now, "available_from": None if is_now else said["available_from"]}
