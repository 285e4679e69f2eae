"""Asking for advice: one form, one mail to the role mailbox, erased when its time is over."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from democracy.models import AdviceRequest, AdviceState
from goslar_portal.accounts.models import User
from goslar_portal.doubts import stamp
from goslar_portal.mail.models import Letter
from goslar_portal.retention import DELETE
from tests.conftest import logged_in

pytestmark = pytest.mark.django_db
ADDRESS = "/demokratie/beratung/"
MESSAGE = "Wir planen ein Fest in Vienenburg"


@pytest.fixture
def filled(settings: Any) -> dict[str, str]:
    """What somebody types, at a human pace."""
    return {
        "topic": "idea",
        "message": MESSAGE,
        "email": "verein@example.org",
        "phone": "",
        "submit_key": str(uuid.uuid4()),
        "shown_at": stamp(),
    }


@pytest.fixture(autouse=True)
def _at_leisure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The form was open for a minute."""
    monkeypatch.setattr("democracy.forms.AdviceForm.quickest", -1)


@pytest.mark.req("D-047")
def test_club_asks_for_advice_and_the_role_mailbox_hears_of_it(
    starting_content: None, reader: Client, filled: dict[str, str], mailbox: Callable[[], list[Any]]
) -> None:
    answer = reader.post(ADDRESS, filled)
    assert answer["Location"] == f"{ADDRESS}?gesendet=1"
    assert "Ihre Anfrage ist angekommen" in reader.get(answer["Location"]).content.decode()
    row = AdviceRequest.objects.get()
    assert (row.topic, row.message, row.email, row.state) == (
        "idea", MESSAGE, "verein@example.org", AdviceState.OPEN,
    )  # fmt: skip
    [letter] = mailbox()
    assert letter["To"] == "demokratie@goslar.example"
    text = letter.get_body(("plain",)).get_content()
    assert MESSAGE not in text
    assert "verein@example.org" not in text
    assert f"/admin/democracy/advicerequest/{row.pk}/change/" in text


@pytest.mark.req("D-047", "G-187")
def test_double_click_is_one_request(starting_content: None, reader: Client, filled: dict[str, str]) -> None:
    first, second = reader.post(ADDRESS, filled), reader.post(ADDRESS, filled)
    assert first["Location"] == second["Location"]
    assert (AdviceRequest.objects.count(), Letter.objects.count()) == (1, 1)


@pytest.mark.req("D-047")
@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"topic": ""}, "topic", "Bitte wählen Sie, worum es geht."),
        ({"topic": "'; DROP TABLE"}, "topic", "angebotenen"),
        ({"message": ""}, "message", "Ihre Nachricht fehlt"),
        ({"message": "x" * 3001}, "message", "um ein Zeichen zu lang"),
        ({"email": "", "phone": ""}, "email", "E-Mail-Adresse oder eine Telefonnummer"),
        ({"email": "kein@"}, "email", "name@example.org"),
        ({"email": "", "phone": "abc"}, "phone", "05321 76-0"),
    ],
)
def test_nonsense_comes_back_with_a_sentence_and_all_that_was_typed(
    starting_content: None, reader: Client, filled: dict[str, str], change: dict[str, str],
    field: str, words: str,
) -> None:  # fmt: skip
    answer = reader.post(ADDRESS, filled | change)
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    if "message" not in change:
        assert MESSAGE in answer.content.decode()
    assert AdviceRequest.objects.count() == 0


def test_sixth_request_of_an_address_waits(
    one_window: None, starting_content: None, reader: Client, filled: dict[str, str]
) -> None:
    codes = [reader.post(ADDRESS, filled | {"submit_key": str(uuid.uuid4())}).status_code for _ in range(6)]
    assert codes == [302, 302, 302, 302, 302, 429]


@pytest.mark.req("D-047")
def test_answered_request_is_erased_after_ninety_days_and_an_open_one_never(
    starting_content: None, organiser: User, reader: Client, filled: dict[str, str]
) -> None:
    [rule] = AdviceRequest.retention.rules
    assert (rule.clock, rule.period.number, rule.then) == ("done_at", 90, DELETE)
    reader.post(ADDRESS, filled)
    row = AdviceRequest.objects.get()
    assert getattr(row, rule.clock) is None
    answer = logged_in(organiser).post(f"/admin/democracy/advicerequest/{row.pk}/finish/")
    assert answer.status_code == 302
    row.refresh_from_db()
    assert getattr(row, rule.clock) is not None
