"""„Versand-Selbsttest“: does what arrives keep the rules of the large mail providers? (N-150, N-151)."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsletters import tokens
from newsletters.models import TrialMail
from newsletters.received import ONE_CLICK, Received
from newsletters.tokens import Purpose

LIST_HEADERS = {"list-unsubscribe", "list-unsubscribe-post"}
NOTED = {"valid", "spf", "dmarc"}  # as the receiving server wrote it down
NOT_NOTED = _(
    "Der Server des Postfachs hat dazu nichts in die E-Mail geschrieben. Senden Sie die Testmail an ein "
    "Postfach bei einem großen Anbieter."
)
TEMPORARY = {"temperror", "temperr"}


class Outcome(models.TextChoices):
    MET = "met", _("erfüllt")
    UNMET = "unmet", _("nicht erfüllt")
    UNKNOWN = "unknown", _("nicht prüfbar")


O = Outcome  # noqa: E741  # as short as it is read
REMEDIES: dict[str, tuple[str | Promise, str | Promise]] = {
    "header": (
        _("Die Zeile List-Unsubscribe enthält genau eine Adresse"),
        _("Ein Mailserver hat sie verändert. Die Technik fragt dort nach."),
    ),
    "post": (
        _("Die Zeile List-Unsubscribe-Post erlaubt das Abmelden mit einem Klick"),
        _("Ein Mailserver hat sie verändert oder entfernt. Die Technik fragt dort nach."),
    ),
    "address": (
        _("Die Adresse gehört zu diesem Portal und zu einer Testmail"),
        _("Laden Sie die Testmail hoch, die diese Seite verschickt hat, nicht eine andere E-Mail."),
    ),
    "https": (
        _("Die Adresse ist verschlüsselt (https)"),
        _("Die Technik stellt SITE_URL auf https um. Auf einem einzelnen Rechner ist das nicht prüfbar."),
    ),
    "signed": (
        _("Jede DKIM-Signatur schützt beide Zeilen zum Abmelden"),
        _("Der Mailserver muss List-Unsubscribe und List-Unsubscribe-Post mit unterschreiben (h=)."),
    ),
    "aligned": (
        _("Eine Signatur gehört zur Domain des Absenders"),
        _("Der Mailserver muss mit der Domain der Absenderadresse unterschreiben (d=)."),
    ),
    "valid": (
        _("Die Signatur ist gültig"),
        _("Im DNS fehlt der Schlüssel, oder etwas verändert die E-Mail unterwegs. Die Technik prüft beides."),
    ),
    "spf": (
        _("SPF: Der Server darf für die Domain senden"),
        _("Im DNS der Domain fehlt der sendende Server im SPF-Eintrag."),
    ),
    "dmarc": (
        _("DMARC: Absender und Signatur passen zusammen"),
        _("Im DNS fehlt der DMARC-Eintrag, oder weder SPF noch DKIM passt zur Absenderadresse."),
    ),
    "text": (
        _("Die E-Mail hat einen Textteil"),
        _("Etwas unterwegs hat ihn entfernt. Die Technik fragt beim Mailserver nach."),
    ),
    "click": (
        _("Abmelden mit einem Klick kommt beim Portal an"),
        _(
            "Drücken Sie im Mailprogramm bei der Testmail auf „Abmelden“ und laden Sie die Datei noch einmal "
            "hoch. Kommt es wieder nicht an, ist das Portal von außen nicht zu erreichen."
        ),
    ),
}


@dataclass(frozen=True)
class Check:
    name: str
    outcome: Outcome

    @property
    def label(self) -> str:
        return str(REMEDIES[self.name][0])

    @property
    def remedy(self) -> str:
        if self.outcome == O.UNKNOWN and self.name in NOTED:
            return str(NOT_NOTED)
        return "" if self.outcome == O.MET else str(REMEDIES[self.name][1])

    @property
    def level(self) -> str:
        return {O.MET: "success", O.UNMET: "danger", O.UNKNOWN: "info"}[self.outcome]


def judge(mail: Received, *, is_known: bool, has_clicked: bool) -> list[Check]:
    """Every check in the order of the page; pure but for the address of this portal."""
    return [Check(name, Outcome(outcome)) for name, outcome in _outcomes(mail, is_known, has_clicked)]


def _outcomes(mail: Received, is_known: bool, has_clicked: bool) -> Iterator[tuple[str, str]]:  # noqa: FBT001  # two answers of the caller
    site = str(settings.SITE_URL).rstrip("/")
    yield "header", _met(mail.link)
    yield "post", _met(mail.unsubscribe_post == (ONE_CLICK,))
    yield "address", _met(is_known and mail.link.startswith(f"{site}/"))
    is_here = urlsplit(site).hostname in {"localhost", "127.0.0.1"}
    yield "https", O.UNKNOWN if is_here else _met(mail.link.startswith("https://"))
    signed = [signature.names >= LIST_HEADERS for signature in mail.signatures]
    yield "signed", _met(signed and all(signed))
    yield "aligned", _met(any(mail.is_ours(signature.domain) for signature in mail.signatures))
    yield "valid", _noted([(how, by) for kind, how, by in mail.verdicts if kind == "dkim"], mail)
    for name in ("spf", "dmarc"):
        yield (
            name,
            _noted([(how, mail.from_domain) for kind, how, _by in mail.verdicts if kind == name], mail),
        )
    yield "text", _met(mail.has_text)
    yield "click", _met(has_clicked)


def _met(is_met: object) -> Outcome:
    return O.MET if is_met else O.UNMET


def _noted(results: list[tuple[str, str]], mail: Received) -> Outcome:
    """What the receiving server wrote; one that passes for the domain of the sender is enough."""
    if not results or all(how in TEMPORARY for how, _by in results):
        return O.UNKNOWN
    return _met(any(how == "pass" and mail.is_ours(by) for how, by in results))


def trial_of(mail: Received) -> TrialMail | None:
    """The test mail whose link this mail carries."""
    found = tokens.read(mail.token, Purpose.TEST) if mail.token else None
    return TrialMail.objects.with_key(found[1]).with_issue().first() if found else None


def examine(mail: Received, trial: TrialMail | None) -> list[Check]:
    """The checks on the mail of this test; without one the address is unknown."""
    return judge(mail, is_known=trial is not None, has_clicked=bool(trial and trial.unsubscribed_at))
