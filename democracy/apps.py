from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemocracyConfig(AppConfig):
    name = "democracy"
    verbose_name = _("Demokratie leben!")

    def ready(self) -> None:
        from democracy import content as democracy_content
        from democracy import demo, found, persons, roles, today, values
        from goslar_portal import content, menu

        values.declare()
        persons.register()
        roles.grant()
        today.register()
        found.register()
        content.add("democracy_periods", democracy_content.load_periods)
        content.add("democracy_leaflets", democracy_content.load_leaflets)
        content.add("democracy_event_terms", democracy_content.load_event_terms)
        content.add("democracy_demo_leaflets", demo.load_leaflets, demo=True)
        content.add("democracy_demo_events", demo.load_events, demo=True)
        menu.add(_("Demokratie leben"), "democracy:partnership", 30)
