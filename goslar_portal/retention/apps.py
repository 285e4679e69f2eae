from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "goslar_portal.retention"
    verbose_name = _("Aufbewahrung")

    def ready(self) -> None:
        from goslar_portal import office
        from goslar_portal.health import registry
        from goslar_portal.retention import checks, proof, third_party  # noqa: F401  # registers the check
        from goslar_portal.retention.due import ARCHIVE
        from goslar_portal.retention.inventory import ruled

        third_party.declare()
        for _model, rule in ruled():
            if not rule.period.is_fixed:
                office.add(rule.office_value())
        office.declare(
            ARCHIVE,
            label=_("Vor dem Löschen das Archiv fragen (1 ja, 0 nein)"),
            unit="",
            low=0,
            high=1,
            default=0,
            needs_confirmation=str(_("Anbietungspflicht nach § 3 NArchG")),
        )
        registry.check("retention", proof.problem)
        registry.measure("erasures_left", "Rows that should be gone", proof.left)
        registry.measure("erasures_done", "Rows erased by the newest run, by rule", proof.done)
