from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class IntegrationConfig(AppConfig):
    name = "integration"
    verbose_name = _("Informationen")

    def ready(self) -> None:
        from goslar_portal import languages, menu
        from integration import content, roles, today, values
        from integration.models import PageTranslation

        roles.grant()
        values.declare()
        today.register()
        content.register()
        languages.translate("integration")
        core = [f"page:{slug}" for slug in settings.CORE_TEXTS]
        languages.visible.ask(PageTranslation.objects.complete_languages, topics=core)
        menu.add(_("Hilfe und Beratung"), "integration:overview", 10)
        menu.add(_("Kontakt"), "integration:contact_list", 90)
