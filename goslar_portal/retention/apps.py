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
        self.open_pages()
        registry.check(
            "retention", proof.problem, label=_("Löschen nach Frist"),
            advice=_("Fälliges ist noch da, oder der Lauf der Nacht fehlt. Den Bericht ansehen."),
        )  # fmt: skip
        registry.measure("erasures_left", "Rows that should be gone", proof.left)
        registry.measure("erasures_done", "Rows erased by the newest run, by rule", proof.done)

    def open_pages(self) -> None:
        """Datenschutz sets periods and holds; who works with records may read the periods (G-051)."""
        from goslar_portal import registry, services
        from goslar_portal.accounts import roles
        from goslar_portal.accounts.roles import Role
        from goslar_portal.retention import today, views

        readers = set(Role) - {Role.ENGINEERING}
        for role in (Role.PRIVACY, Role.LEAD):
            roles.grant(role, "retention.view_report", "retention.view_hold")
        roles.grant(Role.PRIVACY, "retention.add_hold")
        registry.pages.add(
            registry.Page(
                "retention.state", _("Aufbewahrung"), services.PRIVACY, "aufbewahrung/",
                views.retention_state, readers,
            ),
            registry.Page(
                "retention.archive", _("Anbietung an das Archiv"), services.PRIVACY, "archiv/",
                views.retention_archive, {Role.LEAD, Role.PRIVACY},
            ),
        )  # fmt: skip
        today.register()
