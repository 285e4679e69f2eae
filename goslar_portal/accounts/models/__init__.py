"""Accounts and what guards them."""

from goslar_portal.accounts.models.failures import Failures
from goslar_portal.accounts.models.user import Membership, Reason, User, UserManager

__all__ = ["Failures", "Membership", "Reason", "User", "UserManager"]
