"""Deadlines and limits of the newsletters that the office may set, with bounds and defaults (G-047)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from goslar_portal import limits, office
from goslar_portal.retention import days
from goslar_portal.retention.letters import letters_kept

HOURS = _("Stunden")
DAYS = _("Tage")
MAILS = _("E-Mails")


def declare() -> None:
    """Called once at start."""
    _for_signing_up()
    hour = timedelta(hours=1)
    limits.declare(
        "newsletters.signup", label=_("Anmeldungen zum Newsletter"), window=hour,
        senders=20, domains=60, total=200,
    )  # fmt: skip
    letters_kept(
        "newsletters.",
        name="newsletters.letter_days",
        what=_("E-Mail zu einem Newsletter-Abo, zum Beispiel zur Bestätigung"),
        starts=_("Absenden"),
        period=days(7, low=1, high=90),
    )


def _for_signing_up() -> None:
    office.declare(
        "newsletters.opt_in_hours",
        label=_("Link zur Bestätigung einer Anmeldung: gültig für"),
        unit=HOURS, low=12, high=168, default=48,
    )  # fmt: skip
    office.declare(
        "newsletters.invitations_per_hour",
        label=_("Einladungen eines Bestands in einer Stunde"),
        unit=MAILS, low=1, high=1000, default=100,
    )  # fmt: skip
    office.declare(
        "newsletters.mails_per_day",
        label=_("E-Mails an ein Postfach, die das Formular auslöst, in 24 Stunden"),
        unit=MAILS, low=1, high=10, default=1,
    )  # fmt: skip
    office.declare(
        "newsletters.mails_per_month",
        label=_("E-Mails an ein Postfach, die das Formular auslöst, in 30 Tagen"),
        unit=MAILS, low=1, high=30, default=3,
    )  # fmt: skip
