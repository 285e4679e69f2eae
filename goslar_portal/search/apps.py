from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "goslar_portal.search"
    verbose_name = _("Suche")

    def ready(self) -> None:
        from goslar_portal import content
        from goslar_portal.accounts import roles
        from goslar_portal.accounts.roles import Role
        from goslar_portal.search import checks, starting  # noqa: F401  # the check registers itself

        roles.grant(
            Role.EDITING, *(f"search.{action}_synonym" for action in ("view", "add", "change", "delete"))
        )
        roles.grant(Role.EDITING, "search.view_miss")
        roles.grant(Role.LEAD, "search.view_synonym", "search.view_miss")
        content.add("search_synonyms_de", starting.load)
        content.add("search_synonyms_of_translations", starting.load_translations)
        content.add("search_entries_2", starting.fill)  # count up when the form of entries changes
