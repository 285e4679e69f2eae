"""What each role may do with partnership, leaflets and events (G-051)."""

from goslar_portal.accounts import roles
from goslar_portal.accounts.roles import Role

STAFF = frozenset({Role.DEMOCRACY.value})
DECIDERS = frozenset({Role.DEMOCRACY.value, Role.LEAD.value})  # publish, withdraw, decide
PUBLIC = (
    "fundingperiod",
    "periodlink",
    "periodlogo",
    "contactcheck",
    "leaflet",
    "leafletversion",
    "event",
    "occurrence",
    "venue",
    "eventterm",
)  # what stands on public pages anyway
WRITTEN = (
    "fundingperiod",
    "periodlink",
    "periodlogo",
    "leaflet",
    "leafletversion",
    "event",
    "venue",
    "eventterm",
)
CASES = ("advicerequest", "eventproposal")  # with contact data of persons


def grant() -> None:
    """Demokratie works, Leitung decides along, Redaktion reads what is public."""
    for role in (Role.DEMOCRACY, Role.LEAD, Role.EDITING):
        roles.grant(role, *_names("view", *PUBLIC))
    for role in (Role.DEMOCRACY, Role.LEAD):
        roles.grant(role, *_names("view", *CASES))
    for action in ("add", "change"):
        roles.grant(Role.DEMOCRACY, *_names(action, *WRITTEN))
    roles.grant(Role.DEMOCRACY, *_names("delete", "periodlink", "periodlogo", "leafletversion", "event"))


def _names(action: str, *models: str) -> list[str]:
    return [f"democracy.{action}_{model}" for model in models]
