from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "goslar_portal.journal"
    verbose_name = _("Verlauf")
