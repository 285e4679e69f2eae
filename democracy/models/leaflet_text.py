"""The text of a leaflet: cleaned on every way in, and one PDF made of it (D-020)."""

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import models

from goslar_portal import pdf
from goslar_portal.texts import PAGE, canonical, clean_text

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    from democracy.models.leaflet_version import LeafletVersion


class CleanTextField(models.TextField):  # type: ignore[type-arg]  # generic in the stubs only
    """Rich text that is cleaned on the way to the database, so that no way in goes around it (G-147)."""

    def get_db_prep_save(self, value: Any, connection: "BaseDatabaseWrapper") -> Any:
        return super().get_db_prep_save(clean_text(value, PAGE) if value else value, connection)


def fingerprint(html: str) -> str:
    """SHA-256 over the canonical form of the text."""
    return hashlib.sha256(canonical(html).encode()).hexdigest()


def render(version: "LeafletVersion", *, number: int) -> bytes:
    """The text as PDF/UA-1, in one run, ending with the line that the page ends with too."""
    context = {
        "leaflet": version.leaflet,
        "version": version,
        "number": number,
        "body": below_title(version.body),
        "fingerprint": fingerprint(version.body)[:16],
        "periods": [period.label for period in version.periods.all()],
    }
    return pdf.render("democracy/pdf/leaflet.html", context, language=version.leaflet.language)


def below_title(html: str) -> str:
    """On the page the text stands below a heading of its own, in the PDF directly below the title."""
    for old, new in (("h3", "h2"), ("h4", "h3")):
        html = html.replace(f"<{old}>", f"<{new}>").replace(f"</{old}>", f"</{new}>")
    return html
