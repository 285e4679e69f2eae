"""How a text stands in one language, as the status matrix shows it (I-073)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CellState(models.TextChoices):
    """How a page stands in one language; always worked out, never stored."""

    MISSING = "missing", _("fehlt")
    DRAFT = "draft", _("Entwurf")
    TRANSLATING = "translating", _("in Übersetzung")
    SCHEDULED = "scheduled", _("geplant")
    CURRENT = "current", _("aktuell")
    OUTDATED = "outdated", _("veraltet")
    WITHDRAWN = "withdrawn", _("zurückgezogen")
