"""The kinds of answers a landlord gives: amounts, halves of rooms, floors, a day or „sofort“."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from goslar_portal.dates import months_after, today
from goslar_portal.forms import DateField
from goslar_portal.numbers import GermanDecimalField

Words = Any  # a sentence, mostly a lazy one; the stubs know a narrower kind than Django accepts

NOW = "sofort"
NOW_WORDS = frozenset({"sofort", "absofort", "jetzt", "abjetzt"})

UNKNOWN = "unknown"

FLOOR_WORDS = {
    "eg": 0, "erdgeschoss": 0, "erdgeschoß": 0, "parterre": 0, "hochparterre": 0,
    "ug": -1, "kg": -1, "keller": -1, "souterrain": -1, "untergeschoss": -1, "kellergeschoss": -1,
}  # fmt: skip
FLOOR = re.compile(r"([-−+]?\d{1,3})(\.?(og|obergeschoss|obergeschoß|etage|stock|stockwerk)?)", re.IGNORECASE)


class AmountField(GermanDecimalField):
    """Euros with two places, from 0 to `high`."""

    def __init__(self, *, high: str, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(min_value=Decimal("0.00"), max_value=Decimal(high), decimal_places=2, **kwargs)
        self.widget.attrs["maxlength"] = 20
        self.error_messages |= {
            "invalid": _("Bitte geben Sie einen Betrag in Euro ein, zum Beispiel 420 oder 420,50."),
            "min_value": _("Ein Betrag kann nicht unter 0 Euro liegen. Bitte prüfen Sie die Zahl."),
            "max_value": format_lazy(
                _("Der Betrag ist zu hoch. Bitte geben Sie höchstens {limit} Euro ein."),
                limit=f"{Decimal(high):,.0f}".replace(",", "."),
            ),
            "max_decimal_places": _("Bitte geben Sie höchstens zwei Stellen nach dem Komma an."),
        }


class AreaField(GermanDecimalField):
    """Square metres with one place."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=Decimal("8.0"), max_value=Decimal("500.0"), decimal_places=1, **kwargs)
        self.widget.attrs["maxlength"] = 20
        self.error_messages |= {
            "invalid": _("Bitte geben Sie die Wohnfläche als Zahl in Quadratmetern ein, zum Beispiel 62,5."),
            "min_value": _("Bitte geben Sie mindestens 8 Quadratmeter ein."),
            "max_value": _("Bitte geben Sie höchstens 500 Quadratmeter ein."),
            "max_decimal_places": _("Bitte runden Sie auf eine Stelle nach dem Komma, zum Beispiel 62,5."),
        }


class RoomsField(GermanDecimalField):
    """Rooms in halves, as German flats are counted."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=Decimal(1), max_value=Decimal(15), **kwargs)
        self.widget.attrs["maxlength"] = 20
        halves = _(
            "Bitte geben Sie die Zahl der Zimmer so an: 1 oder 1,5 oder 2 und so weiter, höchstens 15."
        )
        codes = ("invalid", "min_value", "max_value", "max_decimal_places", "halves")
        self.error_messages |= dict.fromkeys(codes, halves)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as in GermanDecimalField
        return super().to_python(value.replace("½", ",5") if isinstance(value, str) else value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value * 2 % 1:
            raise ValidationError(self.error_messages["halves"], code="halves")


class CountField(forms.IntegerField):
    """A whole number; `sentence` says which ones are possible."""

    widget = forms.TextInput

    def __init__(self, *, low: int, high: int, sentence: Words, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(min_value=low, max_value=high, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "maxlength": 20}
        self.error_messages |= {"invalid": sentence, "min_value": sentence, "max_value": sentence}

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and len(value) > 20:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class FloorField(CountField):
    """„2“, „EG“, „1. OG“ and „Keller“ are all understood."""

    def __init__(self, **kwargs: Any) -> None:
        sentence = _(
            "Bitte geben Sie die Etage als ganze Zahl an: 0 ist das Erdgeschoss, −1 der Keller, höchstens 30."
        )
        super().__init__(low=-1, high=30, sentence=sentence, **kwargs)
        self.widget.attrs["inputmode"] = "text"

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            bare = re.sub(r"\s+", "", value).lower()
            found = FLOOR.fullmatch(bare)
            value = FLOOR_WORDS.get(bare, found[1].replace("−", "-") if found else bare)
        return super().to_python(value)


class StartField(DateField):
    """A day, or the word „sofort“."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"^\s*(ab|zum)\s+(dem\s+)?", "", value, flags=re.IGNORECASE)
            if re.sub(r"\s+", "", value).lower() in NOW_WORDS:
                return NOW
        return super().to_python(value)


class PostalCodeField(forms.CharField):
    """Five digits; a „D-“ in front is an old habit and does no harm."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "class": "short"}
        self.error_messages["invalid"] = _("Eine Postleitzahl hat fünf Ziffern, zum Beispiel 38640.")

    def to_python(self, value: Any) -> str:
        bare = re.sub(r"\s+", "", str(super().to_python(value) or "")).upper().removeprefix("D-")
        if bare and not re.fullmatch(r"[0-9]{5}", bare):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return bare


class PhoneField(PhoneNumberField):  # type: ignore[misc]  # the package has no types
    """A telephone number in any spelling; without a country code it is a German one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(region="DE", **kwargs)
        self.widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "maxlength": 40})
        self.error_messages["invalid"] = _(
            "Diese Telefonnummer ist nicht vollständig. Bitte geben Sie sie mit Vorwahl an, "
            "zum Beispiel 05321 12345."
        )

    def to_python(self, value: Any) -> Any:
        """The check happens here, so that one wrong number gives one sentence."""
        if isinstance(value, str) and len(value) > 40:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


def example(months: int) -> str:
    """The first day of a month ahead, so that the day named as an example is always one that is accepted."""
    return f"{months_after(today().replace(day=1), months):%d.%m.%Y}"


def show_example(field: forms.Field, day: str) -> None:
    """In the hint and in the sentence about a day that does not exist."""
    field.help_text = str(field.help_text).format(day=day)
    field.error_messages["invalid"] = _(
        "Dieses Datum gibt es nicht. Bitte geben Sie ein Datum wie {day} ein."
    ).format(day=day)


def pick(label: Words, choices: Any, **kwargs: Any) -> forms.TypedChoiceField:
    """An optional list that begins at „weiß nicht“."""
    rows = [row for row in choices if row[0] != UNKNOWN]
    return forms.TypedChoiceField(
        label=label,
        choices=[(UNKNOWN, _("weiß nicht")), *rows],
        required=False,
        empty_value=UNKNOWN,
        initial=UNKNOWN,
        **kwargs,
    )


def radios(label: Words, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **kwargs)


def boxes(label: Words, choices: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    kwargs.setdefault("required", False)
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs
    )


def box(label: Words, **kwargs: Any) -> forms.BooleanField:
    kwargs.setdefault("required", False)
    return forms.BooleanField(label=label, **kwargs)
