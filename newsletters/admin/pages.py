"""Pages of the back office that are no list of records: they stand in the menu of the newsletters."""

from django.utils.translation import gettext_lazy as _

from goslar_portal import registry, services
from newsletters.admin.earlier import earlier_issue
from newsletters.roles import WRITERS


def register() -> None:
    registry.pages.add(
        registry.Page(
            "newsletters.earlier",
            _("Frühere Ausgabe ins Archiv legen"),
            services.NEWSLETTER,
            "newsletter/fruehere-ausgabe/",
            earlier_issue,
            WRITERS,
        ),
    )
