"""Daily work on an offer (H-009, H-091, H-104)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.utils import timezone

from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.states import WrongStateError
from housing.models import Offer, OfferState, Reason, Task
from housing.models.offer_states import STARTS, TRANSITIONS
from tests.housing import factories
from tests.housing.factories import LANDLORD, reason

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
KNOWN = "offer_acceptance_without_viewing.known_dwelling"


def last(offer: Offer) -> tuple[str, str, str, str]:
    row = Entry.objects.of(offer)[0]
    return row.verb, row.from_state, row.to_state, row.reason


@pytest.mark.req("H-091")
def test_clerk_who_takes_the_offer_over_is_responsible(offer: Offer, clerk: User, by_clerk: Actor) -> None:
    offer.take(by=by_clerk)
    assert (offer.state, offer.responsible) == (OfferState.IN_REVIEW, clerk)
    assert last(offer) == ("take", "received", "in_review", "")


@pytest.mark.req("H-009")
@pytest.mark.req("H-091")
def test_colleague_who_is_slower_changes_nothing(offer: Offer, clerk: User, colleague: User) -> None:
    slower = Offer.objects.get(pk=offer.pk)
    offer.take(by=Actor.staff(clerk))
    with pytest.raises(WrongStateError) as refused:
        slower.take(by=Actor.staff(colleague))
    assert refused.value.current == OfferState.IN_REVIEW
    offer.refresh_from_db()
    assert offer.responsible == clerk
    assert Entry.objects.of(offer).filter(verb="take").count() == 1


@pytest.mark.req("H-091")
def test_clerk_asks_and_the_landlord_answers(by_clerk: Actor) -> None:
    offer = factories.create_offer(state=OfferState.IN_REVIEW)
    offer.ask(by=by_clerk, text="  Wie hoch sind die Betriebskosten?  ")
    assert (offer.state, offer.query_text) == (OfferState.QUERY, "Wie hoch sind die Betriebskosten?")
    offer.answer(by=LANDLORD, text="140 Euro")
    assert (offer.state, offer.answer_text) == (OfferState.IN_REVIEW, "140 Euro")
    tasks = [(task.text, task.assigned_to) for task in offer.tasks.all()]
    assert tasks == [("Antwort auf die Rückfrage prüfen", offer.responsible)]


@pytest.mark.req("H-091")
@pytest.mark.parametrize(
    ("gap", "words"),
    [
        ({"street": ""}, "Straße"),
        ({"living_area": None}, "Wohnfläche"),
        ({"net_cold_rent": None}, "Kaltmiete"),
    ],
)
def test_clerk_cannot_release_a_dwelling_with_gaps(gap: dict[str, Any], words: str, by_clerk: Actor) -> None:
    offer = factories.create_offer(state=OfferState.IN_REVIEW, **gap)
    with pytest.raises(ValidationError, match=words):
        offer.accept(by=by_clerk, reason=reason(KNOWN))
    offer.refresh_from_db()
    assert (offer.state, offer.available_since) == (OfferState.IN_REVIEW, None)


@pytest.mark.req("H-091")
def test_clerk_cannot_release_what_the_landlord_may_not_let(by_clerk: Actor) -> None:
    offer = factories.create_offer(state=OfferState.IN_REVIEW, contact_changes={"entitled": False})
    with pytest.raises(ValidationError, match="Berechtigung zur Vermietung"):
        offer.accept(by=by_clerk, reason=reason(KNOWN))


@pytest.mark.req("H-091")
def test_clerk_releases_a_known_dwelling(by_clerk: Actor) -> None:
    offer = factories.create_offer(state=OfferState.IN_REVIEW)
    offer.accept(by=by_clerk, reason=reason(KNOWN))
    assert (offer.state, offer.acceptance_reason_id) == (OfferState.AVAILABLE, KNOWN)
    assert offer.available_since is not None
    assert last(offer) == ("accept", "in_review", "available", "known_dwelling")


@pytest.mark.req("H-009")
@pytest.mark.req("H-091")
def test_clerk_rejects_with_a_reason_and_the_comment_stays_out_of_the_journal(by_clerk: Actor) -> None:
    offer = factories.create_offer()
    offer.reject(
        by=by_clerk, reason=reason("offer_rejection.not_habitable"), comment="Schimmel im Bad und Flur"
    )
    assert (offer.state, offer.comment) == (OfferState.REJECTED, "Schimmel im Bad und Flur")
    assert offer.closed_at is not None
    assert offer.landlord_reason_text == "Der Wohnraum ist im jetzigen Zustand nicht geeignet."
    assert last(offer) == ("reject", "received", "rejected", "not_habitable")
    assert not Entry.objects.filter(reason__contains="Schimmel").exists()


@pytest.mark.req("H-002")
def test_clerk_who_owes_a_comment_is_told_so(offer: Offer, by_clerk: Actor) -> None:
    with pytest.raises(ValidationError) as refused:
        offer.reject(by=by_clerk, reason=reason("offer_rejection.not_habitable"), comment="  kurz   ")
    assert refused.value.message_dict == {
        "comment": ["Bitte beschreiben Sie den Grund mit mindestens 10 Zeichen."]
    }
    offer.refresh_from_db()
    assert offer.state == OfferState.RECEIVED


@pytest.mark.req("H-002")
def test_only_the_lead_suspects_fraud(offer: Offer, by_clerk: Actor, by_lead: Actor) -> None:
    suspicion = reason("offer_rejection.fraud_suspected")
    with pytest.raises(ValidationError, match="nur die Leitung"):
        offer.reject(by=by_clerk, reason=suspicion, comment="Vorkasse verlangt")
    offer.reject(by=by_lead, reason=suspicion, comment="Vorkasse verlangt")
    assert (offer.state, offer.landlord_reason_text) == (OfferState.REJECTED, "")


@pytest.mark.req("H-002")
def test_reason_that_was_switched_off_cannot_be_used(offer: Offer, by_clerk: Actor) -> None:
    Reason.objects.filter(pk="offer_rejection.no_demand").update(is_active=False)
    with pytest.raises(ValidationError, match="nicht mehr verwendet"):
        offer.reject(by=by_clerk, reason=reason("offer_rejection.no_demand"))


@pytest.mark.req("H-010")
def test_reason_of_another_list_is_refused_by_the_verb(offer: Offer, by_clerk: Actor) -> None:
    with pytest.raises(LookupError):
        offer.reject(by=by_clerk, reason=reason("offer_withdrawal.sale"))


@pytest.mark.req("H-091")
def test_landlord_withdraws_without_saying_why(offer: Offer) -> None:
    offer.withdraw(by=LANDLORD)
    assert (offer.state, offer.closing_reason) == (OfferState.WITHDRAWN, None)
    assert last(offer) == ("withdraw", "received", "withdrawn", "")


@pytest.mark.req("H-091")
def test_landlord_cannot_withdraw_a_reserved_offer_but_staff_can(by_clerk: Actor) -> None:
    offer = factories.create_offer(state=OfferState.AVAILABLE)
    Offer.objects.filter(pk=offer.pk).update(state=OfferState.RESERVED)
    with pytest.raises(WrongStateError):
        offer.withdraw(by=LANDLORD)
    offer.withdraw(by=by_clerk, reason=reason("offer_withdrawal.own_use"))
    assert offer.state == OfferState.WITHDRAWN


@pytest.mark.req("H-091")
@pytest.mark.parametrize(
    "state", [OfferState.RECEIVED, OfferState.IN_REVIEW, OfferState.QUERY, OfferState.AVAILABLE]
)
def test_paused_offer_comes_back_to_where_it_was(state: str, by_clerk: Actor) -> None:
    offer = factories.create_offer(state=state)
    offer.pause(by=LANDLORD, until=today() + timedelta(days=30), reason=reason("offer_pause.works"))
    assert (offer.state, offer.state_before_pause) == (OfferState.PAUSED, state)
    offer.resume(by=by_clerk)
    assert (offer.state, offer.paused_until, offer.state_before_pause) == (state, None, "")


@pytest.mark.req("H-091")
@pytest.mark.parametrize("days", [-1, 0, 367])
def test_pause_is_between_a_day_and_a_year(offer: Offer, days: int) -> None:
    with pytest.raises(ValidationError) as refused:
        offer.pause(by=LANDLORD, until=today() + timedelta(days=days))
    assert list(refused.value.message_dict) == ["until"]


@pytest.mark.req("H-091")
def test_clerk_reopens_a_withdrawn_offer(by_clerk: Actor, clerk: User) -> None:
    offer = factories.create_offer(state=OfferState.WITHDRAWN)
    offer.reopen(by=by_clerk, reason=reason("offer_reopening.available_again"))
    assert (offer.state, offer.closed_at, offer.closing_reason) == (OfferState.IN_REVIEW, None, None)
    assert offer.responsible == clerk


@pytest.mark.req("H-091")
def test_only_the_lead_reopens_after_a_suspicion(offer: Offer, by_clerk: Actor, by_lead: Actor) -> None:
    offer.reject(by=by_lead, reason=reason("offer_rejection.fraud_suspected"), comment="Vorkasse verlangt")
    again = reason("offer_reopening.closed_by_mistake")
    with pytest.raises(ValidationError, match="nur die Leitung"):
        offer.reopen(by=by_clerk, reason=again)
    offer.reopen(by=by_lead, reason=again)
    assert offer.state == OfferState.IN_REVIEW


@pytest.mark.req("H-104")
def test_clerk_notes_calls_and_attempts_are_counted(offer: Offer, clerk: User, by_clerk: Actor) -> None:
    missed, reached = reason("contact_result.not_reached"), reason("contact_result.reached")
    offer.note_contact(by=by_clerk, channel="phone", direction="out", result=missed)
    offer.note_contact(by=by_clerk, channel="phone", direction="out", result=missed, note="Mailbox")
    assert (offer.failed_attempts, offer.last_contact_on, offer.state) == (2, today(), OfferState.RECEIVED)
    offer.note_contact(by=by_clerk, channel="phone", direction="in", result=reached)
    assert offer.failed_attempts == 0
    assert [row.noted_by for row in offer.contacts.all()] == [clerk, clerk, clerk]


@pytest.mark.req("H-104")
def test_agreed_callback_needs_its_day_and_becomes_a_task(offer: Offer, clerk: User, by_clerk: Actor) -> None:
    callback = reason("contact_result.callback")
    with pytest.raises(ValidationError):
        offer.note_contact(by=by_clerk, channel="phone", direction="in", result=callback)
    day = today() + timedelta(days=2)
    offer.note_contact(by=by_clerk, channel="phone", direction="in", result=callback, callback_on=day)
    assert [(task.due_on, task.assigned_to) for task in Task.objects.all()] == [(day, clerk)]
    assert offer.contacts.count() == 1


@pytest.mark.req("H-104")
def test_call_of_last_week_does_not_hide_the_one_of_today(offer: Offer, by_clerk: Actor) -> None:
    reached = reason("contact_result.reached")
    offer.note_contact(by=by_clerk, channel="phone", direction="out", result=reached)
    earlier = timezone.now() - timedelta(days=7)
    offer.note_contact(by=by_clerk, channel="letter", direction="in", result=reached, at=earlier)
    assert offer.last_contact_on == today()


CALLS: dict[str, Callable[[Offer, Actor], Any]] = {
    "confirm": lambda offer, by: offer.confirm(by=by),
    "take": lambda offer, by: offer.take(by=by),
    "ask": lambda offer, by: offer.ask(by=by, text="Bitte nennen Sie die Etage."),
    "answer": lambda offer, by: offer.answer(by=by),
    "accept": lambda offer, by: offer.accept(by=by, reason=reason(KNOWN)),
    "pause": lambda offer, by: offer.pause(by=by, until=today() + timedelta(days=5)),
    "resume": lambda offer, by: offer.resume(by=by),
    "withdraw": lambda offer, by: offer.withdraw(by=by),
    "reject": lambda offer, by: offer.reject(by=by, reason=reason("offer_rejection.no_demand")),
    "reopen": lambda offer, by: offer.reopen(by=by, reason=reason("offer_reopening.available_again")),
}
REACHED = [OfferState.UNCONFIRMED, *factories.WAYS]


@pytest.mark.req("H-091")
@pytest.mark.parametrize("verb", CALLS)
def test_clerk_finds_each_verb_exactly_where_it_starts(verb: str, by_clerk: Actor) -> None:
    for state in REACHED:
        offer = factories.create_offer(state=state)
        if state in STARTS[verb]:
            CALLS[verb](offer, by_clerk)
        else:
            with pytest.raises(WrongStateError):
                CALLS[verb](offer, by_clerk)
            offer.refresh_from_db()
            assert offer.state == state


@pytest.mark.req("H-091")
@pytest.mark.req("H-308")
@pytest.mark.parametrize("state", REACHED)
def test_database_refuses_every_step_that_is_not_listed(state: str) -> None:
    offer = factories.create_offer(state=state)
    table = Offer._base_manager.filter(pk=offer.pk)
    for end in set(OfferState.values) - {state}:
        if (state, end) not in TRANSITIONS:
            with pytest.raises(Error, match="Invalid transition"), transaction.atomic():
                table.update(state=end)
    offer.refresh_from_db()
    assert offer.state == state
