"""When something happens and how it repeats, the same for the office and for strangers (D-070)."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from democracy.models.event import earliest, latest
from democracy.models.event_rules import LONGEST
from democracy.occurrences import (
    MOST_COUNT,
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
from goslar_portal.dates import months_after, today
from goslar_portal.forms import DateField

MOST_DATES = 200
SHOWN = 10
REPEATS = [
    ("", _("keine Wiederholung")),
    ("DAILY", _("täglich")),
    ("WEEKLY", _("wöchentlich")),
    ("MONTHLY", _("monatlich")),
    ("YEARLY", _("jährlich")),
]
WEEKDAY_CHOICES = [
    ("0", _("Montag")),
    ("1", _("Dienstag")),
    ("2", _("Mittwoch")),
    ("3", _("Donnerstag")),
    ("4", _("Freitag")),
    ("5", _("Samstag")),
    ("6", _("Sonntag")),
]
MONTHLY = [
    ("", _("am gleichen Tag im Monat, zum Beispiel am 5.")),
    ("last", _("am letzten Tag im Monat")),
    ("1", _("am 1. solchen Wochentag im Monat")),
    ("2", _("am 2. solchen Wochentag im Monat")),
    ("3", _("am 3. solchen Wochentag im Monat")),
    ("4", _("am 4. solchen Wochentag im Monat")),
    ("-1", _("am letzten solchen Wochentag im Monat")),
]
SENTENCES = {
    "interval": _("Bitte geben Sie eine Zahl von 1 bis 12 an."),
    "count": _("Bitte geben Sie eine Zahl von 1 bis 200 an."),
    "two_ends": _("Bitte geben Sie entweder eine Anzahl oder einen letzten Tag an."),
}
FIELDS = {
    "interval": "repeat_every",
    "count": "repeat_count",
    "two_ends": "repeat_until",
}


class ClockField(forms.TimeField):
    """A time as people write it: 18, 18 Uhr, 18:30, 18.30 Uhr."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {"invalid": _("Bitte geben Sie eine Uhrzeit wie 18:30 ein.")}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"\s*(uhr|h)\s*$", "", value.strip(), flags=re.IGNORECASE).replace(".", ":")
            value = f"{value}:00" if re.fullmatch(r"\d{1,2}", value) else value
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if hasattr(value, "strftime") else value


