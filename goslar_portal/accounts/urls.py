"""Addresses of the staff login, all below `/admin/`; a test holds the exact list (G-061)."""

from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from django.urls import path

from goslar_portal.accounts import views

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("login/code/", views.AuthenticateView.as_view(), name="mfa_authenticate"),
    path("login/passkey/", webauthn_views.login_webauthn, name="mfa_login_webauthn"),
    path("logout/", views.logout, name="account_logout"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("password_change/", views.password_change, name="account_change_password"),
    path("password_reset/", views.password_reset, name="account_reset_password"),
    path("password_reset/sent/", views.password_reset_done, name="account_reset_password_done"),
    path("password_reset/<str:token>/", views.new_password, name="new_password"),
    path("confirm/", views.ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("confirm/code/", views.ReauthenticateCodeView.as_view(), name="mfa_reauthenticate"),
    path("confirm/passkey/", webauthn_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("security/", views.SecondFactorView.as_view(), name="mfa_index"),
    path("security/app/", views.ActivateTotpView.as_view(), name="mfa_activate_totp"),
    path("security/app/remove/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("security/codes/", views.recovery_codes, name="recovery_codes"),
    path("security/passkey/", views.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("security/passkey/<int:pk>/", views.RenamePasskeyView.as_view(), name="mfa_edit_webauthn"),
    path("security/passkey/<int:pk>/remove/", views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
]
