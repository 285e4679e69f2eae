"""Zones of a rent cap table with their places, printed amounts and increments (H-003)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.history import tracked
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from housing.models.places import Municipality
from housing.models.rent_caps import TABLE_OF_ROW, TABLE_OF_ZONE, RentCapTable, kept_when_confirmed

PRINTED = 5  # a table prints rows up to five persons, then an increment


class RentZoneQuerySet(models.QuerySet["RentZone"]):
    def in_force(self, on: date) -> list["RentZone"]:
        """The zones of the table that is valid on this day, with all their amounts: one query."""
        rows = RentCapRow.objects.filter(zone=OuterRef("pk")).order_by("persons")
        amount = Cast("gross_cold_rent", models.TextField())  # JSON knows no exact decimals
        zones = list(
            self.filter(table=RentCapTable.objects.in_force(on).values("pk")[:1])
            .select_related("table", "increment")
            .annotate(
                place_codes=ArraySubquery(
                    RentZonePlace.objects.filter(zone=OuterRef("pk")).values("municipality_id")
                ),
                printed_rows=ArraySubquery(
                    rows.values(data=JSONObject(persons="persons", area="area", gross_cold_rent=amount))
                ),
            )
            .order_by("code")
        )
        for zone in zones:
            zone.keep(zone.place_codes, zone.printed_rows)  # type: ignore[attr-defined]  # annotated above
        return zones


@tracked(kept=True)
class RentZone(models.Model):
    table = models.ForeignKey(RentCapTable, on_delete=models.CASCADE, related_name="zones")
    code = models.CharField(_("Zone"), max_length=4)
    label = models.CharField(_("Bezeichnung"), max_length=120)
    rent_level = models.PositiveSmallIntegerField(_("Mietenstufe (WoGG)"), null=True, blank=True)
    places: models.ManyToManyField[Municipality, "RentZonePlace"] = models.ManyToManyField(
        Municipality, through="RentZonePlace", related_name="+", verbose_name=_("Gemeinden")
    )

    retention = Retention(public="code label rent_level")

    objects = RentZoneQuerySet.as_manager()
    known_places: list[str]  # set by `in_force`

    class Meta:
        verbose_name = _("Zone")
        verbose_name_plural = _("Zonen")
        ordering = ["table", "code"]
        constraints = [
            models.UniqueConstraint(
                name="zone_code_is_once_per_table",
                fields=["table", "code"],
                violation_error_message=_("Diese Zone gibt es in der Tabelle schon."),
            ),
        ]
        triggers = [kept_when_confirmed("zone_of_confirmed_table_stays", TABLE_OF_ROW), Raises("rent_caps")]

    def __str__(self) -> str:
        return f"{self.code}: {self.label}"

    def copy_to(self, table: RentCapTable) -> None:
        new = RentZone.objects.create(
            table=table, code=self.code, label=self.label, rent_level=self.rent_level
        )
        new.places.set(self.places.all())
        RentCapRow.objects.bulk_create(
            RentCapRow(zone=new, persons=row.persons, area=row.area, gross_cold_rent=row.gross_cold_rent)
            for row in self.rows.all()
        )
        increment = RentCapIncrement.objects.filter(zone=self).first()
        if increment is not None:
            RentCapIncrement.objects.create(
                zone=new, area=increment.area, gross_cold_rent=increment.gross_cold_rent
            )

    def check_rows(self) -> None:
        rows = sorted(self.rows.all(), key=lambda row: row.persons)
        if [row.persons for row in rows] != list(range(1, PRINTED + 1)):
            raise ValidationError(
                _("Zone %(zone)s braucht genau eine Zeile für 1 bis 5 Personen.") % {"zone": self.code}
            )
        amounts = [row.gross_cold_rent for row in rows]
        if amounts != sorted(amounts):
            raise ValidationError(
                _("Zone %(zone)s: Der Betrag darf mit mehr Personen nicht sinken.") % {"zone": self.code}
            )

    def keep(self, places: list[str], printed: list[dict[str, Any]]) -> None:
        """Take what came along with the zone as if it had been fetched."""
        rows = RentCapRow.objects.none()
        rows._result_cache = [
            RentCapRow(zone=self, **row | {"gross_cold_rent": Decimal(row["gross_cold_rent"])})
            for row in printed
        ]
        self._prefetched_objects_cache = {"rows": rows}
        self.known_places = places

    def area(self, persons: int) -> int:
        """Square metres for this many persons."""
        rows = {row.persons: row for row in self.rows.all()}
        extra = max(0, persons - PRINTED)
        return rows[min(persons, PRINTED)].area + (extra * self.increment.area if extra else 0)

    def amount(self, persons: int) -> Decimal:
        """The cap for gross cold rent; from six persons on the value for five plus the increment each."""
        rows = {row.persons: row for row in self.rows.all()}
        extra = max(0, persons - PRINTED)
        further = extra * self.increment.gross_cold_rent if extra else Decimal(0)
        return rows[min(persons, PRINTED)].gross_cold_rent + further


@tracked(kept=True)
class RentZonePlace(models.Model):
    """A municipality in a zone; a table of its own so that a trigger can keep it."""

    zone = models.ForeignKey(RentZone, on_delete=models.CASCADE)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, verbose_name=_("Gemeinde"))

    class Meta:
        verbose_name = _("Gemeinde der Zone")
        verbose_name_plural = _("Gemeinden der Zone")
        constraints = [
            models.UniqueConstraint(name="place_is_once_per_zone", fields=["zone", "municipality"])
        ]
        triggers = [kept_when_confirmed("place_of_confirmed_table_stays", TABLE_OF_ZONE), Raises("rent_caps")]

    def __str__(self) -> str:
        return f"{self.zone_id}: {self.municipality_id}"


@tracked(kept=True)
class RentCapRow(models.Model):
    zone = models.ForeignKey(RentZone, on_delete=models.CASCADE, related_name="rows")
    persons = models.PositiveSmallIntegerField(_("Personen"))
    area = models.PositiveSmallIntegerField(_("Wohnfläche bis m²"))
    gross_cold_rent = models.DecimalField(_("Bruttokaltmiete bis €"), max_digits=7, decimal_places=2)

    retention = Retention(public="persons area gross_cold_rent")

    class Meta:
        verbose_name = _("Richtwert")
        verbose_name_plural = _("Richtwerte")
        ordering = ["zone", "persons"]
        constraints = [
            models.UniqueConstraint(name="one_cap_per_zone_and_size", fields=["zone", "persons"]),
            models.CheckConstraint(
                name="cap_row_has_one_to_five_persons",
                condition=Q(persons__gte=1, persons__lte=PRINTED),
                violation_error_message=_("Zeilen gibt es für 1 bis 5 Personen, danach den Zuschlag."),
            ),
            models.CheckConstraint(
                name="cap_row_is_positive",
                condition=Q(gross_cold_rent__gt=0, area__gt=0),
                violation_error_message=_("Fläche und Betrag sind größer als null."),
            ),
        ]
        triggers = [kept_when_confirmed("row_of_confirmed_table_stays", TABLE_OF_ZONE), Raises("rent_caps")]

    def __str__(self) -> str:
        return f"{self.persons}: {self.gross_cold_rent}"


@tracked(kept=True)
class RentCapIncrement(models.Model):
    """What each person beyond the fifth adds."""

    zone = models.OneToOneField(RentZone, on_delete=models.CASCADE, related_name="increment")
    area = models.PositiveSmallIntegerField(_("m² je weiterer Person"))
    gross_cold_rent = models.DecimalField(_("€ je weiterer Person"), max_digits=7, decimal_places=2)

    retention = Retention(public="area gross_cold_rent")

    class Meta:
        verbose_name = _("Zuschlag je weiterer Person")
        verbose_name_plural = _("Zuschläge je weiterer Person")
        constraints = [
            models.CheckConstraint(
                name="increment_is_positive",
                condition=Q(gross_cold_rent__gt=0, area__gt=0),
                violation_error_message=_("Fläche und Betrag sind größer als null."),
            ),
        ]
        triggers = [
            kept_when_confirmed("increment_of_confirmed_table_stays", TABLE_OF_ZONE),
            Raises("rent_caps"),
        ]

    def __str__(self) -> str:
        return f"+ {self.gross_cold_rent}"
