"""While we look: still free, pause, let, silence, reservation (H-073, H-091, H-130)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from goslar_portal import registry
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor
from goslar_portal.mail.models import Letter
from housing import jobs
from housing.models import Landlord, Offer, OfferState, Reason
from tests.housing import factories
from tests.housing.filling import words
from tests.housing.own import NOT_NOW, own

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


@pytest.fixture
def free() -> Offer:
    return factories.create_offer(state="available")


def days_later(offer: Offer, **columns: int) -> Offer:
    """As if these moments were so many days ago."""
    moments: Any = {name: timezone.now() - timedelta(days=days, minutes=1) for name, days in columns.items()}
    Offer.objects.filter(pk=offer.pk).update(**moments)
    return now(offer)


def now(offer: Offer) -> Offer:
    return Offer.objects.get(pk=offer.pk)


def kinds() -> list[str]:
    """The letters since the offer was released."""
    names = [letter.kind.removeprefix("housing.") for letter in Letter.objects.order_by("pk")]
    return names[names.index("offer_accepted") + 1 :]


@pytest.mark.req("H-130")
def test_silence_is_asked_about_reminded_twice_and_ends_the_offer(free: Offer) -> None:
    days_later(free, free_confirmed_at=59)
    assert jobs.ask_if_free() == 0
    days_later(free, free_confirmed_at=60)
    assert jobs.ask_if_free() == 1
    for day, found in ((6, 0), (7, 1), (10, 0), (11, 1), (13, 0)):
        days_later(free, free_asked_at=day)
        assert (day, jobs.ask_if_free(), jobs.expire_silent_offers()) == (day, found, 0)
    days_later(free, free_asked_at=14)
    assert jobs.expire_silent_offers() == 1
    ended = now(free)
    assert (ended.state, ended.closing_reason_id) == ("expired", "offer_expiry.availability_unanswered")
    assert kinds() == ["availability_asked"] * 3 + ["offer_expired"]
    last = date_format(today() + timedelta(days=14 - 11 - 1), "j. F Y")  # asked eleven days ago
    letters = Letter.objects.filter(kind="housing.availability_asked").order_by("pk")
    assert f"Hören wir bis zum {last} nichts von Ihnen" in letters[2].text
    assert jobs.expire_silent_offers() == 0


@pytest.mark.req("H-130", "H-300")
@pytest.mark.parametrize(
    ("answer", "data", "state"),
    [
        ("noch-frei", {}, "available"),
        ("pausieren", {"until": f"{today() + timedelta(days=40):%d.%m.%Y}", "reason": "works"}, "paused"),
        ("vermietet", {}, "withdrawn"),
        ("zurueckziehen", {"reason": "sale"}, "withdrawn"),
    ],
)
def test_each_link_of_the_question_opens_a_page_whose_button_answers(
    reader: Client, free: Offer, answer: str, data: dict[str, str], state: str
) -> None:
    days_later(free, free_confirmed_at=61)
    jobs.ask_if_free()
    links = re.findall(r"https?://[^/]+(/\S+)", Letter.objects.latest("pk").text)
    [page] = [link for link in links if link.endswith(f"/{answer}/")]
    before = now(free)
    assert reader.get(page).status_code == 200
    assert (now(free).state, now(free).free_asked_at) == (before.state, before.free_asked_at)
    assert reader.post(page, data).status_code == 302
    after = now(free)
    assert (after.state, after.free_asked_at) == (state, None)
    assert jobs.ask_if_free() == jobs.expire_silent_offers() == 0


@pytest.mark.req("H-130")
def test_landlord_without_mail_becomes_a_task_for_the_telephone(free: Offer, by_clerk: Actor) -> None:
    Landlord.objects.update(do_not_contact=True)
    days_later(free, free_confirmed_at=60)
    assert jobs.ask_if_free() == 1
    assert [task.text for task in free.tasks.open()] == ["Anrufen: Ist die Wohnung noch frei?"]
    days_later(free, free_asked_at=30)
    assert jobs.ask_if_free() == jobs.expire_silent_offers() == 0
    now(free).confirm_free(by=by_clerk)
    assert (kinds(), free.tasks.filter(done_at=None).count()) == ([], 0)


@pytest.mark.req("H-073")
def test_landlord_says_the_flat_is_let(reader: Client, free: Offer) -> None:
    assert "Ist die Wohnung vermietet?" in words(reader.get(own(free, "vermietet")))
    reader.post(own(free, "vermietet"))
    assert (now(free).state, now(free).closing_reason_id) == ("withdrawn", "offer_withdrawal.let_elsewhere")
    assert "Ihre Wohnung ist vermietet" in words(reader.get(own(free)))
    assert "dass die Wohnung vermietet ist" in Letter.objects.latest("pk").text


@pytest.mark.req("H-073", "H-091")
def test_landlord_pauses_and_goes_on(reader: Client, free: Offer) -> None:
    until = today() + timedelta(days=30)
    reader.post(own(free, "pausieren"), {"until": f"{until:%d.%m.%Y}"})
    assert (now(free).state, now(free).paused_until) == ("paused", until)
    response = reader.get(own(free))
    assert {"go_on", "withdraw"} <= response.context["choices"]
    reader.post(own(free, "fortsetzen"))
    assert (now(free).state, now(free).paused_until) == ("available", None)


@pytest.mark.req("H-320")
@pytest.mark.parametrize("until", ["", "31.02.2027", "01.01.2020", "01.01.2099", "morgen"])
def test_impossible_pause_gets_a_sentence(reader: Client, free: Offer, until: str) -> None:
    assert reader.post(own(free, "pausieren"), {"until": until}).status_code == 422
    assert now(free).state == "available"


@pytest.mark.req("H-131")
def test_pause_that_ends_by_itself_is_told_and_starts_the_clock_anew(free: Offer) -> None:
    free.pause(by=factories.LANDLORD, until=today() + timedelta(days=10))
    Offer.objects.filter(pk=free.pk).update(paused_until=today())
    days_later(free, free_confirmed_at=90)
    assert jobs.resume_paused_offers() == 1
    assert kinds() == ["pause_ended"]
    assert jobs.ask_if_free() == 0


@pytest.mark.req("H-091")
def test_question_waits_anew_after_a_pause() -> None:
    asked = factories.create_offer(state="query")
    asked.pause(by=factories.LANDLORD, until=today() + timedelta(days=45))
    Offer.objects.filter(pk=asked.pk).update(paused_until=today())
    days_later(asked, queried_at=45)
    assert (jobs.resume_paused_offers(), jobs.expire_silent_offers()) == (1, 0)
    assert now(asked).state == "query"


@pytest.mark.req("H-091")
def test_question_is_repeated_twice_and_then_ends_the_offer() -> None:
    asked = factories.create_offer(state="query")
    for day, reminded in ((6, 0), (7, 1), (13, 0), (14, 1), (29, 0)):
        days_later(asked, queried_at=day)
        assert (day, jobs.remind_of_queries(), jobs.expire_silent_offers()) == (day, reminded, 0)
    days_later(asked, queried_at=30)
    assert jobs.expire_silent_offers() == 1
    assert now(asked).closing_reason_id == "offer_expiry.query_unanswered"
    last = date_format(today() + timedelta(days=30 - 14 - 1), "j. F Y")  # asked a fortnight ago
    letters = Letter.objects.filter(kind="housing.query_reminded").order_by("pk")
    assert f"Hören wir bis zum {last} nichts von Ihnen" in letters[1].text
    assert [letter.kind for letter in Letter.objects.order_by("-pk")[:3]] == [
        "housing.offer_expired", "housing.query_reminded", "housing.query_reminded",
    ]  # fmt: skip


@pytest.mark.req("H-091")
def test_clerk_reserves_releases_and_lets(free: Offer, by_clerk: Actor) -> None:
    free.reserve(by=by_clerk)
    assert (free.state, free.reserved_at is not None) == ("reserved", True)
    free.release(by=by_clerk, reason=Reason.objects.get(pk="offer_release.household_declined"))
    assert (free.state, free.reserved_at) == ("available", None)
    free.reserve(by=by_clerk)
    with pytest.raises(ValidationError):
        free.let(by=by_clerk, contract_on=today() + timedelta(days=120))
    free.let(by=by_clerk, contract_on=today())
    assert (free.state, free.contract_on, kinds()) == ("let", today(), ["offer_let"])


@pytest.mark.req("H-100")
def test_reservation_that_lasts_too_long_is_on_the_list_of_today() -> None:
    offer = factories.create_offer(state="reserved")
    days_later(offer, reserved_at=20)
    assert list(Offer.objects.reserved_too_long()) == []
    days_later(offer, reserved_at=21)
    assert list(Offer.objects.reserved_too_long()) == [offer]


@pytest.mark.req("H-100")
@pytest.mark.parametrize(("state", "days"), [("withdrawn", 183), ("rejected", 183), ("let", 365)])
def test_offer_is_on_the_list_of_today_in_the_week_before_it_is_forgotten(state: str, days: int) -> None:
    offer = factories.create_offer(state=state)
    factories.create_offer()
    days_later(offer, closed_at=days - 8)
    assert list(Offer.objects.ends_this_week()) == []
    days_later(offer, closed_at=days - 7)
    assert list(Offer.objects.ends_this_week()) == [offer]
    [card] = [card for card in registry.today if card.name == "housing.ends_this_week"]
    assert len(list(card.rows())) == 1


@pytest.mark.req("H-073", "H-091")
@pytest.mark.parametrize("page", ["noch-frei", "pausieren", "fortsetzen", "vermietet", "zurueckziehen"])
def test_landlord_of_a_reserved_flat_is_asked_to_call(reader: Client, page: str) -> None:
    offer = factories.create_offer(state=OfferState.RESERVED)
    assert NOT_NOW in words(reader.get(own(offer, page)))
    data = {"until": f"{today() + timedelta(days=40):%d.%m.%Y}"}
    assert reader.post(own(offer, page), data).status_code == 409
    assert now(offer).state == OfferState.RESERVED
