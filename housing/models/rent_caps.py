"""Rent caps of the county (Richtwerte nach § 22 SGB II, § 35 SGB XII), in versioned tables (H-003).

One person types a table, another confirms it; from then on the database changes nothing in it (H-211).
"""

from datetime import date
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import states
from goslar_portal.dates import today
from goslar_portal.journal.history import tracked
from goslar_portal.journal.models import Actor, record
from goslar_portal.page_cache import Raises
from goslar_portal.registry import Words
from goslar_portal.retention import Retention
from goslar_portal.states import move


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

    def to_be_confirmed(self) -> Self:
        return self.filter(state=TableState.TO_BE_CONFIRMED)

    def due_for_review(self) -> Self:
        return self.filter(state__in=IN_USE, next_review__lte=today())

    def with_rows(self) -> Self:
        return self.prefetch_related("zones__rows", "zones__places", "zones__increment", "bonuses")


@tracked(kept=True)
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

    retention = Retention(public="title valid_from state source next_review", operational="remarks")

    objects = RentCapTableQuerySet.as_manager()
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS
    TOLD: ClassVar[dict[str, Words]] = {
        "propose": _("Zur Bestätigung gegeben"),
        "send_back": _("Zurück an die Eingabe"),
        "confirm": _("Bestätigt"),
        "withdraw": _("Zurückgezogen"),
        "copy": _("Als Kopie angelegt"),
    }
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
            Raises("rent_caps"),
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


class RentEffect(models.TextChoices):
    NONE = "none", _("keine")
    NEXT_SIZE = "next_household_size", _("wie eine Person mehr")


@tracked(kept=True)
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

    retention = Retention(public="code label area rent_effect source")

    class Meta:
        verbose_name = _("Mehrbedarf Fläche")
        verbose_name_plural = _("Mehrbedarf Fläche")
        ordering = ["table", "pk"]
        constraints = [models.UniqueConstraint(name="bonus_is_once_per_table", fields=["table", "code"])]
        triggers = [kept_when_confirmed("bonus_of_confirmed_table_stays", TABLE_OF_ROW), Raises("rent_caps")]

    def __str__(self) -> str:
        return self.label

    def for_table(self, table: RentCapTable) -> "AreaBonus":
        fields = ("code", "label", "area", "rent_effect", "source")
        return AreaBonus(table=table, **{name: getattr(self, name) for name in fields})
