from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class IntegrationConfig(AppConfig):
    name = "integration"
    verbose_name = _("Informationen")

    def ready(self) -> None:
        from goslar_portal import languages, mailboxes, menu, registry, services
        from goslar_portal.health import registry as health
        from goslar_portal.search import Source
        from integration import content, news, persons, roles, search, sitemap, statistics, today, values
        from integration.admin.matrix import page_matrix
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
        registry.pages.add(
            registry.Page(
                "integration.translations",
                _("Übersetzungen"),
                services.INFORMATION,
                "integration/uebersetzungen/",
                page_matrix,
                roles.READERS,
            )
        )
        health.check(
            "schedule",
            today.late,
            needs_worker=True,
            label=_("Geplante Texte erscheinen und enden pünktlich"),
            advice=_(
                "Unter „Heute“ steht, welcher Text wartet. Die Redaktion öffnet ihn und liest, was fehlt."
            ),
        )
        menu.add(_("Hilfe und Beratung"), "integration:overview", 10)
        menu.add(_("Kontakt"), "integration:contact_list", 90)
        registry.sitemap.add(registry.SiteSection("integration", sitemap.pages))
        registry.news.add(registry.NewsSource("integration.notices", _("Aktuelles"), news.notices))
        registry.search.add(
            Source(search.PAGES, _("Information"), things=search.pages, signposts=_("Unsere Themen")),
            Source(
                search.CONTACTS, _("Kontakt"), things=search.contacts, signposts=_("Wir helfen Ihnen gern")
            ),
            Source(search.DOWNLOADS, _("Dokument"), things=search.downloads),
            Source(search.NOTICES, _("Aktuelles"), things=search.notices),
        )
