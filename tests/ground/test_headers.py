"""What every answer carries, whoever asks for whatever."""

import re

import pytest
from django.test import Client

from goslar_portal.accounts.models import User
from tests.conftest import logged_in
from tests.test_house_rules import patterns
from tests.test_public_pages import TABLE

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "img-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "object-src 'none'",
    "frame-ancestors 'none'",
}  # fmt: skip


EXPECTED = (
    "Permissions-Policy", "X-Content-Type-Options", "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy", "Referrer-Policy", "Cache-Control",
)  # fmt: skip


def headers(reader: Client, address: str) -> dict[str, str]:
    response = reader.get(address)
    response.close()
    return dict(response.headers)


PUBLIC = ["/healthz", "/gibt-es-nicht/", "/admin/login/", "/static/portal.css"]


@pytest.mark.req("G-131", "G-132")
@pytest.mark.parametrize("address", PUBLIC)
def test_every_answer_carries_the_strict_policy(reader: Client, address: str) -> None:
    policy = headers(reader, address)["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";") if part.strip()} == POLICY


@pytest.mark.req("G-132")
def test_back_office_has_the_same_policy(chief: User) -> None:
    policy = logged_in(chief).get("/admin/")["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";") if part.strip()} == POLICY


@pytest.mark.req("G-134")
@pytest.mark.parametrize("address", PUBLIC)
def test_every_answer_closes_what_no_page_needs(reader: Client, address: str) -> None:
    response = headers(reader, address)
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.req("G-125")
def test_what_is_not_public_is_never_stored_on_the_way(reader: Client, chief: User) -> None:
    assert reader.get("/gibt-es-nicht/")["Cache-Control"] == "no-store"
    assert "no-store" in logged_in(chief).get("/admin/")["Cache-Control"]


@pytest.mark.req("G-121")
def test_public_page_does_not_look_at_who_reads_it(reader: Client, starting_content: None) -> None:
    response = reader.get("/kontakt/")
    assert response["Vary"] == "Accept-Encoding"
    assert response.cookies == {}
    assert not response.wsgi_request.session.accessed


SAMPLES = {"str": "x", "slug": "x", "int": "1", "path": "1", "step": "wohnung", "": "x"}


def every_address() -> list[str]:
    """All addresses without a choice of words in them, with samples, and the pages of the table."""
    found = set(TABLE)
    for where, _entry in patterns():
        if "(?" not in where and "^" not in where and "\\" not in where:
            path = re.sub(r"<(?:(\w+):)?\w+>", lambda part: SAMPLES.get(part[1] or "", "x"), where)
            found.add("/" + path)
    return sorted(found)


@pytest.mark.req("G-131", "G-132", "G-134")
def test_no_address_and_no_error_goes_without_its_headers(starting_content: None, chief: User) -> None:
    browser, wrong = logged_in(chief), []
    browser.raise_request_exception = False
    addresses = [
        *every_address(),
        "/gibt/es/nicht",
        "/static/portal.css",
        "/static/fehlt.css",
        "/admin/gibt-es-nicht/",
    ]
    assert len(addresses) > 100
    for address in addresses:
        for ask in (browser.get, browser.head, browser.post):
            response = ask(address)
            response.close()
            policy = response.headers.get("Content-Security-Policy", "")
            parts = {part.strip() for part in policy.split(";") if part.strip()}
            if parts not in (POLICY, {"sandbox"}) and not policy.startswith("sandbox"):
                wrong.append(f"{address} {response.status_code} policy: {policy}")
            if any(name not in response.headers for name in EXPECTED):
                wrong.append(f"{address} {response.status_code} lacks one of {EXPECTED}")
    assert wrong == []


@pytest.mark.req("I-225")
def test_head_is_answered_as_get_without_a_body_and_other_methods_are_refused(
    starting_content: None, reader: Client
) -> None:
    for address in TABLE:
        head = reader.head(address)
        assert (head.status_code, head.content) == (200, b""), address
        assert reader.delete(address).status_code == 405, address
