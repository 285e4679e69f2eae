"""Calendar files (RFC 5545) of our dates: byte for byte the same for the same rows (D-100 to D-107)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from democracy.models import Occurrence

TZID = "Europe/Berlin"
# A constant, so that no file changes with the zone data of a machine; a test compares both (D-104, D-154).
VTIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{TZID}",
    "BEGIN:DAYLIGHT",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
)
OCTETS = 75
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def calendar(rows: Iterable["Occurrence"], *, name: str) -> bytes:
    """One VEVENT per date. No METHOD: this is a publication to read, no invitation."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Landkreis Goslar//Partnerschaft Demokratie//DE",
        "CALSCALE:GREGORIAN",
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *VTIMEZONE,
    ]
    for row in rows:
        lines += entry(row)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def entry(row: "Occurrence") -> list[str]:
    event = row.event
    changed = utc(row.changed_at)
    place = row.place_line
    parts = [event.teaser, row.note, event.notice]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{row.uid}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{row.sequence}",
        *when(row),
        f"SUMMARY:{text(event.title)}",
        f"DESCRIPTION:{text(chr(10).join(part for part in parts if part))}",
        f"URL:{settings.SITE_URL.rstrip('/')}{event.get_absolute_url()}",
        f"STATUS:{'CANCELLED' if row.is_cancelled or not event.is_shown else 'CONFIRMED'}",
        "END:VEVENT",
    ]
    return [*lines[:-3], *([f"LOCATION:{text(place)}"] if place else []), *lines[-3:]]


def when(row: "Occurrence") -> list[str]:
    """Local times with their zone; whole days as dates, the last one exclusive (D-105)."""
    if row.starts_time is None or row.ends_time is None:
        after = row.ends_on + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{row.starts_on:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    return [
        f"DTSTART;TZID={TZID}:{local(row.starts_on, row.starts_time)}",
        f"DTEND;TZID={TZID}:{local(row.ends_on, row.ends_time)}",
    ]


def local(day: date, clock: time) -> str:
    return f"{day:%Y%m%d}T{clock:%H%M%S}"


def utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def text(value: str) -> str:
    """Escaped, so that nothing typed can begin a line of its own (D-106)."""
    return "".join(sign for sign in value if sign >= " " or sign == "\n").translate(ESCAPES)


def fold(line: str) -> bytes:
    """At most 75 octets a line, never cut inside of a letter."""
    raw = line.encode()
    parts: list[bytes] = []
    while len(raw) > (limit := OCTETS if not parts else OCTETS - 1):
        while raw[limit] & 0xC0 == 0x80:
            limit -= 1
        parts.append(raw[:limit])
        raw = raw[limit:]
    return b"\r\n ".join([*parts, raw]) + b"\r\n"
