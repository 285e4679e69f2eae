"""What the clock does with offers (H-031, H-062, H-091)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import Letter, LetterState
from housing import jobs
from housing.models import Consent, Landlord, Offer, OfferState
from tests.housing import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


def sent_hours_ago(hours: float, **contact: Any) -> Offer:
    offer = factories.create_offer(state=OfferState.UNCONFIRMED, contact_changes=contact)
    Offer.objects.filter(pk=offer.pk).update(submitted_at=timezone.now() - timedelta(hours=hours))
    return offer


@pytest.mark.req("H-031")
def test_forgotten_draft_is_erased_after_a_day_and_a_fresh_one_stays() -> None:
    old, fresh = factories.create_draft(), factories.create_draft()
    Offer.objects.filter(pk=old.pk).update(draft_changed_at=timezone.now() - timedelta(hours=25))
    assert jobs.erase_forgotten_drafts() == 1
    assert list(Offer.objects.all()) == [fresh]
    assert jobs.erase_forgotten_drafts() == 0


@pytest.mark.req("H-062")
def test_unconfirmed_offer_leaves_nothing_of_the_landlord_behind() -> None:
    gone = sent_hours_ago(48.1, email="vergessen@example.org", last_name="Vergessen")
    kept = sent_hours_ago(47.9, email="wartet@example.org")
    assert jobs.erase_unconfirmed_offers() == 1
    assert list(Offer.objects.all()) == [kept]
    assert [row.email for row in Landlord.objects.all()] == ["wartet@example.org"]
    assert set(Consent.objects.values_list("offer", flat=True)) == {kept.pk}
    assert set(AccessLink.objects.values_list("number", flat=True)) == {kept.pk}
    assert set(Letter.objects.values_list("recipient", flat=True)) == {"wartet@example.org"}
    journal = [(row.verb, row.actor_name) for row in Entry.objects.of(gone).order_by("pk")]
    assert journal == [("submit", "landlord"), ("erase", "housing.opt_in_hours")]


@pytest.mark.req("H-062")
def test_landlord_with_another_offer_stays_when_the_unconfirmed_one_goes() -> None:
    known = factories.create_offer(contact_changes={"email": "vermieter@example.org"})
    sent_hours_ago(49, email="vermieter@example.org")
    jobs.erase_unconfirmed_offers()
    assert list(Offer.objects.all()) == [known]
    assert [row.email for row in Landlord.objects.all()] == ["vermieter@example.org"]


@pytest.mark.req("H-062")
def test_confirmed_offer_is_never_erased_by_the_clock() -> None:
    offer = sent_hours_ago(49)
    late = Offer.objects.get(pk=offer.pk)
    offer.confirm(by=factories.LANDLORD)
    assert late.erase(by=Actor.clock("housing.opt_in_hours")) is False
    assert Offer.objects.get().state == OfferState.RECEIVED


@pytest.mark.req("H-062")
def test_offer_waits_while_its_letter_is_just_being_sent() -> None:
    offer = sent_hours_ago(49)
    offer.letters().update(state=LetterState.SENDING)
    assert jobs.erase_unconfirmed_offers() == 0
    assert Offer.objects.exists()


@pytest.mark.req("H-062")
def test_landlord_is_reminded_once_after_a_day(mailbox: Callable[[], list[Any]]) -> None:
    sent_hours_ago(24.1, email="vergesslich@example.org")
    sent_hours_ago(23.9, email="frisch@example.org")
    assert (jobs.remind_unconfirmed_offers(), jobs.remind_unconfirmed_offers()) == (1, 0)
    received = sorted(str(letter["To"]) for letter in mailbox())
    assert received == ["frisch@example.org", "vergesslich@example.org", "vergesslich@example.org"]


@pytest.mark.req("H-091")
def test_pause_ends_by_itself_on_its_day() -> None:
    over = factories.create_offer(state=OfferState.AVAILABLE)
    over.pause(by=factories.LANDLORD, until=today() + timedelta(days=1))
    Offer.objects.filter(pk=over.pk).update(paused_until=today())
    still = factories.create_offer(state=OfferState.PAUSED)
    assert jobs.resume_paused_offers() == 1
    over.refresh_from_db()
    still.refresh_from_db()
    assert (over.state, still.state) == (OfferState.AVAILABLE, OfferState.PAUSED)
    assert Entry.objects.of(over)[0].actor_name == "resume_paused_offers"
