"""Everything that happened to one record on one line of time: journal, field history, letters (G-086)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from goslar_portal.journal import words
from goslar_portal.journal.changes import Change, Step, changes, named, numbers_in, step_name, steps, whole
from goslar_portal.journal.history import history_of
from goslar_portal.journal.models import Entry
from goslar_portal.mail.models import Letter

MOST = 300  # copies of one kind, and journal rows, of one record; older ones stand in the journal
AT_FIRST = 20  # events on the page; older ones unfold


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, who, what, and what went from what to what."""

    at: datetime
    title: str
    who: str
    text: str = ""
    said: str = ""
    kind: str = "step"
    changes: Sequence[Change] = ()
    url: str = ""


@dataclass(frozen=True)
class Part:
    """Rows of another tracked model that belong to the record; `by` finds them in their history.

    Part(RentZone, {"table_id": table.pk}). `named_by`: the fields by which people tell the rows apart.
    `is_open`: whoever sees the record sees these, without a right of its own. `is_quiet`: what a verb tells
    is not told twice. `is_told`: the rows have lines of their own in the journal.
    """

    model: type[models.Model]
    by: dict[str, Any]
    named_by: Sequence[str] = ()
    is_open: bool = False
    is_quiet: bool = False
    is_told: bool = False

    def copies(self) -> models.QuerySet[Any]:
        """Every remembered copy, also of rows that are gone by now."""
        rows: models.QuerySet[Any] = history_of(self.model).rows.objects.filter(**self.by)
        return rows

    def numbers(self) -> models.QuerySet[Any]:
        """The numbers of all rows there ever were, for `by` of parts of this part."""
        return self.copies().order_by().values("pgh_obj_id")

    @property
    def owner(self) -> str:
        """The column that says again to which record the row belongs, if it says nothing else."""
        column = next(iter(self.by))
        return "" if "__" in column else column


