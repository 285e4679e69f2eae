from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class IntegrationConfig(AppConfig):
    name = "integration"
    verbose_name = _("Informationen")

    def ready(self) -> None:
        from goslar_portal import languages, mailboxes, menu
        from integration import (
            content,
            going_live,  # noqa: F401  # its check registers itself
            news,
            office_pages,
            persons,
            roles,
            search,
            sitemap,
            statistics,
            today,
            values,
        )
        from integration.models import Contact, PageTranslation

        roles.grant()
        values.declare()
        persons.register()
        mailboxes.register(lambda code: Contact.objects.mailbox(code))
        today.register()
        statistics.register()
        content.register()
        languages.translate("integration")
        core = [f"page:{slug}" for slug in settings.CORE_TEXTS]
        languages.visible.ask(PageTranslation.objects.complete_languages, topics=core)
        office_pages.register()
        search.register()
        sitemap.register()
        news.register()
        menu.add(_("Hilfe und Beratung"), "integration:overview", 10)
        menu.add(_("Kontakt"), "integration:contact_list", 90)
