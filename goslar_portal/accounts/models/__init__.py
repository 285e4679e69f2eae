"""Accounts and what guards them."""

from goslar_portal.accounts.models.failures import Failures
from goslar_portal.accounts.models.user import Reason, User, UserManager

__all__ = ["Failures", "Reason", "User", "UserManager"]
