"""The first login of an invited person, in a real browser; login pages for everybody."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection, connections
from pytest_django.live_server_helper import LiveServer

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor
from goslar_portal.mail.models import Letter
from tests.accounts.conftest import code_of_app, factors_of, give_app, link_in
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "vier frische neue wörter"
VIEWS = [("light", 1280), ("light", 320), ("dark", 1280)]


@pytest.fixture
def house(live_server: LiveServer) -> Iterator[str]:
    """The portal at a name: passkeys need one."""
    yield live_server.url.replace("127.0.0.1", "localhost")
    connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """A fresh browser window that fails the test on any complaint of the browser."""
    complaints: list[str] = []
    contexts = []

    def open_one(*, script: bool = True, width: int = 1280, scheme: str = "light") -> Any:
        context = browser.new_context(
            java_script_enabled=script, viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    connections.close_all()  # while the browser's loop runs, this thread has a connection of its own
    for context in contexts:
        context.close()
    assert [text for text in complaints if "422" not in text] == []


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def invite(email: str = "neu@example.org") -> str:
    person = User.objects.create_user(email, None, display_name="Neue Person")
    person.invite(by=Actor.clock("probe"))
    return link_in(Letter.objects.get(recipient=email).text)


@pytest.mark.req("G-052", "G-061", "G-062", "G-063", "G-189")
def test_invited_person_gets_from_the_letter_to_work_without_javascript(
    roles: None, production: None, house: str, open_page: Callable[..., Any]
) -> None:
    page = open_page(script=False, width=320)
    page.goto(house + invite())
    page.get_by_label("Neues Passwort").fill(NEW)
    press(page, "Passwort speichern und weiter")
    assert page.url == f"{house}/admin/security/"
    page.get_by_role("link", name="App einrichten").click()
    assert page.locator(".qr svg").bounding_box()["width"] > 150
    page.get_by_text("Das Bild lässt sich nicht einlesen?").click()
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("Code aus der App").fill(code_of_app(secret))
    press(page, "App einrichten")
    press(page, "Codes jetzt zeigen")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(set(codes)) == 10
    page.get_by_role("link", name="Codes sind sicher verwahrt, weiter zur Verwaltung").click()
    assert page.url == f"{house}/admin/"
    page.get_by_role("button", name="Abmelden").click()
    page.get_by_label("E-Mail-Adresse").fill("neu@example.org")
    page.get_by_label("Passwort").fill(NEW)
    press(page, "Anmelden")
    page.get_by_label("Code").fill(codes[0])
    press(page, "Anmelden")
    assert page.url == f"{house}/admin/"


@pytest.mark.req("G-061", "G-131", "G-199")
@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_login_pages_hold_nothing_axe_or_the_policy_complains_about(
    clerk: User, house: str, open_page: Callable[..., Any], scheme: str, width: int
) -> None:
    page = open_page(scheme=scheme, width=width)

    def judge() -> None:
        found = Axe().run(page).response["violations"]
        assert [(entry["id"], page.url) for entry in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    for address in ("login/", "password_reset/", "password_reset/sent/"):
        page.goto(f"{house}/admin/{address}")
        judge()
    page.goto(f"{house}/admin/login/")
    page.get_by_label("E-Mail-Adresse").fill(clerk.email)
    page.get_by_label("Passwort").fill("falsch geraten wie immer")
    press(page, "Anmelden")
    judge()
    page.get_by_label("Passwort").fill(PASSWORD)
    press(page, "Anmelden")
    for address in (
        "security/",
        "security/app/",
        "security/passkey/",
        "password_change/",
        "logout/",
        "confirm/",
    ):
        page.goto(f"{house}/admin/{address}")
        judge()
    secret = give_app(clerk)
    page.goto(f"{house}/admin/security/codes/")
    judge()
    press(page, "Codes jetzt zeigen")
    judge()
    page.goto(f"{house}/admin/security/")
    judge()
    page.goto(f"{house}/admin/logout/")
    press(page, "Ja, abmelden")
    page.get_by_label("E-Mail-Adresse").fill(clerk.email)
    page.get_by_label("Passwort").fill(PASSWORD)
    press(page, "Anmelden")
    judge()
    page.get_by_label("Code").fill(code_of_app(secret))
    press(page, "Anmelden")
    assert page.url == f"{house}/admin/"


def device(page: Any, *, verifies: bool = True) -> Any:
    """A telephone or key that knows its owner, as the browser's own test device."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": verifies, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def type_in(page: Any, house: str, user: User) -> None:
    page.goto(f"{house}/admin/login/")
    page.get_by_label("E-Mail-Adresse").fill(user.email)
    page.get_by_label("Passwort").fill(PASSWORD)
    press(page, "Anmelden")


