from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationConfig(AppConfig):
    name = "integration"
    verbose_name = _("Informationen")

    def ready(self) -> None:
        from goslar_portal import content, mailboxes, menu
        from integration import content as integration_content
        from integration import roles
        from integration.models import Contact

        roles.grant()
        mailboxes.register(lambda code: Contact.objects.mailbox(code))
        content.add("integration_pages", integration_content.load)
        menu.add(_("Hilfe und Beratung"), "integration:overview", 10)
        menu.add(_("Kontakt"), "integration:contact_list", 90)
