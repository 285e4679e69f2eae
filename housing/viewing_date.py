"""The date of a viewing as a calendar file (RFC 5545): title, time and place, no person (H-111, H-305)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from housing.models import Viewing

OCTETS = 75
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


def calendar(viewing: Viewing, reference: str) -> bytes:
    """Times in UTC, so no rules of a time zone are needed. A higher SEQUENCE replaces the older date."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Landkreis Goslar//Koordinierung Wohnraum//DE",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{viewing.number}@besichtigung",
        f"DTSTAMP:{_utc(viewing.ended_at or viewing.starts_at)}",
        f"SEQUENCE:{viewing.sequence}",
        f"DTSTART:{_utc(viewing.starts_at)}",
        f"DTEND:{_utc(viewing.ends_at)}",
        f"SUMMARY:{_text(_('Besichtigung'))} {reference}",
        *([f"LOCATION:{_text(viewing.meeting_point)}"] if viewing.meeting_point else []),
        f"STATUS:{'CANCELLED' if viewing.state == 'cancelled' else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_fold(line) for line in lines)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """Escaped, so that nothing typed can begin a line of its own."""
    return "".join(sign for sign in value if sign >= " " or sign == "\n").translate(ESCAPES)


def _fold(line: str) -> bytes:
    """At most 75 octets a line, never cut inside of a letter."""
    raw = line.encode()
    parts: list[bytes] = []
    while len(raw) > (limit := OCTETS if not parts else OCTETS - 1):
        while raw[limit] & 0xC0 == 0x80:
            limit -= 1
        parts.append(raw[:limit])
        raw = raw[limit:]
    return b"\r\n ".join([*parts, raw]) + b"\r\n"
