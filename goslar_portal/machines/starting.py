"""The contact a new installation begins with, to be replaced by the county's own."""

from datetime import timedelta

from goslar_portal.dates import today
from goslar_portal.machines.models import SecurityContact


def load() -> None:
    SecurityContact.objects.create(
        contact="mailto:sicherheit@goslar.example",
        expires_on=today() + timedelta(days=365),
        needs_confirmation="An wen wenden sich Fachleute, die eine Sicherheitslücke gefunden haben?",
    )
