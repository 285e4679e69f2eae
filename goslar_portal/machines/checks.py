"""A contact for weak spots that has ended sends people nowhere (I-182)."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from goslar_portal.machines.models import SecurityContact
from goslar_portal.views import pending_migrations


@register(Tags.database)
def security_contact_is_in_force(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Asks the database, so it runs with `check --database default` only.

    `migrate` checks too, before there are tables or their newest columns: then there is nothing to say yet.
    """
    if not databases or pending_migrations():
        return []
    contact = SecurityContact.objects.in_force()
    if contact is None or not contact.has_ended:
        return []
    return [
        Error(
            f"Der Kontakt in security.txt gilt seit {contact.expires_on:%d.%m.%Y} nicht mehr.",
            hint="In der Verwaltung unter „Kontakte für Sicherheitslücken“ ein neues Datum eintragen.",
            id="portal.E011",
        )
    ]
