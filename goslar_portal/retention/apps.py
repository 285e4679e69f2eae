from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "goslar_portal.retention"
    verbose_name = _("Aufbewahrung")

    def ready(self) -> None:
        from goslar_portal import office
        from goslar_portal.retention import checks, third_party  # noqa: F401  # registers the system check
        from goslar_portal.retention.inventory import ruled

        third_party.declare()
        for _model, rule in ruled():
            if not rule.period.is_fixed:
                office.add(rule.office_value())
