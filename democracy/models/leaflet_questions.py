"""Questions to the table of versions of leaflets."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Q

from democracy.models.leaflet import Leaflet
from democracy.models.leaflet_states import LeafletState

if TYPE_CHECKING:
    from democracy.models.leaflet_version import LeafletVersion  # noqa: F401  # named in the base class


class LeafletVersionQuerySet(models.QuerySet["LeafletVersion"]):
    def published(self) -> Self:
        return self.filter(state=LeafletState.PUBLISHED)

    def numbered(self) -> Self:
        """What has an address: published once, perhaps withdrawn later."""
        return self.exclude(state=LeafletState.DRAFT).order_by("-number")

    def valid_on(self, day: date) -> Self:
        return self.published().filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)

    def overlapping(self, first: date, last: date | None) -> Self:
        """See also: the constraint `leaflet_versions_never_overlap`."""
        begun = self if last is None else self.filter(valid_from__lte=last)
        return begun.filter(Q(valid_until=None) | Q(valid_until__gte=first))

    def at(self, slug: str) -> Self:
        return self.filter(leaflet__slug=slug, leaflet__public_since__isnull=False)

    def of_number(self, number: int) -> Self:
        return self.numbered().filter(number=number)

    def with_leaflet(self) -> Self:
        return self.select_related("leaflet")

    def with_file(self) -> Self:
        return self.select_related("leaflet", "upload")

    def for_list(self) -> Self:
        """Everything but the text, with the numbers of the funding periods, in one query."""
        return self.numbered().with_period_numbers()

    def with_period_numbers(self) -> Self:
        numbers = ArrayAgg("periods__number", distinct=True, filter=Q(periods__isnull=False))
        return self.defer("body").annotate(period_numbers=numbers)

    def of_leaflets(self, rows: Any) -> Self:
        return self.filter(leaflet__in=rows)

    def ending_by(self, day: date, limit: date) -> Self:
        """Valid versions whose end comes by `limit`, with nothing published that follows them."""
        follows = (
            LeafletVersionQuerySet(self.model)
            .published()
            .filter(leaflet=models.OuterRef("leaflet"), valid_from__gt=models.OuterRef("valid_from"))
        )
        replaced = Leaflet.objects.public().filter(replaces=models.OuterRef("leaflet"))
        ending = self.published().filter(valid_until__gte=day, valid_until__lte=limit)
        return ending.exclude(models.Exists(follows)).exclude(models.Exists(replaced)).order_by("valid_until")

    def to_withdraw(self) -> Self:
        """One person asked for it, a second one has to agree (D-014)."""
        return self.published().exclude(withdrawal_asked_by=None).with_leaflet()

    def erasable(self, day: date) -> Self:
        """Files past the day they are kept until and no longer valid."""
        over = Q(state=LeafletState.WITHDRAWN) | Q(valid_until__lt=day)
        return self.numbered().filter(over, keep_until__lt=day, upload__isnull=False)
