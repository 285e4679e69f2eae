"""Towns, places and postal codes as the forms need them, read once per request."""

from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from housing.models import District, Municipality

OUTSIDE = "outside"


@dataclass
class Places:
    municipalities: dict[str, Municipality]
    districts: dict[str, District]
    _towns: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Self:
        towns = {row.pk: row for row in Municipality.objects.public().with_districts()}
        places = {str(place.pk): place for row in towns.values() for place in row.districts.all()}
        return cls(towns, places)

    def municipality_choices(self) -> list[tuple[str, Any]]:
        rows: list[tuple[str, Any]] = [(key, row.name) for key, row in self.municipalities.items()]
        return [*rows, (OUTSIDE, _("Außerhalb des Landkreises Goslar"))]

    def district_choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Grouped by town, in the order of the towns."""
        return [
            (town.name, [(str(row.pk), row.name) for row in town.districts.all()])
            for town in self.municipalities.values()
            if town.districts.all()
        ]

    def towns_of(self, code: str) -> set[str]:
        """The keys of the municipalities a postal code reaches; empty when it is not known."""
        if code not in self._towns:
            known = Municipality.objects.filter(postal_codes=code).values_list("pk", flat=True)
            self._towns[code] = set(known)
        return self._towns[code]
