"""The eraser: one rule, batch by batch, safe to interrupt, to repeat and to run twice at once (G-093)."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from goslar_portal.journal import history
from goslar_portal.journal.actors import acting
from goslar_portal.journal.models import Actor, record_all
from goslar_portal.retention import belongings
from goslar_portal.retention.declarations import Blank, CallVerb, Counts, Rule, Then
from goslar_portal.retention.due import day, due, has_number, held
from goslar_portal.retention.emptying import emptied
from goslar_portal.retention.inventory import Model, all_rows, candidates, rows_of, ruled
from goslar_portal.retention.models import KeptCount, Report, Run, Tombstone, grave
from goslar_portal.states import WrongStateError

BATCH = 500
PATIENCE = "60s"  # longer than any web request may hold a row
GROUND_FLOOR = "goslar_portal"

log = logging.getLogger("portal.retention")
Numbers = Collection[Any]


@dataclass(frozen=True)
class Outcome:
    due: int
    done: int
    left: int
    held: int


def run(*, at: datetime | None = None) -> Run:
    """Every rule once, things before what they point at; each with its report (G-094)."""
    at = at or timezone.now()
    this = Run.objects.create(began_at=at)
    for model, rule in in_order():
        outcome = apply(model, rule, at=at)
        Report.objects.create(run=this, rule=rule.name, asked_at=at, **vars(outcome))
        if outcome.done or outcome.left:
            log.info("rule applied", extra={"job": rule.name, "count": outcome.done})
    Run.objects.filter(pk=this.pk, ended_at=None).update(ended_at=max(at, timezone.now()))
    this.refresh_from_db()
    return this


def in_order() -> list[tuple[Model, Rule]]:
    """So that what became free by one rule is found by the next: offers before their landlords."""
    known = list(ruled())
    order: list[Model] = []

    def visit(model: Model, above: tuple[Model, ...]) -> None:
        for other, _rule in known:
            points = any(field.related_model is model for field in other._meta.concrete_fields)
            if points and other is not model and other not in above and other not in order:
                visit(other, (*above, model))
        if model not in order:
            order.append(model)

    for model, _rule in known:
        visit(model, ())
    return sorted(known, key=lambda pair: order.index(pair[0]))


def rule_named(name: str) -> tuple[Model, Rule]:
    """Raises `LookupError` for a rule nobody declared."""
    for model, rule in ruled():
        if rule.name == name:
            return model, rule
    raise LookupError(name)


def apply_rule(name: str) -> int:
    """For jobs of an area that cannot wait for the night: one rule now; returns how many rows went."""
    return apply(*rule_named(name), at=timezone.now()).done


def apply(model: Model, rule: Rule, *, at: datetime) -> Outcome:
    """Batch by batch in the order of the numbers, then the same question once more."""
    count, done, last = due(model, rule, at).count(), 0, None
    while True:
        rows = due(model, rule, at).order_by("pk")
        rows = rows if last is None else rows.filter(pk__gt=last)
        numbers = list(rows.values_list("pk", flat=True)[:BATCH])
        if not numbers:
            break
        done += _batch(model, rule, numbers, at)
        last = numbers[-1]
    left = due(model, rule, at).count()
    return Outcome(max(count, done), done, left, held(model, rule, at).count())


@transaction.atomic
def _batch(model: Model, rule: Rule, numbers: Numbers, at: datetime) -> int:
    """Locked, asked again, erased: whoever came first has done it, whoever came second finds nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [rule.name])
    rows = rows_of(model, numbers)
    locked = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    still = list(due(model, rule, at).filter(pk__in=locked).values_list("pk", flat=True))
    by = Actor.clock(rule.name)
    with acting(by):
        return len(_follow(model, rule, still, by)) if still else 0


def _follow(model: Model, rule: Rule, numbers: Numbers, by: Actor) -> Numbers:
    then = rule.then
    if isinstance(then, Blank):
        return _blank(model, then, numbers)
    if isinstance(then, CallVerb):
        return _call(model, then, numbers, by)
    if isinstance(then, Counts):
        _count(model, rule, then, numbers)
    return erase(model, numbers, by=by)


