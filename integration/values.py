"""Numbers of the office and limits of the forms; declared once at start (I-146, I-152, I-158, I-170)."""

from datetime import timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goslar_portal import limits, office
from integration.models import MACHINE_TEXTS, PageKind

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
    _declare_texts()
    hour, day = timedelta(hours=1), timedelta(days=1)
    many = 1000  # senders do not matter here, only the address
    limits.declare(FORMS, label=_("Formulare der Informationen"), window=hour, senders=20)
    limits.declare(LETTERS[0], label=_("Eingangsbestätigungen"), window=hour, senders=many, addresses=1)
    limits.declare(LETTERS[1], label=_("Eingangsbestätigungen"), window=day, senders=many, addresses=3)


def _declare_texts() -> None:
    """Who may publish alone, and what nobody has checked (I-082, I-106)."""
    for code, label in PageKind.choices:
        office.declare(
            eyes(code),
            label=format_lazy(
                _("Texte veröffentlichen, Art „{kind}“: so viele Personen sind nötig"), kind=label
            ),
            unit=_("Personen"),
            low=1,
            high=2,
            default=2 if code == PageKind.SERVICE else 1,
        )
    office.declare(
        MACHINE_TEXTS,
        label=_("Ungeprüfte maschinelle Übersetzungen dürfen erscheinen (1 = ja, 0 = nein)"),
        unit=_("ja oder nein"),
        low=0,
        high=1,
        default=1,
    )


def eyes(kind: str) -> str:
    return f"integration.eyes_{kind}"


def kinds_with_four_eyes() -> list[str]:
    """The kinds of pages whose texts a second person publishes (I-106)."""
    return [kind for kind in PageKind.values if int(office.value(eyes(kind))) > 1]
