from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "goslar_portal.mail"
    verbose_name = _("Postausgang")

    def ready(self) -> None:
        from goslar_portal import registry
        from goslar_portal.accounts import roles
        from goslar_portal.mail import today

        for role in roles.Role:
            roles.grant(role, "mail.view_letter")
        registry.today.add(today.card("", {roles.Role.ENGINEERING}))
