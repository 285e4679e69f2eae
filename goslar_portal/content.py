"""Starting content: each area registers what it brings; it is loaded once and then belongs to the office."""

from collections.abc import Callable
from dataclasses import dataclass

from goslar_portal import search
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
    """Load what has no marker yet, all in one transaction with its markers; returns the names loaded."""
    known = set(StartingContent.objects.values_list("name", flat=True))
    wanted = [row for row in _loaders if row.name not in known and (demo or not row.demo)]
    with search.once_at_the_end(), acting(Actor.clock("prepare")):
        for row in wanted:
            row.load()
            StartingContent.objects.create(name=row.name)
    return [row.name for row in wanted]
