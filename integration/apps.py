from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationConfig(AppConfig):
    name = "integration"
    verbose_name = _("Informationen")

    def ready(self) -> None:
        from goslar_portal import content, menu, registry
        from goslar_portal.search import Source
        from integration import content as integration_content
        from integration import roles, search

        roles.grant()
        content.add("integration_pages", integration_content.load)
        menu.add(_("Hilfe und Beratung"), "integration:overview", 10)
        menu.add(_("Kontakt"), "integration:contact_list", 90)
        registry.search.add(
            Source(search.PAGES, _("Information"), things=search.pages, signposts=_("Unsere Themen")),
            Source(
                search.CONTACTS, _("Kontakt"), things=search.contacts, signposts=_("Wir helfen Ihnen gern")
            ),
            Source(search.DOWNLOADS, _("Dokument"), things=search.downloads),
        )
