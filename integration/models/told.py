"""Words of the timeline for models whose other words readers see; these are never translated (G-172)."""

from django.utils.translation import gettext_lazy as _

REPLACED = _("Überall durch einen anderen ersetzt")
