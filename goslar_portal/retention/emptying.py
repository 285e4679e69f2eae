"""What a column holds once it says nothing any more."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

TEXTS = (models.CharField, models.TextField, models.FileField)


def can_be_empty(field: models.Field[Any, Any]) -> bool:
    """Whether the column has a value that says nothing."""
    has_empty = isinstance(field, (*TEXTS, models.BinaryField)) and not field.unique
    return field.null or field.has_default() or has_empty


def empty(field: models.Field[Any, Any]) -> Any:
    """Raises `LookupError` for a column that always says something."""
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    if not can_be_empty(field):
        raise LookupError(f"{field.model._meta.label}.{field.name} has no empty value")
    return b"" if isinstance(field, models.BinaryField) else ""


def emptied(model: type[models.Model], names: Iterable[str] = ()) -> dict[str, Any]:
    """For an UPDATE: these columns without what they said; without names every personal one.

    Columns the database computes by itself follow from the others.
    """
    from goslar_portal.retention.inventory import personal

    fields = [model._meta.get_field(name) for name in names] or personal(model)
    return {
        field.name: empty(field)
        for field in fields
        if isinstance(field, models.Field) and not isinstance(field, models.GeneratedField)
    }


def still_says(model: type[models.Model], names: Iterable[str]) -> Q:
    """Rows in which one of these columns is not empty yet."""
    found = Q()
    for name, value in emptied(model, names).items():
        found |= Q(**{f"{name}__isnull": False}) if value is None else ~Q(**{name: value})
    return found
