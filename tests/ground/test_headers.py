"""What every answer carries, whoever asks for whatever."""

import pytest
from django.test import Client

from goslar_portal.accounts.models import User
from tests.conftest import logged_in

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "img-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "object-src 'none'",
    "frame-ancestors 'none'",
}  # fmt: skip


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
