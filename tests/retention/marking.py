"""Fills every personal column of every model with a mark of its own, looks for them everywhere (G-095)."""

import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberField

from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import Letter, LetterState
from goslar_portal.retention import Retention
from goslar_portal.retention.due import has_number
from goslar_portal.retention.inventory import (
    Model,
    holds_persons,
    personal,
    retention_of,
    rows_of,
    ruled,
    tables,
    tracked_by,
)
from tests.retention.endings import ENDINGS, FINISHES, TESTS

TEXTS = (models.CharField, models.TextField)
_numbers = count(1)


class Marks:
    """What was written where: `texts` must stand nowhere afterwards, `columns` must hold something else."""

    def __init__(self) -> None:
        self.rows = 0
        self.texts: dict[str, str] = {}
        self.columns: list[tuple[Model, Any, str, Any]] = []
        self.reached: set[tuple[Model, str]] = set()

    def new(self, where: str) -> str:
        text = f"zq{next(_numbers):05}mark"
        self.texts[text] = where
        return text

    def fill(self, row: models.Model) -> None:
        """Every personal column of this row that its constraints let us fill.

        Some columns exclude each other, so every second row is filled from the other end.
        """
        self.rows += 1
        fields = personal(type(row))
        for field in fields if self.rows % 2 else reversed(fields):
            if not (field.primary_key or isinstance(field, models.GeneratedField)):
                self._fill_column(row, field)

    def _fill_column(self, row: models.Model, field: models.Field[Any, Any]) -> None:
        model, where = type(row), f"{row._meta.label}.{field.name}"
        rows = rows_of(model, [row.pk])
        before = rows.values_list(field.name, flat=True).get()
        for value, text in candidates(field, self.new(where), before):
            if not _written(rows, {field.name: value}):
                continue
            self.reached.add((model, field.name))
            self.columns.append((model, row.pk, field.name, rows.values_list(field.name, flat=True).get()))
            if text:
                self.texts[text] = where
            return

    def still_there(self) -> list[str]:
        """Columns that still hold what was written."""
        found = []
        for model, number, name, written in self.columns:
            now = rows_of(model, [number]).values_list(name, flat=True).first()
            if now is not None and now == written and now not in ("", [], {}, False):
                found.append(f"{model._meta.label} {number}: {name}")
        return found


def _written(rows: models.QuerySet[Any], value: dict[str, Any]) -> bool:
    """Past triggers that keep columns as they were written, if need be; never past constraints."""
    for guards in (nullcontext(), pgtrigger.ignore()):
        try:
            with transaction.atomic(), guards:
                rows.update(**value)
        except DatabaseError:
            continue
        return True
    return False


def candidates(field: models.Field[Any, Any], mark: str, before: Any) -> Iterator[tuple[Any, str]]:
    """Values to try, each with the text to look for afterwards ("" when it is too common to look for)."""
    number = int(re.sub(r"\D", "", mark))
    if field.is_relation:
        if before is not None:
            yield before, ""
    elif isinstance(field, ArrayField):
        yield from _of_array(field, mark)
    elif field.choices:
        yield from ((value, "") for value, _label in field.flatchoices if value not in (before, "", None))
    elif isinstance(field, models.FileField):
        name = field.storage.save(f"probe/{mark}.bin", ContentFile(mark.encode()))
        yield name, mark
    else:
        yield from _plain(field, mark, number, before)


def _of_array(field: Any, mark: str) -> Iterator[tuple[Any, str]]:
    base = field.base_field
    if base.choices:
        yield [value for value, _label in base.flatchoices][-1:], ""
    else:
        yield [mark], mark


def _plain(field: models.Field[Any, Any], mark: str, number: int, before: Any) -> Iterator[tuple[Any, str]]:
    """The first kind that fits; what PostgreSQL or a constraint refuses is not taken."""
    room = getattr(field, "max_length", None) or 1000
    phone, digits = f"+4953217{number:06}", f"{90_000 + number % 10_000}"[:room]
    kinds: list[tuple[Any, list[tuple[Any, str]]]] = [
        (PhoneNumberField, [(phone, phone)]),
        (models.EmailField, [(f"{mark}@example.org", mark)]),
        (models.URLField, [(f"https://{mark}.example.org/", mark)]),
        (
            (models.CharField, models.TextField),
            [(mark[:room], mark if room >= len(mark) else ""), (digits, "")],
        ),
        (models.JSONField, [({"probe": mark}, mark)]),
        (models.BinaryField, [(mark.encode(), mark)]),
        (models.BooleanField, [(not before, "")]),
        (models.DateTimeField, [(timezone.now() - timedelta(days=3, minutes=number % 1000), "")]),
        (models.DateField, [(date(2026, 3, 1) + timedelta(days=number % 300), "")]),
        (models.DecimalField, [(Decimal(f"{whole}.3"), "") for whole in (437, 13, 3, 1)]),
        (models.Field, [(whole, "") for whole in (1873, 173, 17, 7, 3, 1)]),
    ]
    yield from next(tries for types, tries in kinds if isinstance(field, types))


