"""Rent caps of the county (Richtwerte nach § 22 SGB II, § 35 SGB XII), in versioned tables (H-003).

One person types a table, another confirms it; from then on the database changes nothing in it (H-211).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import office, states
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, record
from goslar_portal.states import move
from housing.models.places import Municipality

PERSONS = range(1, 16)  # H-003: caps are asked for 1 to 15 persons
PRINTED = 5  # a table prints rows up to five persons, then an increment


class TableState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    TO_BE_CONFIRMED = "to_be_confirmed", _("vom Landkreis zu bestätigen")
    CONFIRMED = "confirmed", _("bestätigt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


IN_USE = frozenset({TableState.TO_BE_CONFIRMED, TableState.CONFIRMED})
STEPS = (
    (TableState.DRAFT, TableState.TO_BE_CONFIRMED),
    (TableState.DRAFT, TableState.WITHDRAWN),
    (TableState.TO_BE_CONFIRMED, TableState.DRAFT),
    (TableState.TO_BE_CONFIRMED, TableState.CONFIRMED),
    (TableState.TO_BE_CONFIRMED, TableState.WITHDRAWN),
    (TableState.CONFIRMED, TableState.WITHDRAWN),
)


class Light(models.TextChoices):
    """What a rent means beside its cap (H-022)."""

    FITS = "fits", _("passt")
    CHECK = "check", _("knapp darüber, Prüfung im Einzelfall")
    FAILS = "fails", _("deutlich darüber")
    UNKNOWN = "unknown", _("nicht bekannt")


def kept_when_confirmed(name: str, table_of: str) -> pgtrigger.Trigger:
    """Refuse every change of a row whose table is confirmed; `table_of` is SQL with {row} for its own row."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP <> 'INSERT' AND EXISTS (
                SELECT 1 FROM housing_rentcaptable t WHERE t.state = 'confirmed'
                AND t.id = ({table_of.format(row="OLD")})
            ) OR TG_OP <> 'DELETE' AND EXISTS (
                SELECT 1 FROM housing_rentcaptable t WHERE t.state = 'confirmed'
                AND t.id = ({table_of.format(row="NEW")})
            ) THEN
                RAISE EXCEPTION 'a confirmed table of rent caps does not change';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,  # noqa: S608  # names of columns from this module, nothing from outside
    )


TABLE_OF_ROW = "{row}.table_id"
TABLE_OF_ZONE = "SELECT z.table_id FROM housing_rentzone z WHERE z.id = {row}.zone_id"


class RentCapTableQuerySet(models.QuerySet["RentCapTable"]):
    def in_force(self, on: date) -> Self:
        """The newest table that is valid on this day comes first."""
        return self.filter(state__in=IN_USE, valid_from__lte=on).order_by("-valid_from", "-pk")

    def with_rows(self) -> Self:
        return self.prefetch_related("zones__rows", "zones__places", "zones__increment", "bonuses")


