"""Deadlines and limits of the area that the office may set, with bounds and defaults (G-047)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from goslar_portal import limits, office

DAYS = _("Tage")
MONTHS = _("Monate")


def declare() -> None:
    """Called once at start."""
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
    limits.declare(
        "democracy.advice", label=_("Beratungsanfragen"), window=timedelta(hours=1), senders=20, addresses=5
    )
