from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps  # the name AdminConfig itself would count as ours
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "goslar_portal"
    default = True
    verbose_name = _("Portal")

    def ready(self) -> None:
        from goslar_portal import checks, office_fields, slow_statements  # noqa: F401  # registers the system checks

        office_fields.replace()
        slow_statements.watch()


class PortalAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "goslar_portal.back_office.BackOffice"
