from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationConfig(AppConfig):
    name = "integration"
    verbose_name = _("Informationen")

    def ready(self) -> None:
        from goslar_portal import content, menu
        from goslar_portal.accounts import roles
        from goslar_portal.accounts.roles import Role
        from integration import starting_content

        for role in Role:  # G-051: everybody in the office reads
            roles.grant(role, *_permissions("view", "page contact download"))
        roles.grant(Role.EDITING, *_permissions("add change", "page contact contacttext download downloadfile"))
        roles.grant(
            Role.EDITING, *_permissions("add change delete view", "openinghours pagecontact pagedownload")
        )
        menu.add(_("Hilfe und Beratung"), "integration:overview", 10)
        menu.add(_("Kontakt"), "integration:contact_list", 90)
        content.add("integration.pages", starting_content.load)


def _permissions(actions: str, models: str) -> list[str]:
    return [f"integration.{action}_{model}" for action in actions.split() for model in models.split()]
