from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    name = "goslar_portal.health"
    verbose_name = _("Gesundheit")

    def ready(self) -> None:
        from goslar_portal.health import checks, measurements

        checks.register()
        measurements.register()
