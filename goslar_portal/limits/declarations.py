"""Which limits there are: a name, a window, and how many an office allows in it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goslar_portal import office

MOST = 100_000
KINDS = {
    "sender": _("je Anschluss"),
    "address": _("je E-Mail-Adresse"),
    "domain": _("je Anbieter von E-Mail-Adressen"),
    "total": _("zusammen"),
}


@dataclass(frozen=True)
class Limit:
    """`windows` says what is counted and how long: senders always; addresses, their domains, all together."""

    name: str
    windows: dict[str, timedelta]

    def most(self, kind: str) -> int:
        """How many the office allows per window now."""
        return int(office.value(f"limits.{self.name}.{kind}"))


_all: dict[str, Limit] = {}


def declare(
    name: str,
    *,
    label: str | Promise,
    window: timedelta,
    senders: int,
    addresses: int | None = None,
    address_window: timedelta | None = None,
    domains: int | None = None,
    total: int | None = None,
) -> None:
    """Declare the limit `name` (`area.word`) with its defaults; the numbers become office values.

    `address_window` is for addresses counted over another time than senders.
    """
    given = {"sender": senders, "address": addresses, "domain": domains, "total": total}
    defaults = {kind: most for kind, most in given.items() if most is not None}
    windows = dict.fromkeys(defaults, window)
    if address_window and "address" in windows:
        windows["address"] = address_window
    for kind, default in defaults.items():
        minutes = int(windows[kind].total_seconds() // 60)
        office.declare(
            f"limits.{name}.{kind}",
            label=format_lazy("{label} {kind}", label=label, kind=KINDS[kind]),
            unit=format_lazy(_("in {minutes} Minuten"), minutes=minutes),
            low=1,
            high=MOST,
            default=default,
        )
    _all[name] = Limit(name, windows)


def declared() -> dict[str, Limit]:
    return dict(_all)


def limit(name: str) -> Limit:
    """Raises `LookupError` for a name that nobody declared."""
    return _all[name]
