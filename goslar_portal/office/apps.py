from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "goslar_portal.office"
    verbose_name = _("Werte des Amtes")

    def ready(self) -> None:
        from goslar_portal.accounts import roles
        from goslar_portal.office import today

        today.register()
        roles.grant(roles.Role.LEAD, "office.view_officevalue", "office.add_officevalue")
