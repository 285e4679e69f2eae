"""Password, then code: the way into the back office."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver
from pytest_django.fixtures import Settings

from goslar_portal.accounts import second_factor
from goslar_portal.accounts.models import User
from goslar_portal.accounts.urls import urlpatterns
from goslar_portal.journal.models import Actor
from tests.accounts.conftest import (
    code_of_app,
    factors_of,
    give_app,
    is_logged_in,
    secret_on,
    type_code,
    type_password,
)
from tests.conftest import PASSWORD, logged_in
from tests.test_house_rules import patterns

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "login/", "login/code/", "login/passkey/", "logout/", "invitation/<str:token>/", "password_change/",
    "password_reset/", "password_reset/sent/", "password_reset/<str:token>/", "confirm/", "confirm/code/",
    "confirm/passkey/", "security/", "security/app/", "security/app/remove/", "security/codes/",
    "security/passkey/", "security/passkey/<int:pk>/", "security/passkey/<int:pk>/remove/",
}  # fmt: skip
WITHOUT_LOGIN = {
    "login/", "login/code/", "login/passkey/", "logout/", "invitation/<str:token>/", "password_reset/",
    "password_reset/sent/", "password_reset/<str:token>/",
}  # fmt: skip


@pytest.mark.req("G-061")
def test_staff_login_has_exactly_these_addresses_and_no_sign_up() -> None:
    assert {str(entry.pattern) for entry in urlpatterns} == ADDRESSES
    everywhere = [where for where, _entry in patterns(get_resolver())]
    assert [where for where in everywhere if "signup" in where or "social" in where] == []
    assert "admin/password_change/done/" not in everywhere


@pytest.mark.req("G-058", "G-061")
def test_exactly_these_pages_below_admin_open_without_login() -> None:
    open_ones = {
        where.removeprefix("admin/")
        for where, entry in patterns(get_resolver())
        if where.startswith("admin/")
        and isinstance(entry, URLPattern)
        and getattr(entry.callback, "login_required", True) is False
    }
    assert open_ones == WITHOUT_LOGIN


@pytest.mark.req("G-061")
def test_stranger_at_any_page_of_the_back_office_comes_to_the_portals_own_login(client: Client) -> None:
    response = client.get("/admin/housing/offer/")
    assert response.url == "/admin/login/?next=/admin/housing/offer/"  # type: ignore[attr-defined]
    page = client.get(response.url)  # type: ignore[attr-defined]
    assert page.templates[0].name == "account/login.html"
    assert 'name="next" value="/admin/housing/offer/"' in page.content.decode()


@pytest.mark.req("G-061")
def test_clerk_logs_in_with_password_and_code_and_lands_where_she_wanted(
    at_login: Client, clerk: User, secret: str
) -> None:
    first = type_password(at_login, "  SachBearbeitung@Example.org ", next="/admin/housing/offer/")
    assert (first.status_code, first["Location"]) == (302, "/admin/login/code/")
    assert not is_logged_in(at_login)
    second = type_code(at_login, code_of_app(secret))
    assert (second.status_code, second["Location"]) == (302, "/admin/housing/offer/")
    assert is_logged_in(at_login)


@pytest.mark.req("G-061")
def test_clerk_logs_out_by_a_button_not_by_a_link(at_login: Client, clerk: User) -> None:
    type_password(at_login, clerk.email)
    at_login.get("/admin/logout/")
    assert is_logged_in(at_login)
    at_login.post("/admin/logout/")
    assert not is_logged_in(at_login)


@pytest.mark.req("G-061")
def test_clerk_stops_after_the_password_and_starts_again(at_login: Client, clerk: User, secret: str) -> None:
    type_password(at_login, clerk.email)
    assert at_login.get("/admin/login/")["Location"] == "/admin/login/code/"
    at_login.post("/admin/logout/")
    assert at_login.get("/admin/login/").status_code == 200


@pytest.mark.req("G-061")
def test_login_never_sends_anybody_to_another_site(at_login: Client, clerk: User) -> None:
    response = type_password(at_login, clerk.email, next="https://evil.example/")
    assert response["Location"] == "/admin/"


@pytest.mark.req("G-063")
def test_thief_of_a_code_cannot_use_it_after_its_owner(at_login: Client, clerk: User, secret: str) -> None:
    code = code_of_app(secret)
    type_password(at_login, clerk.email)
    type_code(at_login, code)
    thief = Client()
    type_password(thief, clerk.email)
    from django.core.cache import cache

    cache.clear()  # another process knows nothing of this one's memory
    response = type_code(thief, code)
    assert response.status_code == 422
    assert "schon benutzt" in response.content.decode()
    assert not is_logged_in(thief)


@pytest.mark.req("G-063")
def test_clerk_without_her_telephone_uses_a_recovery_code_once(
    at_login: Client, clerk: User, secret: str
) -> None:
    code = RecoveryCodes(Authenticator.objects.get(user=clerk, type="recovery_codes")).generate_codes()[3]
    type_password(at_login, clerk.email)
    assert type_code(at_login, f"{code[:4]} {code[4:]}")["Location"] == "/admin/"
    again = Client()
    type_password(again, clerk.email)
    assert type_code(again, code).status_code == 422
    assert not is_logged_in(again)


@pytest.mark.req("G-062")
@pytest.mark.parametrize("address", ["/admin/", "/admin/housing/offer/", "/admin/password_change/"])
def test_clerk_without_second_factor_reaches_only_its_set_up_in_production(
    production: None, at_login: Client, clerk: User, address: str
) -> None:
    type_password(at_login, clerk.email)
    assert at_login.get(address)["Location"] == "/admin/security/"
    assert at_login.get("/admin/security/").status_code == 200
    assert at_login.get("/admin/security/app/").status_code == 200
    assert at_login.post("/admin/logout/").status_code == 302


@pytest.mark.req("G-062")
def test_login_made_past_the_form_needs_a_second_factor_too(production: None, clerk: User) -> None:
    assert logged_in(clerk).get("/admin/")["Location"] == "/admin/security/"
    give_app(clerk)
    assert logged_in(clerk).get("/admin/").status_code == 200


@pytest.mark.req("G-062")
def test_second_factor_is_optional_on_ones_own_machine_and_a_hint_says_so(
    settings: Settings, at_login: Client, clerk: User
) -> None:
    settings.PORTAL_LOCAL = True
    type_password(at_login, clerk.email)
    page = at_login.get("/admin/").content.decode()
    assert "Ihr Konto hat noch keinen zweiten Faktor" in page
    assert 'href="/admin/security/"' in page


@pytest.mark.req("G-062", "G-063")
def test_clerk_sets_up_an_app_gets_ten_codes_once_and_works(
    production: None,
    at_login: Client,
    clerk: User,
    mailbox: Callable[[], list[object]],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    type_password(at_login, clerk.email)
    secret = secret_on(at_login.get("/admin/security/app/").content.decode())
    with django_capture_on_commit_callbacks(execute=True):
        done = at_login.post("/admin/security/app/", {"code": code_of_app(secret)})
    assert done["Location"] == "/admin/security/codes/"
    assert factors_of(clerk) == ["recovery_codes", "totp"]
    shown = at_login.post("/admin/security/codes/")
    assert len(shown.context["codes"]) == len(set(shown.context["codes"])) == 10
    page = at_login.get("/admin/security/codes/").content.decode()
    assert [code for code in shown.context["codes"] if code[:4] in page] == []
    assert at_login.get("/admin/").status_code == 200
    letters = [str(letter["Subject"]) for letter in mailbox()]  # type: ignore[index]
    assert letters == ["Ihre Anmeldung am Integrationsportal hat sich geändert"]


@pytest.mark.req("G-063")
def test_new_recovery_codes_end_the_old_ones(at_login: Client, clerk: User, secret: str) -> None:
    old = RecoveryCodes(Authenticator.objects.get(user=clerk, type="recovery_codes")).generate_codes()
    type_password(at_login, clerk.email)
    type_code(at_login, code_of_app(secret))
    at_login.post("/admin/security/codes/")
    new = at_login.post("/admin/security/codes/").context["codes"]
    assert len(new) == 10
    assert set(new) & set(old) == set()


@pytest.mark.req("G-063")
def test_wrong_code_during_set_up_keeps_the_secret_on_the_page(at_login: Client, clerk: User) -> None:
    type_password(at_login, clerk.email)
    secret = secret_on(at_login.get("/admin/security/app/").content.decode())
    again = at_login.post("/admin/security/app/", {"code": "000000"})
    assert again.status_code == 422
    assert secret_on(again.content.decode()) == secret
    assert factors_of(clerk) == []


@pytest.mark.req("G-063")
def test_secrets_are_stored_encrypted_and_survive_a_change_of_the_key(
    settings: Settings, at_login: Client, clerk: User
) -> None:
    type_password(at_login, clerk.email)
    secret = secret_on(at_login.get("/admin/security/app/").content.decode())
    assert secret not in str(dict(at_login.session.items()))
    at_login.post("/admin/security/app/", {"code": code_of_app(secret)})
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 6
    assert second_factor.renew_keys() == 2
    settings.SECRET_KEY_FALLBACKS = []
    later = Client()
    type_password(later, clerk.email)
    assert type_code(later, code_of_app(secret, later=1))["Location"] == "/admin/"


@pytest.mark.req("G-063")
def test_nobody_removes_their_own_last_factor(at_login: Client, clerk: User, secret: str) -> None:
    type_password(at_login, clerk.email)
    type_code(at_login, code_of_app(secret))
    page = at_login.post("/admin/security/app/remove/")
    assert "letzter zweiter Faktor" in page.content.decode()
    assert factors_of(clerk) == ["recovery_codes", "totp"]


@pytest.mark.req("G-063")
def test_only_a_second_person_resets_a_factor_and_the_owner_gets_a_letter(
    at_login: Client, clerk: User, engineer: User, secret: str, mailbox: Callable[[], list[object]]
) -> None:
    type_password(at_login, clerk.email)
    type_code(at_login, code_of_app(secret))
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="eigene Konto"):
        clerk.reset_second_factor(by=Actor.staff(clerk), reason="lost")
    clerk.reset_second_factor(by=Actor.staff(engineer), reason="lost")
    assert factors_of(clerk) == []
    assert not is_logged_in(at_login)
    (letter,) = mailbox()
    assert (letter["To"], letter["Subject"]) == (clerk.email, "Ihr zweiter Faktor wurde zurückgesetzt")  # type: ignore[index]


@pytest.mark.req("G-067")
def test_login_ends_after_an_hour_without_use(
    at_login: Client, clerk: User, moved: Callable[[float], None]
) -> None:
    type_password(at_login, clerk.email)
    for _half_hour in range(3):
        moved(50 * 60)
        assert is_logged_in(at_login)
    moved(61 * 60)
    assert at_login.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert not is_logged_in(at_login)


@pytest.mark.req("G-067")
def test_login_ends_after_twelve_hours_however_busy(
    at_login: Client, clerk: User, moved: Callable[[float], None]
) -> None:
    type_password(at_login, clerk.email)
    for _ in range(24):
        assert is_logged_in(at_login)
        moved(30 * 60)
    moved(60)
    assert not is_logged_in(at_login)


@pytest.mark.req("G-067")
def test_change_of_factors_asks_again_after_five_minutes(
    at_login: Client, clerk: User, moved: Callable[[float], None]
) -> None:
    type_password(at_login, clerk.email)
    assert at_login.get("/admin/security/app/").status_code == 200
    moved(301)
    asked = at_login.get("/admin/security/app/")
    assert asked["Location"] == "/admin/confirm/?next=%2Fadmin%2Fsecurity%2Fapp%2F"
    wrong = at_login.post(asked["Location"], {"password": "falsch falsch falsch"})
    assert wrong.status_code == 422
    assert at_login.get("/admin/security/app/").status_code == 302
    right = at_login.post(asked["Location"], {"password": PASSWORD, "next": "/admin/security/app/"})
    assert right["Location"] == "/admin/security/app/"
    assert at_login.get("/admin/security/app/").status_code == 200


@pytest.mark.req("G-067")
def test_proof_of_somebody_with_a_second_factor_is_the_factor(
    at_login: Client, clerk: User, secret: str, moved: Callable[[float], None]
) -> None:
    type_password(at_login, clerk.email)
    type_code(at_login, code_of_app(secret))
    moved(301)
    asked = at_login.get("/admin/security/codes/")
    assert asked["Location"] == "/admin/confirm/code/?next=%2Fadmin%2Fsecurity%2Fcodes%2F"
    assert at_login.get("/admin/confirm/")["Location"] == "/admin/confirm/code/"
    at_login.post(asked["Location"], {"code": code_of_app(secret)})
    assert at_login.get("/admin/security/codes/").status_code == 200


@pytest.mark.req("G-068")
@pytest.mark.parametrize(
    ("password", "sentence"),
    [("elf Zeichen", "12"), ("123456123456", "üblich"), ("sachbearbeitung", "ähnlich")],
)
def test_weak_password_is_refused_with_a_reason(
    at_login: Client, clerk: User, password: str, sentence: str
) -> None:
    type_password(at_login, clerk.email)
    response = at_login.post("/admin/password_change/", {"oldpassword": PASSWORD, "password": password})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


@pytest.mark.req("G-068")
def test_long_words_without_digits_make_a_password(at_login: Client, clerk: User) -> None:
    elsewhere = Client()
    type_password(at_login, clerk.email)
    type_password(elsewhere, clerk.email)
    new = "lauter kleine nette worte"
    response = at_login.post("/admin/password_change/", {"oldpassword": PASSWORD, "password": new})
    assert response["Location"] == "/admin/security/"
    clerk.refresh_from_db()
    assert clerk.check_password(new)
    assert (is_logged_in(at_login), is_logged_in(elsewhere)) == (True, False)


@pytest.mark.req("G-068")
def test_password_fields_allow_pasting_and_say_what_they_hold(client: Client) -> None:
    page = client.get("/admin/login/").content.decode()
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="username"' in page
    assert "onpaste" not in page


@pytest.mark.req("G-068")
def test_passwords_are_hashed_with_scrypt() -> None:
    code = "import goslar_portal.settings as s; print(s.PASSWORD_HASHERS[0])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "django.contrib.auth.hashers.ScryptPasswordHasher"


@pytest.mark.req("G-063")
@pytest.mark.parametrize("said", ["", "null", '{"id": 1}', '"x"', "[" * 5000])
def test_nonsense_instead_of_a_passkey_leads_back_to_the_login(client: Client, said: str) -> None:
    response = client.post("/admin/login/passkey/", {"credential": said})
    assert (response.status_code, response["Location"]) == (302, "/admin/login/")
    assert not is_logged_in(client)


@pytest.mark.req("G-054", "G-063")
def test_paused_person_with_a_passkey_comes_back_to_the_login(
    rf: RequestFactory, client: Client, clerk: User
) -> None:
    clerk.is_active = False
    request = rf.post("/admin/login/passkey/")
    request.session = client.session
    response = perform_login(request, Login(user=clerk))
    assert (response.status_code, response["Location"]) == (302, "/admin/login/")
