from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "goslar_portal.journal"
    verbose_name = _("Verlauf")

    def ready(self) -> None:
        from goslar_portal.accounts.roles import Role, grant
        from goslar_portal.journal import viewing  # noqa: F401  # registers its system check

        for role in Role:
            grant(role, "journal.view_entry")
        for role in (Role.LEAD, Role.PRIVACY):
            grant(role, "journal.view_viewentry")
