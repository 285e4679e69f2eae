from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "goslar_portal.privacy"
    verbose_name = _("Datenschutz")

    def ready(self) -> None:
        from goslar_portal import content
        from goslar_portal.accounts import roles
        from goslar_portal.accounts.roles import Role
        from goslar_portal.mail import reach
        from goslar_portal.privacy import demo, own, today

        roles.grant(
            Role.PRIVACY,
            *(f"privacy.{action}_privacycase" for action in ("view", "add", "change")),
        )
        roles.grant(Role.LEAD, "privacy.view_privacycase")
        reach.declare("privacy", Role.PRIVACY)
        today.register()
        own.register()
        content.add("privacy_demo", demo.load, demo=True)
