"""What is due under a rule now, what waits, and when a record will be (G-092, G-096). Only questions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils import timezone

from goslar_portal import office
from goslar_portal.retention.declarations import Blank, Rule
from goslar_portal.retention.emptying import still_says
from goslar_portal.retention.inventory import (
    Model,
    all_rows,
    candidates,
    holds_persons,
    owner_of,
    retention_of,
)
from goslar_portal.retention.models import ArchiveCheck, Hold

ARCHIVE = "retention.archive_first"  # the office value: 1 when the archive has to be asked


def period_of(rule: Rule) -> timedelta:
    """The length the office has set, or the fixed one."""
    number = rule.period.number if rule.period.is_fixed else office.value(rule.name)
    return rule.period.delta(number)


def over(model: Model, rule: Rule, at: datetime) -> QuerySet[Any]:
    """The rows whose time is over, held ones among them."""
    limit = at - period_of(rule)
    rows = candidates(model, rule)
    if isinstance(rule.then, Blank):
        rows = rows.filter(still_says(model, rule.then.fields))
    if _counts_days(model, rule):
        return rows.filter(**{f"{rule.clock}__lte": timezone.localdate(limit)})
    return rows.filter(**{f"{rule.clock}__lte": limit})


def _counts_days(model: Model, rule: Rule) -> bool:
    field = next((field for field in model._meta.concrete_fields if field.name == rule.clock), None)
    return isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)


def has_number(model: Model) -> bool:
    """Only things with a number can be held, archived, linked or written about."""
    return isinstance(model._meta.pk, models.AutoField | models.BigAutoField)


def waiting(model: Model, rule: Rule, on: date) -> Q:
    """Rows that stay although their time is over: held, or the archive was not asked yet."""
    if not has_number(model):
        return Q(pk__in=[])
    same = {"kind": model._meta.label_lower, "number": OuterRef("pk")}
    found = Q(Exists(Hold.objects.in_force(on).filter(**same)))
    if rule.archive and office.value(ARCHIVE):
        found |= ~Q(Exists(ArchiveCheck.objects.filter(**same)))
    return found


def due(model: Model, rule: Rule, at: datetime) -> QuerySet[Any]:
    """What the eraser takes now."""
    return over(model, rule, at).exclude(waiting(model, rule, timezone.localdate(at)))


def held(model: Model, rule: Rule, at: datetime) -> QuerySet[Any]:
    return over(model, rule, at).filter(waiting(model, rule, timezone.localdate(at)))


@dataclass(frozen=True)
class Ending:
    """When a record goes and by which rule; `hold` says why it stays longer, if it does."""

    rule: Rule
    on: date
    hold: Hold | None = None


def may_end(model: Model) -> bool:
    """Whether rows of this model hold persons and so have an end."""
    retention = retention_of(model)
    return bool(retention and (retention.rules or retention.goes_with) and holds_persons(model))


def ending(row: models.Model) -> Ending | None:
    """The nearest end of this record; None while nothing has begun that ends it."""
    owner = _owner(row)
    if owner is not None:
        return ending(owner)
    return endings(type(row), [row.pk]).get(row.pk)


def endings(model: Model, numbers: Collection[Any]) -> dict[Any, Ending]:
    """The nearest end of each of these records that has one; as many queries for one as for many."""
    retention = retention_of(model)
    if retention is None or not retention.rules or not numbers:
        return {}
    found: dict[Any, Ending] = {}
    for rule, clocks in zip(retention.rules, _clocks(model, retention.rules, numbers), strict=True):
        for number, clock in clocks.items():
            on = day(clock) + period_of(rule)
            if number not in found or on < found[number].on:
                found[number] = Ending(rule, on)
    held = _holds(model, numbers) if found and has_number(model) else {}
    return {number: replace(one, hold=held.get(number)) for number, one in found.items()}


def _owner(row: models.Model) -> models.Model | None:
    retention = retention_of(type(row))
    if owner_of(type(row)) is None or retention is None or retention.rules:
        return None
    found: models.Model | None = getattr(row, retention.goes_with)
    return found


def _holds(model: Model, numbers: Collection[Any]) -> dict[Any, Hold]:
    """The hold that ends last."""
    holds = Hold.objects.in_force().filter(kind=model._meta.label_lower, number__in=numbers)
    return {hold.number: hold for hold in holds.order_by("until")}


def _clocks(model: Model, rules: Sequence[Rule], numbers: Collection[Any]) -> list[dict[Any, Any]]:
    """For each rule its clock by row, without rows it does not speak of. One query, and one more for each
    rule whose clock has to be worked out."""
    plain = {
        f"clock_{place}": Case(When(rule.where, then=F(rule.clock))) if rule.where else F(rule.clock)
        for place, rule in enumerate(rules)
        if not rule.rows
    }
    read = (
        list(all_rows(model).filter(pk__in=numbers).annotate(**plain).values("pk", *plain)) if plain else []
    )
    return [
        _known(read, f"clock_{place}") if not rule.rows else _worked_out(model, rule, numbers)
        for place, rule in enumerate(rules)
    ]


def _known(read: list[dict[str, Any]], name: str) -> dict[Any, Any]:
    return {row["pk"]: row[name] for row in read if row[name] is not None}


def _worked_out(model: Model, rule: Rule, numbers: Collection[Any]) -> dict[Any, Any]:
    rows = candidates(model, rule).filter(pk__in=numbers).values_list("pk", rule.clock)
    return {number: clock for number, clock in rows if clock is not None}


def day(clock: date | datetime) -> date:
    return timezone.localdate(clock) if isinstance(clock, datetime) else clock
