"""Field history: triggers copy each changed row beside its table, whatever the way it changed (G-084).

@tracked(exclude=["answers"], personal=["comment"], opens="housing.view_landlord")
class Offer(models.Model): ...

The history of personal rows vanishes with the row. `kept=True` is for what an auditor asks about years later
(rent caps, wordings): their history outlives even a deleted row. Nothing else removes or changes history but
`forget()`, which belongs to erasure.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, TypeVar, overload

import pghistory
import pghistory.models
import pgtrigger
from django.db import models, transaction
from django.utils.text import format_lazy

from goslar_portal.journal.models import TransactionNumber

M = TypeVar("M", bound=type[models.Model])
APPEND_ONLY = "history_is_append_only"


class HistoryRow(pghistory.models.Event):  # type: ignore[misc]  # the package brings no types
    """One row as it was after a change (a deletion: before it)."""

    pgh_transaction: Any = models.BigIntegerField(db_default=TransactionNumber())

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.label} {self.pgh_id}"


@dataclass(frozen=True)
class History:
    """What is remembered of one model, and who may read what of it."""

    model: type[models.Model]
    rows: type[Any]
    owner: type[models.Model]  # the row with which the history belongs to one record
    column: str  # which holds the owner's number
    kept: bool
    personal: frozenset[str] = field(default_factory=frozenset)
    opens: str = ""  # the permission that shows the personal fields

    @property
    def kind(self) -> str:
        return self.model._meta.label_lower

    @property
    def fields(self) -> list[Any]:
        """The tracked fields of the model but its number, in its order."""
        names = {entry.name for entry in self.rows._meta.concrete_fields}
        return [
            entry
            for entry in self.model._meta.concrete_fields
            if entry.name in names and not entry.primary_key
        ]


_all: dict[type[models.Model], History] = {}


def tracked(
    *,
    fields: Collection[str] | None = None,
    exclude: Iterable[str] = (),
    kept: bool = False,
    owner: str = "",
    begins: Any = None,
    personal: Iterable[str] = (),
    opens: str = "",
) -> Callable[[M], M]:
    """Remember every change of this model.

    `exclude` names what is stored nowhere twice: secrets, large texts that never change. `owner` is the field
    that leads to the row with which the history goes (a membership's account). `begins` is a condition before
    which nothing is remembered, such as a form that was never sent.
    """

    def decorate(model: M) -> M:
        names = [
            entry.name
            for entry in (model._meta.concrete_model or model)._meta.concrete_fields
            if entry.name in (fields or [entry.name])
            and entry.name not in exclude
            and not isinstance(entry, models.GeneratedField)
        ]
        link: Any = model._meta.get_field(owner) if owner else None
        owned_by = link.remote_field.model if link else model
        column = f"{owner}_id" if owner else "pgh_obj_id"
        goes_with = owned_by if owner or not kept else None
        trackers = _trackers(names, begins, kept=kept)
        rows: Any = _rows_of(model, names, trackers, guard=_append_only(goes_with, column))
        if goes_with is not None:
            pgtrigger.register(_goes_along(rows._meta.db_table, column))(goes_with)
        _all[model] = History(model, rows, owned_by, column, kept, frozenset(personal), opens)
        return model

    return decorate


def _trackers(names: list[str], begins: Any, *, kept: bool) -> list[Any]:
    changes = [pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in names]
    changed = reduce(or_, changes)
    found = [
        pghistory.InsertEvent(condition=begins),
        pghistory.UpdateEvent(condition=changed if begins is None else changed & begins),
    ]
    return [*found, pghistory.DeleteEvent()] if kept else found


def _rows_of(model: Any, names: list[str], trackers: list[Any], *, guard: pgtrigger.Trigger) -> Any:
    """Make the model of the history rows, and the triggers that fill and guard its table."""
    pghistory.track(
        *trackers,
        fields=names,
        obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+"),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,
        model_name=f"{model.__name__}History",
        base_model=HistoryRow,
        meta={
            "verbose_name": format_lazy("Änderung: {}", model._meta.verbose_name),
            "verbose_name_plural": format_lazy("Änderungen: {}", model._meta.verbose_name_plural),
            "default_permissions": (),
            "ordering": ["pgh_id"],
            "triggers": [guard],
        },
    )(model)
    return model.pgh_event_model


def _append_only(goes_with: Any, column: str) -> pgtrigger.Trigger:
    """Nothing changes or removes history, but the end of the row it belongs to."""
    gone = ""
    if goes_with is not None:
        thing = f"SELECT 1 FROM {goes_with._meta.db_table} WHERE {goes_with._meta.pk.column} = OLD.{column}"  # noqa: S608  # names from models
        gone = f"IF TG_OP = 'DELETE' AND NOT EXISTS ({thing}) THEN RETURN OLD; END IF;"
    return pgtrigger.Trigger(
        name=APPEND_ONLY,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"{gone} RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
    )


def _goes_along(table: str, column: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"{table}_goes_along",
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        func=f"DELETE FROM {table} WHERE {column} = OLD.id; RETURN NULL;",  # noqa: S608  # names from models
    )


def histories() -> list[History]:
    """All that is remembered, one entry per tracked model."""
    return list(_all.values())


@overload
def history_of(model: type[models.Model]) -> History: ...


@overload
def history_of(model: type[models.Model], *, or_none: bool) -> History | None: ...


def history_of(model: type[models.Model], *, or_none: bool = False) -> History | None:
    """What is remembered of this model. Raises `LookupError` when it is not tracked."""
    found = _all.get(model)
    if found is None and not or_none:
        raise LookupError(f"{model._meta.label} is not tracked")
    return found


def histories_of(model: type[models.Model]) -> list[History]:
    """What goes with rows of this model: its own fields, and rows that hang on it, such as memberships."""
    return [entry for entry in _all.values() if entry.owner is model]


@transaction.atomic
def forget(model: type[models.Model], numbers: Collection[int]) -> int:
    """Remove what is remembered of these rows; only erasure calls this, after it blanked the rows (G-093)."""
    count = 0
    for entry in histories_of(model):
        with pgtrigger.ignore(f"{entry.rows._meta.label}:{APPEND_ONLY}"):
            count += entry.rows.objects.filter(**{f"{entry.column}__in": numbers}).delete()[0]
    return count
