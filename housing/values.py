"""Deadlines and limits of housing that the office may set, with bounds and defaults (G-047).

How long data stay is said beside the fields of the models, see `models/offer_end.py`.
"""

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
    hour = timedelta(hours=1)
    limits.declare("housing.submit", label=_("Wohnungsangebote"), window=hour, senders=30)
    limits.declare("housing.link", label=_("Neuer Link zum Angebot"), window=hour, senders=30, addresses=5)


def _for_sending() -> None:
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
