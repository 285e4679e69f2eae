"""Somebody asks for help or points to somebody; only what the next act of the office needs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format

from goslar_portal.accounts.models import User
from goslar_portal.dates import add_working_days, today
from goslar_portal.journal.models import Actor
from goslar_portal.mail.models import Letter
from integration.forms.help_request import READERS_SPEAK, HelpSelfForm
from integration.jobs import remind_of_help_requests
from integration.models import HelpRequest, ListEntry, ListKind
from tests.integration.requests import (
    OTHER,
    SELF,
    create_help_request,
    errors,
    for_other,
    for_self,
    send,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starting_content")]


@pytest.mark.req("I-165", "I-141")
def test_reader_chooses_first_and_meets_the_emergency_numbers(reader: Client) -> None:
    page = reader.get("/hilfe/anfrage/").content.decode()
    assert page.index("tel:112") < page.index(f'href="{SELF}"') < page.index(f'href="{OTHER}"')
    for address in (SELF, OTHER):
        form = reader.get(address).content.decode()
        assert form.index("tel:112") < form.index('<form method="post"')


@pytest.mark.req("I-165")
def test_somebody_asks_for_help(reader: Client) -> None:
    number = send(reader, SELF, for_self(spoken="dari", wants_interpreter="on", daytimes=["morning"]))
    row = HelpRequest.objects.get()
    assert (row.reference, row.is_for_other, row.phone.as_e164) == (number, False, "+49532112345")
    assert [entry.code for entry in row.topics.all()] == ["geld-schulden"]
    assert (row.wants_interpreter, row.daytimes, row.due_on) == (
        True,
        ["morning"],
        add_working_days(today(), 1),
    )


@pytest.mark.req("I-165")
def test_reader_of_another_language_finds_it_chosen_for_the_talk() -> None:
    offered = set(ListEntry.objects.of(ListKind.LANGUAGE).values_list("code", flat=True))
    for page, spoken in READERS_SPEAK.items():
        with translation.override(page):
            assert HelpSelfForm()["spoken"].initial == spoken
        assert spoken in offered
    assert HelpSelfForm()["spoken"].initial == ""


@pytest.mark.req("I-068")
def test_number_to_call_keeps_its_order_in_a_letter_from_right_to_left() -> None:
    create_help_request(language="ar", reach="email", email="mina@example.org")
    create_help_request(language="fr", reach="email", email="lou@example.org")
    words = {row.language: row.text for row in Letter.objects.filter(language__in=["ar", "fr"])}
    assert " \u2066030 23125105\u2069\n" in f"{words['ar']}\n"
    assert "Téléphone\u00a0: 030 23125105\n" in f"{words['fr']}\n"


@pytest.mark.req("I-145")
def test_office_reads_the_day_in_german_whatever_the_language_of_the_form(
    reader: Client, every_language: None
) -> None:
    send(reader, f"/ar{SELF}", for_self())
    due_on = HelpRequest.objects.get().due_on
    with translation.override("de"):
        day = date_format(due_on, "j. F Y")
    assert f"Antwort zugesagt bis {day}." in Letter.objects.get(language="de").text


@pytest.mark.req("I-165")
@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"reach": ""}, ["reach"]),
        ({"phone": ""}, ["phone"]),
        ({"reach": "email"}, ["email"]),
        ({"reach": "visit"}, ["name", "address"]),
        ({"municipality": ""}, ["municipality"]),
        ({"municipality": "03153504"}, ["municipality"]),
        ({"topics": ["erfunden"]}, ["topics"]),
        ({"text": "x" * 501}, ["text"]),
    ],
)
def test_way_to_be_reached_is_asked_for(reader: Client, wrong: dict[str, Any], fields: list[str]) -> None:
    response = reader.post(SELF, for_self(**wrong))
    assert (response.status_code, sorted(errors(response))) == (422, sorted(fields))
    assert HelpRequest.objects.count() == 0


@pytest.mark.req("I-166")
def test_without_agreement_nothing_about_the_person_is_kept(reader: Client) -> None:
    send(reader, OTHER, for_other(person_reach="Frau X, 0532199", text="Sie ist allein.", topics=["alltag"]))
    row = HelpRequest.objects.get()
    assert (row.person_agrees, row.person_reach, row.text, row.topics.count()) == (False, "", "", 0)
    assert row.phone.as_e164 == "+49532154321"


@pytest.mark.req("I-166")
def test_with_agreement_the_way_to_the_person_is_asked_for(reader: Client) -> None:
    assert list(errors(reader.post(OTHER, for_other(agrees="yes")))) == ["person_reach"]
    send(reader, OTHER, for_other(agrees="yes", person_reach="0532199", text="Am Abend."))
    row = HelpRequest.objects.get()
    assert (row.person_agrees, row.person_reach, row.text) == (True, "0532199", "Am Abend.")


@pytest.mark.req("I-166")
def test_database_refuses_words_about_a_person_who_did_not_agree() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRequest.objects.create(
            key="11111111-1111-4111-8111-111111111111", reference="HI222222", is_for_other=True,
            phone="+49532154321", municipality="03153012", person_agrees=False, text="doch",
            due_on=today(),
        )  # fmt: skip


@pytest.mark.req("I-169")
def test_request_is_taken_tried_and_closed(adviser: User) -> None:
    by, row = Actor.staff(adviser), create_help_request()
    row.take(by=by)
    row.note_try(by=by)
    outcome = ListEntry.objects.get(kind="outcome", code="kein-kontakt")
    row.close(by=by, outcome=outcome)
    assert (row.state, row.try_count, row.outcome) == ("closed", 1, outcome)


@pytest.mark.req("I-170")
def test_mailbox_is_told_once_of_a_request_that_waits_too_long() -> None:
    create_help_request()
    late = create_help_request(due_on=today() - timedelta(days=1))
    assert (remind_of_help_requests(), remind_of_help_requests()) == (1, 0)
    letter = Letter.objects.get(kind="integration.case_waits")
    assert (letter.recipient, late.reference in letter.subject) == ("hilfe@goslar.example", True)
    assert "12345" not in letter.text
