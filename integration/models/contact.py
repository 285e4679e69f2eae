"""Whom one can ask: offices and roles, never names of persons (I-030 to I-034)."""

from collections.abc import Collection, Iterable
from itertools import chain, count
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models, transaction
from django.db.models import Exists, F, FilteredRelation, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from goslar_portal import search
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE, Language, catalogue
from goslar_portal.page_cache import Raises
from goslar_portal.registry import Words
from goslar_portal.retention import Retention
from integration.models.page import Page, PageKind
from integration.models.small_text import SmallText
from integration.models.told import REPLACED

if TYPE_CHECKING:
    from datetime import date

WEEKDAYS = {
    1: _("Montag"),
    2: _("Dienstag"),
    3: _("Mittwoch"),
    4: _("Donnerstag"),
    5: _("Freitag"),
    6: _("Samstag"),
    7: _("Sonntag"),
}
COLUMN = "column"


class MinuteOfDay(Func):
    """A time of day as a whole number, because PostgreSQL brings no range of times."""

    template = "(EXTRACT(HOUR FROM %(expressions)s) * 60 + EXTRACT(MINUTE FROM %(expressions)s))::int"
    output_field = models.IntegerField()


class ContactQuerySet(models.QuerySet["Contact"]):
    def with_text(self, language: str) -> Self:
        """Role and remark in this language, else in German, and the hours, in one query."""
        hours = OpeningHours.objects.filter(contact=OuterRef("pk")).order_by("weekday", "opens")
        return self.annotate(
            own=FilteredRelation("texts", condition=Q(texts__language=language)),
            german=FilteredRelation("texts", condition=Q(texts__language=SOURCE)),
            **{name: Coalesce(F(f"own__{name}"), F(f"german__{name}")) for name in ContactText.WORDS},
            german_role=F("german__role"),
            text_language=Coalesce(F("own__language"), F("german__language")),
            open_hours=ArraySubquery(
                hours.values(data=JSONObject(weekday="weekday", opens="opens", closes="closes"))
            ),
        )

    def findable(self, keys: Collection[str] | None) -> Self:
        """Those that stand on some page, or these of them; `start_place` is the place on the start page."""
        places = PageContact.objects.filter(contact=OuterRef("pk"))
        start = places.filter(page__kind=PageKind.START).values("position")[:1]
        rows = self.filter(Exists(places)).annotate(start_place=Subquery(start)).prefetch_related("texts")
        return rows if keys is None else rows.filter(pk__in=keys)

    def valid_on(self, day: "date") -> Self:
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day))

    def coded(self, codes: Iterable[str]) -> Self:
        return self.filter(code__in=list(codes))

    def others_than(self, contact: "Contact") -> Self:
        return self.exclude(pk=contact.pk)

    def mailbox(self, code: str) -> str:
        """The e-mail address of this contact, empty without one."""
        return self.filter(code=code).values_list("email", flat=True).first() or ""

    def at_page(self, page_id: int) -> Self:
        return self.filter(places__page=page_id).order_by("places__position")

    def placed(self) -> Self:
        """Contacts that stand on at least one page, each with the pages and its position there."""
        places = PageContact.objects.filter(contact=OuterRef("pk"))
        return self.annotate(
            standing=ArraySubquery(places.values(data=JSONObject(page="page_id", position="position")))
        ).filter(Exists(places))

    def free_code(self, name: str) -> str:
        """A short name nobody has yet."""
        base = slugify(name)[:50] or "kontakt"
        taken = set(self.filter(code__startswith=base).values_list("code", flat=True))
        return next(code for code in chain([base], (f"{base}-{n}" for n in count(2))) if code not in taken)

    def unconfirmed(self) -> Self:
        return self.exclude(needs_confirmation="")

    def with_pages(self) -> Self:
        return self.prefetch_related("places__page")


