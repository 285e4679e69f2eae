"""A request at the privacy desk, from the day it comes in to the answer (G-101, G-107)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.mail.models import Letter
from goslar_portal.privacy import deadlines
from goslar_portal.privacy.models import CaseItem, PrivacyCase
from goslar_portal.retention import eraser
from goslar_portal.states import WrongStateError
from tests.conftest import logged_in
from tests.privacy.people import ADDRESS, create_case

pytestmark = pytest.mark.django_db
TYPED = {
    "article": "15",
    "channel": "letter",
    "received_on": "2.11.2026",
    "name": "Erika Müller",
    "email": "",
    "phone": "",
    "address": "",
    "note": "",
}


@pytest.fixture
def desk(guardian: User) -> Client:
    """Datenschutz, logged in."""
    return logged_in(guardian)


@pytest.mark.req("G-101")
@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        (date(2026, 11, 2), date(2026, 12, 2)),
        (date(2026, 1, 31), date(2026, 3, 2)),  # the last of February is a Saturday
        (date(2026, 11, 25), date(2026, 12, 28)),  # Christmas, then a weekend
    ],
)
def test_answer_is_due_after_a_month_and_never_on_a_day_off(received_on: date, due_on: date) -> None:
    assert deadlines.due_on(received_on) == due_on


@pytest.mark.req("G-101")
def test_guardian_opens_a_case_and_its_month_runs_from_the_day_it_came(desk: Client) -> None:
    response = desk.post(f"{ADDRESS}add/", TYPED | {"received_on": f"{today():%d.%m.%Y}"})
    case = PrivacyCase.objects.get()
    assert response["Location"] == f"{ADDRESS}{case.pk}/change/"
    assert (case.state, case.due_on) == ("open", deadlines.due_on(today()))
    assert list(Entry.objects.of(case).values_list("verb", "reason")) == [("add", "")]
    page = desk.get(response["Location"]).content.decode()
    assert "Gesucht wird erst, wenn feststeht, wer fragt." in page


@pytest.mark.req("G-101")
def test_case_of_nobody_or_from_tomorrow_is_refused(desk: Client) -> None:
    tomorrow = today() + timedelta(days=1)
    response = desk.post(f"{ADDRESS}add/", TYPED | {"name": "", "received_on": f"{tomorrow:%d.%m.%Y}"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name", "received_on"}
    assert PrivacyCase.objects.count() == 0


@pytest.mark.req("G-101")
def test_today_counts_down_to_the_answer(desk: Client, guardian: User) -> None:
    late = create_case(guardian, received_on=today() - timedelta(days=60))
    create_case(guardian)
    piles = {pile.card.name: pile for pile in desk.get("/admin/").context["board"].piles}
    pile = piles["privacy.cases"]
    assert (pile.count, pile.late) == (2, 1)
    assert pile.items[0].text == f"{late.reference}: Auskunft (Artikel 15)"
    assert "Müller" not in desk.get("/admin/").content.decode()


@pytest.mark.req("G-101")
def test_nothing_is_done_for_somebody_nobody_knows(guardian: User) -> None:
    case, by = create_case(guardian, is_identified=False), Actor.staff(guardian)
    with pytest.raises(WrongStateError):
        case.take_items(by=by, keys=["housing.landlord:1"])
    with pytest.raises(WrongStateError):
        case.finish(by=by, result="granted", answer="")
    with pytest.raises(IntegrityError, match="privacy_nothing_before_identity"), transaction.atomic():
        PrivacyCase.objects.filter(pk=case.pk).update(state="work")
    assert CaseItem.objects.count() == 0


@pytest.mark.req("G-101")
def test_deadline_is_extended_once_with_a_reason_and_a_letter(guardian: User) -> None:
    case, by = create_case(guardian), Actor.staff(guardian)
    case.extend(by=by, extension="complex")
    assert case.due_on == deadlines.due_on(case.received_on, 3)
    letter = Letter.objects.get(kind="privacy.case_extended")
    assert letter.recipient == "erika@example.org"
    assert "Die Anfrage ist umfangreich oder schwierig." in letter.text
    with pytest.raises(ValidationError):
        case.extend(by=by, extension="many")
    late = create_case(guardian, received_on=today() - timedelta(days=60))
    with pytest.raises(ValidationError):
        late.extend(by=by, extension="many")


@pytest.mark.req("G-107")
def test_closing_posts_the_answer_with_the_way_to_complain(desk: Client, guardian: User) -> None:
    case = create_case(guardian)
    address = f"{ADDRESS}{case.pk}/finish/"
    assert desk.post(address, {"result": "partly", "answer": ""}).status_code == 422
    desk.post(address, {"result": "partly", "answer": "Der Vertrag bleibt zehn Jahre."})
    case.refresh_from_db()
    assert (case.state, case.result, case.closed_at is not None) == ("done", "partly", True)
    letter = Letter.objects.get(kind="privacy.case_answered")
    for words in ("zum Teil erfüllt", "Der Vertrag bleibt zehn Jahre.", "Landesbeauftragten", case.reference):
        assert words in letter.text
    assert case.reference in letter.subject
    assert "Müller" not in letter.subject


@pytest.mark.req("G-107")
def test_refusal_says_why_and_what_is_withdrawn_sends_nothing(guardian: User) -> None:
    by = Actor.staff(guardian)
    refused = create_case(guardian, is_identified=False)
    refused.refuse(by=by, refusal="identity")
    assert "Wir können nicht feststellen, wer Sie sind" in Letter.objects.get().text
    withdrawn = create_case(guardian)
    withdrawn.withdraw(by=by)
    assert (withdrawn.result, Letter.objects.count()) == ("withdrawn", 1)


@pytest.mark.req("G-107")
def test_after_three_years_a_case_says_kind_days_and_result_only(guardian: User) -> None:
    case, by = create_case(guardian, note="Es geht um die Wohnung.", phone="0532176"), Actor.staff(guardian)
    case.take_items(by=by, keys=["housing.landlord:7"])
    case.finish(by=by, result="granted", answer="Alles beigelegt.")
    eraser.apply_rule("privacy.case_days")
    case.refresh_from_db()
    assert case.name == "Erika Müller"
    PrivacyCase.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=1097))
    assert eraser.apply_rule("privacy.case_days") == 1
    case.refresh_from_db()
    kept = [case.name, case.email, case.phone, case.address, case.note, case.answer]
    assert kept == [""] * 6
    assert (case.article, case.result, case.received_on) == ("15", "granted", today())
    assert CaseItem.objects.count() == 0


def test_contact_is_put_right_while_the_case_is_open(desk: Client, guardian: User) -> None:
    case = create_case(guardian)
    typed = {"name": "Erika Möller", "email": "neu@example.org", "phone": "", "address": "", "note": ""}
    desk.post(f"{ADDRESS}{case.pk}/change_facts/", typed)
    case.refresh_from_db()
    assert (case.name, case.email) == ("Erika Möller", "neu@example.org")
    case.withdraw(by=Actor.staff(guardian))
    assert desk.post(f"{ADDRESS}{case.pk}/change_facts/", typed | {"name": "X"}).status_code == 409


@pytest.mark.req("G-107")
def test_person_without_email_gets_the_same_words_on_paper(desk: Client, guardian: User) -> None:
    case = create_case(guardian, email="", address="Weg 1, 38640 Goslar")
    assert desk.get(f"{ADDRESS}{case.pk}/brief/").status_code == 409
    case.finish(by=Actor.staff(guardian), result="granted", answer="Alles beigelegt.")
    assert Letter.objects.count() == 0
    paper = desk.get(f"{ADDRESS}{case.pk}/brief/")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
