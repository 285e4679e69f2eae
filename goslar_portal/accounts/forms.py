"""Forms of login, password and second factor: the package's rules, the portal's words and drawing."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import forms as webauthn_forms
from cryptography.fernet import InvalidToken
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts import safe, second_factor
from goslar_portal.accounts.adapters import WRONG_CODE, waiting
from goslar_portal.accounts.guard import FACTOR, Guard
from goslar_portal.accounts.models import User
from goslar_portal.forms import PortalForm, PortalFormMixin

ADDRESS = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
CODE = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "autocapitalize": "none",
    "spellcheck": "false",
}
NEW_PASSWORD_HELP = _("Mindestens 12 Zeichen. Gut sind vier Wörter, die nichts miteinander zu tun haben.")


def _email() -> forms.EmailField:
    return forms.EmailField(label=_("E-Mail-Adresse"), widget=forms.EmailInput(attrs=ADDRESS))


def _password(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, help_text=help_text)


class LoginForm(PortalFormMixin, account_forms.LoginForm):
    missing = {
        "login": _("Bitte geben Sie Ihre E-Mail-Adresse ein."),
        "password": _("Bitte geben Sie Ihr Passwort ein."),
    }

    password = _password(_("Passwort"), "current-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-Mail-Adresse")
        self.fields["login"].widget = forms.EmailInput(attrs=ADDRESS)


class ConfirmPasswordForm(PortalFormMixin, account_forms.ReauthenticateForm):
    missing = {"password": _("Bitte geben Sie Ihr Passwort ein.")}
    password = _password(_("Passwort"), "current-password")


class NewPasswordForm(PortalForm):
    """Once is enough: the field can be shown, and a mistyped password is reset by letter (WCAG 3.3.7)."""

    missing = {"password": _("Bitte wählen Sie ein Passwort.")}
    password = _password(_("Neues Passwort"), "new-password", NEW_PASSWORD_HELP)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password


class ChangePasswordForm(NewPasswordForm):
    missing = NewPasswordForm.missing | {"oldpassword": _("Bitte geben Sie Ihr bisheriges Passwort ein.")}
    oldpassword = _password(_("Bisheriges Passwort"), "current-password")
    field_order = ["oldpassword", "password"]

    def clean_oldpassword(self) -> str:
        from goslar_portal.accounts.adapters import AccountAdapter

        password: str = self.cleaned_data["oldpassword"]
        if not AccountAdapter().reauthenticate(self.user, password):
            raise ValidationError(AccountAdapter.error_messages["enter_current_password"], code="wrong")
        return password


class ForgottenPasswordForm(PortalForm):
    missing = {"email": _("Bitte geben Sie Ihre E-Mail-Adresse ein.")}
    email = _email()


class GuardedCode(PortalFormMixin):
    """A code of the app or a recovery code: counted like a password, and each good for one login only."""

    missing = {"code": _("Bitte geben Sie den Code ein.")}
    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        guard = Guard.of(context.request, FACTOR + self.user.email)
        pause = waiting(guard)
        if pause:
            raise pause
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # of the package's form
            second_factor.use_once(self.authenticator, code)
        except ValidationError:
            guard.failed()
            raise
        guard.succeeded()
        return code


def _code() -> forms.CharField:
    help_text = _("Sechs Ziffern aus Ihrer App. Wenn Sie das Gerät nicht haben: einer Ihrer Notfallcodes.")
    return forms.CharField(
        label=_("Code"), widget=forms.TextInput(attrs=CODE), max_length=20, help_text=help_text
    )


class AuthenticateForm(GuardedCode, factor_forms.AuthenticateForm):
    code = _code()


class ConfirmCodeForm(GuardedCode, factor_forms.ReauthenticateForm):
    code = _code()


class ActivateTotpForm(PortalFormMixin, totp_forms.ActivateTOTPForm):
    """While it is being set up the secret lies in the session: encrypted there, too."""

    missing = {"code": _("Bitte geben Sie den Code ein, den Ihre App anzeigt.")}
    code = forms.CharField(
        label=_("Code aus der App"),
        widget=forms.TextInput(attrs=CODE),
        max_length=20,
        help_text=_("Sechs Ziffern. Die App zeigt alle 30 Sekunden einen neuen Code."),
    )

    secret: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            try:
                self.secret = safe.decrypt(self.secret)
            except InvalidToken:  # made just now, because the session had none
                self.secret = ""
        else:
            context.request.session[SECRET_SESSION_KEY] = safe.encrypt(self.secret)

    def clean_code(self) -> str:
        if not self.secret:
            raise ValidationError(_("Die Seite war zu lange offen. Bitte laden Sie sie neu."), code="stale")
        code: str = super().clean_code()
        return code


class DeactivateTotpForm(PortalFormMixin, totp_forms.DeactivateTOTPForm):
    pass


class CredentialField(forms.JSONField):
    """What a browser says of a passkey; the package trips over what no browser says."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            said = super().to_python(value)
        except RecursionError:
            said = None
        if not isinstance(said, dict) or not {"id", "rawId", "response"} <= said.keys():
            raise ValidationError(WRONG_CODE, code="incorrect_code")
        return said


class LoginPasskeyForm(webauthn_forms.LoginWebAuthnForm):
    credential = CredentialField()


class ConfirmPasskeyForm(webauthn_forms.ReauthenticateWebAuthnForm):
    credential = CredentialField()


class AuthenticatePasskeyForm(webauthn_forms.AuthenticateWebAuthnForm):
    credential = CredentialField()


class AddPasskeyForm(PortalFormMixin, webauthn_forms.AddWebAuthnForm):
    credential = CredentialField()
    name = forms.CharField(
        label=_("Name dieses Passkeys"),
        max_length=60,
        help_text=_("Zum Beispiel „Diensthandy“ oder „Laptop im Büro“."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)  # every passkey asks for finger, face or PIN


class RenamePasskeyForm(PortalFormMixin, webauthn_forms.EditWebAuthnForm):
    missing = {"name": _("Bitte geben Sie dem Passkey einen Namen.")}
    name = forms.CharField(label=_("Name dieses Passkeys"), max_length=60)