class Contact(models.Model):
    """One office. A change here shows on every page that names it."""

    code = models.SlugField(_("Kürzel"), max_length=60, unique=True)
    organisation = models.CharField(_("Einrichtung"), max_length=160, blank=True)
    phone = PhoneNumberField(_("Telefon"), blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    town = models.CharField(_("Ort"), max_length=80, blank=True)
    room = models.CharField(_("Raum"), max_length=60, blank=True)
    is_step_free = models.BooleanField(_("Zugang ohne Stufen"), null=True, blank=True)
    has_lift = models.BooleanField(_("Aufzug"), null=True, blank=True)
    has_accessible_toilet = models.BooleanField(_("barrierefreie Toilette"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=12), verbose_name=_("Sprachen"), default=list, blank=True
    )
    is_by_appointment = models.BooleanField(_("nach Vereinbarung"), default=False)
    web = models.URLField(_("Internetseite"), blank=True)
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)
    needs_confirmation = models.TextField(_("vom Landkreis zu bestätigen"), blank=True)

    retention = Retention(
        public="code organisation phone email street postal_code town room is_step_free has_lift"
        " has_accessible_toilet languages is_by_appointment web valid_until",
        operational="needs_confirmation",
    )

    objects = ContactQuerySet.as_manager()
    TOLD: ClassVar[dict[str, Words]] = {"replace": REPLACED}
    if TYPE_CHECKING:
        role: str
        remark: str
        way_in: str
        text_language: str | None
        open_hours: list[dict[str, Any]]
        standing: list[dict[str, int]]
        start_place: int | None
        texts: models.Manager["ContactText"]
        places: models.Manager["PageContact"]
        editions: models.Manager[Any]  # of documents, to be asked for here

    class Meta:
        verbose_name = _("Kontakt")
        verbose_name_plural = _("Kontakte")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="contact_can_be_reached",
                condition=~Q(phone="") | ~Q(email="") | ~Q(web="") | ~Q(street=""),
                violation_error_message=_(
                    "Bitte geben Sie mindestens einen Weg an, wie man die Stelle erreicht."
                ),
            ),
            models.CheckConstraint(
                name="contact_postal_code_has_five_digits",
                condition=Q(postal_code="") | Q(postal_code__regex=r"^\d{5}$"),
                violation_error_message=_("Eine Postleitzahl hat fünf Ziffern."),
            ),
        ]
        triggers = [search.Unlists("integration.contacts"), Raises("contact:{code}")]

    def __str__(self) -> str:
        return self.code

    @property
    def reference(self) -> str:
        return self.code

    @property
    def text_place(self) -> str:
        return f"contacts.{self.code}"

    @transaction.atomic
    def replace(self, *, by: Actor, other: "Contact") -> None:
        """Let another office stand everywhere this one stands: on pages and beside documents (I-031)."""
        if other == self:  # the form offers others only
            return
        self.places.filter(page__in=other.places.values("page")).delete()
        self.places.update(contact=other)
        self.editions.update(contact=other)
        record(self, "replace", by=by)
        search.refresh("integration.contacts")

    def rank(self, first: int, order: dict[int, int]) -> tuple[int, int]:
        """Place in the list of all contacts: those of page `first`, then by page in tree `order`."""
        return min(
            (-1 if row["page"] == first else order.get(row["page"], len(order)), row["position"])
            for row in self.standing
        )

    @property
    def text_is_in(self) -> Language | None:
        """The language of role and remark; None while nobody wrote any."""
        return catalogue().get(self.text_language or "")

    @property
    def spoken(self) -> list[Any]:
        """The languages spoken here, as the catalogue knows them."""
        return [catalogue()[code] for code in self.languages if code in catalogue()]

    @property
    def place(self) -> str:
        """Postal code and town, as on an envelope."""
        return f"{self.postal_code} {self.town}".strip()

    @property
    def access_facts(self) -> list[Any]:
        """What is known about the way in; unknown is not said (I-030)."""
        facts = [
            (self.is_step_free, _("Zugang ohne Stufen"), _("Zugang nur über Stufen")),
            (self.has_lift, _("Aufzug vorhanden"), _("kein Aufzug")),
            (self.has_accessible_toilet, _("barrierefreie Toilette"), _("keine barrierefreie Toilette")),
        ]
        return [yes if value else no for value, yes, no in facts if value is not None]

    @property
    def web_name(self) -> str:
        """The web address as people say it."""
        return self.web.split("://", 1)[-1].rstrip("/")

    @property
    def hours(self) -> list[dict[str, Any]]:
        """One line per weekday: its name and its times, as in "9:00 bis 12:00 Uhr"."""
        days: dict[int, list[dict[str, str]]] = {}
        for row in self.open_hours:
            days.setdefault(row["weekday"], []).append(
                {name: row[name][:5].lstrip("0") for name in ("opens", "closes")}
            )
        return [{"weekday": WEEKDAYS[day], "times": times} for day, times in days.items()]


