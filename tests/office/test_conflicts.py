"""Two people at one record: the slower one sees both texts and loses nothing (G-057)."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.conflicts import OPENED
from housing.models import District, Municipality
from integration.models import Contact, OpeningHours
from tests.conftest import create_user, logged_in
from tests.democracy.factories import create_event
from tests.integration.records import create_contact
from tests.pressing import boxes

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(roles: None) -> Contact:
    row = create_contact(email="alt@example.org", needs_confirmation="")
    row.opening_hours.create(weekday=1, opens="9:00", closes="12:00")
    return row


@pytest.fixture
def desks(editor: User) -> tuple[Client, Client]:
    """Two editors, each at a desk of their own."""
    return logged_in(editor), logged_in(create_user("redaktion", email="zweite@example.org"))


def address(row: Any) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def opened(desk: Client, row: Any, **changes: Any) -> dict[str, Any]:
    return boxes(desk.get(address(row)), f"{row._meta.model_name}_form", **changes)


def rows(answer: Any) -> list[tuple[str, str, str]]:
    return [(row.label, row.stored, row.typed) for row in answer.context["differences"]]


@pytest.mark.req("G-057")
def test_slower_editor_sees_both_texts_and_may_save_hers_knowingly(
    contact: Contact, desks: tuple[Client, Client]
) -> None:
    first, second = desks
    slow = opened(second, contact, email="zweite@example.org", room="2.14")
    assert first.post(address(contact), opened(first, contact, email="erste@example.org")).status_code == 302
    answer = second.post(address(contact), slow)
    assert answer.status_code == 409
    assert rows(answer) == [("E-Mail", "erste@example.org", "zweite@example.org")]
    again = boxes(answer, "contact_form")
    assert (again["email"], again["room"]) == (["zweite@example.org"], ["2.14"])
    contact.refresh_from_db()
    assert (contact.email, contact.room) == ("erste@example.org", "")
    assert second.post(address(contact), again).status_code == 302
    contact.refresh_from_db()
    assert (contact.email, contact.room) == ("zweite@example.org", "2.14")


@pytest.mark.req("G-057")
def test_what_only_the_other_changed_is_taken_over(contact: Contact, desks: tuple[Client, Client]) -> None:
    first, second = desks
    slow = opened(second, contact, room="2.14")
    changes = {
        "town": "Seesen",
        "languages": ["de", "uk"],
        "is_by_appointment": "on",
        "texts-0-remark": "Klingeln",
    }
    assert first.post(address(contact), opened(first, contact, **changes)).status_code == 302
    answer = second.post(address(contact), slow)
    assert answer.status_code == 409
    assert {label for label, _stored, _typed in rows(answer)} == {
        "Ort", "Nach Vereinbarung", "Gesprochene Sprachen", "Text eines Kontakts: Beratung",
    }  # fmt: skip
    assert {typed for _label, _stored, typed in rows(answer)} == {
        "nicht geändert; der neue Stand ist übernommen"
    }
    assert second.post(address(contact), boxes(answer, "contact_form")).status_code == 302
    contact.refresh_from_db()
    assert (contact.town, contact.room, contact.languages) == ("Seesen", "2.14", ["de", "uk"])
    assert (contact.is_by_appointment, contact.texts.get().remark) == (True, "Klingeln")


@pytest.mark.req("G-057")
def test_rows_below_a_record_are_watched_too(contact: Contact, desks: tuple[Client, Client]) -> None:
    first, second = desks
    slow = opened(second, contact, **{"opening_hours-0-closes": "13:00"})
    faster = opened(
        first, contact, **{"opening_hours-0-closes": "11:00", "opening_hours-1-weekday": "2"},
        **{"opening_hours-1-opens": "9:00", "opening_hours-1-closes": "10:00"},
    )  # fmt: skip
    assert first.post(address(contact), faster).status_code == 302
    answer = second.post(address(contact), slow)
    assert answer.status_code == 409
    (_changed, stored, typed), (_added, new, unknown) = rows(answer)
    assert ("Bis: 11:00" in stored, "Bis: 13:00" in typed) == (True, True)
    assert ("Bis: 10:00" in new, "ist übernommen" in unknown) == (True, True)
    assert second.post(address(contact), boxes(answer, "contact_form")).status_code == 302
    assert [str(row) for row in OpeningHours.objects.order_by("weekday")] == [
        "1 09:00–13:00",
        "2 09:00–10:00",
    ]


@pytest.mark.req("G-057")
def test_row_that_the_other_deleted_goes_here_too_unless_it_was_changed(
    contact: Contact, desks: tuple[Client, Client]
) -> None:
    contact.opening_hours.create(weekday=2, opens="9:00", closes="12:00")
    first, second = desks
    slow = opened(second, contact, **{"opening_hours-1-closes": "13:00"})
    emptied = {"opening_hours-0-DELETE": "on", "opening_hours-1-DELETE": "on"}
    assert first.post(address(contact), opened(first, contact, **emptied)).status_code == 302
    answer = second.post(address(contact), slow)
    assert answer.status_code == 409
    (_one, gone, untouched), (_two, gone_too, typed) = rows(answer)
    assert (gone, gone_too, untouched) == ("gelöscht", "gelöscht", "nicht geändert; auch hier entfernt")
    assert "Bis: 13:00" in typed
    assert OpeningHours.objects.count() == 0
    assert second.post(address(contact), boxes(answer, "contact_form")).status_code == 302
    assert [str(row) for row in OpeningHours.objects.all()] == ["2 09:00–13:00"]


@pytest.mark.req("G-057")
def test_row_ticked_for_deletion_that_the_other_changed_is_kept_until_both_texts_were_seen(
    contact: Contact, desks: tuple[Client, Client]
) -> None:
    first, second = desks
    slow = opened(second, contact, **{"opening_hours-0-DELETE": "on"})
    first.post(address(contact), opened(first, contact, **{"opening_hours-0-closes": "11:00"}))
    answer = second.post(address(contact), slow)
    assert [typed for _label, _stored, typed in rows(answer)] == ["zum Löschen angekreuzt"]
    assert str(OpeningHours.objects.get().closes) == "11:00:00"


@pytest.mark.req("G-057")
def test_two_who_type_the_same_do_not_disturb_each_other(
    contact: Contact, desks: tuple[Client, Client]
) -> None:
    first, second = desks
    slow = opened(second, contact, room="2.14")
    first.post(address(contact), opened(first, contact, room="2.14"))
    assert second.post(address(contact), slow).status_code == 302


@pytest.mark.req("G-057")
def test_form_with_a_mistake_keeps_the_version_it_was_opened_with(
    contact: Contact, desks: tuple[Client, Client]
) -> None:
    first, second = desks
    wrong = second.post(address(contact), opened(second, contact, email="keine Adresse"))
    assert (wrong.status_code, wrong.context["differences"]) == (422, [])
    first.post(address(contact), opened(first, contact, email="erste@example.org"))
    mended = boxes(wrong, "contact_form", email="zweite@example.org")
    assert second.post(address(contact), mended).status_code == 409


@pytest.mark.req("G-057")
@pytest.mark.parametrize("nonsense", ["", "x", "email", "email=x", "= =", "texts.999=0", "%00" * 9])
def test_nonsense_for_a_version_writes_nothing(
    contact: Contact, desks: tuple[Client, Client], nonsense: str
) -> None:
    data = opened(desks[0], contact, email="erste@example.org", **{OPENED: nonsense})
    assert desks[0].post(address(contact), data).status_code == 409
    contact.refresh_from_db()
    assert contact.email == "alt@example.org"


@pytest.mark.req("G-057")
def test_choices_are_shown_in_words(clerk: User, colleague: User) -> None:
    place = Municipality.objects.create(ags="03153999", name="Musterstadt", type="town")
    District.objects.create(municipality=place, name="Oben")
    slow = opened(logged_in(colleague), place, name="Neu", **{"districts-0-name": "Unten"})
    first = logged_in(clerk)
    assert (
        first.post(address(place), opened(first, place, name="Anders", type="municipality")).status_code
        == 302
    )
    answer = logged_in(colleague).post(address(place), slow)
    assert rows(answer)[0] == ("Name", "Anders", "Neu")
    assert District.objects.get().name == "Oben"
    assert boxes(answer, "municipality_form")["districts-0-name"] == ["Unten"]


@pytest.mark.req("G-057")
def test_who_edits_a_record_that_is_deleted_meanwhile_keeps_the_words(roles: None) -> None:
    event = create_event(is_public=False)
    desk = logged_in(create_user("demokratie"))
    slow = opened(desk, event, title="Ein ganz neuer Titel", teaser="Zwei Zeilen,\nmühsam geschrieben.")
    event.delete()
    answer = desk.post(address(event), slow)
    assert answer.status_code == 404
    assert [(row.label, row.words) for row in answer.context["changed"]] == [
        ("Titel", "Ein ganz neuer Titel"),
        ("Kurz gesagt", "Zwei Zeilen,\nmühsam geschrieben."),
    ]
    assert ("Veranstalter", "Initiative") in [row[:2] for row in answer.context["unchanged"]]
    assert "Was Sie geschrieben haben, steht hier." in answer.content.decode()


@pytest.mark.req("G-057")
def test_words_of_a_button_are_kept_too_and_strangers_see_nothing_of_it(roles: None) -> None:
    button, typed = "/admin/democracy/event/999999999/cancel/", {"notice": "Der Saal ist überschwemmt."}
    answer = logged_in(create_user("demokratie")).post(button, typed)
    assert (answer.status_code, [row.words for row in answer.context["changed"]]) == (404, [typed["notice"]])
    for role in ("redaktion", "wohnraum"):
        refused = logged_in(create_user(role)).post(button, typed)
        assert (refused.status_code in {403, 404}, typed["notice"] in refused.content.decode()) == (
            True,
            False,
        )


@pytest.mark.req("G-051", "G-057")
def test_no_record_page_breaks_over_a_row_that_is_gone(roles: None) -> None:
    person = create_user(email="alles@example.org")
    person.groups.set(Group.objects.all())
    desk = logged_in(person)
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/999999999/"
        assert (model, desk.post(f"{base}change/", {OPENED: "x=1"}).status_code) in [
            (model, 404),
            (model, 403),
        ]


@pytest.mark.req("G-057")
def test_every_record_form_of_the_back_office_carries_its_version(
    starting_content: None, roles: None
) -> None:
    person = create_user(email="alles@example.org")
    person.groups.set(Group.objects.all())
    desk, seen = logged_in(person), set()
    for model in admin.site._registry:
        row: Any = model._default_manager.order_by("pk").first()
        page = desk.get(address(row)) if row else None
        if page is None or page.status_code != 200 or b'name="_save"' not in page.content:
            continue
        sent = boxes(page, f"{model._meta.model_name}_form")
        if not sent[OPENED][0]:
            continue  # a table in force: nothing to type
        mark = sent[OPENED][0].partition("=")[0]
        key = mark if "." not in mark else f"{mark.partition('.')[0]}-0-label"
        sent |= {key: ["anders"], OPENED: [sent[OPENED][0].replace("=", "=0")]}
        before = model._default_manager.values().get(pk=row.pk)
        assert (model, desk.post(address(row), sent).status_code) == (model, 409)
        assert model._default_manager.values().get(pk=row.pk) == before
        seen.add(model._meta.label_lower)
    assert {"integration.contact", "housing.municipality", "democracy.leaflet", "newsletters.channel"} <= seen
