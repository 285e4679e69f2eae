"""The roles of the office and what each may do; written to groups at every start (G-051)."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models, transaction


class Role(models.TextChoices):
    LEAD = "leitung", "Leitung"
    HOUSING = "wohnraum", "Wohnraum"
    EDITING = "redaktion", "Redaktion"
    DEMOCRACY = "demokratie", "Demokratie"
    ADVICE = "beratung", "Beratung und Sprachmittlung"
    PRIVACY = "datenschutz", "Datenschutz"
    ENGINEERING = "technik", "Technik"


_labels: dict[str, str] = {code: str(label) for code, label in Role.choices}
_grants: dict[str, set[str]] = defaultdict(set)


def declare(code: str, label: str) -> None:
    """A finer role of one area, such as „Wohnraum: Lesen“."""
    _labels[code] = label


def grant(role: str, *permissions: str) -> None:
    """Give a role permissions named `app.codename`; areas call this in `ready()`."""
    _grants[role].update(permissions)


def labels() -> dict[str, str]:
    return dict(_labels)


@transaction.atomic
def sync() -> None:
    """Write the table to groups; a permission given by hand disappears.

    Raises `LookupError` for a permission that no model has, so a misspelt grant is found at the start.
    """
    from django.contrib.auth.models import Group, Permission

    known = {
        f"{app}.{codename}": number
        for app, codename, number in Permission.objects.values_list(
            "content_type__app_label", "codename", "pk"
        )
    }
    for code in _labels:
        group, _created = Group.objects.get_or_create(name=code)
        group.permissions.set(_numbers(_grants[code], known))


def _numbers(names: Iterable[str], known: dict[str, int]) -> list[int]:
    unknown = sorted(set(names) - known.keys())
    if unknown:
        raise LookupError(f"roles.grant() names permissions that do not exist: {', '.join(unknown)}")
    return [known[name] for name in names]
