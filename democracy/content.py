"""Records the area starts with; loaded once, then the office's own."""

import json
from typing import Any

from django.conf import settings

from democracy.models import ContactCheck, EventTerm, FundingPeriod, Leaflet, PeriodLink
from goslar_portal.journal.models import Actor

CLOCK = Actor.clock("prepare")


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


def load_leaflets() -> None:
    """The ten titles of the annexes, each without a file: no official text is invented (D-003)."""
    periods = {row.number: row for row in FundingPeriod.objects.all()}
    for row in rows("democracy_leaflets.json"):
        numbers = row.pop("periods")
        leaflet = Leaflet.objects.create(**row)
        leaflet.periods.set(periods[number] for number in numbers)
        leaflet.show(by=CLOCK)


def load_event_terms() -> None:
    """Categories, audiences and municipalities to choose from; the calendar itself starts empty."""
    EventTerm.objects.bulk_create(EventTerm(**row) for row in rows("democracy_event_terms.json"))


def rows(name: str) -> list[dict[str, Any]]:
    path = settings.BASE_DIR / "fixtures" / name
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found
