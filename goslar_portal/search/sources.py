"""What areas let people find, and how its entries are kept (G-113)."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from goslar_portal import registry
from goslar_portal.registry import Words


@dataclass(frozen=True)
class Thing:
    """Something public in one language. `path` has no code of a language in front.

    `since` and `until`: public only between them. `signpost`: shown, in this order, to people who have not
    found or not asked anything yet.
    """

    key: str
    language: str
    path: str
    title: str
    summary: str = ""
    headings: str = ""
    body: str = ""
    trail: tuple[str, ...] = ()
    phone: str = ""
    is_archived: bool = False
    since: datetime | None = None
    until: datetime | None = None
    signpost: int | None = None

    @property
    def digest(self) -> str:
        whole = json.dumps(asdict(self), ensure_ascii=False, default=str)
        return hashlib.sha256(whole.encode()).hexdigest()


@dataclass(frozen=True)
class Source:
    """One kind of thing. `title` is the word beside a hit, `signposts` the heading above signposts."""

    name: str
    title: Words
    things: Callable[[Collection[str] | None], Iterable[Thing]]
    signposts: Words = ""


_waiting: ContextVar[set[str] | None] = ContextVar("sources to be written at the end", default=None)


@contextmanager
def once_at_the_end() -> Iterator[None]:
    """Many changes in one transaction, as the starting content: each source is written once, as its end."""
    names: set[str] = set()
    with transaction.atomic():
        token = _waiting.set(names)
        try:
            yield
        finally:
            _waiting.reset(token)
        for name in sorted(names):
            refresh(name)


@transaction.atomic
def refresh(name: str, keys: Iterable[object] | None = None) -> int:
    """Write what is public now of these rows, or of all; returns how many entries changed.

    In the transaction of the change: who searches finds the new state or the old one, never a mixture.
    """
    from goslar_portal.search.models import Entry

    waiting = _waiting.get()
    if waiting is not None:
        waiting.add(name)
        return 0
    source: Source = registry.search[name]
    wanted = None if keys is None else {str(key) for key in keys}
    return Entry.objects.replace(name, wanted, source.things(wanted))


def rebuild() -> int:
    """All sources anew; what has not changed is not written."""
    return sum(refresh(source.name) for source in registry.search)


def differences() -> list[tuple[str, str, str]]:
    """Source, key and language of every entry that is missing, outdated or too many."""
    from goslar_portal.search.models import Entry

    public = {
        (source.name, thing.key, thing.language): thing.digest
        for source in registry.search
        for thing in source.things(None)
    }
    kept = Entry.objects.digests()
    return sorted(place for place in public.keys() | kept.keys() if public.get(place) != kept.get(place))
