"""Lists the office keeps for events: categories, audiences, municipalities; and places (section 3)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from goslar_portal.sorting import Plain, german


class TermKind(models.TextChoices):
    CATEGORY = "category", _("Kategorie")
    AUDIENCE = "audience", _("Zielgruppe")
    MUNICIPALITY = "municipality", _("Stadt oder Gemeinde")


class EventTermQuerySet(models.QuerySet["EventTerm"]):
    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def in_use(self) -> Self:
        return self.filter(is_active=True)

    def words(self) -> dict[str, dict[str, str]]:
        """Label by kind and code, of all terms, also those switched off: old events still name them."""
        found: dict[str, dict[str, str]] = {kind: {} for kind in TermKind.values}
        for kind, code, label in self.values_list("kind", "code", "label"):
            found[kind][code] = label
        return found


class EventTerm(models.Model):
    kind = models.CharField(_("Liste"), max_length=12, choices=TermKind.choices)
    code = models.SlugField(_("Kürzel"), max_length=40)
    label = models.CharField(_("Wort"), max_length=80)
    position = models.PositiveSmallIntegerField(_("Stelle"), default=100)
    is_active = models.BooleanField(_("zur Auswahl"), default=True)

    objects = EventTermQuerySet.as_manager()
    retention = Retention(public="kind code label position", operational="is_active")

    class Meta:
        verbose_name = _("Wort einer Liste")
        verbose_name_plural = _("Listen für Veranstaltungen")
        ordering = ["kind", "position", "label"]
        constraints = [
            models.UniqueConstraint(name="event_term_is_one", fields=["kind", "code"]),
            models.CheckConstraint(name="event_term_kind_is_known", condition=Q(kind__in=TermKind.values)),
        ]
        triggers = [Raises("events")]

    def __str__(self) -> str:
        return self.label


class VenueQuerySet(models.QuerySet["Venue"]):
    def by_name(self) -> Self:
        return self.order_by(*german("name"), "pk")

    def named(self, name: str, municipality: str) -> "Venue | None":
        """The record of a place that somebody typed by name, however its letters are written."""
        plain = self.annotate(plain_name=Plain(F("name"))).filter(municipality=municipality)
        return plain.filter(plain_name=Plain(Value(name.strip()))).order_by("pk").first()


class Venue(models.Model):
    """A place where something happens, with what people need to know to get in."""

    name = models.CharField(_("Name"), max_length=160)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    municipality = models.SlugField(_("Stadt oder Gemeinde"), max_length=40)
    town = models.CharField(_("Ort"), max_length=80)
    latitude = models.DecimalField(_("Breite"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("Länge"), max_digits=8, decimal_places=5, null=True, blank=True)
    is_wheelchair_accessible = models.BooleanField(_("rollstuhlgerecht"), null=True, blank=True)
    has_accessible_toilet = models.BooleanField(_("barrierefreies WC"), null=True, blank=True)
    has_hearing_loop = models.BooleanField(_("Hörschleife"), null=True, blank=True)
    way = models.CharField(_("Weg in Worten"), max_length=300, blank=True)

    objects = VenueQuerySet.as_manager()
    retention = Retention(
        public="name street postal_code municipality town latitude longitude is_wheelchair_accessible"
        " has_accessible_toilet has_hearing_loop way"
    )
    if TYPE_CHECKING:
        pk: int

    class Meta:
        verbose_name = _("Veranstaltungsort")
        verbose_name_plural = _("Veranstaltungsorte")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="venue_postal_code_has_five_digits",
                condition=Q(postal_code="") | Q(postal_code__regex=r"^\d{5}$"),
                violation_error_message=_("Eine Postleitzahl hat fünf Ziffern."),
            ),
        ]
        triggers = [Raises("events")]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}"

    @property
    def address(self) -> str:
        """In one line, as in a calendar entry."""
        town = f"{self.postal_code} {self.town}".strip()
        return ", ".join(part for part in (self.name, self.street, town) if part)

    @property
    def access_words(self) -> list[str]:
        """What is known about the way in; unknown is not said."""
        facts = [
            (self.is_wheelchair_accessible, _("rollstuhlgerecht"), _("nicht rollstuhlgerecht")),
            (self.has_accessible_toilet, _("barrierefreies WC"), _("kein barrierefreies WC")),
            (self.has_hearing_loop, _("Hörschleife vorhanden"), _("keine Hörschleife")),
        ]
        return [str(yes if value else no) for value, yes, no in facts if value is not None]
