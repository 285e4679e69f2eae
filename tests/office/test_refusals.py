"""Staff at a page that is closed to them, or not there, learn why and how to go on (G-165)."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
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


# Pages with a form of their own: the row they ask for, what is typed there, as what it comes back.
OWN_FORMS: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    (
        "housing/offer/999999/angaben/",
        {"opened": "2f91a", "municipality": "1", "street": "Am Wall", "bath": ["shower", ""]},
        [("Straße", "Am Wall")],
    ),
    (
        "integration/page/999999/text/uk/",
        {
            "after": "3",
            "form-TOTAL_FORMS": "1",
            "form-0-key": "weg",
            "form-0-body": "Зайдіть до нас.\nЧекаємо.",
        },
        [("Text", "Зайдіть до нас.\nЧекаємо.")],
    ),
    (
        "newsletters/issue/999999/text/de/",
        {
            "subject": "",
            "title": "März",
            "bausteine": "1",
            "baustein-0-uid": "ab",
            "baustein-0-eintrag-0-place": "Seesen",
        },
        [("Titel", "März"), ("Ort", "Seesen")],
    ),
    ("privacy/privacycase/999999/suche/", {"known": "Erika Beispiel"}, [("Text", "Erika Beispiel")]),
]


@pytest.mark.req("G-051", "G-057")
def test_who_wrote_in_a_form_whose_record_is_gone_may_take_the_words_along() -> None:
    person = create_user(email="alles@example.org")
    person.groups.set(Group.objects.all())
    desk, stranger = logged_in(person), logged_in(create_user(email="ohne@example.org"))
    for path, typed, shown in OWN_FORMS:
        answer = desk.post(f"/admin/{path}", typed)
        assert (path, answer.status_code) == (path, 404)
        assert [(row.label, row.words) for row in answer.context["changed"]] == shown
        chosen = [(row.label, row.words) for row in answer.context["unchanged"]]
        assert chosen == ([("Bad", "Dusche")] if "bath" in typed else [])
        refused = stranger.post(f"/admin/{path}", typed)
        assert (refused.status_code in {403, 404}, shown[0][1] in refused.content.decode()) == (True, False)


@pytest.mark.req("G-165")
def test_clerk_who_opens_a_record_that_is_gone_finds_the_way_to_its_list() -> None:
    desk = logged_in(create_user("wohnraum"))
    for path in ("999999/change/", "999999/angaben/", "999999/fotos/"):
        page = desk.get(f"/admin/housing/offer/{path}").content.decode()
        assert "Diesen Eintrag gibt es hier nicht" in page
        assert 'href="/admin/housing/offer/">Zur Liste' in page
        assert 'href="/admin/">Zurück zu „Heute“' in page
