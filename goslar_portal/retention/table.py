"""The periods in words: for everybody on /datenschutz/, for the office, for the written record (G-098)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goslar_portal import office
from goslar_portal.numbers import number as written
from goslar_portal.retention.declarations import Period, Rule
from goslar_portal.retention.inventory import Model, holds_persons, ruled
from goslar_portal.sorting import by_letters

GROUND_FLOOR = "goslar_portal"
# Lengths as people say them; what is between them stays a number of days.
SPOKEN = {
    183: ("months", 6), 365: ("years", 1), 366: ("years", 1), 730: ("years", 2), 731: ("years", 2),
    1095: ("years", 3), 1096: ("years", 3), 1826: ("years", 5), 3652: ("years", 10), 3653: ("years", 10),
}  # fmt: skip

Length = Callable[[Rule], "int | Decimal"]


@dataclass(frozen=True)
class Line:
    """One rule in words."""

    rule: Rule
    what: str
    starts: str
    length: str
    then: str


@dataclass(frozen=True)
class Group:
    """The rules of one area."""

    title: str
    lines: list[Line]


def spoken(period: Period, number: int | Decimal) -> str:
    """„24 Stunden“, „6 Monate“, „2 Jahre“; nothing to wait for is „sofort“."""
    if not number:
        return _("sofort")
    if period.unit == "hours":
        return ngettext("%(n)s Stunde", "%(n)s Stunden", int(number)) % {"n": written(number)}
    unit, count = SPOKEN.get(int(number), ("days", number))
    if unit == "months":
        return ngettext("%(n)s Monat", "%(n)s Monate", int(count)) % {"n": written(count)}
    if unit == "years":
        return ngettext("%(n)s Jahr", "%(n)s Jahre", int(count)) % {"n": written(count)}
    return ngettext("%(n)s Tag", "%(n)s Tage", int(count)) % {"n": written(count)}


def in_force(rule: Rule) -> int | Decimal:
    """As the office has set it."""
    return rule.period.number if rule.period.is_fixed else office.value(rule.name)


def by_default(rule: Rule) -> int | Decimal:
    """As the program brings it."""
    return rule.period.number


def groups(length: Length = in_force, *, only: Collection[str] = ()) -> list[Group]:
    """Every rule about persons, by area; what belongs to no area comes last. `only`: beginnings of names."""
    found: dict[str, list[Line]] = {}
    for model, rule in ruled():
        if holds_persons(model) and (not only or rule.name.startswith(tuple(only))):
            found.setdefault(area_of(model), []).append(line_of(rule, length))
    last = _("Alle Bereiche")
    order = sorted(found, key=lambda title: (title == last, title))
    return [Group(title, sorted(found[title], key=lambda line: by_letters(line.what))) for title in order]


def area_of(model: Model) -> str:
    own = model.__module__.partition(".")[0]
    if own == GROUND_FLOOR or not hasattr(model, "retention"):
        return _("Alle Bereiche")
    return str(apps.get_app_config(model._meta.app_label).verbose_name)


def line_of(rule: Rule, length: Length = in_force) -> Line:
    return Line(
        rule,
        capfirst(str(rule.what)),
        str(rule.starts),
        spoken(rule.period, length(rule)),
        str(rule.then.label),
    )
