"""What the login package asks the house: wording, letters, limits, secrets."""

from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from goslar_portal.accounts import letters, proof, safe
from goslar_portal.accounts.guard import Guard, sender_pseudonym
from goslar_portal.accounts.models import User

WRONG_CODE = _("Dieser Code stimmt nicht. Bitte geben Sie den Code ein, den Ihre App gerade anzeigt.")
WRONG_LOGIN = _("E-Mail-Adresse oder Passwort stimmen nicht. Bitte prüfen Sie beides.")


def waiting(guard: Guard) -> ValidationError | None:
    """The sentence for somebody who has to wait; it does not say whether the account exists."""
    until = guard.waits_until()
    if until is None:
        return None
    minutes = max(1, -(-int((until - timezone.now()).total_seconds()) // 60))
    sentence = ngettext(
        "Das waren zu viele Versuche. Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal.",
        "Das waren zu viele Versuche. Bitte warten Sie %(minutes)d Minuten und versuchen Sie es dann noch"
        " einmal.",
        minutes,
    )
    return ValidationError(sentence, code="wait", params={"minutes": minutes})


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG_LOGIN,
        "incorrect_password": _("Das Passwort stimmt nicht. Bitte versuchen Sie es noch einmal."),
        "enter_current_password": _(
            "Das bisherige Passwort stimmt nicht. Bitte versuchen Sie es noch einmal."
        ),
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Never the address itself (G-152)."""
        return sender_pseudonym(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Count, wait, compare. While waiting nothing is compared, but the time is the same."""
        guard = Guard.of(request, str(credentials.get("email", "")))
        pause = waiting(guard)
        user = authenticate(request, **credentials | ({"email": ""} if pause else {}))
        if pause:
            raise pause
        if user is None:
            guard.failed()
            return None
        guard.succeeded()
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        proof.begin(request, has_second_factor=Authenticator.objects.filter(user_id=user.pk).exists())
        return super().post_login(request, user, **kwargs)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Paused, and known to us by a passkey: back to the login, as for a passkey nobody knows."""
        return redirect("account_login")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """With a second factor the password alone is no proof: it may be what was stolen."""
        methods = super().get_reauthentication_methods(user)
        strong = [method for method in methods if method["id"] != "reauthenticate"]
        return strong or methods

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not proof.is_recent(context.request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page that follows shows what happened."""

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Through the outbox like every letter; the last part of the prefix names what changed."""
        letters.login_changed(user, template_prefix.rpartition("/")[2])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError(f"letters leave through the outbox only, not {template_prefix}")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _(
            "Das ist Ihr letzter zweiter Faktor. Richten Sie zuerst einen anderen ein. "
            "Wenn Sie ihn verloren haben, setzt die Technik ihn zurück."
        ),
    }

    def get_totp_issuer(self) -> str:
        return "Landkreis Goslar, Integration"

    def _get_site_name(self) -> str:
        return "Landkreis Goslar, Integration"

    def build_totp_svg(self, url: str) -> str:
        """Drawn in the page itself: the policy allows no pictures from data addresses."""
        return segno.make(url, error="m").svg_inline(
            scale=5, border=4, dark="#000", light="#fff", omitsize=True
        )

    def encrypt(self, text: str) -> str:
        return safe.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return safe.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  # their name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return f"Passkey {number}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor goes only through a second person (G-063)."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
