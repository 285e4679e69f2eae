"""What somebody reported, as plain JSON: read into an event, compared with others (D-120 to D-125)."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from democracy.models.event import Event
from democracy.models.event_lists import EventTerm, TermKind, Venue
from democracy.occurrences import all_days, parse

DATES = ("starts_on", "ends_on", "registration_until")
TIMES = ("starts_time", "ends_time")
DAYS_LISTS = ("extra_dates", "left_out_dates")
OF_EVENT = (
    "title",
    "teaser",
    "body",
    "online_url",
    "rule",
    "category",
    "audiences",
    "languages",
    "has_interpreting",
    "has_sign_language",
    "has_childcare",
    "is_free",
    "price",
    "registration",
    "registration_to",
    "image_alt",
    "image_credit",
)
PLACE = frozenset({
    "place_name", "place_street", "place_postal_code", "place_municipality", "place_is_wheelchair_accessible",
})  # fmt: skip
SCHEDULE = frozenset({"starts_on", "ends_on", "rule", *TIMES, *DAYS_LISTS})  # only together they make sense


def fill(event: Event, facts: dict[str, Any], *, before: dict[str, Any] | None = None) -> None:
    """The plain facts of a form into the columns of an event; a new place becomes a record.

    With `before` only what differs from it is written: what the office has mended meanwhile stays.
    """
    changed = {name for name in facts if before is None or facts[name] != before.get(name)}
    if changed & SCHEDULE:
        changed |= SCHEDULE & set(facts)
    for name in changed:
        if name in OF_EVENT or name in READ:
            setattr(event, name, READ.get(name, _same)(facts[name]))
    if changed & PLACE:
        event.venue = place_of(facts)
    if "contact_email" in changed:
        event.email, event.contact_is_agreed = facts["contact_email"], bool(facts["contact_email"])
    if "contact_phone" in changed:
        event.phone = facts["contact_phone"]


def _same(value: Any) -> Any:
    return value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _time(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None


def _days(values: list[str] | None) -> list[date]:
    return [date.fromisoformat(value) for value in values or []]


READ: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(DATES, _day), **dict.fromkeys(TIMES, _time), **dict.fromkeys(DAYS_LISTS, _days)
}  # fmt: skip


def probe_of(facts: dict[str, Any]) -> Event:
    """An event to look for twins of; nothing of it is stored."""
    starts_on = date.fromisoformat(facts["starts_on"])
    ends_on = date.fromisoformat(facts["ends_on"]) if facts.get("ends_on") else starts_on
    begins, ends = (time.fromisoformat(facts[name]) if facts.get(name) else None for name in TIMES)
    venue = Venue.objects.named(facts.get("place_name") or "", facts.get("place_municipality") or "")
    return Event(
        title=facts["title"], starts_on=starts_on, ends_on=ends_on, starts_time=begins, ends_time=ends,
        venue=venue,
    )  # fmt: skip


def place_of(facts: dict[str, Any]) -> Venue | None:
    if not facts.get("place_name"):
        return None
    wanted = {
        "name": facts["place_name"],
        "street": facts["place_street"],
        "postal_code": facts["place_postal_code"],
        "municipality": facts["place_municipality"],
    }
    town = EventTerm.objects.words()[TermKind.MUNICIPALITY].get(facts["place_municipality"], "")
    more = {"town": town, "is_wheelchair_accessible": facts.get("place_is_wheelchair_accessible") or None}
    return Venue.objects.get_or_create(**wanted, defaults=more)[0]


def last_day_of(facts: dict[str, Any]) -> date:
    """The last date the facts ask for; an open series counts as two years."""
    first, last = date.fromisoformat(facts["starts_on"]), date.fromisoformat(facts["ends_on"])
    extra = [date.fromisoformat(day) for day in facts.get("extra_dates") or []]
    rule = parse(facts["rule"]) if facts.get("rule") else None
    found = all_days(rule, first, first + timedelta(days=2 * 366), extra=extra)
    return max([last, *found])
