from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LimitsConfig(AppConfig):
    name = "goslar_portal.limits"
    verbose_name = _("Grenzen für Anfragen")

    def ready(self) -> None:
        """Limits of the ground floor. A house where many share one line must not notice them (G-153)."""
        from goslar_portal.limits.declarations import declare

        declare("login", label=_("Anmeldung"), window=timedelta(minutes=15), senders=60, addresses=15)
        declare("search", label=_("Suche"), window=timedelta(minutes=10), senders=300)
