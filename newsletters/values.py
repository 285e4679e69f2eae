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
    _for_sending()
    _for_brakes()
    _for_renewing()
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


def _for_brakes() -> None:
    office.declare(
        "newsletters.failures_in_a_row",
        label=_("Fehler nacheinander, bis der Versand anhält"),
        unit=_("Fehler"), low=1, high=100, default=5,
    )  # fmt: skip
    office.declare(
        "newsletters.probe_minutes",
        label=_("Mailserver nicht erreichbar: Probe mit einer einzelnen Nachricht alle"),
        unit=_("Minuten"), low=5, high=240, default=15,
    )  # fmt: skip
    office.declare(
        "newsletters.rejected_percent",
        label=_("Abgewiesene unter den letzten 50, bis der Versand anhält"),
        unit=_("Prozent"), low=1, high=100, default=20,
    )  # fmt: skip
    office.declare(
        "newsletters.soft_issues",
        label=_("Abo ruht, wenn so viele Ausgaben nacheinander vorübergehend nicht ankamen"),
        unit=_("Ausgaben"), low=2, high=20, default=3,
    )  # fmt: skip
    office.declare(
        "newsletters.resting_days",
        label=_("Ruhendes Abo endet als unzustellbar nach"),
        unit=DAYS, low=30, high=731, default=183,
    )  # fmt: skip
    office.declare(
        "newsletters.overdue_hours",
        label=_("Geplante Ausgabe wird nicht mehr von selbst versandt nach"),
        unit=HOURS, low=1, high=72, default=6,
    )  # fmt: skip


def _for_sending() -> None:
    office.declare(
        "newsletters.per_minute",
        label=_("E-Mails einer Ausgabe, die in einer Minute hinausgehen (0 ohne Grenze)"),
        unit=MAILS, low=0, high=100000, default=300,
    )  # fmt: skip
    office.declare(
        "newsletters.connections",
        label=_("Verbindungen zum Mailserver zur gleichen Zeit"),
        unit=_("Verbindungen"), low=1, high=20, default=4,
    )  # fmt: skip
    office.declare(
        "newsletters.lease_minutes",
        label=_("Zustellung ohne Ergebnis gilt als unklar nach"),
        unit=_("Minuten"), low=10, high=120, default=10,
    )  # fmt: skip
    office.declare(
        "newsletters.retry_hours",
        label=_("Zustellung wird aufgegeben nach"),
        unit=HOURS, low=1, high=168, default=48,
    )  # fmt: skip
    office.declare(
        "newsletters.news_days",
        label=_("Vorschläge aus dem Portal: Nachrichten der letzten"),
        unit=DAYS, low=1, high=365, default=30,
    )  # fmt: skip
    office.declare(
        "newsletters.event_days",
        label=_("Vorschläge aus dem Portal: Termine der nächsten"),
        unit=DAYS, low=1, high=365, default=60,
    )  # fmt: skip


def _for_renewing() -> None:
    office.declare(
        "newsletters.renewal_months",
        label=_("Frage, ob jemand den Newsletter weiter möchte: nach der letzten Bestätigung"),
        unit=_("Monate"), low=6, high=60, default=24,
    )  # fmt: skip
    office.declare(
        "newsletters.renewal_reminder_days",
        label=_("Erinnerung an diese Frage: nach der Frage"),
        unit=DAYS, low=1, high=60, default=14,
    )  # fmt: skip
    office.declare(
        "newsletters.renewal_end_days",
        label=_("Ende eines Abos ohne Antwort: nach der Frage"),
        unit=DAYS, low=14, high=120, default=30,
    )  # fmt: skip
    office.declare(
        "newsletters.renewals_per_day",
        label=_("Fragen und Erinnerungen zur Erneuerung an einem Tag"),
        unit=MAILS, low=1, high=5000, default=200,
    )  # fmt: skip
    office.declare(
        "newsletters.self_test_days",
        label=_("Versand-Selbsttest gilt als frisch für"),
        unit=DAYS, low=30, high=730, default=180,
    )  # fmt: skip
