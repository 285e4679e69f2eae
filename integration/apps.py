from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationConfig(AppConfig):
    name = "integration"
    verbose_name = _("Informationen")

    def ready(self) -> None:
        from goslar_portal import languages, menu
        from integration import content, roles
        from integration.models import PageTranslation

        roles.grant()
        content.register()
        languages.translate("integration")
        languages.visible.ask(PageTranslation.objects.complete_languages)
        menu.add(_("Hilfe und Beratung"), "integration:overview", 10)
        menu.add(_("Kontakt"), "integration:contact_list", 90)
