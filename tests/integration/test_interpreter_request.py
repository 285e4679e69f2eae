"""Somebody asks for an interpreter: who, which language, when and where."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor
from integration.models import InterpreterRequest, ListEntry
from tests.integration.requests import (
    INTERPRETER,
    create_interpreter_request,
    errors,
    interpreter,
    send,
    soon,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starting_content")]


@pytest.mark.req("I-155", "I-149")
def test_somebody_asks_for_an_interpreter(reader: Client) -> None:
    number = send(reader, INTERPRETER, interpreter(wish="woman", occasion="wohnung"))
    row = InterpreterRequest.objects.get()
    assert (row.reference, row.spoken.code, row.way, row.municipality) == (
        number,
        "dari",
        "on_site",
        "03153017",
    )
    assert (row.starts, row.ends, row.wish) == (time(9), time(10, 30), "woman")
    assert row.occasion is not None
    assert row.occasion.code == "wohnung"


@pytest.mark.req("I-156")
def test_asker_may_wish_for_a_woman_or_a_man_and_says_nothing_about_the_person(reader: Client) -> None:
    send(reader, INTERPRETER, interpreter())
    assert InterpreterRequest.objects.get().wish == ""
    assert set(reader.get(INTERPRETER).context["form"].fields) == {
        *("asker", "organisation", "contact_name", "email", "phone", "spoken", "way", "municipality"),
        *("day", "starts", "ends", "other_day", "other_starts", "other_ends", "occasion", "wish", "remark"),
        *("key", "homepage", "shown_at", "once_more"),
    }


@pytest.mark.req("I-155")
def test_place_and_institution_are_kept_only_where_they_are_asked(reader: Client) -> None:
    send(reader, INTERPRETER, interpreter(way="phone", organisation="Firma Beispiel"))
    row = InterpreterRequest.objects.get()
    assert (row.municipality, row.organisation) == ("", "")


@pytest.mark.req("I-155", "I-158", "I-218")
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": "31.02.2027"}, "day"),
        ({"day": f"{today() - timedelta(days=1):%d.%m.%Y}"}, "day"),
        ({"day": f"{today():%d.%m.%Y}"}, "day"),
        ({"day": f"{today() + timedelta(days=400):%d.%m.%Y}"}, "day"),
        ({"ends": "24:00"}, "ends"),
        ({"ends": "8:00"}, "ends"),
        ({"starts": "mittags"}, "starts"),
        ({"phone": ""}, "email"),
        ({"asker": "school"}, "organisation"),
        ({"municipality": ""}, "municipality"),
        ({"spoken": "klingonisch"}, "spoken"),
        ({"other_day": f"{soon(12):%d.%m.%Y}"}, "other_starts"),
        ({"remark": "x" * 301}, "remark"),
    ],
)
def test_somebody_is_told_at_the_field_what_to_do(reader: Client, wrong: dict[str, str], field: str) -> None:
    response = reader.post(INTERPRETER, interpreter(**wrong))
    assert (response.status_code, field in errors(response)) == (422, True)
    assert InterpreterRequest.objects.count() == 0


@pytest.mark.req("I-158")
def test_database_refuses_an_end_before_the_start() -> None:
    row = create_interpreter_request()
    with pytest.raises(IntegrityError), transaction.atomic():
        InterpreterRequest.objects.filter(pk=row.pk).update(starts="10:00", ends="09:00")


@pytest.mark.req("I-159")
def test_language_that_is_switched_off_cannot_be_chosen_any_more(reader: Client) -> None:
    ListEntry.objects.filter(code="dari").update(is_active=False)
    response = reader.post(INTERPRETER, interpreter())
    assert list(errors(response)) == ["spoken"]


@pytest.mark.req("I-086")
def test_lists_are_shown_in_the_language_of_the_reader(reader: Client, every_language: None) -> None:
    page = reader.get(f"/en{INTERPRETER}").content.decode()
    assert '<option value="tuerkisch">Turkish</option>' in page
    assert '<option value="tuerkisch">Türkisch</option>' in reader.get(INTERPRETER).content.decode()


@pytest.mark.req("I-157")
def test_request_is_placed_and_the_asker_is_told(adviser: User, mailbox: Any) -> None:
    by, row = Actor.staff(adviser), create_interpreter_request()
    row.take(by=by)
    row.place(by=by, message="Frau Muster kommt zu Ihnen.")
    row.finish(by=by)
    assert (row.state, row.closed_at is not None) == ("done", True)
    told = [m for m in mailbox() if m["Subject"].startswith("Es klappt")]
    assert "Frau Muster kommt zu Ihnen." in told[0].get_body(("plain",)).get_content()


@pytest.mark.req("I-157")
def test_asker_reads_the_reason_in_their_language(adviser: User, mailbox: Any) -> None:
    row = create_interpreter_request(language="en")
    reason = ListEntry.objects.get(kind="decline", code="niemand-frei")
    row.decline(by=Actor.staff(adviser), reason=reason)
    told = next(m for m in mailbox() if m["Subject"].startswith("Unfortunately"))
    assert "Nobody who speaks the language is free at this time." in told.get_body(("plain",)).get_content()


@pytest.mark.req("I-157")
@pytest.mark.parametrize("start", ["new", "in_work", "placed"])
def test_request_can_be_withdrawn_before_its_end(adviser: User, start: str) -> None:
    by, row = Actor.staff(adviser), create_interpreter_request()
    if start != "new":
        row.take(by=by)
    if start == "placed":
        row.place(by=by, message="x")
    row.withdraw(by=by)
    assert row.state == "withdrawn"
