from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "goslar_portal.exports"
    verbose_name = _("Ausleitungen")

    def ready(self) -> None:
        from goslar_portal.accounts.roles import Role, grant

        for role in (Role.LEAD, Role.PRIVACY):
            grant(role, "exports.view_export")
