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
    """`kinds` says what is counted: senders always; addresses, their domains, all together where declared."""

    name: str
    window: timedelta
    kinds: tuple[str, ...]

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
    domains: int | None = None,
    total: int | None = None,
) -> None:
    """Declare the limit `name` (`area.word`) with its defaults; the numbers become office values."""
    given = {"sender": senders, "address": addresses, "domain": domains, "total": total}
    defaults = {kind: most for kind, most in given.items() if most is not None}
    minutes = int(window.total_seconds() // 60)
    for kind, default in defaults.items():
        office.declare(
            f"limits.{name}.{kind}",
            label=format_lazy("{label} {kind}", label=label, kind=KINDS[kind]),
            unit=format_lazy(_("in {minutes} Minuten"), minutes=minutes),
            low=1,
            high=MOST,
            default=default,
        )
    _all[name] = Limit(name, window, tuple(defaults))


def declared() -> dict[str, Limit]:
    return dict(_all)


def limit(name: str) -> Limit:
    """Raises `LookupError` for a name that nobody declared."""
    return _all[name]
