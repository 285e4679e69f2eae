"""Who in the office reads and who writes newsletters: each role its own ones, Leitung all (G-051)."""

from goslar_portal.accounts import roles
from goslar_portal.accounts.roles import Role
from newsletters.models.channel import OWNERS

WRITERS = frozenset({Role.EDITING, Role.DEMOCRACY})
STAFF = WRITERS | {Role.LEAD}
READ = ["channel", "channeltext", "issue", "subscription", "suppression", "proof", "wording", "wordlist"]
LOOK = ["delivery", "stray"]
WRITE = ["channel", "channeltext", "issue"]


def grant() -> None:
    for role in (*OWNERS, Role.LEAD):
        roles.grant(role, *_names("view", *READ, *LOOK))
    for role in OWNERS:
        roles.grant(role, *_names("add", *WRITE), *_names("change", *WRITE, "wordlist"))
        roles.grant(role, *_names("add", "suppression"))
    roles.grant(Role.PRIVACY, *_names("view", "wording"), *_names("add", "wording"))


def _names(action: str, *models: str) -> list[str]:
    return [f"newsletters.{action}_{model}" for model in models]
