"""What readers choose from in the forms, and words of records they read (I-133, I-150 to I-166)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Municipality(models.TextChoices):
    """The seven of the county by their official key; `UNKNOWN` is an answer, too (I-149)."""

    BAD_HARZBURG = "03153002", "Bad Harzburg"
    BRAUNLAGE = "03153016", "Braunlage"
    CLAUSTHAL = "03153018", "Clausthal-Zellerfeld"
    GOSLAR = "03153017", "Goslar"
    LANGELSHEIM = "03153019", "Langelsheim"
    LIEBENBURG = "03153008", "Liebenburg"
    SEESEN = "03153012", "Seesen"
    UNKNOWN = "unknown", _("weiß ich nicht")


class Purpose(models.TextChoices):
    """The three of § 9b NBGG."""

    REPORT = "report", _("Ich habe ein Hindernis gefunden.")
    FORM = "form", _("Ich brauche einen Inhalt in einer Form, die ich nutzen kann.")
    REASONS = "reasons", _("Ich möchte wissen, warum etwas nicht barrierefrei ist.")


class Asker(models.TextChoices):
    AUTHORITY = "authority", _("Amt oder Behörde")
    SCHOOL = "school", _("Schule oder Kita")
    HEALTH = "health", _("Praxis oder Krankenhaus")
    ADVICE = "advice", _("Beratungsstelle")
    PRIVATE = "private", _("Ich selbst, privat")


class Way(models.TextChoices):
    ON_SITE = "on_site", _("vor Ort")
    PHONE = "phone", _("am Telefon")
    VIDEO = "video", _("mit Video")


class Wish(models.TextChoices):
    ANY = "", _("egal")
    WOMAN = "woman", _("eine Frau")
    MAN = "man", _("ein Mann")


class Reach(models.TextChoices):
    PHONE = "phone", _("Rufen Sie mich an.")
    EMAIL = "email", _("Schreiben Sie mir eine E-Mail.")
    VISIT = "visit", _("Kommen Sie zu mir.")


class Daytime(models.TextChoices):
    MORNING = "morning", _("vormittags")
    AFTERNOON = "afternoon", _("nachmittags")
    EVENING = "evening", _("am frühen Abend")


class Conformity(models.TextChoices):
    """As § 9b NBGG and the European model statement have it."""

    FULL = "full", _("vollständig vereinbar")
    PARTIAL = "partial", _("teilweise vereinbar")
    NONE = "none", _("nicht vereinbar")


class Assessment(models.TextChoices):
    SELF = "self", _("Selbstbewertung")
    OUTSIDE = "outside", _("Bewertung durch eine andere Stelle")
