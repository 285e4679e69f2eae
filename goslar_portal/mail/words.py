"""What the states of a letter mean, and what to do about them, for people who work with them (G-076)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from goslar_portal.mail.models import Letter


@dataclass(frozen=True)
class Advice:
    """`level` colours the sentence; `todo` is empty where nothing has to be done."""

    level: str
    meaning: str
    todo: str = ""


def advice(letter: "Letter") -> Advice:
    from goslar_portal.mail.models import LetterState as State

    said: dict[str, Advice] = {
        State.WAITING: _waiting(letter),
        State.SENDING: Advice("info", _("Der Brief wird gerade übergeben.")),
        State.SENT: Advice("success", _("Der Mailserver hat den Brief angenommen.")),
        State.STOPPED: Advice("info", _("Der Brief ist angehalten und geht nicht mehr hinaus.")),
        State.FAILED: Advice(
            "danger",
            _("Der Brief ist nicht angekommen. %(why)s") % {"why": reason(letter.problem)},
            _(
                "Stimmt die E-Mail-Adresse? Berichtigen Sie sie im Vorgang und lösen Sie den Brief dort neu "
                "aus, oder sprechen Sie die Person auf einem anderen Weg an. Liegt es am Mailserver, senden "
                "Sie den Brief noch einmal."
            ),
        ),
        State.UNCLEAR: Advice(
            "warning",
            _("Niemand weiß, ob der Brief angekommen ist. %(why)s") % {"why": reason(letter.problem)},
            _(
                "Das Portal sendet ihn von selbst nicht noch einmal, damit niemand ihn doppelt bekommt. "
                "Fragen Sie nach, ob er da ist. Wenn nicht, senden Sie ihn noch einmal; wenn ja, vermerken "
                "Sie ihn als erledigt."
            ),
        ),
    }
    return said[letter.state]


def _waiting(letter: "Letter") -> Advice:
    if not letter.attempts:
        return Advice("info", _("Der Brief geht in der nächsten Minute hinaus."))
    return Advice(
        "warning",
        _("Der Brief wartet auf den nächsten Versuch. %(why)s") % {"why": reason(letter.problem)},
        _("Sie müssen nichts tun. Nach sechs Versuchen gibt das Portal auf und meldet sich auf „Heute“."),
    )


def reason(problem: str) -> str:
    """The note of the delivery in a sentence."""
    if problem.startswith("SMTP 5"):
        return _("Der Mailserver lehnt ihn ab (Meldung %(code)s).") % {"code": problem.removeprefix("SMTP ")}
    if problem.startswith("SMTP 4"):
        return _("Der Mailserver nimmt ihn gerade nicht an (Meldung %(code)s).") % {
            "code": problem.removeprefix("SMTP ")
        }
    if problem == "connection lost after the text":
        return _("Die Verbindung zum Mailserver brach ab, nachdem der Text hinausgegangen war.")
    if problem == "worker ended while sending":
        return _("Das Portal wurde während der Übergabe beendet.")
    return _("Der Mailserver war nicht zu erreichen.") if problem else ""
