"""Two people at the same moment, each with a connection of their own (H-009, H-065, H-122)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.states import WrongStateError
from housing import content
from housing.models import Landlord, Offer, OfferState
from tests.conftest import logged_in
from tests.housing import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _places() -> None:
    content.load_places()
    content.load_reasons()
    content.load_consents()


def at_once(*steps: Callable[[], Any]) -> list[str]:
    """Run the steps together; the names of the errors they ended with, empty for success."""
    barrier = Barrier(len(steps))

    def run(step: Callable[[], Any]) -> str:
        try:
            barrier.wait()
            step()
        except WrongStateError as error:
            return type(error).__name__
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(run, steps))


@pytest.mark.req("H-009")
def test_two_clerks_take_an_offer_and_one_has_it() -> None:
    offer = factories.create_offer()
    copies = [Offer.objects.get(pk=offer.pk) for _number in range(2)]
    by = Actor.staff(factories.staff())
    assert at_once(*(lambda row=row: row.take(by=by) for row in copies)) == ["", "WrongStateError"]
    assert Entry.objects.of(offer).filter(verb="take").count() == 1


@pytest.mark.req("H-009")
def test_two_clerks_press_a_button_and_the_slower_one_reads_the_present_state(
    roles: None, clerk: User, colleague: User
) -> None:
    offer = factories.create_offer()
    desks, answers = [logged_in(clerk), logged_in(colleague)], list[Any]()
    path = f"/admin/housing/offer/{offer.pk}/take/"
    at_once(*(lambda desk=desk: answers.append(desk.post(path)) for desk in desks))
    faster, slower = sorted(answers, key=lambda answer: answer.status_code)
    assert (faster.status_code, slower.status_code) == (302, 409)
    for sentence in ("Der Stand hat sich inzwischen geändert.", "In Prüfung"):
        assert sentence in slower.content.decode()
    assert list(Entry.objects.of(offer).values_list("verb", flat=True)).count("take") == 1


@pytest.mark.req("H-034")
def test_landlord_who_clicks_twice_sends_one_offer() -> None:
    draft = factories.create_draft()
    copies = [Offer.objects.get(pk=draft.pk) for _number in range(2)]
    assert at_once(*(lambda row=row: factories.submit(row) for row in copies)) == ["", "WrongStateError"]
    assert (Offer.objects.count(), Landlord.objects.count()) == (1, 1)
    assert Offer.objects.get().state == OfferState.UNCONFIRMED


@pytest.mark.req("H-065")
@pytest.mark.req("H-122")
def test_landlord_who_confirms_two_offers_at_once_is_one_landlord_with_two_numbers() -> None:
    email = {"email": "zugleich@example.org"}
    offers = [
        factories.create_offer(state=OfferState.UNCONFIRMED, contact_changes=email) for _number in range(2)
    ]
    steps = [lambda row=row: row.confirm(by=factories.LANDLORD) for row in offers]
    assert at_once(*steps) == ["", ""]
    assert Landlord.objects.count() == 1
    assert len(set(Offer.objects.values_list("reference", flat=True))) == 2


@pytest.mark.req("H-062")
def test_landlord_who_confirms_while_the_clock_erases_never_loses_a_confirmed_offer() -> None:
    offer = factories.create_offer(state=OfferState.UNCONFIRMED)
    copies = [Offer.objects.get(pk=offer.pk) for _number in range(2)]
    clock = Actor.clock("erase_unconfirmed_offers")
    lost = at_once(lambda: copies[0].confirm(by=factories.LANDLORD), lambda: copies[1].erase(by=clock))
    left = list(Offer.objects.values_list("state", flat=True))
    assert (lost, left) in [(["", ""], ["received"]), (["", "WrongStateError"], [])]
