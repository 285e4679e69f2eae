"""A reader reports a barrier: three reasons to write, anonymous if one likes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.mail.models import Letter
from goslar_portal.states import WrongStateError
from integration.models import BarrierReport
from tests.integration.requests import REPORT, create_report, errors, report, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starting_content")]


@pytest.mark.req("I-150", "I-144", "I-147")
def test_reader_reports_a_barrier_and_gets_a_number(reader: Client) -> None:
    number = send(reader, REPORT, report())
    row = BarrierReport.objects.get()
    assert (row.reference, row.purpose, row.page, row.state) == (number, "report", "/kontakt/", "new")
    assert (number[:2], len(number)) == ("BM", 8)
    assert not set(number[2:]) & set("01ILO")
    assert row.due_on == today() + timedelta(days=28)
    entry = Entry.objects.get(kind="integration.barrierreport")
    assert (entry.verb, entry.actor_kind, entry.reference) == ("submit", "person", number)


@pytest.mark.req("I-144", "I-220", "G-187")
def test_sent_twice_it_is_one_report_with_the_same_number(reader: Client) -> None:
    data = report(email="a@example.org", wants_answer="on")
    assert send(reader, REPORT, data) == send(reader, REPORT, data)
    assert BarrierReport.objects.count() == 1


@pytest.mark.req("I-145", "I-152")
def test_letters_hold_the_number_and_never_what_was_written(reader: Client, mailbox: Any) -> None:
    number = send(reader, REPORT, report(email="a@example.org", wants_answer="on"))
    to_writer, to_office = sorted(mailbox(), key=lambda letter: letter["To"])
    assert (to_writer["To"], to_office["To"]) == ("a@example.org", "barrierefreiheit@goslar.example")
    words = to_writer.get_body(("plain",)).get_content()
    assert "behindertenbeauftragte-niedersachsen.de" in words
    for letter in (to_writer, to_office):
        text = letter.get_body(("plain",)).get_content()
        assert number in text
        assert "Knopf" not in text
    assert "a@example.org" not in to_office.get_body(("plain",)).get_content()


@pytest.mark.req("I-145")
def test_one_address_gets_one_acknowledgement_an_hour(reader: Client) -> None:
    for _number in range(3):
        send(reader, REPORT, report(email="a@example.org", wants_answer="on"))
    assert BarrierReport.objects.count() == 3
    assert Letter.objects.filter(recipient="a@example.org").count() == 1


@pytest.mark.req("G-174")
def test_letter_goes_out_in_the_language_of_the_page_with_german_below(
    reader: Client, every_language: None, mailbox: Any
) -> None:
    send(reader, f"/en{REPORT}", report(email="a@example.org", wants_answer="on"))
    letter = next(row for row in mailbox() if row["To"] == "a@example.org")
    text = letter.get_body(("plain",)).get_content()
    assert letter["Content-Language"] == "en"
    assert letter["Subject"].startswith("We have received your report")
    assert text.index("Hello,") < text.index("Guten Tag,")


@pytest.mark.req("I-140")
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"purpose": "nonsense"}, "purpose"),
        ({"description": "kurz"}, "description"),
        ({"description": "x" * 2001}, "description"),
        ({"wants_answer": "on"}, "email"),
        ({"email": "kein at"}, "email"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_reader_is_told_at_the_field_and_keeps_what_was_typed(
    reader: Client, wrong: dict[str, str], field: str
) -> None:
    response = reader.post(REPORT, report(**wrong))
    page = response.content.decode()
    assert (response.status_code, list(errors(response))) == (422, [field])
    assert "<title>Fehler: " in page
    assert BarrierReport.objects.count() == 0
    if field != "description":
        assert "Der Knopf ist zu klein für mich." in page


@pytest.mark.req("I-135", "I-217")
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/kontakt/", "/kontakt/"),
        ("/integration/wohnraum/", "/integration/wohnraum/"),
        ("https://example.org/", ""),
        ("//example.org/", ""),
        ("/\\example.org/", ""),
        ("/wohnraum/mein-angebot/geheim/", ""),
        ("/admin/", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_only_a_page_of_ours_is_preset(reader: Client, given: str, kept: str) -> None:
    form = reader.get(REPORT, {"seite": given}).context["form"]
    assert form["page"].value() == kept
    send(reader, REPORT, report(page=given))
    assert BarrierReport.objects.get().page == kept


@pytest.mark.req("I-216")
def test_control_and_direction_characters_are_not_stored(reader: Client) -> None:
    send(reader, REPORT, report(description="Zu\x00 klein\u202e und\x07 unklar"))
    assert BarrierReport.objects.get().description == "Zu klein und unklar"


@pytest.mark.req("I-219")
def test_umlaut_domain_and_any_way_to_write_a_number_are_normalised(reader: Client) -> None:
    send(reader, REPORT, report(email="Anna@Bücher.example", phone="(0 53 21) / 123 45", wants_answer="on"))
    row = BarrierReport.objects.get()
    assert (row.email, row.phone.as_e164) == ("anna@xn--bcher-kva.example", "+49532112345")


@pytest.mark.req("I-219")
@pytest.mark.parametrize("domain", ["ü" * 60 + ".example", "b.c\u2028d.example"])
def test_domain_that_no_mail_server_can_read_is_refused_with_a_sentence(reader: Client, domain: str) -> None:
    response = reader.post(REPORT, report(email=f"anna@{domain}", wants_answer="on"))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["email"]
    assert BarrierReport.objects.count() == 0


@pytest.mark.req("I-146")
def test_machine_is_asked_once_more_and_then_marked_for_the_staff(reader: Client) -> None:
    data = report(homepage="https://example.org")
    response = reader.post(REPORT, data)
    assert response.status_code == 422
    assert BarrierReport.objects.count() == 0
    data["once_more"] = response.context["form"]["once_more"].value()
    send(reader, REPORT, data)
    assert BarrierReport.objects.get().doubts == ["filled_trap"]


@pytest.mark.req("I-215")
def test_old_token_shows_the_form_again_and_stores_nothing() -> None:
    response = Client(enforce_csrf_checks=True).post(REPORT, report())
    assert response.status_code == 422
    assert "Der Knopf ist zu klein für mich." in response.content.decode()
    assert BarrierReport.objects.count() == 0


@pytest.mark.req("I-151", "I-152")
def test_report_is_taken_answered_and_closed(editor: User, mailbox: Any) -> None:
    by, row = Actor.staff(editor), create_report(email="a@example.org", wants_answer=True)
    row.take(by=by)
    with pytest.raises(ValidationError):
        row.close(by=by, outcome="solved")
    row.answer(by=by, answer_text="Der Knopf ist jetzt größer.")
    row.close(by=by, outcome="solved")
    assert (row.state, row.outcome, row.responsible_id) == ("closed", "solved", editor.pk)
    verbs = Entry.objects.filter(number=row.pk, kind="integration.barrierreport").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["submit", "take", "answer", "close"]
    answers = [m for m in mailbox() if m["Subject"].startswith("Antwort")]
    assert "Der Knopf ist jetzt größer." in answers[0].get_body(("plain",)).get_content()


@pytest.mark.req("I-147")
def test_second_clerk_cannot_take_the_same_report(editor: User, chief: User) -> None:
    row = create_report()
    same = BarrierReport.objects.get(pk=row.pk)
    row.take(by=Actor.staff(editor))
    with pytest.raises(WrongStateError):
        same.take(by=Actor.staff(chief))
    assert BarrierReport.objects.get().responsible_id == editor.pk


@pytest.mark.req("I-151")
def test_database_refuses_an_end_without_outcome_and_a_plan_without_day(editor: User) -> None:
    row = create_report()
    row.take(by=Actor.staff(editor))
    for outcome in ("", "planned"):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.end("close", to="closed", by=Actor.staff(editor), outcome=outcome)


@pytest.mark.req("I-152")
def test_report_is_overdue_when_its_day_has_passed() -> None:
    late, fresh = create_report(due_on=today() - timedelta(days=1)), create_report()
    assert list(BarrierReport.objects.overdue()) == [late]
    assert (late.is_overdue, fresh.is_overdue) == (True, False)