@dataclass
class Timeline:
    """`user` decides what is shown; the record's own admin adds `parts` and `more`."""

    row: models.Model
    user: Any
    parts: Sequence[Part] = ()
    more: Sequence[Event] = ()
    left_out: frozenset[str] = frozenset()  # verbs that `more` tells better
    _people: dict[int, str] = field(default_factory=dict)
    _related: dict[Any, Any] = field(default_factory=dict)

    def events(self) -> list[Event]:
        """Newest first; the number of queries depends on the kind of record alone."""
        entries = self._entries()
        told, untold = self._joined(entries, self._steps())
        shown = [step for group in (*told.values(), *untold) for step in group]
        self._people = self._names(entries, shown)
        names = named(shown, named_by=self._named_by, but=get_user_model())
        self._related = names | {get_user_model(): self._people}
        silent = self.left_out if self.more else ()
        events = [self._told(entry, told[entry.pk]) for entry in entries if entry.verb not in silent]
        events += [self._untold(group) for group in untold]
        events += [*self._letters(), *self.more]
        return sorted(events, key=lambda event: event.at, reverse=True)

    # Reading ----------------------------------------------------------------------------------------------

    def _steps(self) -> list[Step]:
        """Of the record and its parts, oldest first."""
        own = history_of(type(self.row), or_none=True)
        sources: list[Any] = [(own, own.rows.objects.filter(pgh_obj_id=self.row.pk))] if own else []
        sources += [(history_of(part.model), part.copies()) for part in self._shown_parts]
        found: list[Step] = []
        for history, rows in sources:
            found += steps(history, reversed(rows.order_by("-pgh_id")[:MOST]))
        return found

    @property
    def _shown_parts(self) -> list[Part]:
        return [part for part in self.parts if part.is_open or self._may_see(part.model)]

    def _entries(self) -> list[Entry]:
        wanted = Q(kind=self.row._meta.label_lower, number=self.row.pk)
        for part in self._shown_parts:
            if part.is_told:
                wanted |= Q(kind=part.model._meta.label_lower, number__in=part.numbers())
        return list(Entry.objects.about(wanted)[:MOST])

    def _names(self, entries: Iterable[Entry], found: Iterable[Step]) -> dict[int, str]:
        """All accounts of the page in one query: who acted, and whom fields name."""
        numbers: set[Any] = {entry.account_id for entry in entries}
        for step in found:
            numbers.add((step.now.pgh_context or {}).get("account"))
            for entry in step.fields:
                if entry.is_relation and entry.related_model is get_user_model():
                    numbers |= numbers_in(step, entry)
        return words.people(numbers)

    def _letters(self) -> list[Event]:
        if not self._may_see(Letter):
            return []
        return [
            Event(
                letter.posted_at,
                _("E-Mail: %(subject)s") % {"subject": letter.subject or _("(gelöscht)")},
                _("Portal"),
                letter.get_state_display(),
                kind="letter",
                url=reverse("admin:mail_letter_change", args=[letter.pk]),
            )
            for letter in Letter.objects.about(self.row)
        ]

    def _may_see(self, model: type[models.Model]) -> bool:
        return bool(self.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"))

    # Telling ----------------------------------------------------------------------------------------------

    def _told(self, entry: Entry, found: Sequence[Step]) -> Event:
        step = words.step(entry.kind, entry.from_state, entry.to_state)
        return Event(
            entry.at,
            self._about(entry.kind, entry.number, words.done(entry.kind, entry.verb)),
            words.who(entry.actor_kind, entry.actor_name, entry.account_id, self._people),
            step,
            changes=[line for one in found for line in self._lines(one, with_state=not step)],
        )

    def _untold(self, group: Sequence[Step]) -> Event:
        """Changes of one transaction without a verb: a form of the back office, or by hand."""
        newest = group[-1].now
        by = newest.pgh_context or {}
        labels = {step.now.pgh_label for step in group if step.thing == self._thing}
        done = _("Angelegt") if labels == {"insert"} else _("Geändert")
        who = (
            words.who(by["kind"], by["name"], by["account"], self._people)
            if by
            else _("nicht über das Portal")
        )
        lines = [line for step in group for line in self._lines(step, with_state=True)]
        return Event(newest.pgh_created_at, done, who, kind="change", changes=lines)

    @property
    def _named_by(self) -> dict[Any, Sequence[str]]:
        return {part.model: part.named_by for part in self.parts}

    @property
    def _thing(self) -> tuple[str, Any]:
        return self.row._meta.label_lower, self.row.pk

    def _about(self, kind: str, number: Any, done: str) -> str:
        return done if (kind, number) == self._thing else f"{words.kind_name(kind)}: {done}"

    def _lines(self, step: Step, *, with_state: bool) -> list[Change]:
        history = step.history
        may_all = not history.opens or self.user.has_perm(history.opens)
        hidden = frozenset() if may_all else history.personal
        if step.is_whole:
            owner = next((part.owner for part in self.parts if part.model is history.model), "")
            is_own = step.thing == self._thing  # what it says now stands on the page
            return [] if is_own else [whole(step, self._related, hidden=hidden, without=owner)]
        if step.thing == self._thing:
            return changes(step, self._related, hidden=hidden, is_told=not with_state)
        lines = changes(step, self._related, hidden=hidden)
        name = f"{words.kind_name(history.kind)} {step_name(step, self._related, self._named_by)}".strip()
        return [Change(f"{name}: {line.label}", line.before, line.after, line.is_hidden) for line in lines]

    def _joined(
        self, entries: Sequence[Entry], found: Sequence[Step]
    ) -> tuple[dict[int, list[Step]], list[list[Step]]]:
        """Which changes belong to which journal row, and those of no verb, together by transaction.

        They belong together when of one transaction and one thing; of several rows the one with the same
        states, else the next that has none. Parts without a line of their own belong to that of the record.
        """
        quiet = {part.model for part in self.parts if part.is_quiet}
        groups: dict[Any, list[Entry]] = defaultdict(list)
        for entry in sorted(entries, key=lambda row: row.pk):
            groups[entry.transaction_number, entry.kind, entry.number].append(entry)
        told: dict[int, list[Step]] = defaultdict(list)
        untold: dict[int, list[Step]] = defaultdict(list)
        for step in found:
            number = step.now.pgh_transaction
            mates = groups.get((number, *step.thing)) or groups.get((number, *self._thing), [])
            same = [row for row in mates if step.states == (row.from_state, row.to_state)]
            free = [row for row in mates if not row.to_state and not told[row.pk]]
            best = same or (free if step.states is None else []) or mates[-1:]
            if not best:
                untold[number].append(step)
            elif step.history.model not in quiet:
                told[best[0].pk].append(step)
        kept = [group for group in untold.values() if any(step.fields for step in group)]
        return told, kept
