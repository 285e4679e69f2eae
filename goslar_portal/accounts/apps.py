from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "goslar_portal.accounts"
    verbose_name = _("Konten und Rollen")

    def ready(self) -> None:
        from goslar_portal.accounts import roles, today

        today.register()

        # Buttons of accounts carry their own roles: the Leitung grants, the Technik does the rest (G-051).
        for role in (roles.Role.LEAD, roles.Role.PRIVACY, roles.Role.ENGINEERING):
            roles.grant(role, "accounts.view_user")
        roles.grant(roles.Role.ENGINEERING, "accounts.add_user", "accounts.change_user")
        # Deadlines of the office may be read by whoever works with them.
        others = {roles.Role.LEAD, roles.Role.ENGINEERING}
        for role in set(roles.Role) - others:
            roles.grant(role, "office.view_officevalue")