# Rows -----------------------------------------------------------------------------------------------------


def holding_persons() -> list[Model]:
    """Models to be filled; history tables fill themselves."""
    return [model for model in tables() if holds_persons(model) and tracked_by(model) is None]


def rows_of_every_model() -> Iterator[tuple[models.Model, Callable[[Any], object] | None]]:
    """At least one row of every model that holds something personal, at the end of its life.

    With it comes what still has to be done when it is filled.
    """
    for model in holding_persons():
        for maker in ENDINGS.get(model) or [partial(build, model)]:
            try:
                yield maker(), FINISHES.get(maker)
            except Exception as error:
                raise LookupError(advice(model)) from error


def advice(model: Model) -> str:
    area = model.__module__.partition(".")[0]
    folder = area if (TESTS / area).is_dir() else "retention"
    return (
        f"{model._meta.label} hat persönliche Felder, und der Test der Löschung kann keine Zeile anlegen,"
        f" deren Frist läuft. In tests/{folder}/endings.py eine Funktion mit @ending({model.__name__})"
        " schreiben, die eine solche Zeile anlegt und zurückgibt. Muster: tests/housing/endings.py."
    )


def build(model: Model) -> models.Model:
    """A row by the types of its columns, its clock running; its owner is made by an ending of its own."""
    values = {}
    retention = retention_of(model) or Retention()
    clocks = {rule.clock for rule in retention.rules if not rule.rows}
    for field in model._meta.concrete_fields:
        is_own_number = isinstance(field, models.AutoField | models.BigAutoField)
        is_needed = not (field.has_default() or field.null or is_own_number)
        if is_needed or (field.null and field.name in clocks):
            values[field.name] = _first_value(model, field)
    if retention.goes_with:
        values[retention.goes_with] = _owner(model, retention.goes_with)
    return models.QuerySet(model).create(**values)


def _first_value(model: Model, field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.ForeignKey):
        target: Any = field.related_model
        return target._base_manager.first() or _made(target)
    if field.choices:
        return next(value for value, _label in field.flatchoices)
    if isinstance(field, models.DateTimeField):
        return timezone.now() + timedelta(minutes=1)
    if isinstance(field, models.DateField):
        return timezone.localdate()
    if isinstance(field, models.JSONField):
        return {}
    return _first_text(field)


def _first_text(field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.BinaryField):
        return f"bytes{next(_numbers)}".encode()
    if isinstance(field, models.FileField):
        return ContentFile(b"probe", name=f"probe{next(_numbers)}.bin")
    if isinstance(field, TEXTS):
        return f"probe{next(_numbers)}"[: field.max_length]
    return 1


def _owner(model: Model, column: str) -> Any:
    return _made(model._meta.get_field(column).related_model)


def _made(model: Any) -> models.Model:
    makers: list[Callable[[], models.Model]] = ENDINGS.get(model, [])
    return makers[-1]() if makers else build(model)


def write_about(row: models.Model, marks: Marks) -> None:
    """A letter about the row and a link to it, as every thing of the portal has them."""
    if not has_number(type(row)) or isinstance(row, Letter):
        return
    mark = marks.new(f"letter about {row._meta.label}")
    Letter.objects.create(
        once=f"about:{row._meta.label}:{row.pk}",  # keys of letters name things, not persons
        kind="probe.about",
        recipient=f"{mark}@example.org",
        language="de",
        subject=mark,
        text=mark,
        html=mark,
        state=LetterState.SENT,
        sent_at=timezone.now(),
        about_kind=row._meta.label_lower,
        about_number=row.pk,
    )
    AccessLink.objects.mint(row, purpose="probe", lifetime=timedelta(days=1))


# Looking --------------------------------------------------------------------------------------------------


def places_of(texts: dict[str, str], media: Path, log: str) -> list[str]:
    """Where any mark stands: every column of every table, every file, every line of the log."""
    pattern = re.compile("|".join(map(re.escape, texts)))
    found = [
        f"{place}: {texts[mark]}" for place, text in _everything(media, log) for mark in pattern.findall(text)
    ]
    return sorted(set(found))


def _everything(media: Path, log: str) -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables"
            " WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608  # names from the catalogue
            for (text,) in cursor.fetchall():
                yield table, text
                yield table, _unhexed(text)
    for file in media.rglob("*"):
        yield (
            str(file.relative_to(media)),
            file.read_bytes().decode(errors="replace") if file.is_file() else "",
        )
        yield str(file.relative_to(media)), file.name
    yield "log", log


def _unhexed(text: str) -> str:
    """Bytes stand as \\x… in the text of a row."""
    parts = re.findall(r"\\x((?:[0-9a-f]{2})+)", text)
    return " ".join(bytes.fromhex(part).decode(errors="replace") for part in parts)


def far_enough() -> datetime:
    """When every rule that speaks of persons is due by its default, and the journal still stands."""
    persons = holding_persons()
    periods = [rule.period.delta(rule.period.number) for model, rule in ruled() if model in persons]
    return timezone.now() + max(periods) + timedelta(days=2)
