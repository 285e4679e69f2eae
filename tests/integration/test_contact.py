"""One contact: how it is shown, what the database refuses."""

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client

from goslar_portal.dates import months_after, today
from goslar_portal.retention import eraser
from goslar_portal.templatetags.portal import day as written
from integration.models import ClosedPeriod, Contact, ContactText, OpeningHours, Page, PageContact
from tests.integration.records import OFFICE, create_contact

DAY = timedelta(days=1)


def card(reader: Client) -> str:
    page = " ".join(reader.get("/integration/wohnraum/").content.decode().split())
    found = re.search(r'<div class="contact"[^>]*>(.*?)</dl>', page)
    assert found
    return found[1]


@pytest.mark.req("I-033")
def test_reader_calls_the_number_as_people_write_it(topic: Page, reader: Client) -> None:
    create_contact(page=topic, phone="030 23125 101")
    assert Contact.objects.get().phone.as_e164 == "+493023125101"
    assert '<a href="tel:+49-30-23125101">' in card(reader)
    assert '<bdi dir="ltr">030 23125101</bdi></a>' in card(reader)


@pytest.mark.req("I-032")
def test_reader_sees_the_hours_of_a_week(topic: Page, reader: Client) -> None:
    contact = create_contact(page=topic, is_by_appointment=True)
    for weekday, opens, closes in ((4, 14, 18), (1, 9, 12), (4, 9, 12)):
        OpeningHours.objects.create(
            contact=contact, weekday=weekday, opens=time(opens), closes=time(closes, 30)
        )
    words = re.sub(r"<[^>]+>", "", card(reader))
    assert (
        "Montag: 9:00 bis 12:30 Uhr Donnerstag: 9:00 bis 12:30 Uhr, 14:00 bis 18:30 Uhr und nach Vereinbarung"
        in words
    )


def test_by_appointment_is_never_read_as_closed(topic: Page, reader: Client) -> None:
    create_contact(page=topic, is_by_appointment=True)
    assert "<dt>Sprechzeiten</dt> <dd>nach Vereinbarung</dd>" in card(reader)
    assert "geschlossen" not in card(reader)


def test_reader_is_told_what_is_known_about_the_way_in(topic: Page, reader: Client) -> None:
    create_contact(
        page=topic, is_step_free=True, has_lift=False, languages=["de", "ar"], street="Weg 1", town="Goslar"
    )
    shown = card(reader)
    assert "<dd>Zugang ohne Stufen</dd><dd>kein Aufzug</dd>" in shown
    assert "Toilette" not in shown
    assert '<span lang="de" dir="ltr">Deutsch</span>, <span lang="ar" dir="rtl">العربية</span>' in shown