class DatesField(forms.CharField):
    """Several days, divided by commas or lines; each a date as people write it."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        parts = [part for part in re.split(r"[,;\n]+|\s{2,}", super().to_python(value) or "") if part.strip()]
        if len(parts) > MOST_DATES:
            raise ValidationError(gettext("Das sind zu viele Tage. Höchstens 200 gehen hier."))
        one = DateField()
        try:
            return sorted({one.clean(part.strip()) for part in parts})
        except ValidationError as error:
            raise ValidationError(gettext("Bitte geben Sie Tage wie 1.3.2026, 8.3.2026 ein.")) from error

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(f"{day:%d.%m.%Y}" for day in value) if isinstance(value, list | tuple) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """A list has no length of a text."""


def series_fields() -> dict[str, forms.Field]:
    """The fields, made anew for each form class."""
    return _day_fields() | _rule_fields() | _end_fields() | _exception_fields()


def _day_fields() -> dict[str, forms.Field]:
    return {
        "starts_on": DateField(label=_("Erster Tag"), help_text=_("Zum Beispiel 5.3.2026")),
        "starts_time": ClockField(
            label=_("Beginn"),
            required=False,
            help_text=_("Zum Beispiel 18:30. Ohne Uhrzeit gilt der ganze Tag."),
        ),
        "ends_on": DateField(
            label=_("Letzter Tag"), required=False, help_text=_("Nur wenn es mehrere Tage dauert.")
        ),
        "ends_time": ClockField(label=_("Ende"), required=False),
    }


def _rule_fields() -> dict[str, forms.Field]:
    return {
        "repeat": forms.ChoiceField(label=_("Wiederholung"), choices=REPEATS, required=False),
        "repeat_every": forms.IntegerField(
            label=_("Alle wie viele Tage, Wochen, Monate oder Jahre?"),
            required=False,
            min_value=1,
            max_value=12,
            help_text=_("1 heißt jedes Mal, 2 heißt jedes zweite Mal."),
        ),
        "repeat_weekdays": forms.MultipleChoiceField(
            label=_("An welchen Wochentagen?"),
            choices=WEEKDAY_CHOICES,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Nur bei wöchentlicher Wiederholung."),
        ),
        "repeat_monthly": forms.ChoiceField(
            label=_("Wann im Monat?"),
            choices=MONTHLY,
            required=False,
            help_text=_("Nur bei monatlicher Wiederholung. Der Wochentag ist der des ersten Tages."),
        ),
    }


def _end_fields() -> dict[str, forms.Field]:
    return {
        "repeat_count": forms.IntegerField(
            label=_("Wie oft insgesamt?"), required=False, min_value=1, max_value=MOST_COUNT
        ),
        "repeat_until": DateField(label=_("Bis zu welchem Tag?"), required=False),
    }


def _exception_fields() -> dict[str, forms.Field]:
    return {
        "extra_dates": DatesField(
            label=_("Zusätzliche Tage"),
            required=False,
            max_length=4000,
            help_text=_("Tage außerhalb der Reihe, mit Komma getrennt."),
        ),
        "left_out_dates": DatesField(
            label=_("Ausgelassene Tage"),
            required=False,
            max_length=4000,
            help_text=_("Tage der Reihe, an denen nichts stattfindet."),
        ),
    }


SERIES = tuple(series_fields())
CONDITIONAL = frozenset(SERIES) - {"starts_on"}


def initial_of(rule: str) -> dict[str, Any]:
    """The answers that make this rule."""
    if not rule:
        return {}
    known = parse(rule)
    monthly = "last" if known.month_day == -1 else str(known.nth or "")
    return {
        "repeat": known.frequency,
        "repeat_every": known.interval,
        "repeat_weekdays": [str(day) for day in known.weekdays] if known.frequency == "WEEKLY" else [],
        "repeat_monthly": monthly,
        "repeat_count": known.count,
        "repeat_until": known.until,
    }


def clean_series(form: Any) -> None:
    """For `clean()`: check days, times and rule; leaves `rule` and the whole end in the cleaned data."""
    cleaned = form.cleaned_data
    first = cleaned.get("starts_on")
    if first is None:
        return
    cleaned["ends_on"] = cleaned.get("ends_on") or first
    _check_first(form, first)
    _check_times(form, first, cleaned)
    rule = _rule(form, first, cleaned)
    cleaned["rule"] = str(rule) if rule else ""
    if rule is not None and not form.errors:
        _check_dates(form, rule, first, cleaned)


def _check_first(form: Any, first: date) -> None:
    if first < earliest():
        form.add_error("starts_on", _("Der erste Tag liegt zu weit zurück. Bitte prüfen Sie das Jahr."))
    elif first > latest(today()):
        form.add_error(
            "starts_on", _("Der erste Tag liegt mehr als 5 Jahre voraus. Bitte prüfen Sie das Jahr.")
        )


def _check_times(form: Any, first: date, cleaned: dict[str, Any]) -> None:
    last, begins, ends = cleaned["ends_on"], cleaned.get("starts_time"), cleaned.get("ends_time")
    if last < first:
        form.add_error("ends_on", _("Der letzte Tag liegt vor dem ersten."))
    elif (last - first).days > LONGEST:
        form.add_error(
            "ends_on",
            _("Ein Termin dauert höchstens 31 Tage. Geben Sie Längeres bitte als Wiederholung ein."),
        )
    if (begins is None) != (ends is None) and not {"starts_time", "ends_time"} & set(form.errors):
        form.add_error(
            "ends_time" if ends is None else "starts_time",
            _("Bitte geben Sie beide Uhrzeiten an, oder keine."),
        )
    elif begins is not None and ends is not None:
        if last == first and ends <= begins:
            form.add_error(
                "ends_time",
                _("Das Ende liegt vor dem Beginn. Geht es über Mitternacht, geben Sie den letzten Tag an."),
            )
        _check_clock(form, cleaned, first, last)


def _check_clock(form: Any, cleaned: dict[str, Any], first: date, last: date) -> None:
    """A single event in the hour left out is refused; in the doubled one the first pass counts (D-062)."""
    typed = [(name, day) for name, day in (("starts_time", first), ("ends_time", last)) if cleaned.get(name)]
    for name, day in typed:
        if not cleaned.get("repeat") and not exists(day, cleaned[name]):
            form.add_error(
                name,
                gettext("Diese Uhrzeit gibt es am %(day)s nicht: die Uhr springt von 2 auf 3 Uhr.")
                % {"day": date_format(day, "j. F Y")},
            )
        elif is_doubled(day, cleaned[name]):
            form.fields[name].help_text = gettext(
                "Diese Uhrzeit kommt in der Nacht zweimal. Gemeint ist die erste."
            )


def _rule(form: Any, first: date, cleaned: dict[str, Any]) -> Rule | None:
    frequency = cleaned.get("repeat")
    if not frequency:
        return None
    weekdays = (
        tuple(sorted(int(day) for day in cleaned.get("repeat_weekdays") or ()))
        if frequency == "WEEKLY"
        else ()
    )
    monthly = cleaned.get("repeat_monthly") if frequency == "MONTHLY" else ""
    nth = int(monthly) if monthly and monthly != "last" else None
    try:
        return checked(
            Rule(
                frequency,
                cleaned.get("repeat_every") or 1,
                (first.weekday(),) if nth else weekdays,
                -1 if monthly == "last" else None,
                nth,
                cleaned.get("repeat_count"),
                cleaned.get("repeat_until"),
            )
        )
    except RuleError as error:
        form.add_error(
            FIELDS.get(error.code, "repeat"),
            SENTENCES.get(error.code, _("Diese Wiederholung geht hier nicht.")),
        )
        return None


def _check_dates(form: Any, rule: Rule, first: date, cleaned: dict[str, Any]) -> None:
    reach = max(latest(today()), first)
    ruled = set(days(rule, first, reach))
    if first not in ruled:
        form.add_error(
            "starts_on",
            _("Der erste Tag passt nicht zur Wiederholung. Bitte wählen Sie einen Tag der Reihe."),
        )
        return
    extra, left_out = cleaned.get("extra_dates") or [], cleaned.get("left_out_dates") or []
    for name, wrong, sentence in (
        ("extra_dates", [day for day in extra if day in ruled], _("Diese Tage gehören schon zur Reihe: %s")),
        (
            "left_out_dates",
            [day for day in left_out if day not in ruled],
            _("Diese Tage gehören nicht zur Reihe: %s"),
        ),
    ):
        if wrong:
            form.add_error(name, sentence % ", ".join(f"{day:%d.%m.%Y}" for day in wrong))
    if not all_days(rule, first, reach, extra=extra, left_out=left_out):
        form.add_error("left_out_dates", _("So bleibt kein einziger Termin übrig."))


def preview(cleaned: dict[str, Any]) -> list[str]:
    """The next 10 dates in words; one that falls into the hour left out is marked (D-062, D-071)."""
    first: date = cleaned["starts_on"]
    times = Times((cleaned["ends_on"] - first).days, cleaned.get("starts_time"), cleaned.get("ends_time"))
    rule = parse(cleaned["rule"]) if cleaned.get("rule") else None
    begin = max(first, today() - timedelta(days=1))
    found = all_days(
        rule,
        first,
        max(months_after(begin, 60), first),
        extra=cleaned.get("extra_dates") or (),
        left_out=cleaned.get("left_out_dates") or (),
    )
    return [_in_words(day, times) for day in found if day >= begin or rule is None][:SHOWN]


def _in_words(day: date, times: Times) -> str:
    new = span(day, times)
    words = date_format(day, "l, j. F Y")
    if new.starts_time is None:
        return words
    words = gettext("%(day)s, %(time)s Uhr") % {"day": words, "time": f"{new.starts_time:%H:%M}"}
    return (
        gettext("%(date)s (wegen der Zeitumstellung verschoben)") % {"date": words}
        if new.was_shifted
        else words
    )
