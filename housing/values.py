"""Deadlines and limits of housing that the office may set, with bounds and defaults (G-047)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from goslar_portal import limits, office

HOURS = _("Stunden")
DAYS = _("Tage")
WORKING_DAYS = _("Arbeitstage")
PER_CENT = _("Prozent")


def declare() -> None:
    """Called once at start."""
    _for_sending()
    _for_work()
    _for_retention()
    hour = timedelta(hours=1)
    limits.declare("housing.submit", label=_("Wohnungsangebote"), window=hour, senders=30)
    limits.declare("housing.link", label=_("Neuer Link zum Angebot"), window=hour, senders=30, addresses=5)


def _for_sending() -> None:
    office.declare(
        "housing.draft_hours",
        label=_("Entwurf ohne E-Mail-Link: gelöscht nach"),
        unit=HOURS,
        low=1,
        high=72,
        default=24,
        needs_confirmation=str(_("Löschfrist für Entwürfe")),
    )
    office.declare(
        "housing.opt_in_hours",
        label=_("Bestätigung der E-Mail-Adresse: möglich für"),
        unit=HOURS,
        low=12,
        high=168,
        default=48,
        needs_confirmation=str(_("Löschfrist für unbestätigte Angebote")),
    )
    office.declare(
        "housing.opt_in_reminder_hours",
        label=_("Erinnerung an die Bestätigung nach"),
        unit=HOURS,
        low=1,
        high=167,
        default=24,
    )
    office.declare(
        "housing.opt_in_repeats",
        label=_("Bestätigungsmail noch einmal schicken: höchstens"),
        unit=_("Mal"),
        low=0,
        high=10,
        default=3,
    )
    office.declare(
        "housing.status_link_days",
        label=_("Link zur Statusseite: gültig für"),
        unit=DAYS,
        low=7,
        high=731,
        default=183,
    )


def _for_work() -> None:
    office.declare(
        "housing.first_reply_days",
        label=_("Erste Antwort an Vermieterinnen und Vermieter in"),
        unit=WORKING_DAYS,
        low=1,
        high=30,
        default=5,
        needs_confirmation=str(_("Zugesagte Antwortzeit der Koordinierung Wohnraum")),
    )
    office.declare(
        "housing.first_contact_days",
        label=_("Angebot ohne Kontakt: auf „Heute“ nach"),
        unit=WORKING_DAYS,
        low=0,
        high=30,
        default=3,
    )
    office.declare(
        "housing.longest_pause_days", label=_("Pause: höchstens"), unit=DAYS, low=30, high=731, default=366
    )
    office.declare(
        "housing.cap_check_up_to_percent",
        label=_("Miete über dem Richtwert: Prüfung im Einzelfall bis"),
        unit=PER_CENT,
        low=100,
        high=200,
        default=110,
        needs_confirmation=str(_("Grenzen 100 % und 110 % der Richtwerte")),
    )
    office.declare(
        "housing.attempts_before_letter",
        label=_("Vergebliche Kontaktversuche, bis ein Brief vorgeschlagen wird"),
        unit=_("Versuche"),
        low=1,
        high=10,
        default=3,
    )
    office.declare(
        "housing.show_caps",
        label=_("Beträge der Richtwerte öffentlich zeigen (1 ja, 0 nein)"),
        unit="",
        low=0,
        high=1,
        default=1,
        needs_confirmation=str(_("Öffentliche Anzeige der Richtwerte")),
    )


def _for_retention() -> None:
    office.declare(
        "housing.closed_offer_days",
        label=_("Abgelehntes, zurückgezogenes, abgelaufenes Angebot: anonymisiert nach"),
        unit=DAYS,
        low=30,
        high=1096,
        default=183,
        needs_confirmation=str(_("Aufbewahrungsfristen nach DSGVO und Aktenplan")),
    )
    office.declare(
        "housing.let_offer_days",
        label=_("Vermitteltes Angebot: anonymisiert nach"),
        unit=DAYS,
        low=30,
        high=3653,
        default=365,
        needs_confirmation=str(_("Aufbewahrungsfristen nach DSGVO und Aktenplan")),
    )
    office.declare(
        "housing.spam_days",
        label=_("Als Spam abgelehntes Angebot: gelöscht nach"),
        unit=DAYS,
        low=1,
        high=183,
        default=30,
    )
