"""Letters about accounts: to their owners, and to the Leitung when something exceptional happened."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from goslar_portal.mail.outbox import post

if TYPE_CHECKING:
    from goslar_portal.accounts.models import User


def invited(user: "User", token: str, *, until: datetime) -> None:
    """The link to the first password."""
    _to(user, "invited", url=_url("invitation", token), until=until)


def password_offered(user: "User", token: str, *, until: datetime) -> None:
    _to(user, "password_offered", url=_url("new_password", token), until=until)


def second_factor_reset(user: "User") -> None:
    _to(user, "second_factor_reset")


def login_changed(user: "User", change: str) -> None:
    """`change` names what happened to password or factors, see the template."""
    _to(user, "login_changed", change=change)


def many_failures(user: "User", *, count: int, began_at: datetime) -> None:
    """Ten failed logins: the owner should know, at most once per series."""
    _to(user, "many_failures", once=f"{began_at.timestamp()}", count=count)


def account_silent(user: "User", *, until: datetime) -> None:
    _to(user, "account_silent", until=until)


def emergency_begun(lead: "User", emergency: "User") -> None:
    _to(lead, "emergency_begun", once=str(emergency.pk), until=emergency.ends_at)


def _url(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])


def _to(user: "User", name: str, *, once: str = "", **context: object) -> None:
    post(
        kind=f"accounts.{name}",
        to=user.email,
        language="de",  # letters to the office are written in German only
        once=f"accounts.{name}:{user.pk}:{once or timezone.now().timestamp()}",
        about=user,
        context={"name": user.display_name, "login_url": settings.SITE_URL + reverse("account_login")}
        | context,
    )
