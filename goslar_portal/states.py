"""The one writer of every `state` column (G-081)."""

from collections.abc import Collection
from typing import Any

import pgtrigger
from django.db import models, transaction

from goslar_portal.journal.actors import acting
from goslar_portal.journal.models import Actor, record


class WrongStateError(Exception):
    """The row is no longer where the verb starts; somebody was faster. `current` is where it is now."""

    def __init__(self, row: models.Model, current: str, expected: Collection[str]) -> None:
        super().__init__(f"{row._meta.label} {row.pk} is {current!r}, expected one of {sorted(expected)}")
        self.row = row
        self.current = current
        self.expected = expected


@transaction.atomic
def move(
    row: Any, verb: str, *, start: str | Collection[str], to: str, by: Actor, reason: str = "", **fields: Any
) -> None:
    """Move `row` to state `to` if it is still in `start`: one UPDATE, one journal row, one reload.

    `fields` are written in the same UPDATE. `reason` is a code, never free text.
    Raises `WrongStateError` and writes nothing when the row is elsewhere by now.
    """
    with acting(by):
        before = _update(row, {start} if isinstance(start, str) else set(start), state=to, **fields)
    record(row, verb, by=by, reason=reason, from_state=before, to_state=to)
    row.refresh_from_db()


def _update(row: Any, expected: set[str], **fields: Any) -> str:
    """Write the fields if the state is one of `expected`; returns the state the row was in."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    before: str = row.state
    if before not in expected or not rows.filter(state=before).update(**fields):
        # The row in memory is old: look again, and hold the row, so that the answer stays right.
        before = rows.order_by().select_for_update().values_list("state", flat=True).first() or ""
        if before not in expected:
            raise WrongStateError(row, before, expected)
        rows.update(**fields)
    return before


def steps(name: str, transitions: Collection[tuple[str, str]]) -> pgtrigger.FSM:
    """The trigger that refuses every jump the model does not list."""
    return pgtrigger.FSM(name=name, field="state", transitions=sorted(set(transitions)))
