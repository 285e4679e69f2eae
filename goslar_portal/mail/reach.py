"""Whose letters are whose: each area says which roles read, stop and send again what it writes (G-076)."""

from typing import Any

from django.apps import apps
from django.db.models import Q

from goslar_portal import registry
from goslar_portal.accounts import roles
from goslar_portal.accounts.roles import Role

READ_ALL = frozenset({Role.LEAD, Role.PRIVACY})
SEE_ALL = READ_ALL | {Role.ENGINEERING}  # the last without recipient and text

# By the beginning of a kind; the longest that fits decides.
_readers: dict[str, frozenset[str]] = {}
# Letters with links into somebody's account: nobody but the recipient reads their text.
_sealed: set[str] = {"accounts"}
# Everybody who may press a button on some letter; on which, says `may_act()`.
ACTING: set[str] = {Role.ENGINEERING}


def declare(kind: str, *codes: str) -> None:
    """Letters of this area, or whose kind begins with `area.word`, belong to these roles; called at start."""
    from goslar_portal.mail import today

    _readers[kind] = frozenset(codes)
    ACTING.update(codes)
    for code in codes:
        roles.grant(code, "mail.view_letter")
    registry.today.add(today.card(kind, codes))


def declared() -> dict[str, frozenset[str]]:
    return dict(_readers)


def forget(kind: str) -> None:
    """Undo a declaration; for tests."""
    del _readers[kind]
    registry.today.remove(f"mail.{kind}")


def area_label(kind: str) -> str:
    """„Wohnraum“ for „housing.offer_queried“; the code itself where there is no such area any more."""
    area = kind.partition(".")[0]
    found = next((config for config in apps.get_app_configs() if config.label == area), None)
    return str(found.verbose_name) if found else area


def within(prefix: str) -> Q:
    """Kinds of this area, or beginning with this word of it."""
    return Q(kind__startswith=prefix if "." in prefix else f"{prefix}.")


def visible_to(user: Any) -> Q | None:
    """Which letters this person may see at all; None means every one."""
    if user.has_role(*SEE_ALL):
        return None
    seen = Q(pk__in=[])
    for prefix in sorted(_readers, key=len):
        seen = seen | within(prefix) if user.has_role(*_readers[prefix]) else seen & ~within(prefix)
    return seen


def may_read(user: Any, kind: str) -> bool:
    """Recipient and text; the Technik sees neither."""
    if any(kind.startswith(f"{prefix}.") for prefix in _sealed):
        return False
    return bool(user.has_role(*READ_ALL, *_owners(kind)))


def may_act(user: Any, kind: str) -> bool:
    """Stop, send again, settle."""
    return bool(user.has_role(Role.ENGINEERING, *_owners(kind)))


def may_read_recipients(user: Any) -> bool:
    """Whether recipients may be searched for: only who may read every letter of the list."""
    return bool(user.has_role(*READ_ALL)) or not user.has_role(Role.ENGINEERING)


def _owners(kind: str) -> frozenset[str]:
    fitting = [prefix for prefix in _readers if kind.startswith(prefix if "." in prefix else f"{prefix}.")]
    return _readers[max(fitting, key=len)] if fitting else frozenset()
