"""Words of records that subscribers read in their own language when they ask for their data (N-115)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubscriptionState(models.TextChoices):
    ACTIVE = "active", _("aktiv")
    RESTING = "resting", _("ruht")
    ENDED = "ended", _("beendet")


class Way(models.TextChoices):
    FORM = "form", _("Formular")
    STAFF = "staff", _("Formular, vom Amt angestoßen")
    INVITATION = "invitation", _("Einladung")
    ADDRESS = "address", _("neue Adresse")
    RENEWAL = "renewal", _("Erneuerung")
