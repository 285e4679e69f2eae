"""„Zahlen“: per newsletter and month, and per issue, counted by the database, nobody by name (N-162)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from goslar_portal.dates import today
from goslar_portal.retention.models import KeptCount
from newsletters.models import (
    ASKED,
    Channel,
    Delivery,
    DeliveryState,
    EndReason,
    Issue,
    Proof,
    Subscription,
    SubscriptionState,
)

MONTHS = 12
ISSUES = 24
Numbers = Counter[tuple[int, date]]


@dataclass
class Month:
    """What happened in one month, and how many there were at its end."""

    day: date
    active: int = 0
    resting: int = 0
    new: int = 0
    confirmed: int = 0
    unconfirmed: int = 0  # or not yet
    ended: Counter[str] = field(default_factory=Counter)

    @property
    def ended_count(self) -> int:
        return self.ended.total()

    @property
    def ends(self) -> list[tuple[str, int]]:
        """Why, in words, with how many; only what happened."""
        return [(str(reason.label), self.ended[reason]) for reason in EndReason if self.ended[reason]]


def last_months() -> list[date]:
    """The first days of the last twelve months, the present one first."""
    days = [today().replace(day=1)]
    while len(days) < MONTHS:
        days.append((days[-1] - timedelta(days=1)).replace(day=1))
    return days


def months(channels: Iterable[Channel]) -> dict[int, list[Month]]:
    """By newsletter; as many questions for one as for all."""
    begun = _numbers(Subscription.objects.per_month("confirmed_at"))
    asleep = _numbers(Subscription.objects.resting().per_month("rests_since"))
    confirmed = _numbers(Proof.objects.confirmed_per_month_of_asking())
    asked = _asked()
    ended: dict[tuple[int, date], Counter[str]] = {}
    for channel, month, reason, number in Subscription.objects.ended().per_month("ended_at", "end_reason"):
        ended.setdefault((channel, month), Counter())[reason] += number
    now = Counter({(row[0], row[1]): row[2] for row in Subscription.objects.live().per_state()})
    found: dict[int, list[Month]] = {}
    for channel in channels:
        resting = now[channel.pk, SubscriptionState.RESTING]
        live = now[channel.pk, SubscriptionState.ACTIVE] + resting
        for day in last_months():
            key = channel.pk, day
            month = Month(day, live - resting, resting, begun[key], confirmed[key])
            month.unconfirmed = max(0, asked[key] - confirmed[key])
            month.ended = ended.get(key, Counter())
            found.setdefault(channel.pk, []).append(month)
            resting -= asleep[key]  # from its end back to the end of the month before
            live += month.ended.total() - begun[key]
    return found


def _numbers(rows: Iterable[tuple[int, date, int]]) -> Numbers:
    return Counter({(channel, month): number for channel, month, number in rows})


def _asked() -> Numbers:
    """Confirmation mails, counted when they were written: the wishes themselves are deleted after days."""
    days = last_months()
    rows = KeptCount.objects.between({ASKED}, days[-1], days[0])
    return Counter({(int(row.facts["channel"]), row.month): row.number for row in rows})


@dataclass(frozen=True)
class IssueLine:
    issue: Issue
    numbers: list[int]  # per state of a delivery, in their order


def issues(channels: Iterable[Channel]) -> list[IssueLine]:
    """The latest issues that went out, with all their deliveries, also those that were erased since."""
    rows = list(Issue.objects.of_channels(channels).sent_out()[:ISSUES])
    numbers: Counter[tuple[str, str]] = Counter()
    for issue, state, number in Delivery.objects.per_issue_and_state(rows):
        numbers[str(issue), state] += number
    kept = KeptCount.objects.between({"newsletters.delivery_days"}, date.min, date.max)
    for issue, state, number in kept.counted("issue", "state"):
        numbers[issue, state] += number
    return [IssueLine(row, [numbers[str(row.pk), state] for state in DeliveryState.values]) for row in rows]
