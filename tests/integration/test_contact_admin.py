"""Contacts in the back office: one change shows everywhere."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.journal.models import Entry
from integration.models import Contact, OpeningHours, Page, PageContact
from tests.conftest import logged_in
from tests.integration.records import create_contact, create_download


@pytest.fixture
def desk(editor: User) -> Client:
    return logged_in(editor)


def filled(contact: Contact, **changes: Any) -> dict[str, Any]:
    words = contact.texts.get()
    return {
        "organisation": "Landkreis Goslar",
        "phone": "030 23125 101",
        "is_step_free": "unknown",
        "has_lift": "unknown",
        "has_accessible_toilet": "unknown",
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": "1",
        "texts-0-id": words.pk,
        "texts-0-contact": contact.pk,
        "texts-0-role": words.role,
        "opening_hours-TOTAL_FORMS": "0",
        "opening_hours-INITIAL_FORMS": "0",
        "closed_periods-TOTAL_FORMS": "0",
        "closed_periods-INITIAL_FORMS": "0",
    } | changes


def hours(*spans: tuple[int, str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {"opening_hours-TOTAL_FORMS": str(len(spans))}
    for number, (weekday, opens, closes) in enumerate(spans):
        data |= {
            f"opening_hours-{number}-{name}": value
            for name, value in (("weekday", weekday), ("opens", opens), ("closes", closes))
        }
    return data


@pytest.mark.req("I-033")
def test_editor_changes_a_number_once_and_readers_see_it_everywhere(
    topic: Page, overview: Page, desk: Client, reader: Client
) -> None:
    contact = create_contact(page=topic)
    overview.contact_places.create(contact=contact)
    address = reverse("admin:integration_contact_change", args=[contact.pk])
    data = filled(
        contact, phone="+49 (0)30 / 23125-102", languages=["de", "uk"], **hours((1, "9:00", "12:00"))
    )
    assert desk.post(address, data).status_code == 302
    for page in ("/integration/", "/integration/wohnraum/"):
        assert reader.get(page).content.decode().count("030 23125102") == 1
    assert (Contact.objects.get().languages, OpeningHours.objects.count()) == (["de", "uk"], 1)
    assert [row.verb for row in Entry.objects.of(contact)] == ["change"]


@pytest.mark.parametrize(
    ("spans", "sentence"),
    [
        ([(1, "9:00", "12:00"), (1, "11:00", "13:00")], "Zwei Zeiten am selben Tag überschneiden sich."),
        ([(1, "12:00", "9:00")], "„bis“ muss nach „von“ liegen."),
        ([(1, "24:00", "25:00")], "Bitte eine gültige Uhrzeit eingeben."),
    ],
)
def test_editor_reads_why_hours_are_refused(
    topic: Page, desk: Client, spans: list[Any], sentence: str
) -> None:
    contact = create_contact(page=topic)
    address = reverse("admin:integration_contact_change", args=[contact.pk])
    answer = desk.post(address, filled(contact, **hours(*spans)))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert OpeningHours.objects.count() == 0


def test_editor_sees_which_contacts_are_not_confirmed(topic: Page, desk: Client) -> None:
    create_contact("sicher", role="Sicher")
    create_contact("offen", role="Offen", needs_confirmation="Stimmt die Nummer?")
    answer = desk.get(reverse("admin:integration_contact_changelist"))
    rows = {row.role: row.needs_confirmation for row in answer.context["cl"].result_list}
    assert rows == {"Offen": "Stimmt die Nummer?", "Sicher": ""}


def test_editor_adds_a_contact(db: None, desk: Client) -> None:
    data = {
        "organisation": "Neue Stelle",
        "email": "neu@example.org",
        "is_step_free": "unknown",
        "has_lift": "unknown",
        "has_accessible_toilet": "unknown",
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": "0",
        "texts-0-role": "Aufgabe",
        "opening_hours-TOTAL_FORMS": "0",
        "opening_hours-INITIAL_FORMS": "0",
        "closed_periods-TOTAL_FORMS": "0",
        "closed_periods-INITIAL_FORMS": "0",
    }
    assert desk.post(reverse("admin:integration_contact_add"), data).status_code == 302
    contact = Contact.objects.get()
    assert (contact.code, contact.texts.get().role, contact.texts.get().language) == (
        "neue-stelle",
        "Aufgabe",
        "de",
    )


@pytest.mark.parametrize("rows", [1, 30])
def test_list_of_contacts_costs_the_same_for_more_contacts(
    topic: Page, desk: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        create_contact(f"k-{number}", page=topic)
    desk.get(reverse("admin:integration_contact_changelist"))
    with django_assert_num_queries(10):
        answer = desk.get(reverse("admin:integration_contact_changelist"))
    assert answer.context["cl"].result_count == rows


@pytest.mark.req("I-031")
def test_editor_replaces_an_office_everywhere_in_one_step(
    topic: Page,
    overview: Page,
    editor: User,
    adviser: User,
    as_user: Callable[[User], Client],
    reader: Client,
) -> None:
    old, new = create_contact("alt", page=topic, role="Alt"), create_contact("neu", page=overview, role="Neu")
    PageContact.objects.create(page=overview, contact=old, position=2)
    document = create_download("blatt", page=topic, contact=old)
    address = f"/admin/integration/contact/{old.pk}/replace/"
    assert as_user(adviser).post(address, {"other": new.pk}).status_code == 403
    assert as_user(editor).post(address, {"other": old.pk}).status_code == 422
    assert as_user(editor).post(address, {"other": new.pk}).status_code == 302
    assert list(PageContact.objects.filter(contact=old)) == []
    assert [row.contact for row in PageContact.objects.order_by("page_id")] == [new, new]
    assert document.files.get().contact == new
    page = reader.get("/integration/wohnraum/").content.decode()
    assert ("<h3>Neu</h3>" in page, "<h3>Alt</h3>" in page) == (True, False)


@pytest.mark.req("I-031")
def test_office_that_stands_somewhere_cannot_be_deleted(
    topic: Page, editor: User, chief: User, as_user: Callable[[User], Client]
) -> None:
    contact = create_contact(page=topic)
    for user in (editor, chief):
        assert as_user(user).post(f"/admin/integration/contact/{contact.pk}/delete/").status_code == 403
    with pytest.raises(ProtectedError):
        contact.delete()


@pytest.mark.req("I-030")
def test_editor_confirms_a_name_only_where_there_is_one(topic: Page, desk: Client) -> None:
    contact = create_contact(page=topic)
    address = reverse("admin:integration_contact_change", args=[contact.pk])
    assert "Name stimmt noch" not in desk.get(address).content.decode()
    desk.post(address, filled(contact, person="Erika Muster"))
    contact.refresh_from_db()
    assert (contact.person, contact.person_asked_on) == ("Erika Muster", today())
    assert "Name stimmt noch" in desk.get(address).content.decode()
