"""Restricted records: stored, and used for nothing else until somebody lifts it (Art. 18 DSGVO, G-106).

    objects = NotRestricted.from_queryset(OfferQuerySet)()

Lists, search, matching, letters and exports ask the default manager and so never meet them. What reads past
managers does so on purpose: the eraser, `move()`, and the privacy desk itself.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef

from goslar_portal.retention.models import Hold

M = TypeVar("M", bound=models.Model)


def is_free(kind: str, column: str = "pk") -> Any:
    """For `filter()`: the record itself, or the one that a row points at by `column`, is not restricted."""
    return ~Exists(Hold.objects.restricting().filter(kind=kind, number=OuterRef(column)))


class NotRestricted(models.Manager[M]):
    """All rows but those that are restricted; one anti-join on a table that is nearly empty."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(is_free(self.model._meta.label_lower))


def can_be_restricted(model: type[models.Model]) -> bool:
    """Whether its default manager hides restricted rows; a test asks every source of the privacy desk."""
    return isinstance(model._default_manager, NotRestricted)


def restricted_keys(keys: Iterable[str]) -> dict[str, Any]:
    """Which of these records (`housing.offer:12`) are restricted, with their hold."""
    wanted = set(keys)
    kinds = {key.partition(":")[0] for key in wanted}
    holds = Hold.objects.restricting().filter(kind__in=kinds)
    return {key: hold for hold in holds if (key := f"{hold.kind}:{hold.number}") in wanted}
