"""Figures about what people send us: counts only, also of what was erased since (I-148, G-115)."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import chain
from typing import Any

from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.registry import Statistic
from goslar_portal.retention.models import KeptCount
from integration.models import BarrierReport, HelpRequest, InterpreterRequest, ListEntry
from integration.roles import INTERPRETING, OUTREACH, REPORTS

Rows = Iterable[tuple[Any, ...]]
WHEN = _(
    "Gezählt nach dem Tag des Eingangs. Was schon gelöscht ist, zählt im Monat, in dem die Frist begann."
)


def register() -> None:
    registry.statistics.add(
        Statistic(
            "integration.interpreting",
            _("Anfragen Sprachmittlung nach Sprache und Ergebnis"),
            {INTERPRETING},
            (_("Sprache"), _("Stand")),
            counted(
                InterpreterRequest, ["interpreter_day_days", "interpreter_closed_days"], "spoken", "state"
            ),
            WHEN,
        ),
        Statistic(
            "integration.help",
            _("Hilfe-Anfragen nach Ergebnis und danach, für wen gefragt wurde"),
            {OUTREACH},
            (_("Ergebnis"), _("Für wen")),
            counted(HelpRequest, ["help_days", "help_closed_days"], "outcome", "is_for_other"),
            WHEN,
        ),
        Statistic(
            "integration.barriers",
            _("Gemeldete Barrieren nach Stand"),
            REPORTS,
            (_("Stand"),),
            counted(BarrierReport, ["report_days"], "state"),
            WHEN,
        ),
    )


def counted(model: Any, rules: list[str], *features: str) -> Callable[[date, date], Rows]:
    names = [f"integration.{rule}" for rule in rules]

    def rows(first: date, last: date) -> Rows:
        live = model.objects.received_between(first, last).counted(*features)
        kept = KeptCount.objects.between(names, first, last).counted(*features)
        words = [_words(model, feature) for feature in features]
        for *values, number in chain(live, kept):
            labels = [known.get(str(value), value) for known, value in zip(words, values, strict=True)]
            yield (*labels, number)

    return rows


def _words(model: Any, feature: str) -> dict[str, Any]:
    """What a stored value is called: a choice, or an entry of a list."""
    field = model._meta.get_field(feature)
    if field.is_relation:
        return {str(entry.pk): entry.label for entry in ListEntry.objects.with_label("de")}
    if field.get_internal_type() == "BooleanField":
        return {"True": field.verbose_name, "False": _("für sich selbst")}
    return {str(value): label for value, label in field.flatchoices}
