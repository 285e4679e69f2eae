"""„Heute“: what waits for one person, card by card, each read with one query (G-112)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, Min, Q, QuerySet, Value, When, Window
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goslar_portal import dates, registry
from goslar_portal.registry import Card, Line

SHOWN = 5  # lines of one card; the list behind it has them all
LONGEST = 120  # signs of a line; the record behind it has the whole text


@dataclass(frozen=True)
class Due:
    """A deadline in words, and whether it has passed."""

    day: date
    words: str
    is_late: bool


@dataclass(frozen=True)
class Item:
    """One line of a card."""

    text: str
    url: str
    age: str
    due: Due | None
    is_own: bool


@dataclass(frozen=True)
class Pile:
    """A card that has something on it."""

    card: Card
    url: str
    count: int
    own: int
    late: int
    oldest: str
    next_due: Due | None
    items: list[Item]

    @property
    def rest(self) -> int:
        return self.count - len(self.items)

    @property
    def slug(self) -> str:
        return self.card.name.replace(".", "-")


@dataclass(frozen=True)
class Board:
    """The whole page of one person."""

    day: date
    piles: list[Pile]
    questions: list[Pile]
    done: list[str]
    missing: int

    @property
    def count(self) -> int:
        return sum(pile.count for pile in self.piles)

    @property
    def asked(self) -> int:
        return sum(pile.count for pile in self.questions)

    @property
    def own(self) -> int:
        return sum(pile.own for pile in self.piles)

    @property
    def late(self) -> int:
        return sum(pile.late for pile in self.piles)


def board(user: Any) -> Board:
    """Cards of one's roles: those with something of one's own first, then what is late, then the rest."""
    mine = [card for card in registry.today if card.is_for(user)]
    read = [pile for _card, pile in registry.today.gather(lambda card: _read(card, user), mine)]
    full = sorted((pile for pile in read if pile.count), key=lambda pile: (not pile.own, not pile.late))
    return Board(
        day=dates.today(),
        piles=[pile for pile in full if not pile.card.is_question],
        questions=[pile for pile in full if pile.card.is_question],
        done=[str(pile.card.title) for pile in read if not pile.count and not pile.card.is_question],
        missing=len(mine) - len(read),
    )


def _read(card: Card, user: Any) -> Pile:
    rows = card.rows()
    return _of_rows(card, rows, user) if isinstance(rows, QuerySet) else _of_lines(card, rows)


def _of_rows(card: Card, rows: "QuerySet[Any]", user: Any) -> Pile:
    """Numbers over all rows and the first few of them in one statement."""
    order: list[Any] = [F(name).asc(nulls_last=True) for name in (card.due, card.since) if name]
    marked = rows.annotate(**{"pile_is_own": Value(1), **_numbers(card, rows, user)})
    first = list(marked.order_by("pile_is_own", *order, "pk")[:SHOWN])
    seen: dict[str, Any] = vars(first[0]) if first else {}
    return Pile(
        card,
        _list(card, rows),
        count=seen.get("pile_count", 0),
        own=seen.get("pile_own", 0),
        late=seen.get("pile_late", 0),
        oldest=age(seen.get("pile_oldest")),
        next_due=due(seen.get("pile_next")),
        items=[_item(card, row) for row in first],
    )


def _numbers(card: Card, rows: "QuerySet[Any]", user: Any) -> dict[str, Any]:
    """What the card says about all its rows, as windows over them."""
    numbers: dict[str, Any] = {"pile_count": Window(Count("*"))}
    if card.owner:
        own = Q(**{card.owner: user.pk})
        numbers["pile_own"] = Window(Count("pk", filter=own))
        numbers["pile_is_own"] = Case(When(own, then=Value(0)), default=Value(1))
    if card.since:
        numbers["pile_oldest"] = Window(Min(card.since))
    if card.due:
        numbers["pile_next"] = Window(Min(card.due))
        late = Q(**{f"{card.due}__lt": _limit(rows, card.due, dates.today())})
        numbers["pile_late"] = Window(Count("pk", filter=late))
    return numbers


def _limit(rows: "QuerySet[Any]", name: str, day: date) -> date | datetime:
    """The beginning of today in the kind of the column."""
    column: Any = rows.model._meta
    for part in name.split("__"):
        column = column.get_field(part)
        column = column.related_model._meta if column.is_relation else column
    if column.get_internal_type() == "DateTimeField":
        return timezone.make_aware(datetime.combine(day, datetime.min.time()))
    return day


def _item(card: Card, row: Any) -> Item:
    goes_to = card.goes_to or _record
    return Item(
        text=Truncator(card.line(row)).chars(LONGEST),
        url=goes_to(row),
        age=age(_value(row, card.since)),
        due=due(_value(row, card.due)),
        is_own=row.pile_is_own == 0,
    )


def _value(row: Any, name: str) -> date | datetime | None:
    for part in name.split("__") if name else ():
        row = getattr(row, part, None)
    return row if isinstance(row, date) else None


def _record(row: Any) -> str:
    return _address(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", row.pk)


def _list(card: Card, rows: "QuerySet[Any] | None" = None) -> str:
    name, _mark, query = card.link.partition("?")
    if not name and rows is not None:
        name = f"admin:{rows.model._meta.app_label}_{rows.model._meta.model_name}_changelist"
    address = _address(name)
    return f"{address}?{query}" if address and query else address


def _address(name: str, *arguments: Any) -> str:
    """Empty for records that have no page of their own."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _of_lines(card: Card, lines: Iterable[Line]) -> Pile:
    """Things that are no rows of one table, such as checks of health."""
    found = sorted(lines, key=lambda line: (not line.is_own, _day(line.due or line.since) or date.max))
    days = [day for line in found if (day := _day(line.since))]
    deadlines = [day for line in found if (day := _day(line.due))]
    items = [
        Item(Truncator(row.text).chars(LONGEST), row.url, age(row.since), due(row.due), row.is_own)
        for row in found
    ]
    return Pile(
        card,
        _list(card),
        count=len(found),
        own=sum(line.is_own for line in found),
        late=sum(item.due.is_late for item in items if item.due),
        oldest=age(min(days, default=None)),
        next_due=due(min(deadlines, default=None)),
        items=items[:SHOWN],
    )


# Time in words --------------------------------------------------------------------------------------------


def _day(moment: date | datetime | None) -> date | None:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def age(moment: date | datetime | None) -> str:
    """„seit 12 Tagen“"""
    day = _day(moment)
    if day is None:
        return ""
    days = (dates.today() - day).days
    if days <= 0:
        return _("seit heute")
    if days == 1:
        return _("seit gestern")
    return ngettext("seit %(days)d Tag", "seit %(days)d Tagen", days) % {"days": days}


def due(moment: date | datetime | None) -> Due | None:
    """„heute“, „morgen“, „bis 27.11.“, „3 Tage überfällig“"""
    day = _day(moment)
    if day is None:
        return None
    days = (day - dates.today()).days
    if days < 0:
        words = ngettext("%(days)d Tag überfällig", "%(days)d Tage überfällig", -days) % {"days": -days}
        return Due(day, words, is_late=True)
    near = {0: _("heute fällig"), 1: _("morgen fällig")}
    pattern = "j.n." if day.year == dates.today().year else "j.n.Y"
    later = _("bis %(day)s") % {"day": date_format(day, pattern)}
    return Due(day, near.get(days, later), is_late=False)