@pytest.mark.req("G-063", "G-198")
def test_clerk_makes_a_passkey_and_logs_in_with_nothing_else(
    clerk: User, production: None, house: str, open_page: Callable[..., Any]
) -> None:
    page = open_page()
    device(page)
    type_in(page, house, clerk)
    page.get_by_role("link", name="Passkey einrichten").click()
    page.get_by_label("Name dieses Passkeys").fill("Laptop im Büro")
    press(page, "Passkey einrichten")
    page.wait_for_url(f"{house}/admin/security/codes/")
    assert factors_of(clerk) == ["recovery_codes", "webauthn"]
    page.goto(f"{house}/admin/")
    press(page, "Abmelden")
    press(page, "Mit Passkey anmelden")
    page.wait_for_url(f"{house}/admin/")
    page.goto(f"{house}/admin/security/")
    assert page.get_by_text("Laptop im Büro", exact=True).is_visible()
    page.get_by_role("link", name="Laptop im Büro entfernen").click()
    assert page.get_by_text("Das ist Ihr letzter zweiter Faktor").is_visible()
    assert factors_of(clerk) == ["recovery_codes", "webauthn"]


@pytest.mark.req("G-063")
def test_clerk_uses_her_passkey_as_second_step_after_the_password(
    clerk: User, house: str, open_page: Callable[..., Any]
) -> None:
    page = open_page()
    device(page)
    type_in(page, house, clerk)
    page.goto(f"{house}/admin/security/passkey/")
    press(page, "Passkey einrichten")
    page.wait_for_url(f"{house}/admin/security/codes/")
    page.goto(f"{house}/admin/")
    press(page, "Abmelden")
    type_in(page, house, clerk)
    press(page, "Passkey benutzen")
    page.wait_for_url(f"{house}/admin/")
    assert page.title().startswith("Heute")
    assert factors_of(clerk) == ["recovery_codes", "webauthn"]


@pytest.mark.req("G-063")
def test_device_that_does_not_know_its_owner_makes_no_passkey(
    clerk: User, house: str, open_page: Callable[..., Any]
) -> None:
    page = open_page()
    device(page, verifies=False)
    type_in(page, house, clerk)
    page.goto(f"{house}/admin/security/passkey/")
    press(page, "Passkey einrichten")
    page.get_by_text("Das hat nicht geklappt").wait_for()
    assert factors_of(clerk) == []


@pytest.mark.req("G-064")
def test_page_under_a_number_says_that_passkeys_need_a_name(clerk: User, client: Any) -> None:
    client.force_login(clerk)
    page = client.get("/admin/security/", HTTP_HOST="127.0.0.1:8000").content.decode()
    assert "Passkeys brauchen einen Namen" in page
    assert 'href="http://localhost:8000/admin/security/"' in page
    named = client.get("/admin/security/", HTTP_HOST="localhost:8000").content.decode()
    assert "Passkeys brauchen einen Namen" not in named


@pytest.mark.req("G-198")
def test_script_for_passkeys_is_small_and_has_no_words() -> None:
    from pathlib import Path

    script = Path(__file__).parents[2] / "static" / "passkey.js"
    assert len(script.read_bytes()) <= 3 * 1024
