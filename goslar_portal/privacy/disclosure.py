"""Everything the portal knows about a person, put together from the same tree that the eraser takes (G-103).

Pure reading: `disclose()` gives plain dataclasses; `papers.py` makes PDF and JSON of them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import FileField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from goslar_portal.accounts import roles
from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import Letter, LetterAttachment
from goslar_portal.privacy.records import Record, records
from goslar_portal.privacy.sources import Recipient, Source
from goslar_portal.privacy.values import Value, value_of
from goslar_portal.retention import belongings
from goslar_portal.retention.due import Ending, endings, has_number
from goslar_portal.retention.inventory import (
    Model,
    histories,
    personal,
    retention_of,
    rows_of,
)
from goslar_portal.retention.table import line_of

Tree = dict[Model, set[Any]]
ABOUT: tuple[tuple[Model, str, str], ...] = (
    (Letter, "about_kind", "about_number"),
    (AccessLink, "kind", "number"),
)


@dataclass(frozen=True)
class File:
    """A stored file of the person, with its content."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Part:
    """One row of one table: what it is, since when, what it says."""

    kind: str
    title: str
    values: list[Value]
    files: list[File] = field(default_factory=list)
    is_earlier: bool = False


@dataclass(frozen=True)
class Section:
    """One record with everything that hangs on it, and what Art. 15 (1) wants said about it."""

    kind: str
    title: str
    label: str
    area: str
    purpose: str
    readers: list[str]
    recipients: Sequence[Recipient]
    periods: list[str]
    ends_on: date | None
    held_until: date | None
    parts: list[Part]


def disclose(case: Any) -> list[Section]:
    """In the order of the registry; what of it is about others is left out (Art. 15 (4))."""
    return [_section(record) for record in records(case)]


def _section(record: Record) -> Section:
    source, row = record.source, record.row
    end: Ending | None = endings(source.model, [row.pk]).get(row.pk)
    return Section(
        kind=source.name,
        title=source.title,
        label=str(row),
        area=source.area,
        purpose=purpose_of(source.model),
        readers=sorted(roles.labels().get(str(code), str(code)) for code in source.roles),
        recipients=list(source.recipients(row)),
        periods=periods_of(source.model),
        ends_on=end.on if end else None,
        held_until=end.hold.until if end and end.hold else None,
        parts=list(_parts(source, row)),
    )


def purpose_of(model: Model) -> str:
    retention = retention_of(model)
    return str(retention.purpose) if retention else ""


def periods_of(model: Model) -> list[str]:
    """„Hilfe-Anfrage: gelöscht, 30 Tage ab Abschluss“."""
    retention = retention_of(model)
    lines = [line_of(rule) for rule in (retention.rules if retention else ())]
    return [
        _("%(what)s: %(length)s nach „%(starts)s“ %(then)s")
        % {"what": line.what, "length": line.length, "starts": line.starts, "then": line.then}
        for line in lines
    ]


# The rows -------------------------------------------------------------------------------------------------


def _parts(source: Source, row: models.Model) -> Iterator[Part]:
    tree = whole_tree(source.model, row.pk)
    for rows in source.near(row):
        _add(tree, rows.model, rows.values_list("pk", flat=True))
    for model, numbers in tree.items():
        if model._meta.label not in source.others:
            yield from _of_model(source, model, numbers)


def whole_tree(model: Model, number: Any) -> Tree:
    """What goes with the row when it is erased, and what is written or linked about any of it."""
    tree = belongings.gather(model, [number])
    for above, numbers in list(tree.items()):
        if has_number(above):
            for table, kind, column in ABOUT:
                same = {kind: above._meta.label_lower, f"{column}__in": numbers}
                _add(tree, table, table._base_manager.filter(**same).values_list("pk", flat=True))
    for above, numbers in list(tree.items()):
        for column, target in owned_columns(above):
            found = rows_of(above, numbers).exclude(**{column: None}).values_list(column, flat=True)
            _add(tree, target, found)
    return tree


def _add(tree: Tree, model: Model, numbers: Iterable[Any]) -> None:
    new = set(numbers)
    if new:
        tree.setdefault(model, set()).update(new)
        for below, more in belongings.gather(model, new).items():
            tree.setdefault(below, set()).update(more)


def owned_columns(model: Model) -> list[tuple[str, Model]]:
    """Foreign keys to rows that belong to whoever points at them, such as uploaded files."""
    return [
        (entry.name, target)
        for entry in model._meta.concrete_fields
        if (target := belongings.owned(entry)) is not None
    ]


def _of_model(source: Source, model: Model, numbers: Collection[Any]) -> Iterator[Part]:
    columns = [
        entry
        for entry in shown_columns(source, model)
        if f"{model._meta.label}.{entry.name}" not in source.others
    ]
    title = capfirst(str(model._meta.verbose_name))
    now: dict[Any, dict[str, Value]] = {}
    for row in rows_of(model, numbers):
        values = [value for entry in columns if (value := value_of(row, entry)) is not None]
        now[row.pk] = {value.name: value for value in values}
        files = [file for entry in columns if (file := _file(row, entry)) is not None]
        if values or files:
            yield Part(model._meta.label_lower, f"{title}: {row}", values, files)
    for table in histories(model):
        yield from _earlier(table, title, [entry.name for entry in columns], now)


def shown_columns(source: Source, model: Model) -> list[models.Field[Any, Any]]:
    """Everything personal, and of the row itself what says when and how it stands."""
    found = personal(model)
    if model is source.model:
        also = {*source.also, "reference", "state"}
        found = [entry for entry in model._meta.concrete_fields if entry in found or entry.name in also]
    moments = [
        entry
        for entry in model._meta.concrete_fields
        if isinstance(entry, models.DateTimeField) and entry not in found
    ]
    return [*found, *moments]


def _earlier(
    table: Model, title: str, names: Collection[str], now: dict[Any, dict[str, Value]]
) -> Iterator[Part]:
    """What rows said before: of each copy what differs from the one before it and from today."""
    known: dict[Any, dict[str, Any]] = {}
    columns = [entry for entry in table._meta.concrete_fields if entry.name in names]
    for row in table._base_manager.filter(pgh_obj__in=list(now)).order_by("pgh_id"):
        copy: Any = row
        found = {entry.name: value for entry in columns if (value := value_of(row, entry)) is not None}
        before = known.get(copy.pgh_obj_id, {})
        today = now[copy.pgh_obj_id]
        changed = [value for name, value in found.items() if value not in (before.get(name), today.get(name))]
        known[copy.pgh_obj_id] = found
        if changed:
            day = value_of(row, table._meta.get_field("pgh_created_at"))
            told = _("%(title)s, gespeichert am %(day)s") % {"title": title, "day": day.text if day else ""}
            yield Part(table._meta.label_lower, told, changed, is_earlier=True)


def _file(row: models.Model, entry: models.Field[Any, Any]) -> File | None:
    if isinstance(entry, FileField):
        stored = getattr(row, entry.name)
        if stored and stored.storage.exists(stored.name):
            with stored.open("rb") as content:
                return File(str(stored.name).rpartition("/")[2], content.read())
    attached: Any = row
    if isinstance(row, LetterAttachment) and entry.name == "content" and attached.content is not None:
        return File(row.filename, bytes(attached.content))
    return None
