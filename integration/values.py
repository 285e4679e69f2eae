"""Numbers of the office and limits of the forms; declared once at start (I-146, I-152, I-158, I-170)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from goslar_portal import limits, office

FORMS = "integration.forms"
LETTERS = ("integration.letters_hour", "integration.letters_day")  # acknowledgements to one address (I-145)


def declare() -> None:
    ask = _("Antwortzeiten und Vorlauf der Formulare")
    office.declare(
        "integration.report_answer_days",
        label=_("Barriere-Meldung: erste Antwort nach höchstens"),
        unit=_("Tagen"),
        low=1,
        high=90,
        default=28,
        needs_confirmation=str(ask),
    )
    office.declare(
        "integration.interpreter_lead_days",
        label=_("Sprachmittlung: Vorlauf mindestens"),
        unit=_("Arbeitstage"),
        low=0,
        high=20,
        default=2,
        needs_confirmation=str(ask),
    )
    office.declare(
        "integration.help_answer_days",
        label=_("Hilfe-Anfrage: erste Antwort nach höchstens"),
        unit=_("Arbeitstagen"),
        low=1,
        high=10,
        default=1,
        needs_confirmation=str(ask),
    )
    hour, day = timedelta(hours=1), timedelta(days=1)
    many = 1000  # senders do not matter here, only the address
    limits.declare(FORMS, label=_("Formulare der Informationen"), window=hour, senders=20)
    limits.declare(LETTERS[0], label=_("Eingangsbestätigungen"), window=hour, senders=many, addresses=1)
    limits.declare(LETTERS[1], label=_("Eingangsbestätigungen"), window=day, senders=many, addresses=3)
