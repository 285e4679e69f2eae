"""A reported event in words: for the office with old and new beside each other, and for who sent it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from democracy.forms.proposal import ProposalForm
from democracy.forms.series import MONTHLY, REPEATS, WEEKDAY_CHOICES, initial_of, series_fields
from democracy.models import EventTerm, Registration, TermKind
from goslar_portal import languages, notation

Facts = dict[str, Any]
ORDER = (
    *("title", "teaser", "body", "category", "audiences", "languages"),
    *("starts_on", "starts_time", "ends_on", "ends_time", "rule", "extra_dates", "left_out_dates"),
    *("place_name", "place_street", "place_postal_code", "place_municipality"),
    *("place_is_wheelchair_accessible", "online_url"),
    *("has_interpreting", "has_sign_language", "has_childcare", "is_free", "price"),
    *("registration", "registration_to", "registration_until"),
    *("image_alt", "image_credit", "contact_email", "contact_phone"),
)
LISTED = {"category": TermKind.CATEGORY, "place_municipality": TermKind.MUNICIPALITY}
DAYS = {"starts_on", "ends_on", "registration_until"}


@dataclass(frozen=True)
class Line:
    """What one field says; `new` is what it shall say, empty when nothing changes."""

    label: str
    value: str
    new: str = ""
    is_changed: bool = False


def lines(facts: Facts, wished: Facts | None = None) -> list[Line]:
    """Every fact that says something, in the order of the form (D-123)."""
    labels, say, found = _labels(), _speaker(), []
    for name in ORDER:
        old = say(name, facts.get(name))
        new = say(name, wished.get(name)) if wished is not None else old
        if old or new:
            found.append(Line(labels[name], old or "–", new or "–", is_changed=old != new))
    return found


def _labels() -> dict[str, str]:
    fields = ProposalForm.base_fields | series_fields()
    own = {"body": fields["text"].label, "rule": _("Wiederholung")}
    return {name: str(own.get(name) or fields[name].label) for name in ORDER}


def _speaker() -> Callable[[str, Any], str]:
    words = EventTerm.objects.words()

    def say(name: str, value: Any) -> str:
        if value in ("", None, [], False):
            return ""
        if name in LISTED:
            return str(words[LISTED[name]].get(value, value))
        if name == "audiences":
            return ", ".join(words[TermKind.AUDIENCE].get(code, code) for code in value)
        if name == "languages":
            known = languages.catalogue()
            return ", ".join(known[code].german for code in value if code in known)
        return _plain_words(name, value)

    return say


def _plain_words(name: str, value: Any) -> str:
    if name == "rule":
        return rule_words(value)
    if name == "registration":
        return str(Registration(value).label)
    if name in DAYS:
        return date_format(date.fromisoformat(value), "l, j. F Y")
    if isinstance(value, list):
        return ", ".join(f"{date.fromisoformat(day):%d.%m.%Y}" for day in value)
    if value is True:
        return gettext("ja")
    if name.endswith("_time"):
        return str(value)[:5]
    return notation.to_text(value) if name == "body" else str(value)


def rule_words(rule: str) -> str:
    """The repetition in the words of the form: „wöchentlich, Montag, 3-mal“."""
    told = initial_of(rule)
    found = [str(dict(REPEATS)[told["repeat"]])]
    if told["repeat_every"] > 1:
        found.append(gettext("nur jedes %(number)d. Mal") % {"number": told["repeat_every"]})
    found += [str(dict(WEEKDAY_CHOICES)[day]) for day in told["repeat_weekdays"]]
    if told["repeat_monthly"]:
        found.append(str(dict(MONTHLY)[told["repeat_monthly"]]))
    if told["repeat_count"]:
        found.append(gettext("%(number)d-mal") % {"number": told["repeat_count"]})
    if told["repeat_until"]:
        found.append(gettext("bis %(day)s") % {"day": f"{told['repeat_until']:%d.%m.%Y}"})
    return ", ".join(found)
