from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationConfig(AppConfig):
    name = "integration"
    verbose_name = _("Informationen")

    def ready(self) -> None:
        from goslar_portal import content, menu
        from integration import starting_content

        menu.add(_("Hilfe und Beratung"), "integration:overview", 10)
        menu.add(_("Kontakt"), "integration:contact_list", 90)
        content.add("integration.pages", starting_content.load)
