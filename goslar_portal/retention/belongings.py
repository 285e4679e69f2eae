"""What hangs on a row and must go with it: rows, files, history, letters, links, search entries (G-093)."""

from collections.abc import Callable, Collection, Iterator
from contextlib import nullcontext
from functools import cache
from typing import Any

import pgtrigger
from django.apps import apps
from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models import FileField, Q

from goslar_portal.journal import history
from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import Letter
from goslar_portal.retention.due import has_number
from goslar_portal.retention.inventory import (
    Model,
    retention_of,
    rows_of,
    tables,
    tracked_by,
)
from goslar_portal.retention.models import ArchiveCheck, Hold

Numbers = Collection[Any]
Tree = dict[Model, set[Any]]
Hook = Callable[[Model, Numbers], object]

_hooks: dict[str, Hook] = {}


def on_erase(name: str, hook: Hook) -> None:
    """Called with model and numbers when rows are erased or anonymised, in the same transaction.

    For what stands elsewhere: the search registers here, and whoever keeps finished pages or files.
    """
    _hooks[name] = hook


@cache
def _pointing(model: Model) -> list[tuple[Model, str, bool]]:
    """Models whose rows go when a row of this one goes, with the column; whether they declare it."""
    found = []
    for table in tables():
        retention = retention_of(table)
        for field in table._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is model:
                goes = bool(retention and retention.goes_with == field.name)
                cascades = field.remote_field.on_delete is models.CASCADE
                if (goes or cascades) and not table._meta.auto_created and tracked_by(table) is None:
                    found.append((table, field.name, goes))
    return found


def gather(model: Model, numbers: Numbers) -> Tree:
    """These rows and everything below them; a fixed number of queries whatever the number of rows."""
    tree: Tree = {model: set(numbers)}
    _add_below(tree, model, numbers, declared_only=False)
    return tree


def gather_below(model: Model, numbers: Numbers) -> Tree:
    """What shares the rule of rows that stay themselves (`goes_with`)."""
    tree: Tree = {}
    _add_below(tree, model, numbers, declared_only=True)
    return tree


def _add_below(tree: Tree, model: Model, numbers: Numbers, *, declared_only: bool) -> None:
    for table, column, goes in _pointing(model):
        if declared_only and not goes:
            continue
        known = tree.setdefault(table, set())
        below = table._base_manager.filter(**{f"{column}__in": numbers})
        new = set(below.values_list("pk", flat=True)) - known
        known |= new
        if new:
            _add_below(tree, table, new, declared_only=False)


def delete(tree: Tree) -> None:
    """The rows themselves, those deepest first, past triggers that keep others from deleting."""
    guards = _guards(tree)
    with pgtrigger.ignore(*guards) if guards else nullcontext():
        for model, numbers in reversed(tree.items()):
            if numbers:
                rows_of(model, numbers).delete()


def _guards(tree: Collection[Model]) -> list[str]:
    return [
        f"{model._meta.label}:{trigger.name}"
        for model, trigger in pgtrigger.registered()
        if model in tree and trigger.when == pgtrigger.Before and "DELETE" in str(trigger.operation)
    ]


def forget(model: Model, numbers: Numbers) -> None:
    """Old values, letters, links, holds and what others keep about these rows."""
    history.forget(model, numbers)
    if has_number(model):
        kind = model._meta.label_lower
        Letter.objects.filter(about_kind=kind, about_number__in=numbers).delete()
        for table in (AccessLink, Hold, ArchiveCheck):
            table._base_manager.filter(kind=kind, number__in=numbers).delete()
    for hook in _hooks.values():
        hook(model, numbers)


class Files:
    """Files that rows point at now; those nobody points at afterwards are removed, once all is certain."""

    def __init__(self) -> None:
        self.named: dict[tuple[Model, str], set[str]] = {}
        self.owned: dict[Model, set[Any]] = {}

    def note(self, tree: Tree) -> None:
        for model, numbers in tree.items():
            self._note(model, numbers)

    def _note(self, model: Model, numbers: Numbers) -> None:
        rows = rows_of(model, numbers)
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                names = self.named.setdefault((model, field.name), set())
                names.update(name for name in rows.values_list(field.name, flat=True) if name)
            elif (target := owned(field)) is not None:
                known = self.owned.setdefault(target, set())
                pointed = rows.exclude(**{field.name: None}).values_list(field.attname, flat=True)
                known.update(pointed)

    def remove_unused(self) -> None:
        for (model, column), names in self.named.items():
            rows = model._base_manager.filter(**{f"{column}__in": names})
            unused = names - set(rows.values_list(column, flat=True))
            storage = model._meta.get_field(column).storage  # type: ignore[union-attr]  # a FileField
            for name in unused:
                transaction.on_commit(_removal(storage, name))
        for model, numbers in self.owned.items():
            erase_unused(model, numbers)


def _removal(storage: Storage, name: str) -> Callable[[], None]:
    return lambda: storage.delete(name)


def owned(field: models.Field[Any, Any]) -> Model | None:
    """The model this column points at, if its rows belong to whoever points at them."""
    target = field.related_model if isinstance(field, models.ForeignKey) else None
    if not isinstance(target, type):
        return None
    retention = retention_of(target)
    return target if retention and retention.owned else None


def erase_unused(model: Model, numbers: Numbers) -> None:
    """Rows of an owned model that nobody points at any more."""
    pointing = Q()
    for table, column in _owners(model):
        pointing |= Q(pk__in=table._base_manager.exclude(**{column: None}).values(column))
    rows = rows_of(model, numbers).exclude(pointing) if pointing else None
    unused = set(rows.values_list("pk", flat=True)) if rows is not None else set(numbers)
    files = Files()
    files.note({model: unused})
    delete({model: unused})
    files.remove_unused()


def _owners(model: Model) -> Iterator[tuple[Model, str]]:
    for table in apps.get_models():
        for field in table._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is model:
                yield table, field.name
