"""Erasing with two people, restricting, correcting, each with the reasons why not (G-104 to G-106, H-286)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from goslar_portal import registry
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.mail.models import Letter
from goslar_portal.privacy import erasing
from goslar_portal.privacy.models import Correction, PrivacyCase
from goslar_portal.privacy.restriction import can_be_restricted
from goslar_portal.retention import eraser
from goslar_portal.retention.inventory import rows_of
from goslar_portal.retention.models import Hold, Tombstone
from housing.models import Landlord, Offer
from integration.models import HelpRequest
from newsletters.models import Channel, Proof, Subscription
from tests.conftest import create_user, logged_in
from tests.newsletters.factories import create_subscription
from tests.privacy.people import ADDRESS, Traces, create_case, leave_traces, proven

pytestmark = pytest.mark.django_db


@pytest.fixture
def erika() -> Traces:
    return leave_traces()


@pytest.fixture
def otto() -> Traces:
    return leave_traces("otto@example.org", "+493023125999", "Otto", "Maier")


@pytest.fixture
def case(guardian: User, erika: Traces) -> PrivacyCase:
    case = create_case(guardian, article="17")
    case.take_items(by=Actor.staff(guardian), keys=erika.keys)
    return case


def address(case: PrivacyCase, page: str) -> str:
    return f"{ADDRESS}{case.pk}/{page}/"


def still_there(traces: Traces) -> set[str]:
    return {
        f"{row._meta.label_lower}:{row.pk}" for row in traces.rows if rows_of(type(row), [row.pk]).exists()
    }


# Art. 17 --------------------------------------------------------------------------------------------------


@pytest.mark.req("G-105")
def test_two_people_erase_everything_of_the_person_and_nothing_else(
    case: PrivacyCase, erika: Traces, otto: Traces, guardian: User, chief: User
) -> None:
    desk, second = proven(guardian), proven(chief)
    seen = desk.get(address(case, "loeschen")).context["seen"]
    desk.post(address(case, "loeschen"), {"propose": "1", "seen": seen})
    assert still_there(erika) == erika.keys
    waiting = {pile.card.name: pile.count for pile in second.get("/admin/").context["board"].piles}
    assert waiting["privacy.second"] == 1
    response = second.post(address(case, "loeschen"), {"confirm": "1", "seen": seen})
    assert response["Location"] == "/admin/"
    assert still_there(erika) == set()
    assert still_there(otto) == otto.keys
    assert Letter.objects.filter(recipient="erika@example.org").count() == 0
    assert Tombstone.objects.count() == 5
    assert set(case.items.values_list("outcome", flat=True)) == {"erased"}
    case.refresh_from_db()
    assert case.state == "work"
    page = logged_in(guardian).get(f"{ADDRESS}{case.pk}/change/").content.decode()
    assert page.count("gelöscht</td>") == 5


@pytest.mark.req("G-105", "H-286")
def test_nobody_confirms_their_own_proposal(case: PrivacyCase, erika: Traces, guardian: User) -> None:
    by, seen = Actor.staff(guardian), erasing.fingerprint(erasing.plan(case))
    erasing.propose(case, by=by, seen=seen)
    response = proven(guardian).post(address(case, "loeschen"), {"confirm": "1", "seen": seen})
    assert response.status_code == 422
    with pytest.raises(ValidationError):
        case.erase_items(by=Actor.clock("probe"))
    assert still_there(erika) == erika.keys


@pytest.mark.req("G-105")
def test_change_after_the_preview_stops_the_erasure(
    case: PrivacyCase, erika: Traces, guardian: User, chief: User
) -> None:
    by, seen = Actor.staff(guardian), erasing.fingerprint(erasing.plan(case))
    erasing.propose(case, by=by, seen=seen)
    erika.offer.tasks.create(text="Neu")
    second = proven(chief)
    response = second.post(address(case, "loeschen"), {"confirm": "1", "seen": seen})
    assert response.status_code == 409
    assert "Seit der Vorschau hat sich etwas geändert." in response.content.decode()
    assert still_there(erika) == erika.keys
    second.post(address(case, "loeschen"), {"return": "1"})
    case.refresh_from_db()
    assert (case.state, case.plan) == ("work", "")


@pytest.mark.req("G-105", "G-096")
def test_what_must_stay_stays_with_its_reason_and_what_hangs_on_it_too(
    case: PrivacyCase, erika: Traces, guardian: User, chief: User
) -> None:
    by = Actor.staff(guardian)
    Hold.objects.place(erika.offer, by=by, reason="dispute", until=today() + timedelta(days=90))
    Hold.objects.place(erika.help, by=by, reason="request", until=today() + timedelta(days=90))
    planned = {one.record.item.key: one for one in erasing.plan(case)}
    offer = planned[f"housing.offer:{erika.offer.pk}"]
    landlord = planned[f"housing.landlord:{erika.landlord.pk}"]
    assert [str(reason.sentence) for reason in offer.reasons] == ["Rechtsstreit oder Widerspruch"]
    assert [str(reason.sentence) for reason in landlord.reasons] == [
        f"Es gehört noch etwas dazu: {erika.offer}."
    ]
    assert planned[f"integration.helprequest:{erika.help.pk}"].goes
    seen = erasing.fingerprint(planned.values())
    erasing.propose(case, by=by, seen=seen)
    assert erasing.confirm(case, by=Actor.staff(chief), seen=seen) == 3
    assert still_there(erika) == {f"housing.offer:{erika.offer.pk}", f"housing.landlord:{erika.landlord.pk}"}
    kept = case.items.get(kind="housing.offer")
    assert (kept.outcome, kept.kept_for) == ("kept", "Rechtsstreit oder Widerspruch")


@pytest.mark.req("G-105")
def test_subscription_goes_and_its_proof_stays_without_the_address(
    guardian: User, chief: User, starting_content: None
) -> None:
    create_subscription("erika@example.org", Channel.objects.get(slug="demokratie"))
    case, by = create_case(guardian, article="17"), Actor.staff(guardian)
    keys = [
        f"newsletters.subscription:{Subscription.objects.get().pk}",
        f"newsletters.proof:{Proof.objects.get().pk}",
    ]
    case.take_items(by=by, keys=keys)
    seen = erasing.fingerprint(erasing.plan(case))
    erasing.propose(case, by=by, seen=seen)
    assert erasing.confirm(case, by=Actor.staff(chief), seen=seen) == 1
    assert Subscription.objects.count() == 0
    assert Proof.objects.get().end_reason == "privacy"
    assert "Nachweis der Einwilligung" in case.items.get(kind="newsletters.proof").kept_for


@pytest.mark.req("G-105", "G-051")
@pytest.mark.parametrize("role", ["wohnraum", "redaktion", "technik", ""])
def test_nobody_else_sees_or_confirms_an_erasure(
    role: str, case: PrivacyCase, erika: Traces, guardian: User
) -> None:
    seen = erasing.fingerprint(erasing.plan(case))
    erasing.propose(case, by=Actor.staff(guardian), seen=seen)
    browser = proven(create_user(*([role] if role else []), email="probe@example.org"))
    response = browser.post(address(case, "loeschen"), {"confirm": "1", "seen": seen})
    assert response.status_code in {302, 403, 404}
    assert still_there(erika) == erika.keys


# Art. 18 --------------------------------------------------------------------------------------------------


RESTRICT = {"restrict": "1", "ground": "accuracy", "until": ""}


def typed() -> dict[str, str]:
    return RESTRICT | {"until": f"{today() + timedelta(days=90):%d.%m.%Y}"}


@pytest.mark.req("G-106", "H-286")
def test_restricted_records_are_out_of_every_list_until_lifted(
    case: PrivacyCase, erika: Traces, otto: Traces, guardian: User, clerk: User
) -> None:
    desk, browser = logged_in(guardian), logged_in(clerk)
    desk.post(address(case, "einschraenken"), typed())
    for row in erika.rows:
        assert not type(row)._default_manager.filter(pk=row.pk).exists()
    for row in otto.rows:
        assert type(row)._default_manager.filter(pk=row.pk).exists()
    assert browser.get(f"/admin/housing/landlord/{erika.landlord.pk}/change/").status_code == 404
    assert Entry.objects.get(verb="restrict").reason == "accuracy"
    page = desk.get(address(case, "einschraenken"))
    assert len(page.context["restricted"]) == 5
    desk.post(address(case, "einschraenken"), {"lift": "1"})
    assert HelpRequest.objects.filter(pk=erika.help.pk).exists()
    assert (
        Letter.objects.filter(kind="privacy.restriction_lifted", recipient="erika@example.org").count() == 1
    )


@pytest.mark.req("G-106")
def test_restriction_does_not_end_by_itself_and_stops_letters_and_the_eraser(
    case: PrivacyCase, erika: Traces, guardian: User
) -> None:
    logged_in(guardian).post(address(case, "einschraenken"), typed())
    Hold.objects.update(until=today() - timedelta(days=1))
    assert not Landlord.objects.filter(pk=erika.landlord.pk).exists()
    states = set(Letter.objects.about(erika.help).values_list("state", flat=True))
    assert states == {"stopped"}
    HelpRequest._base_manager.update(received_at="2020-01-01T12:00Z")
    assert eraser.apply_rule("integration.help_days") == 0
    assert erika.keys == still_there(erika)


@pytest.mark.req("G-106")
def test_letters_about_a_restricted_record_are_hidden_from_all_others(
    case: PrivacyCase, erika: Traces, guardian: User, chief: User
) -> None:
    about = Letter.objects.about(erika.help).values("pk")
    seen = Letter.objects.visible_to(chief).filter(pk__in=about)
    before = seen.count()
    assert before > 0
    logged_in(guardian).post(address(case, "einschraenken"), typed())
    assert Letter.objects.visible_to(chief).filter(pk__in=about).count() == 0
    assert Letter.objects.visible_to(guardian).filter(pk__in=about).count() >= before


@pytest.mark.req("G-106")
def test_restricted_records_are_still_found_answered_and_erased_at_the_desk(
    case: PrivacyCase, erika: Traces, guardian: User
) -> None:
    desk = logged_in(guardian)
    desk.post(address(case, "einschraenken"), typed())
    page = desk.post(address(create_case(guardian), "suche"), {"email": "erika@example.org"})
    assert {hit.key for hit, _value, _taken in page.context["hits"]} >= erika.keys
    assert all(one.goes for one in erasing.plan(case))


@pytest.mark.req("G-106", "H-286")
def test_every_source_can_be_restricted_or_says_why_not() -> None:
    assert [
        source.name
        for source in registry.persons
        if can_be_restricted(source.model) == bool(source.stays_visible)
    ] == []


@pytest.mark.req("G-106")
def test_restricted_landlord_may_offer_again(case: PrivacyCase, erika: Traces, guardian: User) -> None:
    Landlord.objects.filter(pk=erika.landlord.pk).update(email_confirmed_at="2026-01-01T12:00Z")
    logged_in(guardian).post(address(case, "einschraenken"), typed())
    assert list(Landlord.everybody.confirmed("erika@example.org")) == [erika.landlord]
    assert not Offer.objects.filter(pk=erika.offer.pk).exists()


# Art. 16 --------------------------------------------------------------------------------------------------


@pytest.mark.req("G-104")
def test_area_puts_right_what_the_desk_asks_for_in_its_own_form(
    case: PrivacyCase, erika: Traces, guardian: User, clerk: User, editor: User
) -> None:
    desk, browser = logged_in(guardian), logged_in(clerk)
    key = f"housing.landlord:{erika.landlord.pk}"
    desk.post(address(case, "berichtigen"), {"item": key, "text": "Der Nachname ist Möller."})
    correction = Correction.objects.get()
    piles = {pile.card.name: pile for pile in browser.get("/admin/").context["board"].piles}
    mine = [pile for name, pile in piles.items() if name.startswith("privacy.corrections")]
    assert [pile.items[0].text for pile in mine] == [
        f"Vermieterin oder Vermieter, Berichtigung {correction.pk}"
    ]
    page = browser.get(f"/admin/privacy/correction/{correction.pk}/change/").content.decode()
    assert "Der Nachname ist Möller." in page
    assert f"/admin/housing/landlord/{erika.landlord.pk}/change/" in page
    assert logged_in(editor).get(f"/admin/privacy/correction/{correction.pk}/change/").status_code in {
        403,
        404,
    }
    browser.post(f"/admin/privacy/correction/{correction.pk}/finish/")
    correction.refresh_from_db()
    assert (correction.done_by, correction.done_at is not None) == (clerk, True)
    assert "erledigt" in desk.get(address(case, "berichtigen")).content.decode()


@pytest.mark.req("G-104")
def test_whoever_got_the_data_is_listed_so_that_they_can_be_told(
    guardian: User, starting_content: None
) -> None:
    from tests.integration.endings import placed_request

    request = placed_request()
    case = create_case(guardian, article="16")
    key = f"integration.interpreterrequest:{request.pk}"
    case.take_items(by=Actor.staff(guardian), keys=[key])
    page: Any = logged_in(guardian).get(address(case, "berichtigen"))
    assert "Sprachmittlerin oder Sprachmittler" in page.content.decode()


@pytest.mark.req("G-104")
def test_correction_of_a_record_outside_the_case_is_refused(
    case: PrivacyCase, otto: Traces, guardian: User
) -> None:
    typed = {"item": f"housing.landlord:{otto.landlord.pk}", "text": "Falsch."}
    assert logged_in(guardian).post(address(case, "berichtigen"), typed).status_code == 422
    assert Correction.objects.count() == 0
