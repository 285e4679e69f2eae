"""Parts of the back office of this area."""

from typing import Any

from django import template

from integration import readability
from integration.models import PageVersion
from integration.models.version import LEICHT

register = template.Library()


@register.inclusion_tag("integration/admin/_readability.html")
def reading_of(version: PageVersion | None) -> dict[str, Any]:
    """How hard a German text is to read; for other languages there is no measure here (I-195)."""
    code = version.translation.language if version else ""
    if version is None or code not in ("de", LEICHT):
        return {"reading": None}
    bodies = [f"<p>{version.summary}</p>", *(part.body for part in version.parts)]
    return {"reading": readability.read(bodies, is_easy=code == LEICHT)}
