"""Deadlines and limits of the area that the office may set, with bounds and defaults (G-047)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from goslar_portal import limits, office

DAYS = _("Tage")
MONTHS = _("Monate")


def declare() -> None:
    """Called once at start."""
    _for_partnership()
    _for_events()
    _for_limits()


def _for_partnership() -> None:
    office.declare(
        "democracy.period_warning_days",
        label=_("Förderperiode endet: Hinweis vorher"),
        unit=DAYS,
        low=30,
        high=731,
        default=180,
    )
    office.declare(
        "democracy.contact_check_months",
        label=_("Kontakt der Fachstelle: prüfen nach"),
        unit=MONTHS,
        low=1,
        high=36,
        default=12,
    )
    for step, default in (("first", 60), ("second", 14), ("last", 0)):
        office.declare(
            f"democracy.leaflet_{step}_reminder_days",
            label=_("Merkblatt läuft ab: Erinnerung vorher (%s)")
            % {"first": 1, "second": 2, "last": 3}[step],
            unit=DAYS,
            low=0,
            high=366,
            default=default,
        )


def _for_events() -> None:
    office.declare(
        "democracy.occurrence_months",
        label=_("Termine einer Reihe: im Voraus angelegt für"),
        unit=MONTHS,
        low=6,
        high=36,
        default=24,
    )
    office.declare(
        "democracy.cancelled_days",
        label=_("Abgesagte Termine bleiben im Kalender-Feed"),
        unit=DAYS,
        low=7,
        high=366,
        default=60,
    )
    office.declare(
        "democracy.similarity_percent",
        label=_("Gleiche Veranstaltung? Ähnlichkeit der Titel ab"),
        unit=_("Prozent"),
        low=20,
        high=100,
        default=50,
    )
    office.declare(
        "democracy.proposal_link_days",
        label=_("Link zur Meldung: gültig nach dem letzten Termin"),
        unit=DAYS,
        low=7,
        high=366,
        default=90,
    )


def _for_limits() -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    limits.declare(
        "democracy.proposal",
        label=_("Gemeldete Veranstaltungen"),
        window=hour,
        senders=10,
        addresses=5,
        address_window=day,
        total=50,
    )
    limits.declare(
        "democracy.proposal_link", label=_("Neuer Link zur Meldung"), window=hour, senders=10, addresses=3
    )
    limits.declare("democracy.advice", label=_("Beratungsanfragen"), window=hour, senders=20, addresses=5)
