from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewslettersConfig(AppConfig):
    name = "newsletters"
    verbose_name = _("Newsletter")

    def ready(self) -> None:
        from goslar_portal import content, menu
        from newsletters import content as newsletters_content
        from newsletters import demo, found, persons, roles, statistics, today, values
        from newsletters.admin import pages

        values.declare()
        persons.register()
        roles.grant()
        found.register()
        statistics.register()
        pages.register()
        today.register()
        content.add("newsletters_channels", newsletters_content.load_channels)
        content.add("newsletters_first_issues", newsletters_content.load_issues)
        content.add("newsletters_demo", demo.load, demo=True)
        menu.add(_("Newsletter"), "newsletters:channel_list", 40)
