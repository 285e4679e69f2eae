"""Login, password and second factor below `/admin/` (G-061).

Classes where the login package brings the page, so that its checks stay its own; else functions.
"""

from typing import Any

from allauth.account import views as account_views
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes.internal import flows as recovery_flows
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache

from goslar_portal.access import bound, form_page, must_exist, open_form, token_page
from goslar_portal.accounts import forms, letters, proof, second_factor
from goslar_portal.accounts.jobs import offer_new_password
from goslar_portal.accounts.models import User
from goslar_portal.environment import is_loopback
from goslar_portal.journal.models import Actor


class Answer422:
    """Forms with errors answer as everywhere in the portal (G-184); whoever has to wait hears how long."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        form = context.get("form")
        if form is not None and form.is_bound and form.errors:
            waits = any(error.code == "wait" for errors in form.errors.as_data().values() for error in errors)
            context, kwargs = context | {"page_error": True}, kwargs | {"status": 429 if waits else 422}
        response: HttpResponse = super().render_to_response(context, **kwargs)  # type: ignore[misc]  # of a view
        response.headers["Cache-Control"] = "no-store"
        return response


class LoginView(Answer422, account_views.LoginView):
    def get_initial(self) -> dict[str, Any]:
        """After a stale CSRF token the address is still there; the password is typed anew (G-165)."""
        stale = getattr(self.request, "stale_post", {})
        return super().get_initial() | {"login": stale.get("login", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_stale = hasattr(self.request, "stale_post")
        return super().get_context_data(**kwargs) | passkey_place(self.request) | {"is_stale": is_stale}


class ReauthenticateView(Answer422, account_views.ReauthenticateView):
    pass


class AuthenticateView(Answer422, factor_views.AuthenticateView):
    """The second step of a login."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        types = {row.type for row in self.stage.login.user.authenticator_set.all()}
        return super().get_context_data(**kwargs) | {"types": types}


class ReauthenticateCodeView(Answer422, factor_views.ReauthenticateView):
    pass


class ActivateTotpView(Answer422, totp_views.ActivateTOTPView):
    success_url = reverse_lazy("recovery_codes")

    def get_success_url(self) -> str:
        self.request.session[proof.SECOND_FACTOR] = True
        return reverse("recovery_codes" if self.did_generate_recovery_codes else "mfa_index")


class AddPasskeyView(Answer422, webauthn_views.AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every passkey can be the only step of a login, so finger, face or PIN is asked for."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": webauthn.begin_registration(self.request.user, True)}  # noqa: FBT003
        return context | passkey_place(self.request)

    def get_success_url(self) -> str:
        self.request.session[proof.SECOND_FACTOR] = True
        return reverse("recovery_codes" if self.did_generate_recovery_codes else "mfa_index")


class RemovePasskeyView(webauthn_views.RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"is_last": not self.may_go()}

    def may_go(self) -> bool:
        from goslar_portal.accounts.adapters import SecondFactorAdapter

        return SecondFactorAdapter().can_delete_authenticator(self.get_object())

    def form_valid(self, form: Any) -> HttpResponse:
        if not self.may_go():
            return self.render_to_response(self.get_context_data(form=form), status=409)
        response: HttpResponse = super().form_valid(form)
        return response


class RenamePasskeyView(Answer422, webauthn_views.EditWebAuthnView):
    success_url = reverse_lazy("mfa_index")


class SecondFactorView(factor_views.IndexView):
    """All about one's own login: password, second factors, recovery codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        codes = second_factor.recovery(self.request.user)
        left = len(codes.get_unused_codes()) if codes else 0
        facts = {"codes_left": left, "is_mandatory": not settings.PORTAL_LOCAL}
        return super().get_context_data(**kwargs) | facts | passkey_place(self.request)


def passkey_place(request: HttpRequest) -> dict[str, Any]:
    """Passkeys belong to a name: under a number such as 127.0.0.1 there are none (G-064)."""
    host, _colon, port = request.get_host().partition(":")
    if not (is_loopback(host) and host != "localhost") or host == "testserver":
        return {"has_passkeys": True}
    return {"has_passkeys": False, "name_url": f"http://localhost:{port}{request.path}"}


@never_cache
def password_change(request: HttpRequest) -> HttpResponse:
    """Other logins of the account end; this one goes on."""
    form = bound(forms.ChangePasswordForm, request, user=request.user)
    if not form.is_valid():
        return form_page(request, "account/password_change.html", form=form)
    user = must_exist(User.objects.active_with(request.user.pk).first())
    user.choose_password(form.cleaned_data["password"], by=Actor.staff(user))
    letters.login_changed(user, "password_changed")
    update_session_auth_hash(request, user)
    return redirect("mfa_index")


@open_form
def password_reset(request: HttpRequest) -> HttpResponse:
    """The same answer for every address, in the same time: who it was, the worker finds out (G-066)."""
    form = bound(forms.ForgottenPasswordForm, request)
    if not form.is_valid():
        return form_page(request, "account/password_reset.html", form=form)
    offer_new_password.defer(number=User.objects.number_of(form.cleaned_data["email"]))
    return redirect("account_reset_password_done")


@open_form
def password_reset_done(request: HttpRequest) -> HttpResponse:
    return render(request, "account/password_reset_done.html")


@token_page(User, purpose="invite")
def invitation(request: HttpRequest, user: User) -> HttpResponse:
    """The first password of an invited person, who then is logged in (G-052)."""
    return _choose_password(request, user, "accounts/invitation.html")


@token_page(User, purpose="password")
def new_password(request: HttpRequest, user: User) -> HttpResponse:
    """A new password instead of a forgotten one; the second factor is asked for all the same."""
    return _choose_password(request, user, "accounts/new_password.html")


def _choose_password(request: HttpRequest, user: User, template: str) -> HttpResponse:
    if not user.may_log_in:
        return render(request, "errors/link.html", status=404)
    form = bound(forms.NewPasswordForm, request, user=user)
    if not form.is_valid():
        return form_page(request, template, form=form, account=user)
    user.choose_password(form.cleaned_data["password"], by=Actor.staff(user))
    letters.login_changed(user, "password_changed")
    request.session.flush()
    try:
        login = Login(user=user, email=user.email, redirect_url=_after_password(user))
        return perform_password_login(request, {"email": user.email}, login)
    except ImmediateHttpResponse as stop:
        return stop.response


def _after_password(user: User) -> str:
    """Whoever has no second factor yet goes on to set one up."""
    return reverse("admin:index" if second_factor.recovery(user) else "mfa_index")


@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """GET tells how many are left; POST shows new ones, once."""
    user = must_exist(User.objects.active_with(request.user.pk).first())
    codes = must_exist(second_factor.recovery(user))
    raise_if_reauthentication_required(request, app="allauth.mfa")
    shown: list[str] = []
    if request.method == "POST":
        if codes.did_view:
            recovery_flows.generate_recovery_codes(request)
        shown = second_factor.show_once(user)
    context = {"codes": shown, "is_new": not codes.did_view, "left": len(codes.get_unused_codes())}
    return render(request, "mfa/recovery_codes.html", context)


login = open_form(LoginView.as_view())
logout = open_form(account_views.logout)  # also for whoever stops after the first step of a login
