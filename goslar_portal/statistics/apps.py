from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    name = "goslar_portal.statistics"
    verbose_name = _("Zahlen")

    def ready(self) -> None:
        from goslar_portal import registry, services
        from goslar_portal.statistics import views
        from goslar_portal.statistics.reading import Readers

        registry.pages.add(
            registry.Page(
                "statistics.figures", _("Zahlen"), services.SHARED, "zahlen/", views.figures, Readers()
            )
        )
