"""What the rent cap table in force says: `caps_for`, and the light beside a rent (H-003, H-022)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from housing.models.places import Municipality
from housing.models.rent_caps import AreaBonus, RentCapTable, RentEffect
from housing.models.rent_zones import RentZone

PERSONS = range(1, 16)  # H-003: caps are asked for 1 to 15 persons


class Light(models.TextChoices):
    """What a rent means beside its cap (H-022)."""

    FITS = "fits", _("passt")
    CHECK = "check", _("knapp darüber, Prüfung im Einzelfall")
    FAILS = "fails", _("deutlich darüber")
    UNKNOWN = "unknown", _("nicht bekannt")


@dataclass(frozen=True)
class Cap:
    """What the table in force says about one household size in one place; without a table it is unknown."""

    persons: int
    zone: str = ""
    area: int | None = None
    gross_cold_rent: Decimal | None = None
    table: RentCapTable | None = None
    check_up_to: Decimal = Decimal(110)  # per cent

    @property
    def is_known(self) -> bool:
        return self.gross_cold_rent is not None

    def difference(self, gross_cold_rent: Decimal) -> Decimal | None:
        """Above the cap is positive."""
        return None if self.gross_cold_rent is None else gross_cold_rent - self.gross_cold_rent

    def judge(self, gross_cold_rent: Decimal | None) -> Light:
        if gross_cold_rent is None or self.gross_cold_rent is None:
            return Light.UNKNOWN
        if gross_cold_rent <= self.gross_cold_rent:
            return Light.FITS
        limit = self.gross_cold_rent * self.check_up_to / 100
        return Light.CHECK if gross_cold_rent <= limit else Light.FAILS


class CapBook:
    """The table in force on one day, read at once; then any number of caps without a query (H-334)."""

    def __init__(self, on: date) -> None:
        zones = list(RentZone.objects.in_force(on))
        self.table = zones[0].table if zones else None
        self.check_up_to = Decimal(office.value("housing.cap_check_up_to_percent"))
        self.zones = {place: zone for zone in zones for place in zone.known_places}

    @cached_property
    def bonuses(self) -> dict[str, AreaBonus]:
        return {bonus.code: bonus for bonus in self.table.bonuses.all()} if self.table else {}

    def cap(self, municipality: str, persons: int, bonuses: Iterable[str] = ()) -> Cap:
        """The cap for a place (its `ags`); `ValueError` outside of 1 to 15 persons."""
        if persons not in PERSONS:
            raise ValueError(f"{persons} persons; caps are for 1 to 15")
        zone = self.zones.get(municipality)
        if zone is None:
            return Cap(persons, table=self.table, check_up_to=self.check_up_to)
        extra = [self.bonuses[code] for code in bonuses]
        more = sum(bonus.rent_effect == RentEffect.NEXT_SIZE for bonus in extra)
        return Cap(
            persons,
            zone=zone.code,
            area=zone.area(persons) + sum(bonus.area for bonus in extra),
            gross_cold_rent=zone.amount(persons + more),
            table=self.table,
            check_up_to=self.check_up_to,
        )

    def row(self, municipality: str, sizes: Iterable[int] = range(1, 7)) -> list[Cap]:
        """Caps for several household sizes, smallest first."""
        return [self.cap(municipality, persons) for persons in sizes]


def caps_for(municipality: Municipality, persons: int, on: date, bonuses: Iterable[str] = ()) -> Cap:
    """Zone, area, cap for gross cold rent and the table used, for 1 to 15 persons (H-003).

    Without a table valid on `on` the answer is unknown, never zero.
    """
    return CapBook(on).cap(municipality.pk, persons, bonuses)
