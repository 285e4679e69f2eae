"""What stands between a login and the back office: its end, its second factor, a recent proof."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.logout import logout
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from goslar_portal.accounts import proof
from goslar_portal.journal.actors import Actor, acting, name_actor

# What somebody without a second factor may open in production (G-062).
SET_UP = frozenset({
    "account_logout", "admin:logout", "account_reauthenticate", "mfa_index", "mfa_activate_totp",
    "mfa_add_webauthn", "recovery_codes",
})  # fmt: skip


class StaffLogin:
    """After LoginRequired; public pages are left alone, so that they never look at a session (G-121)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(None):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        if proof.is_over(request):
            logout(request)
            return redirect_to_login(
                request.get_full_path() if request.method == "GET" else reverse("admin:index")
            )
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not settings.PORTAL_LOCAL and name not in SET_UP and not has_second_factor(request):
            return HttpResponseRedirect(reverse("mfa_index"))
        name_actor(Actor.staff(request.user))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Ask for a proof and come back. What was typed is not kept: it would lie in the session in clear."""
        if not isinstance(exception, ReauthenticationRequired):
            return None
        methods = get_adapter().get_reauthentication_methods(request.user)
        address = methods[0]["url"] if methods else reverse("account_login")
        back = request.get_full_path() if request.method == "GET" else request.path
        return HttpResponseRedirect(f"{address}?{urlencode({REDIRECT_FIELD_NAME: back})}")


def has_second_factor(request: HttpRequest) -> bool:
    """Known to the session once true: a reset ends all logins of the account."""
    if request.session.get(proof.SECOND_FACTOR):
        return True
    found: bool = Authenticator.objects.filter(user_id=request.user.pk).exists()
    if found:
        request.session[proof.SECOND_FACTOR] = True
    return found
