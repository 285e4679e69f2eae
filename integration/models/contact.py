"""Whom one can ask: offices and roles, never names of persons (I-030 to I-034)."""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import chain, count
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from goslar_portal import search
from goslar_portal.dates import months_after, today
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE, Language, catalogue
from goslar_portal.page_cache import Raises
from goslar_portal.registry import Words
from goslar_portal.retention import Retention, Rule, blank, days
from goslar_portal.sorting import german
from integration.models.hours import (
    WEEKDAYS,
    ClosedPeriod,
    MinuteOfDay,  # noqa: F401  # the first migration looks for it here
    OpeningHours,
)
from integration.models.page import Page, PageKind
from integration.models.small_text import SmallText
from integration.models.told import CONFIRMED, PERSON, PERSON_PURPOSE, PERSON_STARTS, REPLACED

COLUMN = "column"


class ContactQuerySet(models.QuerySet["Contact"]):
    def with_text(self, language: str) -> Self:
        """Role and remark in this language, else in German, and the hours, in one query."""
        hours = OpeningHours.objects.filter(contact=OuterRef("pk")).order_by("weekday", "opens")
        closed = ClosedPeriod.objects.filter(contact=OuterRef("pk"), until__gte=today()).order_by("first")
        return self.annotate(
            own=FilteredRelation("texts", condition=Q(texts__language=language)),
            german=FilteredRelation("texts", condition=Q(texts__language=SOURCE)),
            **{name: Coalesce(F(f"own__{name}"), F(f"german__{name}")) for name in ContactText.WORDS},
            german_role=F("german__role"),
            text_language=Coalesce(F("own__language"), F("german__language")),
            open_hours=ArraySubquery(
                hours.values(data=JSONObject(weekday="weekday", opens="opens", closes="closes"))
            ),
            closed_days=ArraySubquery(closed.values(data=JSONObject(first="first", until="until"))),
        )

    def by_role(self) -> list[tuple[int, str]]:
        """Keys and German names, for lists to choose from."""
        rows = self.with_text(SOURCE).order_by(*german("german_role"))
        return [(row.pk, row.german_role or row.code) for row in rows]  # type: ignore[attr-defined]  # annotated

    def findable(self, keys: Collection[str] | None) -> Self:
        """Those that stand on some page, or these of them; `start_place` is the place on the start page."""
        places = PageContact.objects.filter(contact=OuterRef("pk"))
        start = places.filter(page__kind=PageKind.START).values("position")[:1]
        rows = self.filter(Exists(places)).annotate(start_place=Subquery(start)).prefetch_related("texts")
        return rows if keys is None else rows.filter(pk__in=keys)

    def valid_on(self, day: date) -> Self:
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day))

    def coded(self, codes: Iterable[str]) -> Self:
        return self.filter(code__in=list(codes))

    def others_than(self, contact: "Contact") -> Self:
        return self.exclude(pk=contact.pk)

    def mailbox(self, code: str) -> str:
        """The e-mail address of this contact, empty without one."""
        return self.filter(code=code).values_list("email", flat=True).first() or ""

    def at_page(self, page_id: int) -> Self:
        """In order, each with its place there: the column, or a section by its key (I-021)."""
        rows = self.filter(places__page=page_id).order_by("places__position")
        return rows.annotate(place_there=F("places__place"))

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

    def with_old_names(self, day: date) -> Self:
        """Nobody has said for a year that the name of the person is still right (I-202)."""
        return self.filter(person_asked_on__lte=months_after(day, -12)).exclude(person="")

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
    person = models.CharField(
        _("Name einer Person"), max_length=120, blank=True,
        help_text=_("Nur mit Einverständnis. Verschwindet mit „gültig bis“; „Heute“ fragt jedes Jahr nach."),
    )  # fmt: skip
    person_asked_on = models.DateField(_("Name zuletzt bestätigt"), null=True, blank=True, editable=False)
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)
    needs_confirmation = models.TextField(_("vom Landkreis zu bestätigen"), blank=True)

    retention = Retention(
        public="code organisation phone email street postal_code town room is_step_free has_lift"
        " has_accessible_toilet languages is_by_appointment web valid_until",
        operational="needs_confirmation person_asked_on",
        personal="person",
        rules=[
            Rule(
                "integration.contact_person",
                PERSON,
                starts=PERSON_STARTS,
                clock="valid_until",
                period=days(1, low=1, high=1),  # the last valid day is over
                then=blank("person"),
                where=~Q(person=""),
            ),
        ],
        purpose=PERSON_PURPOSE,
    )

    objects = ContactQuerySet.as_manager()
    TOLD: ClassVar[dict[str, Words]] = {"replace": REPLACED, "confirm_person": CONFIRMED}
    if TYPE_CHECKING:
        role: str
        remark: str
        way_in: str
        text_language: str | None
        open_hours: list[dict[str, Any]]
        place_there: str
        closed_days: list[dict[str, str]]
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
                name="contact_person_is_dated",
                condition=Q(person="") | Q(person_asked_on__isnull=False),
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

    def name_person(self) -> None:
        """A name was typed or taken out: the yearly question begins anew. The caller saves."""
        self.person_asked_on = today() if self.person else None

    def confirm_person(self, *, by: Actor) -> None:
        """The name is still right; „Heute“ asks again in a year."""
        Contact.objects.filter(pk=self.pk).exclude(person="").update(person_asked_on=today())
        self.refresh_from_db(fields=["person_asked_on"])
        record(self, "confirm_person", by=by)

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

    @property
    def closed(self) -> list[dict[str, date]]:
        """When nobody is there, now and in the time to come, as dates."""
        return [{name: date.fromisoformat(row[name]) for name in row} for row in self.closed_days]


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
