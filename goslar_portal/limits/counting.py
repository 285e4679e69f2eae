"""Counting one use of a limit and saying whether it was one too many."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from goslar_portal.limits.declarations import limit


@dataclass(frozen=True)
class Verdict:
    """`is_over`: too often; `wait`: seconds until the window ends."""

    is_over: bool
    wait: int

    @property
    def minutes(self) -> int:
        """For people: rounded up, so that nobody comes back too early."""
        return math.ceil(self.wait / 60)

    @property
    def until(self) -> datetime:
        """The minute from which it works again, by the clock of the office."""
        return timezone.localtime(timezone.now() + timedelta(minutes=self.minutes))


def hit(name: str, request: HttpRequest, *, address: str = "", times: int = 1) -> Verdict:
    """Count this use of the limit `name` for its sender and, where it has such a number, for the address.

    `times` is for what comes in numbers, such as the files of one upload.

    Refused uses count too. Call it outside of a transaction that may be rolled back: that would uncount it.
    Raises `LookupError` for a name that nobody declared.
    """
    from goslar_portal.limits.models import Counter
    from goslar_portal.limits.senders import address_hash, sender_hash

    rule, now = limit(name), timezone.now()
    who = {"sender": sender_hash(request, name)}
    if address and "address" in rule.windows:
        who["address"] = address_hash(address, name)
    ends = {kind: window_end(now, rule.windows[kind]) for kind in who}
    hits = Counter.objects.add(name, {kind: (who[kind], ends[kind]) for kind in who}, times)
    over = [kind for kind in who if hits[kind] > rule.most(kind)]
    end = max(ends[kind] for kind in over or who)
    return Verdict(bool(over), max(1, math.ceil((end - now).total_seconds())))


def window_end(now: datetime, window: timedelta) -> datetime:
    """Windows lie on the clock, so all processes mean the same one without asking each other."""
    length = window.total_seconds()
    return datetime.fromtimestamp((now.timestamp() // length + 1) * length, tz=UTC)
