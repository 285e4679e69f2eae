"""Staff at a page that is closed to them, or not there, learn why and how to go on (G-165)."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.conftest import create_user, logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
CLOSED, NOWHERE = "/admin/housing/landlord/", "/admin/gibt/es/nicht/"


@pytest.mark.req("G-051", "G-165")
def test_reader_of_offers_learns_which_role_is_missing() -> None:
    answer = logged_in(create_user("wohnraum-lesen")).get(CLOSED)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Ihre Rolle ist „Wohnraum: Lesen“. Diese Seite gehört nicht dazu." in page
    assert 'href="/admin/">Zurück zu „Heute“' in page
    assert "/admin/housing/offer/" in page  # the menu is there to go on with


@pytest.mark.req("G-165")
def test_clerk_with_an_old_bookmark_stays_in_the_back_office(reader: Client) -> None:
    answer = logged_in(create_user("wohnraum")).get(NOWHERE)
    assert (answer.status_code, "Das gibt es hier nicht" in answer.content.decode()) == (404, True)
    stranger = reader.get(NOWHERE)
    assert (stranger.status_code in {302, 404}, "office-menu" in stranger.content.decode()) == (True, False)


@pytest.mark.req("G-062", "G-165")
def test_who_has_no_second_factor_yet_sees_no_menu_on_the_way(settings: Settings) -> None:
    settings.PORTAL_LOCAL = False
    browser = logged_in(create_user("wohnraum"))
    assert [browser.get(page)["Location"] for page in (NOWHERE, CLOSED)] == ["/admin/security/"] * 2
