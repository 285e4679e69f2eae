"""Invented values must not reach the public: `check --deploy --database default` names them (I-007)."""

import re
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

INVENTED = re.compile(r"\.example\b|\+4930231251\d\d|vom Landkreis zu bestätigen")  # reserved names, numbers
PRIVACY = "datenschutz"


@register(Tags.database, deploy=True)
def nothing_invented_is_public(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Asks the database, so it runs with `--database default` only."""
    found = placeholders() if databases else []
    hint = "In der Verwaltung eintragen; „Heute“ zeigt unter „Vom Landkreis zu bestätigen“ jede Frage dazu."
    return [Error(sentence, hint=hint, id="integration.E001") for sentence in found]


def placeholders() -> list[str]:
    """One sentence for each place where readers would see something nobody has confirmed."""
    from integration.models import Contact, Imprint, PageVersion

    found = [
        f"Der Kontakt „{contact}“ enthält erfundene Angaben."
        for contact in Contact.objects.placed()
        if INVENTED.search(" ".join(_ways(contact)))
    ]
    imprint = Imprint.objects.first()
    if imprint is None or imprint.lacks_names or INVENTED.search(" ".join(_ways(imprint))):
        found.append("Das Impressum enthält erfundene Angaben, oder es fehlen Namen.")
    for version in PageVersion.objects.at_slug(PRIVACY).for_reader("de"):
        if any(INVENTED.search(part.body) for part in version.parts):
            found.append("Die Seite „Datenschutz“ enthält erfundene oder unbestätigte Angaben.")
    return found


def _ways(row: Any) -> list[str]:
    """How one would reach them, the number as machines write it."""
    return [row.phone.as_e164 if row.phone else "", row.email, getattr(row, "web", "")]
