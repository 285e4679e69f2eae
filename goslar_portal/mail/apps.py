from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "goslar_portal.mail"
    verbose_name = _("Postausgang")

    def ready(self) -> None:
        from goslar_portal.accounts import roles

        for role in roles.Role:
            roles.grant(role, "mail.view_letter")
