"""Deadlines and limits of housing that the office may set, with bounds and defaults (G-047).

How long data stay is said beside the fields of the models, see `models/offer_end.py`.
"""

from datetime import timedelta
from typing import Any, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goslar_portal import limits, office
from housing.models.signals import SignalCode

HOURS = _("Stunden")
DAYS = _("Tage")
WORKING_DAYS = _("Arbeitstage")
PER_CENT = _("Prozent")
TIMES = _("Mal")
TRIES = _("Versuche")

REPLY_TIME = _("Zugesagte Antwortzeit der Koordinierung Wohnraum")


class Row(NamedTuple):
    """`question` is what the county still has to say about the value; empty when nothing is open."""

    name: str
    label: Any
    unit: Any
    low: int
    high: int
    default: int
    question: Any = ""


# fmt: off
SENDING = (
    Row("resume_reminder_days", _("Erinnerung an den gespeicherten Entwurf nach"), DAYS, 1, 60, 7),
    Row("resume_links_a_day", _("Links zum Weiterausfüllen: höchstens am Tag"), TIMES, 1, 20, 3),
    Row("opt_in_reminder_hours", _("Erinnerung an die Bestätigung nach"), HOURS, 1, 167, 24),
    Row("opt_in_repeats", _("Bestätigungsmail noch einmal schicken: höchstens"), TIMES, 0, 10, 3),
    Row("sendings_alarm", _("Alarm bei mehr Angeboten in einer Stunde als"), TIMES, 5, 10_000, 50),
    Row("status_link_days", _("Link zur Statusseite: gültig für"), DAYS, 7, 731, 183),
)
WORK = (
    Row("first_reply_days", _("Erste Antwort an Vermieterinnen und Vermieter in"),
        WORKING_DAYS, 1, 30, 5, REPLY_TIME),
    Row("first_contact_days", _("Angebot ohne Kontakt: auf „Heute“ nach"), WORKING_DAYS, 0, 30, 3),
    Row("availability_days", _("Verfügbares Angebot: fragen, ob noch frei, nach"), DAYS, 14, 366, 60),
    Row("availability_first_reminder_days", _("Noch frei? Erste Erinnerung nach"), DAYS, 1, 60, 7),
    Row("availability_second_reminder_days", _("Noch frei? Zweite Erinnerung nach"), DAYS, 2, 90, 11),
    Row("availability_expiry_days", _("Noch frei? Ohne Antwort abgelaufen nach"), DAYS, 3, 120, 14),
    Row("query_first_reminder_days", _("Rückfrage: erste Erinnerung nach"), DAYS, 1, 60, 7),
    Row("query_second_reminder_days", _("Rückfrage: zweite Erinnerung nach"), DAYS, 2, 90, 14),
    Row("query_expiry_days", _("Rückfrage: ohne Antwort abgelaufen nach"), DAYS, 7, 366, 30),
    Row("duplicate_days", _("Mögliche Dubletten: verglichen werden Angebote der letzten"), DAYS, 7, 731, 90),
    Row("reservation_days", _("Reservierung: auf „Heute“ nach"), DAYS, 7, 120, 21),
    Row("longest_pause_days", _("Pause: höchstens"), DAYS, 30, 731, 366),
    Row("cap_check_up_to_percent", _("Miete über dem Richtwert: Prüfung im Einzelfall bis"),
        PER_CENT, 100, 200, 110, _("Grenzen 100 % und 110 % der Richtwerte")),
    Row("attempts_before_letter", _("Vergebliche Kontaktversuche, bis ein Brief vorgeschlagen wird"),
        TRIES, 1, 10, 3),
    Row("area_per_person", _("Wohnfläche, die eine Person mindestens braucht"), _("m²"), 5, 30, 10,
        _("10 m² je Person (§ 6 NWoSchG)")),
    Row("show_caps", _("Beträge der Richtwerte öffentlich zeigen (1 ja, 0 nein)"), "", 0, 1, 1,
        _("Öffentliche Anzeige der Richtwerte")),
)
SIGNALS = (
    Row("signals_for_hold", _("Zeichen für Betrug, ab denen die Leitung entscheidet"), TIMES, 1, 8, 2),
    Row("signal_cheap_percent", _("Auffällig niedrig: Bruttokaltmiete unter"), PER_CENT, 10, 90, 50),
    *(
        Row(f"signal_{code}", format_lazy(_("Melden (1 ja, 0 nein): {label}"), label=label), "", 0, 1, 1)
        for code, label in SignalCode.choices
    ),
)
# fmt: on


def declare() -> None:
    """Called once at start."""
    for row in (*SENDING, *WORK, *SIGNALS):
        office.declare(
            f"housing.{row.name}",
            label=row.label,
            unit=row.unit,
            low=row.low,
            high=row.high,
            default=row.default,
            needs_confirmation=str(row.question),
        )
    hour, day = timedelta(hours=1), timedelta(days=1)
    limits.declare(
        "housing.submit",
        label=_("Wohnungsangebote"),
        window=hour,
        senders=5,
        addresses=5,
        address_window=day,
    )
    limits.declare("housing.photos", label=_("Fotos von Wohnungen"), window=hour, senders=60)
    limits.declare("housing.link", label=_("Neuer Link zum Angebot"), window=hour, senders=30, addresses=5)
