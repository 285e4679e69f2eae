"""Records that are due but have to be offered to the archive first (G-096, NArchG § 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from goslar_portal import office
from goslar_portal.journal.models import Actor, record
from goslar_portal.retention.due import ARCHIVE, day, over
from goslar_portal.retention.inventory import Model, ruled
from goslar_portal.retention.models import ArchiveCheck


@dataclass(frozen=True)
class Waiting:
    """One record nobody has offered yet; `since` is the day on which its period was over."""

    key: str
    label: str
    since: date


def waiting() -> list[Waiting]:
    """Everything whose period is over and that the archive has not been asked about, oldest first."""
    if not office.value(ARCHIVE):
        return []
    found = []
    for model, rule in ruled():
        if rule.archive:
            asked = ArchiveCheck.objects.filter(kind=model._meta.label_lower).values("number")
            for row in over(model, rule, timezone.now()).exclude(pk__in=asked):
                since = day(getattr(row, rule.clock))
                found.append(Waiting(f"{model._meta.label_lower}:{row.pk}", _label(model, row), since))
    return sorted(found, key=lambda one: one.since)


def _label(model: Model, row: object) -> str:
    return f"{model._meta.verbose_name} {row}"


@transaction.atomic
def answer(keys: Iterable[str], *, answer: str, by: Actor) -> int:
    """What the archive said about these records; from now on their period decides alone."""
    chosen, count = set(keys), 0
    for model, rule in ruled():
        if rule.archive:
            kind = model._meta.label_lower
            numbers = [int(key.partition(":")[2]) for key in chosen if key.startswith(f"{kind}:")]
            for row in over(model, rule, timezone.now()).filter(pk__in=numbers):
                facts = {"answer": answer, "checked_by_id": by.account_id}
                _check, is_new = ArchiveCheck.objects.get_or_create(kind=kind, number=row.pk, defaults=facts)
                if is_new:
                    record(row, "offer_to_archive", by=by, reason=answer)
                    count += 1
    return count
