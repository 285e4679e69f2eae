"""What an erasure on request takes, what stays and why; by the same eraser as every night (G-105)."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from goslar_portal import office
from goslar_portal.journal.models import Actor
from goslar_portal.privacy.disclosure import whole_tree
from goslar_portal.privacy.models import CaseItem, PrivacyCase
from goslar_portal.privacy.records import Record, records
from goslar_portal.privacy.sources import Reason
from goslar_portal.retention import eraser
from goslar_portal.retention.due import ARCHIVE
from goslar_portal.retention.inventory import Model, retention_of, tables
from goslar_portal.retention.models import ArchiveCheck, Hold, HoldReason

# Holds of the office against erasing; those that serve the person give way to the person's own wish.
AGAINST = frozenset({HoldReason.DISPUTE, HoldReason.AUDIT, HoldReason.CRIME})


@dataclass(frozen=True)
class Planned:
    """One record: what hangs on it, and why it stays if it does."""

    record: Record
    contents: list[tuple[str, int]]
    reasons: list[Reason]

    @property
    def goes(self) -> bool:
        return not self.reasons

    @property
    def then(self) -> str:
        return str(self.record.source.then.label)


def plan(case: PrivacyCase) -> list[Planned]:
    """What hangs on a record that stays may stay with it: asked again until nothing changes."""
    found = [_planned(record) for record in records(case)]
    while True:
        going = {one.record.item.key for one in found if one.goes}
        after = [replace(one, reasons=_hanging(one.record, going)) if one.goes else one for one in found]
        if {one.record.item.key for one in after if one.goes} == going:
            return after
        found = after


def _planned(record: Record) -> Planned:
    tree = whole_tree(record.source.model, record.row.pk)
    contents = [(title_of(model), len(numbers)) for model, numbers in tree.items() if numbers]
    return Planned(record, contents, [*_held(record), *record.source.keeps(record.row)])


def title_of(model: Model) -> str:
    return str(capfirst(str(model._meta.verbose_name_plural)))


def _held(record: Record) -> list[Reason]:
    model, row = record.source.model, record.row
    holds = Hold.objects.of(row).in_force().filter(reason__in=AGAINST).order_by("until")
    reasons = [Reason(hold.get_reason_display(), hold.until) for hold in holds]
    retention = retention_of(model)
    is_covered = retention is not None and any(rule.archive for rule in retention.rules)
    asked = ArchiveCheck.objects.filter(kind=model._meta.label_lower, number=row.pk)
    if is_covered and office.value(ARCHIVE) and not asked.exists():
        reasons.append(Reason(_("Muss zuerst dem Archiv angeboten werden (§ 3 NArchG).")))
    return reasons


def _hanging(record: Record, going: Collection[str]) -> list[Reason]:
    """Rows that protect this one and do not go along."""
    found = []
    for table, column in protecting(record.source.model):
        for row in table._base_manager.filter(**{column: record.row.pk}):
            if f"{table._meta.label_lower}:{row.pk}" not in going:
                found.append(Reason(_("Es gehört noch etwas dazu: %(thing)s.") % {"thing": row}))
    return found


def protecting(model: Model) -> list[tuple[Model, str]]:
    return [
        (table, field.name)
        for table in tables()
        for field in table._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is model
        and field.remote_field.on_delete is models.PROTECT
    ]


def fingerprint(planned: Iterable[Planned]) -> str:
    """Changes with all that hangs on any record: the second person confirms what the first has seen."""
    lines = [f"{one.record.item.key} {one.goes} {sorted(one.contents)}" for one in planned]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def carry_out(planned: Sequence[Planned], *, by: Actor) -> int:
    """Things before what they point at; the rest is marked with its reason. Returns how many went."""
    count = 0
    for one in sorted(planned, key=lambda each: _place(each.record.source.model)):
        rows = CaseItem.objects.filter(pk=one.record.item.pk)
        if one.goes:
            eraser.follow(one.record.source.model, one.record.source.then, [one.record.row.pk], by=by)
            rows.update(outcome="erased")
            count += 1
        else:
            rows.update(outcome="kept", kept_for=sentence(one.reasons)[:500])
    return count


def sentence(reasons: Iterable[Reason]) -> str:
    return " ".join(str(reason.sentence) for reason in reasons)


def _place(model: Model) -> int:
    order = [known for known, _rule in eraser.in_order()]
    return order.index(model) if model in order else len(order)


def what_goes(planned: Sequence[Planned]) -> dict[str, Any]:
    """For the template: the two halves of the preview."""
    return {
        "going": [one for one in planned if one.goes],
        "staying": [one for one in planned if not one.goes],
    }


# Two people -----------------------------------------------------------------------------------------------


class PlanChangedError(Exception):
    """Something was added or is gone since the first person looked."""


@transaction.atomic
def propose(case: PrivacyCase, *, by: Actor, seen: str) -> None:
    """Hand it to a second person; `seen` is what the first one had before their eyes."""
    planned = plan(case)
    if fingerprint(planned) != seen or not any(one.goes for one in planned):
        raise PlanChangedError
    case.propose_erasure(by=by, plan=seen)


@transaction.atomic
def confirm(case: PrivacyCase, *, by: Actor, seen: str) -> int:
    """Somebody else than the first has looked: now it goes. Raises `ValidationError` for the first one."""
    case.must_be_second(by)
    planned = plan(case)
    if not seen == case.plan == fingerprint(planned):
        raise PlanChangedError
    case.erase_items(by=by)
    return carry_out(planned, by=by)
