"""Starting content: each area registers what it brings; it is loaded once and then belongs to the office."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from goslar_portal.journal.actors import Actor, acting
from goslar_portal.models import StartingContent


@dataclass(frozen=True)
class Loader:
    name: str
    load: Callable[[], None]
    demo: bool


_loaders: list[Loader] = []


def add(name: str, load: Callable[[], None], *, demo: bool = False) -> None:
    """Register content in the order of loading; `demo` content is loaded by `./portal demo` only."""
    _loaders.append(Loader(name, load, demo))


def load_missing(*, demo: bool = False) -> list[str]:
    """Load what has no marker yet, each in a transaction with its marker; returns the names loaded."""
    known = set(StartingContent.objects.values_list("name", flat=True))
    wanted = [row for row in _loaders if row.name not in known and (demo or not row.demo)]
    for row in wanted:
        with transaction.atomic(), acting(Actor.clock("prepare")):
            row.load()
            StartingContent.objects.create(name=row.name)
    return [row.name for row in wanted]
