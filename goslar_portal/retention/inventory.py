"""Which model says what: declarations found on the models, those of other packages, history tables."""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from goslar_portal.retention.declarations import (
    OPERATIONAL,
    PERSONAL,
    Retention,
    Rule,
)

Model = type[models.Model]
HISTORY = "pgh_"  # the columns that the history itself adds begin so

_of_packages: dict[str, Retention] = {}
_more: dict[str, Retention] = {}
_without_persons: set[str] = set()


def declare(label: str, retention: Retention) -> None:
    """The declaration for a model of a package, by its label such as `sessions.Session`."""
    _of_packages[label] = retention
    forget()


def extend(label: str, retention: Retention) -> None:
    """More rules for a model of the ground floor, from an area that knows more about some of its rows."""
    known = _more.get(label)
    _more[label] = retention if known is None else known.joined(retention)
    forget()


def without_persons(*labels: str) -> None:
    """Models of packages that hold nothing about persons, by label or `app.*`."""
    _without_persons.update(labels)
    forget()


def forget() -> None:
    """Read the declarations anew; tests with models of their own need it."""
    retention_of.cache_clear()


def tables() -> list[Model]:
    """Every model with a table of its own, also those between many and many."""
    found = apps.get_models(include_auto_created=True)
    return sorted((model for model in found if not model._meta.proxy), key=lambda model: model._meta.label)


def tracked_by(model: Model) -> Model | None:
    """The model whose old values this history table holds."""
    found: Model | None = getattr(model, "pgh_tracked_model", None)
    return found


def histories(model: Model) -> list[Model]:
    """The history tables of a model."""
    return [table for table in tables() if tracked_by(table) is model]


@cache
def retention_of(model: Model) -> Retention | None:
    """What the model declares, together with its abstract parts; None when it says nothing."""
    found = _of_packages.get(model._meta.label)
    for part in reversed(model.__mro__):
        own = part.__dict__.get("retention")
        if isinstance(own, Retention):
            found = own if found is None else found.joined(own)
    more = _more.get(model._meta.label)
    return found.joined(more) if found and more else found


def is_silent_by_right(model: Model) -> bool:
    """Tables between many and many hold keys only; some packages' tables hold no persons."""
    label, app = model._meta.label, f"{model._meta.app_label}.*"
    return bool(model._meta.auto_created) or not _without_persons.isdisjoint({label, app})


def kind_of(model: Model, field: models.Field[Any, Any]) -> str | None:
    """Public, operational or personal; None when nobody has said."""
    tracked = tracked_by(model)
    if tracked is not None:
        return _kind_in_history(tracked, field)
    retention = retention_of(model)
    if retention is not None:
        for kind, names in retention.named.items():
            if field.name in names:
                return kind
    return OPERATIONAL if _goes_without_saying(field) else None


def _kind_in_history(tracked: Model, field: models.Field[Any, Any]) -> str | None:
    if field.name.startswith(HISTORY):
        return OPERATIONAL
    names = {own.name: own for own in tracked._meta.concrete_fields}
    return kind_of(tracked, names[field.name]) if field.name in names else None


def _goes_without_saying(field: models.Field[Any, Any]) -> bool:
    """Keys, foreign keys and moments of the work; a birthday would be a `DateField`."""
    is_key = field.primary_key and isinstance(field, models.AutoField | models.BigAutoField)
    return is_key or field.is_relation or isinstance(field, models.DateTimeField)


def personal(model: Model) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if kind_of(model, field) == PERSONAL]


def holds_persons(model: Model) -> bool:
    return bool(personal(model))


def ruled() -> Iterator[tuple[Model, Rule]]:
    """Every rule of the portal with its model."""
    for model in tables():
        retention = retention_of(model)
        for rule in retention.rules if retention else ():
            yield model, rule


def all_rows(model: Model) -> models.QuerySet[Any]:
    """Every row with the questions of the model's own QuerySet, whatever its manager hides."""
    return type(model._default_manager.all())(model)


def rows_of(model: Model, numbers: Collection[Any]) -> models.QuerySet[Any]:
    """Just these rows, in order, whatever managers hide."""
    rows: models.QuerySet[Any] = models.QuerySet(model)
    return rows.filter(pk__in=numbers).order_by("pk")


def candidates(model: Model, rule: Rule) -> models.QuerySet[Any]:
    """The rows a rule speaks about, due or not, with its clock."""
    rows = all_rows(model)
    if callable(rule.rows):
        rows = rule.rows(rows)
    elif rule.rows:
        rows = getattr(rows, rule.rows)()
    return rows.filter(rule.where)


def owner_of(model: Model) -> Model | None:
    """The model whose row this one goes with."""
    retention = retention_of(model)
    if retention is None or not retention.goes_with:
        return None
    target = model._meta.get_field(retention.goes_with).related_model
    return target if isinstance(target, type) else None


def companions(model: Model) -> list[Model]:
    """The models whose rows go with a row of this one."""
    return [table for table in tables() if owner_of(table) is model]
