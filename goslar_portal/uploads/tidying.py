"""Files without a row and rows without a file, over all models of the portal (G-146)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db import models
from django.utils import timezone

GRACE = timedelta(hours=24)  # a file is written before its row is committed


@dataclass(frozen=True)
class Finding:
    """`erased`: files nobody pointed at; `missing`: `app.Model number` of rows whose file is gone."""

    erased: int
    missing: tuple[str, ...]


def tidy() -> Finding:
    """Erase the first, name the second. Files are listed first: one that gets its row meanwhile is spared."""
    stored = set(_files(default_storage))
    pointed = dict(_pointed())
    old = timezone.now() - GRACE
    lost = [name for name in stored - pointed.keys() if default_storage.get_modified_time(name) < old]
    for name in lost:
        default_storage.delete(name)
    missing = sorted(
        row for name, row in pointed.items() if name not in stored and not default_storage.exists(name)
    )
    return Finding(len(lost), tuple(missing))


def _files(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever uploaded
        return
    for name in files:
        yield f"{folder}{name}"
    for name in folders:
        yield from _files(storage, f"{folder}{name}/")


def _pointed() -> Iterator[tuple[str, str]]:
    """Every file name in every file field of every model, with the row it stands in."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                rows = model._base_manager.exclude(**{field.name: ""}).values_list(field.name, "pk")
                if model._meta.label == "uploads.Upload":
                    rows = rows.exclude(scan="infected")  # its file was deleted on purpose
                for name, number in rows.iterator():
                    yield name, f"{model._meta.label} {number}"