@pytest.mark.parametrize(
    ("weekday", "opens", "closes", "allowed"),
    [(1, 11, 13, False), (1, 9, 12, False), (1, 12, 13, True), (2, 9, 12, True), (1, 8, 9, True)],
)
def test_database_refuses_hours_that_overlap(
    db: None, weekday: int, opens: int, closes: int, allowed: bool
) -> None:
    contact = create_contact()
    OpeningHours.objects.create(contact=contact, weekday=1, opens=time(9), closes=time(12))

    def add() -> None:
        OpeningHours.objects.create(contact=contact, weekday=weekday, opens=time(opens), closes=time(closes))
        connection.check_constraints()

    if allowed:
        add()
    else:
        with pytest.raises(IntegrityError, match="hours_do_not_overlap"), transaction.atomic():
            add()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"weekday": 1, "opens": time(12), "closes": time(9)}, "hours_end_after_they_begin"),
        ({"weekday": 1, "opens": time(9), "closes": time(9)}, "hours_end_after_they_begin"),
        ({"weekday": 8, "opens": time(9), "closes": time(12)}, "hours_weekday_is_known"),
    ],
)
def test_database_refuses_hours_that_cannot_be(db: None, fields: dict[str, Any], constraint: str) -> None:
    contact = create_contact()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OpeningHours.objects.create(contact=contact, **fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"phone": ""}, "contact_can_be_reached"),
        ({"postal_code": "3864"}, "contact_postal_code_has_five_digits"),
    ],
)
def test_database_refuses_a_contact_nobody_can_reach(
    db: None, fields: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        create_contact(**fields)


def test_contact_in_use_cannot_be_deleted(topic: Page) -> None:
    contact = create_contact(page=topic)
    with pytest.raises(ProtectedError):
        contact.delete()
    assert Contact.objects.count() == 1


def test_contact_has_one_text_per_language_and_stands_once_on_a_page(topic: Page) -> None:
    contact = create_contact(page=topic)
    with pytest.raises(IntegrityError, match="contact_text_is_one_per_language"), transaction.atomic():
        ContactText.objects.create(contact=contact, role="x")
    with pytest.raises(IntegrityError, match="page_contact_stands_once"), transaction.atomic():
        PageContact.objects.create(page=topic, contact=contact, position=2)


def test_new_contact_gets_a_code_nobody_has(db: None) -> None:
    create_contact("landkreis-goslar")
    assert Contact.objects.free_code("Landkreis Goslar") == "landkreis-goslar-2"


@pytest.mark.req("I-032")
def test_reader_sees_when_nobody_is_there_until_the_last_day(topic: Page, reader: Client) -> None:
    contact = create_contact(page=topic, is_by_appointment=True)
    OpeningHours.objects.create(contact=contact, weekday=1, opens="09:00", closes="12:00")
    ClosedPeriod.objects.create(contact=contact, first=today() - 2 * DAY, until=today() - DAY)
    ClosedPeriod.objects.create(contact=contact, first=today(), until=today() + DAY)
    ClosedPeriod.objects.create(contact=contact, first=today() + 9 * DAY, until=today() + 9 * DAY)
    html = " ".join(reader.get("/integration/wohnraum/").content.decode().split())
    first, last, single = (written(today() + days * DAY) for days in (0, 1, 9))
    assert f"<dt>Geschlossen</dt> <dd>{first} bis {last}</dd><dd>{single}</dd>" in html
    assert "und nach Vereinbarung" in html


@pytest.mark.req("I-032")
def test_closed_periods_of_one_office_never_overlap_nor_end_before_they_begin(overview: Page) -> None:
    contact, other = create_contact(), create_contact("andere")
    ClosedPeriod.objects.create(contact=contact, first=today(), until=today() + DAY)
    ClosedPeriod.objects.create(contact=other, first=today(), until=today() + DAY)

    def add() -> None:
        ClosedPeriod.objects.create(contact=contact, first=today() + DAY, until=today() + 3 * DAY)
        connection.check_constraints()

    with pytest.raises(IntegrityError, match="closed_periods_do_not_overlap"), transaction.atomic():
        add()
    with pytest.raises(IntegrityError, match="closed_until_after_first"), transaction.atomic():
        ClosedPeriod.objects.create(contact=contact, first=today() + 9 * DAY, until=today() + 8 * DAY)


@pytest.mark.req("I-030", "I-202")
def test_name_of_a_person_stands_on_the_card_and_goes_with_the_end_of_validity(
    topic: Page, reader: Client
) -> None:
    """The name is optional, empty in the starting content, and leaves by its own rule."""
    contact = create_contact(page=topic, person="Erika Muster", person_asked_on=today(), valid_until=today())
    assert "<p>Erika Muster</p>" in reader.get("/integration/wohnraum/").content.decode()
    assert eraser.apply_rule("integration.contact_person") == 0
    Contact.objects.update(valid_until=today() - DAY)
    assert eraser.apply_rule("integration.contact_person") == 1
    contact.refresh_from_db()
    assert (contact.person, contact.phone.as_e164) == ("", "+493023125101")


@pytest.mark.req("I-202")
def test_office_is_asked_once_a_year_whether_a_name_is_still_right(overview: Page) -> None:
    contact = create_contact(person="Erika Muster", person_asked_on=months_after(today(), -12))
    create_contact("neu", person="Max Muster", person_asked_on=today())
    create_contact("ohne")
    assert list(Contact.objects.with_old_names(today())) == [contact]
    contact.confirm_person(by=OFFICE)
    assert list(Contact.objects.with_old_names(today())) == []
    with pytest.raises(IntegrityError, match="contact_person_is_dated"), transaction.atomic():
        Contact.objects.filter(code="ohne").update(person="Erika Muster")


@pytest.mark.req("I-030")
def test_contact_card_shows_all_that_is_known_of_an_office(topic: Page, reader: Client) -> None:
    contact = create_contact(
        page=topic, organisation="Beratungshaus", email="haus@example.org", web="https://haus.example.org/",
        street="Musterweg 1", postal_code="38640", town="Goslar", room="2.14", languages=["ar", "en"],
        is_step_free=True, has_lift=False, has_accessible_toilet=True, is_by_appointment=True,
    )  # fmt: skip
    ContactText.objects.filter(contact=contact).update(way_in="Eingang im Hof.", remark="Bitte klingeln.")
    html = " ".join(reader.get("/integration/wohnraum/").content.decode().split())
    for fact in (
        *("Beratungshaus, Raum 2.14", "Bitte klingeln.", "Eingang im Hof.", "Musterweg 1<br>38640 Goslar"),
        *('href="mailto:haus@example.org"', 'href="https://haus.example.org/"', 'href="tel:+49-30-23125101"'),
        *("Zugang ohne Stufen", "kein Aufzug", "<dd>barrierefreie Toilette</dd>", "nach Vereinbarung"),
        *('<span lang="ar" dir="rtl">العربية</span>', '<span lang="en" dir="ltr">English</span>'),
    ):
        assert fact in html, fact
