"""Counting one use of a limit and saying whether it was one too many."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from goslar_portal.limits.declarations import Limit, limit


@dataclass(frozen=True)
class Verdict:
    """`over`: what was counted too often; `wait`: seconds until the window ends."""

    over: tuple[str, ...]
    wait: int

    @property
    def is_over(self) -> bool:
        return bool(self.over)

    @property
    def minutes(self) -> int:
        """For people: rounded up, so that nobody comes back too early."""
        return math.ceil(self.wait / 60)

    @property
    def until(self) -> datetime:
        """The minute from which it works again, by the clock of the office."""
        return timezone.localtime(timezone.now() + timedelta(minutes=self.minutes))


def hit(name: str, request: HttpRequest, *, address: str = "", times: int = 1) -> Verdict:
    """Count this use of the limit `name` for its sender and, where it has such numbers, for more.

    `times` is for what comes in numbers, such as the files of one upload.

    Sender and address are counted together, refused uses too. The wider circles (all addresses of a domain,
    all together) are counted only for what the narrower ones let through: nobody alone can fill them.
    Call it outside of a transaction that may be rolled back: that would uncount it.
    Raises `LookupError` for a name that nobody declared.
    """
    from goslar_portal.limits.models import Counter

    rule, now = limit(name), timezone.now()
    over: list[str] = []
    ends: dict[str, datetime] = {}
    for who in _circles(rule, request, address):
        ends = {kind: window_end(now, rule.windows[kind]) for kind in who}
        hits = Counter.objects.add(name, {kind: (who[kind], ends[kind]) for kind in who}, times)
        over = [kind for kind in who if hits[kind] > rule.most(kind)]
        if over:
            break
    end = max(ends[kind] for kind in over or ends)
    return Verdict(tuple(over), max(1, math.ceil((end - now).total_seconds())))


def _circles(rule: Limit, request: HttpRequest, address: str) -> Iterator[dict[str, bytes]]:
    """What is counted at once, from narrow to wide."""
    from goslar_portal.limits.senders import address_hash, sender_hash

    narrow = {"sender": sender_hash(request, rule.name)}
    if address and "address" in rule.windows:
        narrow["address"] = address_hash(address, rule.name)
    yield narrow
    if address and "domain" in rule.windows:
        yield {"domain": address_hash(address.rpartition("@")[2], rule.name)}
    if "total" in rule.windows:
        yield {"total": address_hash("", rule.name)}


def window_end(now: datetime, window: timedelta) -> datetime:
    """Windows lie on the clock, so all processes mean the same one without asking each other."""
    length = window.total_seconds()
    return datetime.fromtimestamp((now.timestamp() // length + 1) * length, tz=UTC)
