"""The role Wohnraum, cut into reading, daily work and lead (H-012), and what each may do."""

from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts import roles
from goslar_portal.accounts.roles import Role
from goslar_portal.journal.models import Actor
from goslar_portal.mail import reach

READING = "wohnraum-lesen"
CLERK = Role.HOUSING.value
LEAD = "wohnraum-leitung"
STAFF = frozenset({CLERK, LEAD})  # who work on offers
PLACES = ("municipality", "district", "postalcode")
CAPS = ("rentcaptable", "rentzone", "rentzoneplace", "rentcaprow", "rentcapincrement", "areabonus")
REASONS = ("reasonlist", "reason")
CASES = ("contactentry", "task", "consent", "viewing")
WORDS = ("flagword",)


def grant() -> None:
    """Fill the table of the ground floor; called once at start. Who reads only never sees landlords."""
    roles.declare(READING, str(_("Wohnraum: Lesen")))
    roles.declare(LEAD, str(_("Wohnraum: Leitung")))
    for role in (READING, CLERK, LEAD, Role.LEAD.value):
        roles.grant(role, *_names("view", "offer", *PLACES, *CAPS, *REASONS, "consenttext"))
    for role in (CLERK, LEAD, Role.LEAD.value):
        roles.grant(role, *_names("view", "landlord", *CASES))
    for role in STAFF:
        roles.grant(role, *_names("change", "landlord", "offer", *PLACES, *CAPS, *REASONS, *WORDS))
        roles.grant(role, *_names("view", *WORDS), *_names("add", *WORDS), *_names("delete", *WORDS))
        roles.grant(role, *_names("add", "offer", *PLACES, *CAPS))
        roles.grant(role, *_names("delete", *CAPS))
    roles.grant(LEAD, "journal.view_entry")
    roles.grant(Role.PRIVACY, *_names("view", "consenttext"), *_names("add", "consenttext"))
    reach.declare("housing", *STAFF)


def _names(action: str, *models: str) -> list[str]:
    return [f"housing.{action}_{model}" for model in models]


def is_lead(by: Actor) -> bool:
    """Whether this account may do what is kept for the lead; links and the clock never may."""
    from django.contrib.auth import get_user_model

    if by.account_id is None:
        return False
    user = get_user_model().objects.filter(pk=by.account_id, is_active=True).first()
    return user is not None and user.has_role(LEAD)
