"""What the page being made shows, and until when it is right; said by whatever reads it."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from goslar_portal.dates import today
from goslar_portal.requests import notes

TOPICS, UNTIL = "page_topics", "page_until"


def shows(*topics: str) -> None:
    """The page is dropped when one of these topics changes. Outside a request nothing happens."""
    notes().setdefault(TOPICS, set()).update(topics)


def right_until(moment: datetime) -> None:
    """The page shows something that begins or ends by itself then."""
    kept = notes()
    kept[UNTIL] = min(moment, kept.get(UNTIL, moment))


def topics_shown() -> list[str]:
    return sorted(notes().get(TOPICS, ()))


def next_change() -> datetime:
    """When the page changes by the clock: at midnight at the latest, as days decide what is valid (I-051)."""
    midnight = timezone.make_aware(datetime.combine(today() + timedelta(days=1), time.min))
    moment: datetime = notes().get(UNTIL, midnight)
    return min(moment, midnight)
