"""An event: what, who, where, when in wall times; its dates are rows of their own (D-060, D-063)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from democracy.models import schedule
from democracy.models.event_lists import Venue
from democracy.models.event_questions import EventQuerySet
from democracy.models.event_rules import EVENT_RULES, personal_address
from democracy.models.event_states import EVENT_STARTS, EVENT_STEPS, SHOWN, EventState, Registration
from democracy.models.leaflet_text import CleanTextField
from democracy.models.period import FundingPeriod
from democracy.occurrences import Rule, Times, parse
from goslar_portal import states
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import catalogue
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from goslar_portal.states import move
from goslar_portal.texts import plain
from goslar_portal.uploads.models import Upload

if TYPE_CHECKING:
    from democracy.models.occurrence import Occurrence


def own_host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


class Event(models.Model):
    slug = models.SlugField(_("Adresse"), max_length=80, unique=True)
    title = models.CharField(_("Titel"), max_length=120)
    teaser = models.CharField(_("Kurz gesagt"), max_length=300)
    body = CleanTextField(_("Text"), max_length=8000, blank=True)
    organiser = models.CharField(_("Veranstalter"), max_length=160)
    email = models.EmailField(_("Kontakt: E-Mail"), blank=True)
    phone = models.CharField(_("Kontakt: Telefon"), max_length=40, blank=True)
    contact_is_agreed = models.BooleanField(
        _("Der Veranstalter ist mit der Veröffentlichung des Kontakts einverstanden"), default=False
    )
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Ort"))
    online_url = models.URLField(_("Link zur Teilnahme"), max_length=300, blank=True)
    starts_on = models.DateField(_("Beginn"))
    starts_time = models.TimeField(_("Uhrzeit"), null=True, blank=True)
    ends_on = models.DateField(_("Ende"))
    ends_time = models.TimeField(_("Uhrzeit am Ende"), null=True, blank=True)
    rule = models.CharField(_("Wiederholung"), max_length=120, blank=True)
    extra_dates = ArrayField(
        models.DateField(), verbose_name=_("zusätzliche Tage"), default=list, blank=True, size=200
    )
    left_out_dates = ArrayField(
        models.DateField(), verbose_name=_("ausgelassene Tage"), default=list, blank=True, size=200
    )
    category = models.SlugField(_("Kategorie"), max_length=40)
    audiences = ArrayField(
        models.SlugField(max_length=40), verbose_name=_("Zielgruppen"), default=list, blank=True
    )
    languages = ArrayField(
        models.CharField(max_length=12), verbose_name=_("Sprachen"), default=list, blank=True
    )
    has_interpreting = models.BooleanField(_("Dolmetschen"), default=False)
    has_sign_language = models.BooleanField(_("Gebärdensprache"), default=False)
    has_childcare = models.BooleanField(_("Kinderbetreuung"), default=False)
    is_free = models.BooleanField(_("kostenlos"), default=True)
    price = models.CharField(_("Preis in Worten"), max_length=120, blank=True)
    registration = models.CharField(
        _("Anmeldung"), max_length=5, choices=Registration.choices, default=Registration.NONE
    )
    registration_to = models.CharField(_("Anmeldung bei"), max_length=300, blank=True)
    registration_until = models.DateField(_("letzter Tag der Anmeldung"), null=True, blank=True)
    image = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    image_hash = models.CharField(max_length=64, blank=True, editable=False)
    image_alt = models.CharField(_("Bildbeschreibung"), max_length=200, blank=True)
    image_credit = models.CharField(_("Bildnachweis"), max_length=120, blank=True)
    image_rights = models.BooleanField(_("Rechte am Bild liegen vor"), default=False)
    period = models.ForeignKey(
        FundingPeriod, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Förderperiode")
    )
    is_funded = models.BooleanField(_("gefördert"), default=False)
    state = models.CharField(
        _("Zustand"), max_length=10, choices=EventState.choices, default=EventState.DRAFT
    )
    is_sample = models.BooleanField(_("Muster"), default=False, editable=False)
    uid_host = models.CharField(max_length=120, default=own_host, editable=False)
    published_at = models.DateTimeField(_("veröffentlicht"), null=True, editable=False)
    changed_at = models.DateTimeField(_("geändert"), default=timezone.now, editable=False)
    notice = models.CharField(_("Hinweis zur Absage"), max_length=300, blank=True)

    objects = EventQuerySet.as_manager()
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = EVENT_STEPS
    STARTS: ClassVar[dict[str, frozenset[str]]] = EVENT_STARTS
    retention = Retention(
        public="slug title teaser body organiser email phone starts_on starts_time ends_on ends_time rule"
        " extra_dates left_out_dates category audiences languages has_interpreting has_sign_language"
        " has_childcare is_free price registration registration_to registration_until image_hash image_alt"
        " image_credit is_funded state is_sample uid_host notice online_url",
        operational="contact_is_agreed image_rights",
    )
    if TYPE_CHECKING:
        occurrences: models.Manager["Occurrence"]

    class Meta:
        verbose_name = _("Veranstaltung")
        verbose_name_plural = _("Veranstaltungen")
        ordering = ["-starts_on", "title"]
        constraints = EVENT_RULES
        triggers = [
            Raises("events", shown="{row}.state <> 'draft'"),
            states.steps("event_steps", EVENT_STEPS),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("democracy:event_detail", args=[self.slug])

    @property
    def reference(self) -> str:
        return self.slug

    # Facts ------------------------------------------------------------------------------------------------

    @property
    def is_shown(self) -> bool:
        return self.state in SHOWN

    @property
    def is_all_day(self) -> bool:
        return self.starts_time is None

    @property
    def is_online(self) -> bool:
        return bool(self.online_url)

    @property
    def times(self) -> Times:
        return Times((self.ends_on - self.starts_on).days, self.starts_time, self.ends_time)

    @property
    def parsed_rule(self) -> Rule | None:
        return parse(self.rule) if self.rule else None

    @property
    def tongues(self) -> list[Any]:
        return [catalogue()[code] for code in self.languages if code in catalogue()]

    @property
    def place_line(self) -> str:
        """Where, in one line: the address, or that it is online."""
        online = now_say("online") if self.is_online else ""
        return " · ".join(part for part in (self.venue.address if self.venue else "", online) if part)

    @property
    def share_url(self) -> str:
        return f"{settings.SITE_URL.rstrip('/')}{self.get_absolute_url()}"

    @property
    def when_line(self) -> str:
        """First day and time of the series, in words."""
        day = date_format(self.starts_on, "l, j. F Y")
        if self.starts_time is None:
            return day
        return now_say("%(day)s, %(time)s Uhr") % {"day": day, "time": f"{self.starts_time:%H:%M}"}

    @property
    def body_words(self) -> str:
        return plain(self.body)

    @property
    def facets(self) -> list[str]:
        """What the event offers, as words."""
        offered = [
            (self.has_interpreting, _("mit Dolmetschen")),
            (self.has_sign_language, _("mit Gebärdensprache")),
            (self.has_childcare, _("mit Kinderbetreuung")),
            (self.is_free, _("kostenlos")),
        ]
        return [str(word) for holds, word in offered if holds]

    # Verbs ------------------------------------------------------------------------------------------------

    @transaction.atomic
    def publish(self, *, by: Actor) -> None:
        """Show the event and its dates to everybody."""
        if personal_address(self.email) and not self.contact_is_agreed:
            raise ValidationError(
                now_say(
                    "Die E-Mail-Adresse sieht persönlich aus. Bitte lassen Sie den Veranstalter zustimmen."
                )
            )
        now = timezone.now()
        move(
            self, "publish", start=EVENT_STARTS["publish"], to=EventState.PUBLISHED, by=by,
            published_at=now, changed_at=now,
        )  # fmt: skip
        schedule.apply(self, schedule.plan(self))
        self.occurrences.show()  # type: ignore[attr-defined]  # our own manager

    @transaction.atomic
    def cancel(self, *, by: Actor, notice: str = "") -> None:
        """Call the whole event off; its dates stay on the pages as „Abgesagt“ until their day is over."""
        move(
            self, "cancel", start=EVENT_STARTS["cancel"], to=EventState.CANCELLED, by=by, notice=notice,
            changed_at=timezone.now(),
        )  # fmt: skip
        schedule.raise_future(self)

    @transaction.atomic
    def revive(self, *, by: Actor) -> None:
        """The event takes place after all."""
        move(
            self, "revive", start=EVENT_STARTS["revive"], to=EventState.PUBLISHED, by=by, notice="",
            changed_at=timezone.now(),
        )  # fmt: skip
        schedule.raise_future(self)

    @transaction.atomic
    def withdraw(self, *, by: Actor) -> None:
        """Take the event off the portal; its address says that it is gone, calendars hear of the end."""
        move(
            self, "withdraw", start=EVENT_STARTS["withdraw"], to=EventState.WITHDRAWN, by=by,
            changed_at=timezone.now(),
        )  # fmt: skip
        schedule.raise_future(self)

    @transaction.atomic
    def store(self, *, by: Actor, verb: str = "change") -> None:
        """Keep what was typed and bring the dates in line, in one transaction (D-075, D-076)."""
        self.changed_at = timezone.now()
        self.save()
        if self.is_shown:
            schedule.apply(self, schedule.plan(self))
        record(self, verb, by=by)


def earliest() -> date:
    return date(2015, 1, 1)


def latest(day: date) -> date:
    return day + timedelta(days=5 * 366)
