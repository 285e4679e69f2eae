"""Logging in like a person: forms, codes of an app, a browser with its own name for the server."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from goslar_portal.accounts.models import User
from tests.conftest import PASSWORD


def code_of_app(secret: str, *, later: int = 0) -> str:
    """What an app shows now, or some intervals of 30 seconds later (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def give_app(user: User) -> str:
    """An account that has set up its second factor; returns the secret that its app holds."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def type_password(browser: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return browser.post("/admin/login/", {"login": email, "password": password} | more)  # type: ignore[return-value]


def type_code(browser: Client, code: str) -> HttpResponse:
    return browser.post("/admin/login/code/", {"code": code})  # type: ignore[return-value]


def is_logged_in(browser: Client) -> bool:
    return browser.get("/admin/security/").status_code == 200


def secret_on(page: str) -> str:
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert found
    return found[1].replace(" ", "")


def link_in(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/admin/\S+)", text)
    assert found
    return found[1]


@pytest.fixture
def production(settings: Settings) -> None:
    """The rules of an installation that is not on somebody's own machine."""
    settings.PORTAL_LOCAL = False


@pytest.fixture
def secret(clerk: User) -> str:
    """The clerk has an app; this is its secret."""
    return give_app(clerk)


@pytest.fixture
def at_login(clerk: User, client: Client) -> Client:
    """The clerk's browser before anybody logged in."""
    return client


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let seconds pass for everything that asks for the time in seconds."""
    real, shift = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + shift[0])

    def move(seconds: float) -> None:
        shift[0] += seconds

    return move


def factors_of(user: User) -> list[str]:
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
