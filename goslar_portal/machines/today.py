"""What Technik sees on „Heute“ about it."""

from django.utils.translation import gettext_lazy as _

from goslar_portal import dates, registry
from goslar_portal.accounts.roles import Role
from goslar_portal.machines.models import SecurityContact
from goslar_portal.registry import Card


def register() -> None:
    registry.today.add(
        Card(
            "machines.security_txt",
            _("Kontakt für Sicherheitslücken läuft ab"),
            {Role.ENGINEERING},
            lambda: SecurityContact.objects.ending_soon(dates.today()),
            due="expires_on",
            line=lambda row: row.contact,
            link="admin:machines_securitycontact_changelist",
            action=_("Neues Datum eintragen"),
        ),
    )
