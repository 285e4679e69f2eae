"""Records the area starts with; loaded once, then the office's own."""

import json
from typing import Any

from django.conf import settings

from democracy.models import ContactCheck, FundingPeriod, PeriodLink


def load_periods() -> None:
    """Funding periods with their links, and the contact somebody has to check."""
    for row in rows("democracy_periods.json"):
        links = row.pop("links")
        period = FundingPeriod.objects.create(**row)
        PeriodLink.objects.bulk_create(
            PeriodLink(period=period, position=position, **link)
            for position, link in enumerate(links, start=1)
        )
    ContactCheck.objects.create(
        code="fachstelle-demokratie", label="Externe Koordinierungs- und Fachstelle für Demokratie"
    )


def rows(name: str) -> list[dict[str, Any]]:
    path = settings.BASE_DIR / "fixtures" / name
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found
