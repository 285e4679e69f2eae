"""What a request may be about, how it came, how it ends: words of the law, as few as it needs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Article(models.TextChoices):
    ACCESS = "15", _("Auskunft (Artikel 15)")
    CORRECT = "16", _("Berichtigung (Artikel 16)")
    ERASE = "17", _("Löschung (Artikel 17)")
    RESTRICT = "18", _("Einschränkung (Artikel 18)")
    TAKE = "20", _("Daten zum Mitnehmen (Artikel 20)")
    OBJECT = "21", _("Widerspruch (Artikel 21)")


class Channel(models.TextChoices):
    MAIL = "mail", _("E-Mail")
    LETTER = "letter", _("Brief")
    PHONE = "phone", _("Telefon")
    DESK = "desk", _("persönlich")
    AUTHORITY = "authority", _("über die Aufsicht oder eine andere Behörde")


class Identity(models.TextChoices):
    KNOWN = "known", _("Antwort geht nur an die E-Mail-Adresse oder Anschrift, die schon gespeichert ist")
    DOCUMENT = "document", _("Ausweis gesehen, nicht kopiert")
    CALLED = "called", _("unter der gespeicherten Telefonnummer zurückgerufen")
    AGENT = "agent", _("Vollmacht oder gesetzliche Vertretung, dazu Ausweis gesehen")


class CaseState(models.TextChoices):
    OPEN = "open", _("eingegangen")
    WORK = "work", _("in Bearbeitung")
    SECOND = "second", _("wartet auf die zweite Person")
    DONE = "done", _("beantwortet")
    REFUSED = "refused", _("abgelehnt")
    WITHDRAWN = "withdrawn", _("zurückgenommen")


class Extension(models.TextChoices):
    COMPLEX = "complex", _("Die Anfrage ist umfangreich oder schwierig.")
    MANY = "many", _("Gerade sind viele Anfragen zu beantworten.")


class Ground(models.TextChoices):
    ACCURACY = "accuracy", _("Die Person bestreitet, dass die Angaben stimmen (Absatz 1 Buchstabe a)")
    UNLAWFUL = "unlawful", _("Die Speicherung ist unrechtmäßig, die Person will keine Löschung (b)")
    CLAIMS = "claims", _("Die Person braucht die Daten für ihre Rechte (c)")
    OBJECTION = "objection", _("Ein Widerspruch wird noch geprüft (d)")


class Refusal(models.TextChoices):
    IDENTITY = "identity", _("Wir können nicht feststellen, wer Sie sind (Artikel 12 Absatz 2).")
    EXCESSIVE = "excessive", _("Die Anfrage ist offenkundig unbegründet oder exzessiv (Artikel 12 Absatz 5).")
    OTHERS = "others", _("Rechte anderer Menschen stehen entgegen (Artikel 15 Absatz 4).")
    DUTY = "duty", _("Ein Gesetz verpflichtet uns, die Daten zu behalten (Artikel 17 Absatz 3).")
    CLAIMS = "claims", _("Wir brauchen die Daten für einen Rechtsstreit (Artikel 17 Absatz 3 Buchstabe e).")
    CORRECT = "correct", _("Die Angaben sind richtig (Artikel 16).")
    GROUNDS = "grounds", _("Zwingende Gründe überwiegen (Artikel 21 Absatz 1).")


class Result(models.TextChoices):
    GRANTED = "granted", _("ganz erfüllt")
    PARTLY = "partly", _("zum Teil erfüllt")
    NOTHING = "nothing", _("keine Daten gefunden")
    REFUSED = "refused", _("abgelehnt")
    WITHDRAWN = "withdrawn", _("zurückgenommen")


S = CaseState
ENDS = frozenset({S.DONE, S.REFUSED, S.WITHDRAWN})
STEPS = (
    (S.OPEN, S.WORK),
    (S.OPEN, S.REFUSED),
    (S.OPEN, S.WITHDRAWN),
    (S.WORK, S.SECOND),
    (S.WORK, S.DONE),
    (S.WORK, S.REFUSED),
    (S.WORK, S.WITHDRAWN),
    (S.SECOND, S.WORK),
)
STARTS: dict[str, frozenset[str]] = {
    "confirm_identity": frozenset({S.OPEN}),
    "check_identity_again": frozenset({S.WORK}),
    "change_facts": frozenset({S.OPEN, S.WORK}),
    "extend": frozenset({S.OPEN, S.WORK}),
    "propose_erasure": frozenset({S.WORK}),
    "return_erasure": frozenset({S.SECOND}),
    "erase_items": frozenset({S.SECOND}),
    "finish": frozenset({S.WORK}),
    "refuse": frozenset({S.OPEN, S.WORK}),
    "withdraw": frozenset({S.OPEN, S.WORK}),
}