class RentCapTable(models.Model):
    """One circular of the county."""

    title = models.CharField(_("Titel"), max_length=160)
    valid_from = models.DateField(_("gilt ab"))
    state = models.CharField(
        _("Stand"),
        max_length=20,
        choices=TableState.choices,
        default=TableState.DRAFT,
        editable=False,
    )
    source = models.CharField(_("Quelle"), max_length=300, help_text=_("Rundschreiben, Beschluss, Datum"))
    remarks = models.TextField(_("Noch zu klären"), blank=True)
    next_review = models.DateField(_("nächste Prüfung"), null=True, blank=True)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("eingetragen von"),
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("bestätigt von"),
    )
    confirmed_at = models.DateTimeField(_("bestätigt am"), null=True, editable=False)

    objects = RentCapTableQuerySet.as_manager()
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS
    STARTS: ClassVar[dict[str, frozenset[str]]] = {
        "propose": frozenset({TableState.DRAFT}),
        "send_back": frozenset({TableState.TO_BE_CONFIRMED}),
        "confirm": frozenset({TableState.TO_BE_CONFIRMED}),
        "withdraw": frozenset({TableState.DRAFT, TableState.TO_BE_CONFIRMED, TableState.CONFIRMED}),
    }

    class Meta:
        verbose_name = _("Tabelle der Richtwerte (KdU)")
        verbose_name_plural = _("Richtwerte (KdU)")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="rent_cap_table_state_is_known", condition=Q(state__in=TableState.values)
            ),
            models.CheckConstraint(
                name="confirmed_table_is_dated",
                condition=~Q(state=TableState.CONFIRMED)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                violation_error_message=_("Eine bestätigte Tabelle nennt Person und Datum."),
            ),
            models.CheckConstraint(
                name="table_is_confirmed_by_second_person",
                condition=Q(confirmed_by__isnull=True)
                | Q(typed_by__isnull=True)
                | ~Q(confirmed_by=F("typed_by")),
                violation_error_message=_("Wer die Tabelle eingetragen hat, bestätigt sie nicht selbst."),
            ),
            models.UniqueConstraint(
                name="one_table_in_use_per_day",
                fields=["valid_from"],
                condition=Q(state__in=sorted(IN_USE)),
                violation_error_message=_("Für diesen Tag gibt es schon eine Tabelle."),
            ),
        ]
        triggers = [
            states.steps("rent_cap_table_steps", STEPS),
            pgtrigger.Protect(
                name="confirmed_table_does_not_change",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="confirmed")
                & (
                    pgtrigger.Q(old__title__df=pgtrigger.F("new__title"))
                    | pgtrigger.Q(old__valid_from__df=pgtrigger.F("new__valid_from"))
                    | pgtrigger.Q(old__source__df=pgtrigger.F("new__source"))
                    | pgtrigger.Q(old__remarks__df=pgtrigger.F("new__remarks"))
                    | pgtrigger.Q(old__confirmed_by__df=pgtrigger.F("new__confirmed_by"))
                    | pgtrigger.Q(old__confirmed_at__df=pgtrigger.F("new__confirmed_at"))
                ),
            ),
            pgtrigger.Protect(
                name="confirmed_table_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="confirmed"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"KdU {self.valid_from:%d.%m.%Y}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == TableState.CONFIRMED

    @transaction.atomic
    def propose(self, *, by: Actor) -> None:
        """Hand the typed table to the Leitung; from now on it counts, marked as unconfirmed."""
        self.check_rows()
        move(self, "propose", start=self.STARTS["propose"], to=TableState.TO_BE_CONFIRMED, by=by)

    @transaction.atomic
    def send_back(self, *, by: Actor) -> None:
        """Back to typing: the Leitung found something."""
        move(self, "send_back", start=self.STARTS["send_back"], to=TableState.DRAFT, by=by)

    @transaction.atomic
    def confirm(self, *, by: Actor) -> None:
        """Confirm the table for good; never by the person who typed it (H-211)."""
        if by.account_id is None or by.account_id == self.typed_by_id:
            raise ValidationError(
                _("Eine zweite Person muss bestätigen, nicht die, die die Tabelle eintrug.")
            )
        self.check_rows()
        move(
            self,
            "confirm",
            start=self.STARTS["confirm"],
            to=TableState.CONFIRMED,
            by=by,
            confirmed_by_id=by.account_id,
            confirmed_at=timezone.now(),
        )

    @transaction.atomic
    def withdraw(self, *, by: Actor) -> None:
        """Take the table out of use; the one before it counts again."""
        move(self, "withdraw", start=self.STARTS["withdraw"], to=TableState.WITHDRAWN, by=by)

    @transaction.atomic
    def copy(self, *, by: Actor) -> "RentCapTable":
        """A new draft with the same zones and amounts: the only way to change a confirmed table."""
        new = RentCapTable.objects.create(
            title=_("Kopie von %(title)s") % {"title": self.title[:140]},
            valid_from=today(),
            source=self.source,
            remarks=self.remarks,
            typed_by_id=by.account_id,
        )
        for zone in self.zones.prefetch_related("rows", "places", "increment"):
            zone.copy_to(new)
        AreaBonus.objects.bulk_create(bonus.for_table(new) for bonus in self.bonuses.all())
        record(new, "copy", by=by)
        return new

    def check_rows(self) -> None:
        """No gap, no falling amount, every place in one zone; raises `ValidationError` (H-212)."""
        zones = list(self.zones.prefetch_related("rows", "places"))
        places = [place.pk for zone in zones for place in zone.places.all()]
        if len(places) != len(set(places)):
            raise ValidationError(_("Eine Gemeinde steht in zwei Zonen."))
        if not zones:
            raise ValidationError(_("Die Tabelle hat noch keine Zone."))
        for zone in zones:
            zone.check_rows()


class RentZone(models.Model):
    table = models.ForeignKey(RentCapTable, on_delete=models.CASCADE, related_name="zones")
    code = models.CharField(_("Zone"), max_length=4)
    label = models.CharField(_("Bezeichnung"), max_length=120)
    rent_level = models.PositiveSmallIntegerField(_("Mietenstufe (WoGG)"), null=True, blank=True)
    places = models.ManyToManyField(
        Municipality, through="RentZonePlace", related_name="+", verbose_name=_("Gemeinden")
    )

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
        triggers = [kept_when_confirmed("zone_of_confirmed_table_stays", TABLE_OF_ROW)]

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
        triggers = [kept_when_confirmed("place_of_confirmed_table_stays", TABLE_OF_ZONE)]

    def __str__(self) -> str:
        return f"{self.zone_id}: {self.municipality_id}"


class RentCapRow(models.Model):
    zone = models.ForeignKey(RentZone, on_delete=models.CASCADE, related_name="rows")
    persons = models.PositiveSmallIntegerField(_("Personen"))
    area = models.PositiveSmallIntegerField(_("Wohnfläche bis m²"))
    gross_cold_rent = models.DecimalField(_("Bruttokaltmiete bis €"), max_digits=7, decimal_places=2)

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
        triggers = [kept_when_confirmed("row_of_confirmed_table_stays", TABLE_OF_ZONE)]

    def __str__(self) -> str:
        return f"{self.persons}: {self.gross_cold_rent}"


class RentCapIncrement(models.Model):
    """What each person beyond the fifth adds."""

    zone = models.OneToOneField(RentZone, on_delete=models.CASCADE, related_name="increment")
    area = models.PositiveSmallIntegerField(_("m² je weiterer Person"))
    gross_cold_rent = models.DecimalField(_("€ je weiterer Person"), max_digits=7, decimal_places=2)

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
        triggers = [kept_when_confirmed("increment_of_confirmed_table_stays", TABLE_OF_ZONE)]

    def __str__(self) -> str:
        return f"+ {self.gross_cold_rent}"


class RentEffect(models.TextChoices):
    NONE = "none", _("keine")
    NEXT_SIZE = "next_household_size", _("wie eine Person mehr")


class AreaBonus(models.Model):
    """A recognised need for more space; which need it is, is stored nowhere (H-214)."""

    table = models.ForeignKey(RentCapTable, on_delete=models.CASCADE, related_name="bonuses")
    code = models.CharField(_("Schlüssel"), max_length=40)
    label = models.CharField(_("Bezeichnung"), max_length=120)
    area = models.PositiveSmallIntegerField(_("zusätzliche m²"))
    rent_effect = models.CharField(
        _("Wirkung auf den Betrag"), max_length=20, choices=RentEffect.choices, default=RentEffect.NONE
    )
    source = models.CharField(_("Quelle"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Mehrbedarf Fläche")
        verbose_name_plural = _("Mehrbedarf Fläche")
        ordering = ["table", "pk"]
        constraints = [models.UniqueConstraint(name="bonus_is_once_per_table", fields=["table", "code"])]
        triggers = [kept_when_confirmed("bonus_of_confirmed_table_stays", TABLE_OF_ROW)]

    def __str__(self) -> str:
        return self.label

    def for_table(self, table: RentCapTable) -> "AreaBonus":
        fields = ("code", "label", "area", "rent_effect", "source")
        return AreaBonus(table=table, **{name: getattr(self, name) for name in fields})


# Answers --------------------------------------------------------------------------------------------------


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
    """The table in force on one day, read once; then any number of caps without a query."""

    def __init__(self, on: date) -> None:
        self.table = RentCapTable.objects.in_force(on).with_rows().first()
        self.check_up_to = Decimal(office.value("housing.cap_check_up_to_percent"))
        zones = self.table.zones.all() if self.table else []
        self.zones = {place.pk: zone for zone in zones for place in zone.places.all()}
        self.bonuses = {bonus.code: bonus for bonus in self.table.bonuses.all()} if self.table else {}

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
