"""Who in the office reads and who writes information pages, contacts and documents (G-051)."""

from goslar_portal.accounts import roles
from goslar_portal.accounts.roles import Role
from goslar_portal.mail import reach

RECORDS = ["page", "contact", "contacttext", "download", "downloadfile"]
PLACES = ["openinghours", "pagecontact", "pagedownload"]  # rows that come and go with their record


def grant() -> None:
    """Everybody in the office reads; Redaktion writes. Who publishes is said by the buttons of the page."""
    reach.declare("integration", Role.EDITING)
    for role in Role:
        roles.grant(role, *_permissions(["view"], RECORDS + PLACES))
    roles.grant(Role.EDITING, *_permissions(["add", "change"], RECORDS))
    roles.grant(Role.EDITING, *_permissions(["add", "change", "delete"], PLACES))


def _permissions(actions: list[str], models: list[str]) -> list[str]:
    return [f"integration.{action}_{model}" for action in actions for model in models]
