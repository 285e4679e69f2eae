"""What the history says between two copies of a row: which field went from what to what (G-086)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goslar_portal.journal.history import History
from goslar_portal.numbers import money, number

NOTHING = "–"
LONGEST = 600  # characters of one value on a timeline
Related = Mapping[type[models.Model], Mapping[Any, str]]


@dataclass(frozen=True)
class Change:
    """One field; `is_hidden` when this person may know that it changed, but not from what to what."""

    label: str
    before: str
    after: str
    is_hidden: bool = False


@dataclass
class Step:
    """One remembered copy beside the one before it of the same row."""

    history: History
    now: Any
    before: Any
    fields: list[Any] = field(default_factory=list)

    @property
    def thing(self) -> tuple[str, Any]:
        return self.history.kind, self.now.pgh_obj_id

    @property
    def is_whole(self) -> bool:
        """The row came or went as a whole."""
        label: str = self.now.pgh_label
        return label == "delete" or (label == "insert" and self.before is None)

    @property
    def states(self) -> tuple[str, str] | None:
        """From where to where, when the state is among what changed."""
        if not any(entry.name == "state" for entry in self.fields):
            return None
        return getattr(self.before, "state", ""), self.now.state


def steps(history: History, copies: Iterable[Any]) -> list[Step]:
    """The copies of any number of rows, oldest first, each beside the one before of the same row."""
    last: dict[Any, Any] = {}
    found = []
    for copy in copies:
        step = Step(history, copy, last.get(copy.pgh_obj_id))
        last[copy.pgh_obj_id] = copy
        step.fields = [entry for entry in history.fields if _counts(step, entry)]
        found.append(step)
    return found


def _counts(step: Step, entry: Any) -> bool:
    """Of a row that came or went, whatever says something; else what differs from the copy before."""
    now = getattr(step.now, entry.attname)
    if step.is_whole:
        return now not in (None, "", [], {}, False)
    return step.before is not None and now != getattr(step.before, entry.attname)


def changes(
    step: Step, related: Related, *, hidden: Collection[str] = (), is_told: bool = False
) -> list[Change]:
    """One line for each field that changed. `is_told`: a verb says already what state and when."""
    found = []
    for entry in step.fields:
        if is_told and (entry.name == "state" or isinstance(entry, models.DateTimeField)):
            continue
        label = str(entry.verbose_name)
        if entry.name in hidden:
            found.append(Change(label, "", "", is_hidden=True))
        else:
            values = (getattr(copy, entry.attname, None) for copy in (step.before, step.now))
            before, after = (spoken(entry, value, related) for value in values)
            found.append(Change(label, before, after))
    return found


def whole(step: Step, related: Related, *, hidden: Collection[str] = (), without: str = "") -> Change:
    """One line for a row that came or went, with all it says; `without` is the column of its owner."""
    values = [
        with_word(entry, getattr(step.now, entry.attname), related)
        for entry in step.fields
        if entry.name not in hidden and entry.attname != without
    ]
    label, said = str(step.history.model._meta.verbose_name), ", ".join(values) or _("ja")
    return (
        Change(label, said, _("gelöscht")) if step.now.pgh_label == "delete" else Change(label, NOTHING, said)
    )


def step_name(step: Step, related: Related, named_by: Mapping[Any, Collection[str]]) -> str:
    """Which row it is, by the fields people know it by."""
    names = named_by.get(step.history.model, ())
    wanted = [entry for entry in step.history.fields if entry.name in names]
    values = [with_word(entry, getattr(step.now, entry.attname), related) for entry in wanted]
    return f"({', '.join(values)})" if values else ""


def with_word(entry: Any, value: Any, related: Related) -> str:
    """A bare number says nothing without its word; a name, a sum of money or a sentence does."""
    said = spoken(entry, value, related)
    bare = isinstance(value, int | bool) and not entry.is_relation
    return f"{entry.verbose_name} {said}" if bare else said


def spoken(entry: Any, value: Any, related: Related) -> str:
    """A value as people read it."""
    if value in (None, "", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if entry.is_relation:
        return related.get(entry.related_model, {}).get(value) or _("Nr. %(number)s") % {"number": value}
    labels = dict(getattr(entry, "base_field", entry).flatchoices)
    if isinstance(value, list):
        return ", ".join(str(labels.get(code, code)) for code in value)
    return str(labels[value]) if labels and value in labels else _plain(entry, value)


def _plain(entry: Any, value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "d.m.Y, H:i") + " Uhr"
    if isinstance(value, date):
        return date_format(value, "d.m.Y")
    if isinstance(value, Decimal):
        return money(value) if entry.decimal_places == 2 else number(value)
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def named(
    found: Iterable[Step], *, named_by: Mapping[Any, Collection[str]], but: type[models.Model]
) -> dict[type[models.Model], dict[Any, str]]:
    """The names of the rows that the fields lead to: one query for each model among them."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for step in found:
        telling = named_by.get(step.history.model, ())
        for entry in step.history.fields:
            counts = entry in step.fields or entry.name in telling
            if counts and entry.is_relation and entry.related_model is not but:
                wanted.setdefault(entry.related_model, set()).update(numbers_in(step, entry))
    return {
        model: {pk: str(row) for pk, row in model._base_manager.in_bulk(numbers).items()}
        for model, numbers in wanted.items()
    }


def numbers_in(step: Step, entry: Any) -> set[Any]:
    """Where a foreign key leads, before and after."""
    return {getattr(copy, entry.attname, None) for copy in (step.before, step.now)} - {None}
