from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MachinesConfig(AppConfig):
    name = "goslar_portal.machines"
    verbose_name = _("Für Maschinen")

    def ready(self) -> None:
        from goslar_portal import content
        from goslar_portal.accounts import roles
        from goslar_portal.accounts.roles import Role
        from goslar_portal.machines import checks, starting, today  # noqa: F401  # the check registers itself

        roles.grant(
            Role.ENGINEERING, *(f"machines.{word}_securitycontact" for word in ("view", "add", "change"))
        )
        roles.grant(Role.LEAD, "machines.view_securitycontact")
        content.add("security_contact", starting.load)
        today.register()