@transaction.atomic
def follow(model: Model, then: Then, numbers: Numbers, *, by: Actor) -> Numbers:
    """Without a period, because the person has asked for it (G-105)."""
    with acting(by):
        return _call(model, then, numbers, by) if isinstance(then, CallVerb) else erase(model, numbers, by=by)


@transaction.atomic
def erase(model: Model, numbers: Numbers, *, by: Actor) -> Numbers:
    """Rows with all that hangs on them; the nightly job and the privacy desk both end here (G-105)."""
    if not numbers:
        return numbers
    if leaves_trace(model):
        rows = list(rows_of(model, numbers))
        record_all(rows, "erase", by=by)
        Tombstone.objects.bury(model._meta.label_lower, [row.pk for row in rows])
    erase_parts(model, numbers)
    return numbers


@transaction.atomic
def erase_parts(model: Model, numbers: Numbers) -> None:
    """As `erase()`, for parts of a thing that has its own line in the journal."""
    tree, files = belongings.gather(model, numbers), belongings.Files()
    files.note(tree)
    _drop(tree)
    files.remove_unused()


def leaves_trace(model: Model) -> bool:
    """Things of the areas do; links, counters and logins of the ground floor come and go unnoted."""
    is_own = hasattr(model, "retention") and model.__module__.partition(".")[0] != GROUND_FLOOR
    return is_own and has_number(model)


def _blank(model: Model, then: Blank, numbers: Numbers) -> Numbers:
    files, below = belongings.Files(), belongings.gather_below(model, numbers)
    files.note(below | {model: set(numbers)})
    rows_of(model, numbers).update(**emptied(model, then.fields))
    history.forget(model, numbers)
    _drop(below)
    files.remove_unused()
    return numbers


def _call(model: Model, then: CallVerb, numbers: Numbers, by: Actor) -> Numbers:
    """The verb row by row; then what hangs on the rows it was right for."""
    gather: Callable[[Model, Numbers], belongings.Tree] = (
        belongings.gather if then.deletes else belongings.gather_below
    )
    files, tree = belongings.Files(), gather(model, numbers)
    files.note(tree | {model: set(numbers)})
    rows = rows_of(model, numbers)
    failed = {row.pk for row in rows if not _called(row, then, by)}
    if failed:
        kept = gather(model, failed)
        tree = {below: found - kept.get(below, set()) for below, found in tree.items()}
    done = [number for number in numbers if number not in failed]
    _drop(tree)
    belongings.forget(model, done)
    if then.deletes and leaves_trace(model):
        Tombstone.objects.bury(model._meta.label_lower, done)
    files.remove_unused()
    return done


def _called(row: models.Model, then: CallVerb, by: Actor) -> bool:
    """False when the row is no longer where the verb starts, or says so itself."""
    number = row.pk
    try:
        with transaction.atomic():
            said: object = getattr(row, then.name)(by=by)
    except (WrongStateError, ValidationError) as error:
        log.warning(
            "not erased", extra={"row": f"{row._meta.label} {number}", "status": type(error).__name__}
        )
        return False
    finally:
        row.pk = number
    return said is not False


def _drop(tree: belongings.Tree) -> None:
    belongings.delete(tree)
    for below, gone in tree.items():
        belongings.forget(below, gone)


def _count(model: Model, rule: Rule, then: Counts, numbers: Numbers) -> None:
    rows = candidates(model, rule).filter(pk__in=numbers).annotate(kept_month=TruncMonth(rule.clock))
    found = rows.values("kept_month", *then.by).annotate(kept_number=Count("pk", distinct=True)).order_by()
    KeptCount.objects.add(
        rule.name,
        [
            (day(row["kept_month"]), {name: _told(row[name]) for name in then.by}, row["kept_number"])
            for row in found
        ],
    )


def _told(value: Any) -> str:
    return "" if value is None else str(value)


def erase_again() -> int:
    """After a backup came back: whatever was erased since goes once more (G-244)."""
    count = 0
    for model in {model for model, _rule in ruled() if leaves_trace(model)}:
        kind = model._meta.label_lower
        graves = Tombstone.objects.buried(kind)
        numbers = all_rows(model).values_list("pk", flat=True).iterator() if graves else ()
        back = [number for number in numbers if grave(kind, number) in graves]
        for start in range(0, len(back), BATCH):
            count += len(erase(model, back[start : start + BATCH], by=Actor.clock("erase_again")))
    return count
