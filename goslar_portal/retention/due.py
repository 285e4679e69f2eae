"""What is due under a rule now, what waits, and when a record will be (G-092, G-096). Only questions."""

from dataclasses import dataclass
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
    model = type(row)
    retention = retention_of(model)
    if retention is None or not retention.rules:
        return None
    found = [
        Ending(rule, day(clock) + period_of(rule))
        for rule, clock in zip(retention.rules, _clocks(row), strict=True)
        if clock is not None
    ]
    nearest = min(found, key=lambda one: one.on, default=None)
    if nearest is None or not has_number(model):
        return nearest
    return Ending(nearest.rule, nearest.on, Hold.objects.of(row).in_force().order_by("-until").first())


def _owner(row: models.Model) -> models.Model | None:
    retention = retention_of(type(row))
    if owner_of(type(row)) is None or retention is None or retention.rules:
        return None
    found: models.Model | None = getattr(row, retention.goes_with)
    return found


def _clocks(row: models.Model) -> list[Any]:
    """The clock of each rule for this row, None where the rule does not speak of it. One query, and one
    more for each rule whose clock has to be worked out."""
    model = type(row)
    retention = retention_of(model)
    rules = retention.rules if retention else ()
    plain = {
        f"clock_{place}": Case(When(rule.where, then=F(rule.clock))) if rule.where else F(rule.clock)
        for place, rule in enumerate(rules)
        if not rule.rows
    }
    read = all_rows(model).filter(pk=row.pk).annotate(**plain).values(*plain).first() or {} if plain else {}
    return [
        read.get(f"clock_{place}") if not rule.rows else _worked_out(model, rule, row)
        for place, rule in enumerate(rules)
    ]


def _worked_out(model: Model, rule: Rule, row: models.Model) -> Any:
    return candidates(model, rule).filter(pk=row.pk).values_list(rule.clock, flat=True).first()


def day(clock: date | datetime) -> date:
    return timezone.localdate(clock) if isinstance(clock, datetime) else clock
