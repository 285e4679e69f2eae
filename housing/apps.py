from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HousingConfig(AppConfig):
    name = "housing"
    verbose_name = _("Wohnraum")

    def ready(self) -> None:
        from goslar_portal import content, menu, registry
        from goslar_portal.journal.words import name_part
        from housing import content as housing_content
        from housing import demo, persons, roles, statistics, today, values

        values.declare()
        persons.register()
        today.register()
        statistics.register()
        roles.grant()
        name_part("landlord", _("Vermieterin oder Vermieter"))
        content.add("housing_places", housing_content.load_places)
        content.add("housing_reasons", housing_content.load_reasons)
        content.add("housing_rent_caps_2026", housing_content.load_rent_caps)
        content.add("housing_consents", housing_content.load_consents)
        content.add("housing_flag_words", housing_content.load_flag_words)
        content.add("housing_demo", demo.load, demo=True)
        menu.add(_("Wohnen"), "housing:landlord_start", 20)
        registry.texts.add(
            registry.ShownText("wohnraum-vermieten", "housing:landlord_start"),
            registry.ShownText("wohnung-anbieten", "housing:offer_form"),
            registry.ShownText("mietcheck", "housing:rent_check"),
        )
