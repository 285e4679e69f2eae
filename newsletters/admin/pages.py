"""Pages of the back office that are no list of records: they stand in the menu of the newsletters."""

from django.utils.translation import gettext_lazy as _

from goslar_portal import registry, services
from newsletters.admin.earlier import earlier_issue
from newsletters.admin.numbers import numbers
from newsletters.admin.self_test import self_test
from newsletters.roles import STAFF, WRITERS


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
        registry.Page(
            "newsletters.numbers",
            _("Zahlen der Newsletter"),
            services.NEWSLETTER,
            "newsletter/zahlen/",
            numbers,
            STAFF,
        ),
        registry.Page(
            "newsletters.self_test",
            _("Versand-Selbsttest"),
            services.NEWSLETTER,
            "newsletter/selbsttest/",
            self_test,
            STAFF,
        ),
    )
