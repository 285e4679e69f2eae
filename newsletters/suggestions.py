"""News and dates other areas offer: copied into an issue, compared with their source (N-020 to N-024).

Areas are known only through the registry; what is copied is a text of its own from then on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.functional import Promise

from goslar_portal import office, registry
from goslar_portal.dates import today
from goslar_portal.registry import NewsItem, NewsSource, NewsWanted
from newsletters.blocks import COPIED, MOST_ENTRIES, TEASER_LENGTH, Block, BlockKind, Entry
from newsletters.models import UsedEntry, Version

MOST_ITEMS = 50
CHANGED, REMOVED = "changed", "removed"


@dataclass(frozen=True)
class Suggestion:
    """Something to tick. `used_in` names the issue of this newsletter it has been in."""

    source: NewsSource
    item: NewsItem
    used_in: str
    is_here: bool

    @property
    def name(self) -> str:
        return f"{self.source.name}|{self.item.key}"


@dataclass(frozen=True)
class Offer:
    """What one area offers; `is_missing` when it could not say (N-024)."""

    title: str | Promise
    is_events: bool
    rows: list[Suggestion]
    is_missing: bool = False


def offers(version: Version) -> list[Offer]:
    """Everything that may be taken into this version now, by area."""
    used = UsedEntry.objects.in_channel(version.issue.channel)
    here = {(entry.source, entry.key) for block in version.parts for entry in block.entries}
    found = ask(version)
    return [_offer(source, found.get(source.name), used, here) for source in registry.news]


def _offer(
    source: NewsSource,
    items: list[NewsItem] | None,
    used: dict[tuple[str, str], str],
    here: set[tuple[str, str]],
) -> Offer:
    rows = [
        Suggestion(
            source, item, used.get((source.name, item.key), ""), is_here=(source.name, item.key) in here
        )
        for item in items or ()
    ]
    return Offer(source.title, source.is_events, rows, is_missing=items is None)


def ask(version: Version, copied: Iterable[Entry] = ()) -> dict[str, list[NewsItem]]:
    """By source, in the order to offer them; one that raises is logged and missing here (N-024).

    News of the last days and dates of the next ones; wider where what was copied lies outside.
    """
    days: dict[str, list[date]] = {}
    for entry in copied:
        if entry.moment is not None:
            days.setdefault(entry.source, []).append(entry.moment.date())

    def items(source: NewsSource) -> list[NewsItem]:
        window = [*_usual_days(source), *days.get(source.name, [])]
        wanted = NewsWanted(version.issue.channel.slug, min(window), max(window), version.language)
        rows = sorted(source.items(wanted), key=_moment, reverse=not source.is_events)
        return rows[:MOST_ITEMS]

    return {source.name: found for source, found in registry.news.gather(items)}


def _usual_days(source: NewsSource) -> tuple[date, date]:
    if source.is_events:
        return today(), today() + timedelta(days=int(office.value("newsletters.event_days")))
    return today() - timedelta(days=int(office.value("newsletters.news_days"))), today()


def _moment(item: NewsItem) -> datetime:
    """Where only the day is known its first moment; so it is shown without an hour."""
    return item.starts_at or timezone.make_aware(datetime.combine(item.day, time.min))


def entry_of(source: str, item: NewsItem) -> Entry:
    return Entry(
        title=item.title,
        teaser=shortened(item.text),
        url=item.url,
        starts_at=timezone.localtime(_moment(item)).isoformat(),
        place=item.place,
        is_cancelled=item.is_cancelled,
        source=source,
        key=item.key,
        fingerprint=item.fingerprint,
    )


def shortened(text: str) -> str:
    """At most 300 characters, cut between words."""
    if len(text) <= TEASER_LENGTH:
        return text
    return f"{text[: TEASER_LENGTH - 2].rsplit(' ', 1)[0]} …"


# What was copied, and its source now ----------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How a copied entry stands to its source: "" while it fits, else changed or removed (N-022)."""

    state: str
    now: Entry | None

    @property
    def name(self) -> str:
        return f"{self.now.source}|{self.now.key}" if self.now else ""

    @property
    def is_changed(self) -> bool:
        return self.state == CHANGED

    @property
    def is_removed(self) -> bool:
        return self.state == REMOVED


Standings = dict[tuple[str, str], Standing]


def standings(version: Version) -> Standings:
    """By source and key; nothing is asked when nothing was copied. A source that fails says nothing."""
    copied = [entry for block in version.parts for entry in block.entries if entry.key]
    if not copied:
        return {}
    found = ask(version, copied)
    return {
        (entry.source, entry.key): _standing(entry, found[entry.source])
        for entry in copied
        if entry.source in found
    }


def cancelled(version: Version) -> set[tuple[str, str]]:
    """Copied dates that their source has called off since (N-031)."""
    return {name for name, row in standings(version).items() if row.now is not None and row.now.is_cancelled}


def _standing(entry: Entry, items: list[NewsItem]) -> Standing:
    item = next((item for item in items if item.key == entry.key), None)
    if item is not None:
        now = entry_of(entry.source, item)
        return Standing("" if entry.fingerprint == now.fingerprint else CHANGED, now)
    return Standing("" if _is_cut_off(entry, items) else REMOVED, None)


def _is_cut_off(entry: Entry, items: list[NewsItem]) -> bool:
    """Whether it may be missing only because an area names no more than fifty."""
    days = [_moment(item) for item in items]
    return len(items) == MOST_ITEMS and not (entry.moment and min(days) <= entry.moment <= max(days))


# Taking over ----------------------------------------------------------------------------------------------


def taken(blocks: Iterable[Block], entries: Iterable[Entry], kind: str) -> list[Block]:
    """The blocks with these entries in the first block of their kind that has room, else in new ones."""
    rows = list(blocks)
    for entry in entries:
        number = next((at for at, row in enumerate(rows) if row.kind == kind and has_room(row)), None)
        if number is None:
            rows.append(Block(kind, entries=(entry,)))
        else:
            rows[number] = replace(rows[number], entries=(*rows[number].entries, entry))
    return rows


def has_room(block: Block) -> bool:
    return block.kind in COPIED and len(block.entries) < MOST_ENTRIES


def renewed(version: Version, blocks: Iterable[Block], source: str, key: str) -> tuple[list[Block], str]:
    """The blocks with this one entry as its source has it now, and the block it stands in (N-022)."""
    standing = standings(version).get((source, key))
    rows, where = [], ""
    for block in blocks:
        entries = [
            standing.now
            if standing and standing.now and (entry.source, entry.key) == (source, key)
            else entry
            for entry in block.entries
        ]
        where = block.uid if tuple(entries) != block.entries else where
        rows.append(replace(block, entries=tuple(entries)))
    return rows, where


def chosen(version: Version, names: Iterable[str]) -> list[Block]:
    """The blocks of the version with what was ticked; names nobody offers any more are passed by."""
    wanted = set(names)
    rows = version.parts
    for offer in offers(version):
        picked = [entry_of(row.source.name, row.item) for row in offer.rows if row.name in wanted]
        kind = BlockKind.EVENTS if offer.is_events else BlockKind.NEWS
        rows = taken(rows, picked, kind)
    return rows
