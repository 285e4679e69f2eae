"""What only the office sees of this area: the matrix in the menu, and the watch over planned texts."""

from django.utils.translation import gettext_lazy as _

from goslar_portal import registry, services
from goslar_portal.health import registry as health
from integration import roles, today
from integration.admin.matrix import page_matrix


def register() -> None:
    registry.pages.add(
        registry.Page(
            "integration.translations",
            _("Übersetzungen"),
            services.INFORMATION,
            "integration/uebersetzungen/",
            page_matrix,
            roles.READERS,
        )
    )
    health.check(
        "schedule",
        today.late,
        needs_worker=True,
        label=_("Geplante Texte erscheinen und enden pünktlich"),
        advice=_("Unter „Heute“ steht, welcher Text wartet. Die Redaktion öffnet ihn und liest, was fehlt."),
    )
