"""What areas add to pages of the ground floor; they register in `AppConfig.ready()` (G-111).

    registry.today.add(
        registry.Card(
            "housing.without_contact",
            _("Neue Angebote ohne Kontakt"),
            roles=STAFF,
            rows=Offer.objects.without_first_contact,
            since="received_at",
        )
    )

Whoever reads a registry calls its entries through `gather()`: one that raises is logged, left out and
reported by /healthz, and the page still answers. How each is filled: docs/architecture.md.
"""

import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

log = logging.getLogger("portal.health")

Words: TypeAlias = "str | StrPromise"


class Named(Protocol):
    @property
    def name(self) -> str: ...


E = TypeVar("E", bound=Named)
T = TypeVar("T")


class Registry(Generic[E]):
    """Entries by name, in the order they came. One with a known name takes the place of the former."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, E] = {}

    def add(self, *entries: E) -> None:
        self._entries.update((entry.name, entry) for entry in entries)

    def remove(self, name: str) -> None:
        del self._entries[name]

    def __iter__(self) -> Iterator[E]:
        return iter(list(self._entries.values()))

    def __getitem__(self, name: str) -> E:
        """Raises `KeyError` for a name nobody registered."""
        return self._entries[name]

    def gather(self, call: Callable[[E], T], among: Iterable[E] | None = None) -> list[tuple[E, T]]:
        """Call every entry; what raises is logged, left out and reported by /healthz (G-111)."""
        found = []
        for entry in self if among is None else among:
            answer = safely(self.name, entry.name, lambda entry=entry: (call(entry),), None)  # type: ignore[misc]  # bound early
            if answer is not None:
                found.append((entry, answer[0]))
        return found


def safely(registry: str, entry: str, call: Callable[[], T], instead: T) -> T:
    """Call an entry of any registry. If it raises: log it, leave it out, let /healthz report it (G-111)."""
    try:
        with _apart():
            return call()
    except Exception as error:  # whatever an area does wrong, the page still answers
        log.exception("registry entry failed", extra={"job": f"{registry}.{entry}"})
        _remember(registry, entry, type(error).__name__)
        return instead


def _apart() -> AbstractContextManager[Any]:
    """An entry that breaks its query must not break those after it; outside a transaction it cannot."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _remember(registry: str, entry: str, error: str) -> None:
    from goslar_portal.health.models import Trouble

    try:
        with transaction.atomic():
            Trouble.objects.note(f"{registry}.{entry}", error)
    except DatabaseError:  # read-only or away; the log line above has to do
        log.warning("trouble not stored", extra={"job": f"{registry}.{entry}"})


# „Heute“ --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One thing on a card that is no row of a table."""

    text: str
    url: str
    since: date | datetime | None = None
    due: date | datetime | None = None
    is_own: bool = False


@dataclass(frozen=True)
class Card:
    """A kind of thing that waits for somebody, on the first page of the back office (G-112).

    `rows` asks one question to the database, or returns lines. `since`, `due` and `owner` name columns:
    since when it waits, until when it must be done, whose it is. `link` is the list where it is worked off,
    as name of the address and query: "admin:housing_offer_changelist?wartet=erstkontakt". Each line leads to
    the record of its row, or where `goes_to` says. `action` is what to do, in a word or two. `is_question`:
    it waits for an answer of the county (H-350, I-007), not for today's work, and stands below.
    `is_closed`: a superuser without one of the roles may not open its records, so the card stays away, too.
    """

    name: str
    title: Words
    roles: Collection[str]
    rows: Callable[[], "QuerySet[Any] | Iterable[Line]"]
    since: str = ""
    due: str = ""
    owner: str = ""
    link: str = ""
    action: Words = ""
    line: Callable[[Any], str] = str
    goes_to: Callable[[Any], str] | None = None
    is_question: bool = False
    is_closed: bool = False

    def is_for(self, user: Any) -> bool:
        holds = not self.is_closed or not user.roles.isdisjoint(self.roles)
        return bool(holds and user.has_role(*self.roles))


@dataclass(frozen=True)
class Page:
    """A page of the back office that is no list of records, such as figures or health.

    It stands in the menu of `service` (see `services.py`) and answers at `/admin/<path>`, for its roles only;
    `name` is also the name of its address: "health.state" is reversed as "admin:health_state".
    """

    name: str
    title: Words
    service: str
    path: str
    view: Callable[..., Any]
    roles: Collection[str]

    @property
    def url_name(self) -> str:
        return f"admin:{self.name.replace('.', '_')}"


# What the public finds ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SitePage:
    """One page in every language it exists in: path by language code, last change of its text (I-180)."""

    paths: Mapping[str, str]
    changed_at: datetime | None = None


@dataclass(frozen=True)
class SiteSection:
    """The part of the sitemap that one area fills; only what is published now."""

    name: str
    pages: Callable[[], Iterable[SitePage]]


@dataclass(frozen=True)
class ShownText:
    """An address of an area whose words are a text of the editors: `name` is its slug."""

    name: str
    url_name: str


@dataclass(frozen=True)
class NewsWanted:
    """What a newsletter asks for: the days between, for one of its channels, in a language (N-021)."""

    channel: str
    first: date
    last: date
    language: str = "de"


@dataclass(frozen=True)
class NewsItem:
    """Something a newsletter may take over: a piece of news or a date, with a public address.

    `key` stays the same when the words change; `starts_at` where the hour is known.
    """

    key: str
    title: str
    text: str
    url: str
    day: date
    starts_at: datetime | None = None
    place: str = ""
    is_cancelled: bool = False
    language: str = "de"

    @property
    def fingerprint(self) -> str:
        """Another one as soon as a reader would read something else."""
        facts = (self.title, self.text, self.url, self.day, self.starts_at, self.place, self.is_cancelled)
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class NewsSource:
    """News (newest first) or dates to come (nearest first) between two days (N-020); two queries at most."""

    name: str
    title: Words
    items: Callable[[NewsWanted], Iterable[NewsItem]]
    is_events: bool = False


# Figures --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Statistic:
    """Counts of things that hold no persons, grouped in SQL by one or two features (G-115).

    `count` gets first and last day and returns rows `(feature, number)` or `(feature, feature, number)`, in
    the order to show. Small numbers, and those that would give them away, are hidden where it is shown.
    """

    name: str
    title: Words
    roles: Collection[str]
    features: tuple[Words, ...]
    count: Callable[[date, date], Iterable[tuple[Any, ...]]]
    explanation: Words = ""


today: Registry[Card] = Registry("today")
pages: Registry[Page] = Registry("pages")
sitemap: Registry[SiteSection] = Registry("sitemap")
texts: Registry[ShownText] = Registry("texts")
news: Registry[NewsSource] = Registry("news")
statistics: Registry[Statistic] = Registry("statistics")
# Their entries are described by the parts that read them.
search: Registry[Any] = Registry("search")
persons: Registry[Any] = Registry("persons")