class ContactText(SmallText):
    """What a contact says in one language."""

    OWNER: ClassVar[str] = "contact"
    WORDS: ClassVar[tuple[str, ...]] = ("role", "remark", "way_in")

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="texts", verbose_name=_("Kontakt")
    )
    role = models.CharField(_("Aufgabe oder Stelle"), max_length=160)
    remark = models.CharField(_("Bemerkung"), max_length=300, blank=True)
    way_in = models.CharField(_("Weg und Zugang"), max_length=300, blank=True)

    retention = Retention(public="role remark way_in")

    class Meta:
        verbose_name = _("Text eines Kontakts")
        verbose_name_plural = _("Texte eines Kontakts")
        ordering = ["contact_id", "language"]
        constraints = [
            models.UniqueConstraint(name="contact_text_is_one_per_language", fields=["contact", "language"]),
        ]
        triggers = [Raises("contact:{contact__code}")]

    def __str__(self) -> str:
        return self.role


class OpeningHours(models.Model):
    """One span of one weekday. Two spans of a contact never overlap (I-032)."""

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="opening_hours", verbose_name=_("Kontakt")
    )
    weekday = models.PositiveSmallIntegerField(_("Wochentag"), choices=list(WEEKDAYS.items()))
    opens = models.TimeField(_("von"))
    closes = models.TimeField(_("bis"))

    retention = Retention(public="weekday opens closes")

    class Meta:
        verbose_name = _("Öffnungszeit")
        verbose_name_plural = _("Öffnungszeiten")
        ordering = ["contact_id", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                name="hours_end_after_they_begin",
                condition=Q(opens__lt=F("closes")),
                violation_error_message=_("„bis“ muss nach „von“ liegen."),
            ),
            models.CheckConstraint(name="hours_weekday_is_known", condition=Q(weekday__range=(1, 7))),
            ExclusionConstraint(
                name="hours_do_not_overlap",
                expressions=[
                    ("contact", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (
                        Func(MinuteOfDay("opens"), MinuteOfDay("closes"), function="int4range"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Diese Zeit überschneidet sich mit einer anderen am selben Tag."),
            ),
        ]
        triggers = [Raises("contact:{contact__code}")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class PageContact(models.Model):
    """Where a page shows a contact: in its column, or in the section with this key (I-021)."""

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="contact_places", verbose_name=_("Seite")
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="places", verbose_name=_("Kontakt")
    )
    place = models.CharField(_("Ort auf der Seite"), max_length=40, default=COLUMN)
    position = models.PositiveSmallIntegerField(_("Stelle"), default=1)

    retention = Retention(public="place position")

    class Meta:
        verbose_name = _("Kontakt einer Seite")
        verbose_name_plural = _("Kontakte einer Seite")
        ordering = ["page_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="page_contact_stands_once",
                fields=["page", "contact"],
                violation_error_message=_("Dieser Kontakt steht schon auf der Seite."),
            ),
        ]
        triggers = [Raises("page:{page__slug}", "contacts")]

    def __str__(self) -> str:
        return f"{self.position}."
