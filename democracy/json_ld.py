"""Events for search engines: schema.org as an inert block of data (D-088)."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from democracy.occurrences import BERLIN

if TYPE_CHECKING:
    from democracy.models import Event, Occurrence

SCHEMA = "https://schema.org/"
# What could end the block or begin another; JSON reads the escapes as the same signs.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def events(event: "Event", dates: Iterable["Occurrence"]) -> SafeString:
    """One Event per date; empty without any."""
    found = [one(event, row) for row in dates]
    text = json.dumps(found, ensure_ascii=False).translate(ESCAPES) if found else ""
    return mark_safe(text)  # noqa: S308  # every sign that means something in HTML is escaped


def one(event: "Event", row: "Occurrence") -> dict[str, Any]:
    url = f"{settings.SITE_URL.rstrip('/')}{event.get_absolute_url()}"
    status = (
        "EventCancelled" if row.is_cancelled else "EventRescheduled" if row.is_moved else "EventScheduled"
    )
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.teaser,
        "url": url,
        "startDate": moment(row, start=True),
        "endDate": moment(row, start=False),
        "eventStatus": SCHEMA + status,
        "eventAttendanceMode": SCHEMA + _mode(event),
        "organizer": {"@type": "Organization", "name": event.organiser},
        "isAccessibleForFree": event.is_free,
    }
    places = [
        _place(row.venue or event.venue),
        {"@type": "VirtualLocation", "url": url} if event.is_online else None,
    ]
    facts["location"] = [place for place in places if place]
    return facts


def _mode(event: "Event") -> str:
    if event.is_online:
        return "MixedEventAttendanceMode" if event.venue_id else "OnlineEventAttendanceMode"
    return "OfflineEventAttendanceMode"


def _place(venue: Any) -> dict[str, Any] | None:
    if venue is None:
        return None
    address = {
        "@type": "PostalAddress",
        "streetAddress": venue.street,
        "postalCode": venue.postal_code,
        "addressLocality": venue.town,
        "addressCountry": "DE",
    }
    return {"@type": "Place", "name": venue.name, "address": address}


def moment(row: "Occurrence", *, start: bool) -> str:
    """With the offset of its own day, or as a plain date."""
    if row.starts_time is None:
        return f"{row.starts_on if start else row.ends_on:%Y-%m-%d}"
    return (row.starts_at if start else row.ends_at).astimezone(BERLIN).isoformat()
