"""Words for the office about models whose other words readers see; these are never translated (G-172)."""

from django.utils.translation import gettext_lazy as _

REPLACED = _("Überall durch einen anderen ersetzt")
CONFIRMED = _("Name der Person bestätigt")
PERSON = _("Name einer Person in einem Kontakt")
PERSON_STARTS = _("Ende der Gültigkeit")
PERSON_PURPOSE = _("Sagen, wer in einer Stelle für ein Anliegen da ist")
