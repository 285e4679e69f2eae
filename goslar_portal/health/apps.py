from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    name = "goslar_portal.health"
    verbose_name = _("Gesundheit")

    def ready(self) -> None:
        from goslar_portal import registry, services
        from goslar_portal.accounts import roles
        from goslar_portal.accounts.roles import Role
        from goslar_portal.health import checks, measurements, today, views

        checks.register()
        measurements.register()
        today.register()
        readers = {Role.LEAD, Role.PRIVACY, Role.ENGINEERING}
        for role in readers:
            roles.grant(role, "health.view_job")
        registry.pages.add(
            registry.Page(
                "health.state",
                _("Zustand des Portals"),
                services.ENGINEERING,
                "zustand/",
                views.state,
                readers,
            )
        )
