from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "goslar_portal.accounts"
    verbose_name = _("Konten und Rollen")

    def ready(self) -> None:
        from goslar_portal.accounts import roles

        account = [f"accounts.{verb}_user" for verb in ("view", "add", "change")]
        roles.grant(roles.Role.ENGINEERING, *account)
        roles.grant(roles.Role.LEAD, "accounts.view_user", "accounts.change_user")
        roles.grant(roles.Role.PRIVACY, "accounts.view_user")
