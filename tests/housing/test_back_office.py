"""The back office of offers: list, record, buttons, taking in (H-012, H-080, H-101, H-103, G-056, G-057)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, Entry
from housing.models import Landlord, Municipality, Offer, OfferState, RentCapTable, SavedView, Task
from housing.today import flood
from tests.housing import factories
from tests.housing.factories import reason

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
LIST = "/admin/housing/offer/"
Login = Callable[[User], Client]


def record_of(offer: Offer) -> str:
    return f"{LIST}{offer.pk}/change/"


def shown(client: Client, query: str = "") -> list[Offer]:
    response = client.get(LIST + query)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


# The list -------------------------------------------------------------------------------------------------


@pytest.mark.req("H-101")
def test_clerk_sees_open_offers_first_and_never_what_was_not_confirmed(as_user: Login, clerk: User) -> None:
    states = ["draft", "unconfirmed", "received", "in_review", "available", "rejected"]
    offers = {state: factories.create_offer(state=state) for state in states}
    client = as_user(clerk)
    assert shown(client) == [offers["available"], offers["in_review"], offers["received"]]
    assert shown(client, "?stand=beendet") == [offers["rejected"]]
    assert shown(client, "?stand=in_review") == [offers["in_review"]]
    assert len(shown(client, "?stand=alle")) == 4


@pytest.mark.req("H-101")
def test_clerk_filters_by_what_counts(as_user: Login, clerk: User) -> None:
    seesen = Municipality.objects.get(name="Seesen")
    small = factories.create_offer(living_area=Decimal(40), rooms=Decimal("1.5"), net_cold_rent=Decimal(300))
    large = factories.create_offer(
        municipality=seesen, district=None, living_area=Decimal(120), rooms=Decimal(5), access="step_free",
        net_cold_rent=Decimal(900), pets="allowed", furnished="fully", wbs_required="yes", max_persons=6,
        available_now=False, available_from=today() + timedelta(days=60),
    )  # fmt: skip
    factories._take(small, Actor.staff(clerk))
    phone = factories.take_in(by=clerk, max_persons=2)
    client = as_user(clerk)
    expected: dict[str, list[Offer]] = {
        "zustaendig=ich": [small],
        "zustaendig=niemand": [large, phone],
        "gemeinde=" + seesen.pk: [large],
        "zone=B": [large],
        "haushalt=1&ampel=fits": [small],
        "haushalt=1&ampel=fails": [large, phone],
        "zimmer_von=2": [large, phone],
        "zimmer_bis=1,5": [small],
        "flaeche_von=100": [large],
        "miete_bis=500": [small],
        "frei_bis=" + f"{today():%d.%m.%Y}": [small, phone],
        "personen=3": [large, small],
        "zugang=step_free": [large],
        "haustiere=allowed": [large],
        "moebliert=on": [large],
        "wbs=on": [large],
        "kanal=phone": [phone],
        "gemeinde=" + seesen.pk + "&kanal=phone": [],
    }
    found = {query: shown(client, f"?{query}") for query in expected}
    assert {query: {row.pk for row in rows} for query, rows in found.items()} == {
        query: {row.pk for row in rows} for query, rows in expected.items()
    }


@pytest.mark.req("H-101")
def test_clerk_sees_who_waits(as_user: Login, clerk: User) -> None:
    fresh, late, asked = (factories.create_offer() for _number in range(3))
    Offer.objects.filter(pk=late.pk).update(reply_by=today() - timedelta(days=1))
    by = Actor.staff(clerk)
    asked.take(by=by)
    asked.ask(by=by, text="Wie hoch sind die Betriebskosten?")
    asked.note_contact(by=by, channel="phone", direction="out", result=reason("contact_result.reached"))
    asked.add_task(by=by, text="Nachfassen", due_on=today())
    client = as_user(clerk)
    assert set(shown(client, "?wartet=erstkontakt")) == {fresh, late}
    assert shown(client, "?wartet=ueberfaellig") == [late]
    assert shown(client, "?wartet=antwort") == [asked]
    assert shown(client, "?wartet=aufgabe") == [asked]
    assert "Antwort überfällig" in client.get(LIST).content.decode()


@pytest.mark.req("H-101")
@pytest.mark.parametrize(
    "typed",
    ["Breite Str. 12", "breite straße", "Jürgenohl", "Schmidt-Probe", "karla schmidt", "karla@example.org",
     "030 23125-777", "+49 30 23125777", "004930/23125777", "23125777"],
)  # fmt: skip
def test_clerk_finds_an_offer_by_street_name_and_phone(as_user: Login, clerk: User, typed: str) -> None:
    contact = {"first_name": "Karla", "last_name": "Schmidt-Probe", "email": "karla@example.org"}
    wanted = factories.create_offer(
        street="Breite Straße", contact_changes=contact | {"phone": "+493023125777"}
    )
    factories.create_offer(
        street="Andere Gasse", district=None, contact_changes={"phone": "+493023125888", "first_name": "Udo"}
    )
    response = as_user(clerk).get(LIST, {"q": typed})
    assert list(response.context["cl"].result_list) == [wanted]


@pytest.mark.req("H-065")
@pytest.mark.req("H-101")
def test_clerk_finds_an_offer_by_its_reference_in_any_spelling(as_user: Login, clerk: User) -> None:
    wanted = factories.create_offer()
    factories.create_offer()
    typed = (wanted.reference or "").replace("-", " ").lower()
    assert list(as_user(clerk).get(LIST, {"q": typed}).context["cl"].result_list) == [wanted]


@pytest.mark.req("H-012")
def test_onlooker_cannot_search_for_landlords(as_user: Login, onlooker: User) -> None:
    factories.create_offer(contact_changes={"last_name": "Geheim", "phone": "+493023125777"})
    client = as_user(onlooker)
    for typed in ("Geheim", "030 23125777", "23125777"):
        assert list(client.get(LIST, {"q": typed}).context["cl"].result_list) == []


@pytest.mark.req("H-101")
def test_list_shows_the_household_size_its_lights_are_for(as_user: Login, clerk: User) -> None:
    for query, size in (("", "3"), ("?stand=received", "3"), ("?haushalt=1", "1")):
        changes = as_user(clerk).get(f"{LIST}{query}").context["cl"]
        assert (changes.filter_form["haushalt"].value(), changes.filter_form.persons) == (size, int(size))


@pytest.mark.req("H-320")
@pytest.mark.parametrize("query", ["miete_bis=abc", "zimmer_von=NaN", "frei_bis=31.02.2026", "haushalt=99",
                                   "stand=nichts", "personen=" + "9" * 20])  # fmt: skip
def test_nonsense_in_a_filter_gets_a_sentence_and_no_error(as_user: Login, clerk: User, query: str) -> None:
    offer = factories.create_offer()
    response = as_user(clerk).get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert list(response.context["cl"].result_list) == [offer]
    assert response.context["cl"].filter_form.errors


def copies(offer: Offer, count: int) -> None:
    """As many more of the same, in one statement."""
    Offer.objects.bulk_create(
        Offer(
            state=offer.state, reference=f"GS-2026-{number:06}-X", received_at=offer.received_at,
            reply_by=offer.reply_by, confirmed_at=offer.confirmed_at, landlord=offer.landlord,
            kind=offer.kind, municipality=offer.municipality, district=offer.district, rooms=offer.rooms,
            living_area=offer.living_area, net_cold_rent=offer.net_cold_rent,
            operating_costs=offer.operating_costs,
        )
        for number in range(count)
    )  # fmt: skip


@pytest.mark.req("H-335", "H-336")
@pytest.mark.parametrize("rows", [1, 3, 1000])
def test_list_and_record_cost_the_same_for_more_offers(
    rows: int, as_user: Login, clerk: User, django_assert_num_queries: Any
) -> None:
    offer = factories.create_offer(by=clerk, contact_changes={"phone": "+493023125001"})
    copies(factories.create_offer(by=clerk), rows - 1)
    client = as_user(clerk)
    client.get(LIST)  # the first page of a login notes when it was last seen
    with django_assert_num_queries(13):
        page = client.get(LIST)
    assert len(page.context["cl"].result_list) == min(rows + 1, 50)
    with django_assert_num_queries(21):
        assert client.get(record_of(offer)).status_code == 200


@pytest.mark.req("H-335")
def test_search_is_answered_by_indexes_on_both_tables(clerk: User) -> None:
    offer = factories.create_offer(by=clerk, contact_changes={"last_name": "Musterfrau"})
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # for one row no index would be worth its while
    found = Offer.objects.search("Musterfrau", with_names=True)
    landlords = Landlord.everybody.search("Musterfrau")
    assert list(found) == [offer]
    assert "offers_by_letters" in found.explain()
    assert "landlord_by_letters" in landlords.explain()


@pytest.mark.req("H-101", "H-335")
def test_every_page_of_the_list_goes_on_where_the_one_before_ended(as_user: Login, clerk: User) -> None:
    offer = factories.create_offer(by=clerk)
    copies(offer, 60)
    client = as_user(clerk)
    pages = [client.get(f"{LIST}?o=1&p={number}").context["cl"].result_list for number in (1, 2)]
    assert [len(page) for page in pages] == [50, 11]
    listed = [row.pk for page in pages for row in page]
    assert listed == list(Offer.objects.order_by("reference").values_list("pk", flat=True))


@pytest.mark.req("H-102")
def test_clerk_keeps_a_selection_by_name_and_shares_it(
    as_user: Login, clerk: User, colleague: User, onlooker: User
) -> None:
    client = as_user(clerk)
    page = f"{LIST}merken/?stand=available&personen=3&fremd=1"
    assert client.post(page, {"name": ""}).status_code == 422
    assert client.post(page, {"name": "Meine drei"})["Location"] == f"{LIST}?stand=available&personen=3"
    assert client.post(page, {"name": "Meine drei"}).status_code == 422
    client.post(page, {"name": "Für uns", "is_shared": "on"})
    seen = {user.email: as_user(user).get(LIST).content.decode() for user in (clerk, colleague, onlooker)}
    assert ["Meine drei" in text for text in seen.values()] == [True, False, False]
    assert ["Für uns" in text for text in seen.values()] == [True, True, False]
    shared = SavedView.objects.get(name="Für uns")
    assert as_user(colleague).post(f"{LIST}vergessen/{shared.pk}/").status_code == 404
    assert client.post(f"{LIST}vergessen/{shared.pk}/").status_code == 302
    assert SavedView.objects.count() == 1


@pytest.mark.req("H-102")
def test_clerk_hands_over_many_offers_in_one_step_and_changes_no_state(
    as_user: Login, clerk: User, colleague: User, onlooker: User
) -> None:
    offers = [factories.create_offer() for _number in range(3)]
    chosen = {"action": "assign_many", "_selected_action": [offer.pk for offer in offers[:2]]}
    client = as_user(clerk)
    response = client.post(LIST, chosen)
    assert [offer.pk for offer in response.context["offers"]] == [offers[1].pk, offers[0].pk]
    assert client.post(LIST, chosen | {"apply": "1"}).status_code == 422
    client.post(LIST, chosen | {"apply": "1", "to": colleague.pk})
    rows = [(row.responsible, row.state) for row in Offer.objects.order_by("pk")]
    assert rows == [(colleague, "received"), (colleague, "received"), (None, "received")]
    what = {"text": "Nachfragen", "due_on": f"{today():%d.%m.%Y}"}
    task = chosen | what | {"action": "add_task_to_many", "apply": "1"}
    client.post(LIST, task)
    assert Task.objects.count() == 2
    Offer.objects.filter(pk__in=chosen["_selected_action"]).update(
        state="withdrawn", closed_at=timezone.now()
    )
    said = client.post(LIST, chosen, follow=True).content.decode()
    assert "Keines der gewählten Angebote ist noch offen." in said
    assert "delete_selected" not in client.get(LIST).content.decode()
    as_user(onlooker).post(LIST, task)
    assert Task.objects.count() == 2


@pytest.mark.req("H-064")
def test_flood_of_offers_is_an_alarm_on_the_first_page() -> None:
    offer = factories.create_offer()
    copies(offer, 50)
    Offer.objects.update(submitted_at=timezone.now())
    assert [line.text for line in flood()] == ["51 Angebote in der letzten Stunde: Schreibt da ein Mensch?"]
    Offer.objects.filter(pk=offer.pk).update(submitted_at=timezone.now() - timedelta(hours=2))
    assert flood() == []


@pytest.mark.req("H-104")
def test_letter_is_offered_after_three_calls_in_vain(as_user: Login, clerk: User) -> None:
    offer = factories.create_offer(state="in_review", by=clerk)
    client, by = as_user(clerk), Actor.staff(clerk)
    in_vain = reason("contact_result.not_reached")
    for tries in range(3):
        names = [button["verb"].name for button in client.get(record_of(offer)).context["verb_buttons"]]
        assert (tries, "write_unreachable" in names) == (tries, False)
        offer.note_contact(by=by, channel="phone", direction="out", result=in_vain)
    page = client.get(record_of(offer))
    assert "nicht-erreicht.pdf" in page.content.decode()
    client.post(f"{LIST}{offer.pk}/write_unreachable/")
    offer.refresh_from_db()
    assert (offer.letters().latest("pk").kind, offer.failed_attempts) == ("housing.unreachable", 4)


@pytest.mark.req("H-081")
def test_landlord_without_mail_gets_everything_on_paper(as_user: Login, clerk: User, onlooker: User) -> None:
    offer = factories.take_in(by=clerk, contact_changes={"email": ""})
    assert "aufgenommen.pdf" in as_user(clerk).get(record_of(offer)).content.decode()
    page = f"{LIST}{offer.pk}/brief/aufgenommen.pdf"
    response = as_user(clerk).get(page)
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"] == f'inline; filename="Brief-{offer.reference}.pdf"'
    assert as_user(onlooker).get(page).status_code == 404


# The record -----------------------------------------------------------------------------------------------


@pytest.mark.req("H-103")
def test_clerk_reads_the_whole_offer_on_one_page(as_user: Login, clerk: User) -> None:
    offer = factories.create_offer(contact_changes={"last_name": "Musterfrau"}, description="Ruhig gelegen")
    offer.note_contact(
        by=Actor.staff(clerk), channel="phone", direction="out", result=reason("contact_result.reached"),
        note="Ruft morgen zurück",
    )  # fmt: skip
    response = as_user(clerk).get(record_of(offer))
    page = response.content.decode()
    for text in ("62,5 m²", "420,00 €", "560,00 €", "Musterfrau", "Ruhig gelegen", "Ruft morgen zurück"):
        assert text in page
    assert [(line.cap.persons, line.light) for line in response.context["caps"]] == [
        (1, "fails"), (2, "fits"), (3, "fits"), (4, "fits"), (5, "fits"), (6, "fits"),
    ]  # fmt: skip
    titles = [event.title for event in response.context["timeline"] if event.kind != "letter"]
    assert titles == ["Telefon: Erreicht", "E-Mail-Adresse bestätigt", "Formular abgesendet"]
    assert {event.kind for event in response.context["timeline"]} == {"step", "contact", "letter"}


@pytest.mark.req("H-103")
def test_clerk_sees_the_other_offers_of_the_landlord(as_user: Login, clerk: User) -> None:
    contact = {"email": "mehr@example.org", "phone": "+493023125001"}
    first = factories.create_offer(contact_changes=contact)
    second = factories.create_offer(contact_changes=contact)
    same_phone = factories.take_in(contact_changes={"email": "", "phone": "+493023125001"})
    factories.create_offer()
    response = as_user(clerk).get(record_of(first))
    assert {row.pk for row in response.context["others"]} == {second.pk, same_phone.pk}


@pytest.mark.req("H-012")
@pytest.mark.req("H-103")
def test_onlooker_sees_the_offer_without_its_landlord(as_user: Login, onlooker: User, clerk: User) -> None:
    offer = factories.create_offer(
        contact_changes={
            "first_name": "Karla", "last_name": "Geheim", "email": "geheim@example.org",
            "phone": "+493023125777",
        }
    )  # fmt: skip
    by = Actor.staff(clerk)
    offer.note_contact(
        by=by,
        channel="phone",
        direction="in",
        result=reason("contact_result.reached"),
        note="Geheim rief an",
    )
    offer.reject(by=by, reason=reason("offer_rejection.other"), comment="Frau Geheim will nicht mehr")
    client = as_user(onlooker)
    for address in (record_of(offer), LIST, f"{LIST}?stand=alle"):
        page = client.get(address).content.decode()
        assert str(offer.reference) in page or address == LIST
        for secret in ("Geheim", "geheim@example.org", "23125777", "Karla"):
            assert secret not in page
    landlord = Landlord.objects.get()
    assert client.get(f"/admin/housing/landlord/{landlord.pk}/change/").status_code == 403
    assert client.get(record_of(offer)).context["verb_buttons"] == []


@pytest.mark.req("H-336")
@pytest.mark.parametrize("entries", [1, 12])
def test_record_costs_the_same_for_more_contacts(
    entries: int, as_user: Login, clerk: User, django_assert_num_queries: Any
) -> None:
    offer = factories.create_offer(contact_changes={"email": "mehr@example.org"})
    by = Actor.staff(clerk)
    for _number in range(entries):
        offer.note_contact(
            by=by, channel="phone", direction="out", result=reason("contact_result.callback"),
            callback_on=today(),
        )  # fmt: skip
        factories.create_offer(contact_changes={"email": "mehr@example.org"})
    client = as_user(clerk)
    client.get(LIST)  # the first page of a login notes when it was last seen
    with django_assert_num_queries(22):
        page = client.get(record_of(offer))
    assert str(offer.reference) in page.content.decode()


@pytest.mark.req("H-280")
@pytest.mark.parametrize(("code", "days"), [("no_demand", 183), ("spam", 30)])
def test_clerk_reads_when_an_ended_offer_loses_its_names(
    code: str, days: int, as_user: Login, clerk: User
) -> None:
    offer = factories.create_offer()
    assert offer.cleared_on() is None
    offer.reject(by=Actor.staff(clerk), reason=reason(f"offer_rejection.{code}"))
    day = today() + timedelta(days=days)
    assert offer.cleared_on() == day
    assert (
        f"gelöscht am {date_format(day, 'j. F Y')}" in as_user(clerk).get(record_of(offer)).content.decode()
    )


BUTTONS = {
    "received": ["take", "note_contact", "add_task", "assign", "pause", "withdraw", "reject"],
    "in_review": [
        "note_contact", "accept", "ask", "plan_viewing", "add_task", "assign", "pause", "withdraw", "reject",
    ],
    "query": ["note_contact", "answer", "add_task", "assign", "pause", "withdraw", "reject"],
    "available": [
        "note_contact", "ask", "confirm_free", "reserve", "add_task", "assign", "pause", "withdraw", "reject",
    ],
    "reserved": ["note_contact", "let", "release", "add_task", "assign", "withdraw"],
    "paused": ["note_contact", "resume", "add_task", "assign", "withdraw"],
    "rejected": ["reopen"],
    "withdrawn": ["reopen"],
}  # fmt: skip


@pytest.mark.req("H-103")
@pytest.mark.parametrize("state", BUTTONS)
def test_clerk_is_offered_only_what_is_allowed_now(state: str, as_user: Login, clerk: User) -> None:
    offer = factories.create_offer(state=state)
    response = as_user(clerk).get(record_of(offer))
    assert [button["verb"].name for button in response.context["verb_buttons"]] == BUTTONS[state]


# Verbs ----------------------------------------------------------------------------------------------------


@pytest.mark.req("G-056")
@pytest.mark.req("H-091")
def test_clerk_leads_an_offer_through_the_day_with_buttons(as_user: Login, clerk: User) -> None:
    offer = factories.create_offer()
    client = as_user(clerk)

    def press(verb: str, **words: str) -> None:
        assert client.get(f"{LIST}{offer.pk}/{verb}/").status_code == 200
        answer = client.post(f"{LIST}{offer.pk}/{verb}/", words)
        assert answer.status_code == 302
        assert answer["Location"] == record_of(offer)

    press("take")
    press("note_contact", channel="phone", direction="out", result="contact_result.reached", note="Nett")
    press("ask", text="Wie hoch sind die Betriebskosten?")
    press("answer", text="140 Euro, sagt sie am Telefon")
    press("accept", reason="offer_acceptance_without_viewing.known_dwelling")
    press("pause", until=f"{today() + timedelta(days=20):%d.%m.%Y}", reason="offer_pause.works")
    press("resume")
    press("reject", reason="offer_rejection.not_habitable", comment="Wasserschaden im Bad")
    offer.refresh_from_db()
    assert (offer.state, offer.responsible) == (OfferState.REJECTED, clerk)
    verbs = [row.verb for row in Entry.objects.of(offer).order_by("pk")]
    assert verbs == [
        "submit", "confirm", "take", "note_contact", "ask", "answer", "accept", "pause", "resume", "reject",
    ]  # fmt: skip
    assert Entry.objects.of(offer).filter(verb="take").get().account_id == clerk.pk


@pytest.mark.req("H-009")
@pytest.mark.req("G-056")
def test_slower_colleague_gets_the_present_state_and_keeps_what_was_typed(
    as_user: Login, clerk: User, colleague: User
) -> None:
    offer = factories.create_offer(state=OfferState.IN_REVIEW)
    offer.reject(by=Actor.staff(clerk), reason=reason("offer_rejection.no_demand"))
    answer = as_user(colleague).post(f"{LIST}{offer.pk}/ask/", {"text": "Welche Etage ist es denn?"})
    page = answer.content.decode()
    assert answer.status_code == 409
    for text in ("Der Stand hat sich inzwischen geändert.", "Abgelehnt", "Welche Etage ist es denn?"):
        assert text in page
    offer.refresh_from_db()
    assert (offer.state, offer.query_text) == (OfferState.REJECTED, "")


@pytest.mark.req("H-002")
@pytest.mark.req("H-007")
def test_clerk_without_reason_or_comment_is_told_what_to_do(as_user: Login, clerk: User) -> None:
    offer = factories.create_offer()
    client = as_user(clerk)
    address = f"{LIST}{offer.pk}/reject/"
    silent = client.post(address, {"comment": "Getippter Text"})
    assert silent.status_code == 422
    assert "Getippter Text" in silent.content.decode()
    short = client.post(address, {"reason": "offer_rejection.not_habitable", "comment": "Nass"})
    assert "Bitte beschreiben Sie den Grund mit mindestens 10 Zeichen." in short.content.decode()
    lead_only = client.post(
        address, {"reason": "offer_rejection.fraud_suspected", "comment": "Will Vorkasse"}
    )
    assert "Diesen Grund darf nur die Leitung verwenden." in lead_only.content.decode()
    foreign = client.post(address, {"reason": "offer_withdrawal.sale"})
    assert foreign.status_code == 422
    offer.refresh_from_db()
    assert offer.state == OfferState.RECEIVED


@pytest.mark.req("G-051")
@pytest.mark.req("H-012")
@pytest.mark.parametrize("who", ["onlooker", "chief", "editor", "guardian", "engineer"])
def test_nobody_else_presses_a_button_or_takes_an_offer_in(
    who: str, as_user: Login, request: pytest.FixtureRequest
) -> None:
    offer = factories.create_offer()
    client = as_user(request.getfixturevalue(who))
    for address in ("take/", "reject/", "angaben/"):
        assert client.post(f"{LIST}{offer.pk}/{address}", {"reason": "x"}).status_code in {403, 404}
    assert client.get(f"{LIST}add/").status_code == 403
    task = offer.tasks.create(text="Anrufen")
    assert client.post(f"{LIST}{offer.pk}/aufgabe/{task.pk}/").status_code in {403, 404}
    offer.refresh_from_db()
    task.refresh_from_db()
    assert (offer.state, task.done_at) == (OfferState.RECEIVED, None)


@pytest.mark.req("G-051")
@pytest.mark.parametrize("who", ["editor", "guardian", "engineer"])
def test_other_offices_see_no_offer_at_all(who: str, as_user: Login, request: pytest.FixtureRequest) -> None:
    offer = factories.create_offer()
    client = as_user(request.getfixturevalue(who))
    assert client.get(LIST).status_code == 403
    assert client.get(record_of(offer)).status_code in {403, 404}


@pytest.mark.req("H-300")
def test_looking_at_a_button_changes_nothing(as_user: Login, clerk: User) -> None:
    offer = factories.create_offer()
    client = as_user(clerk)
    before = Entry.objects.count()
    for verb in ("take", "reject", "ask", "withdraw"):
        client.get(f"{LIST}{offer.pk}/{verb}/")
        client.head(f"{LIST}{offer.pk}/{verb}/")
    offer.refresh_from_db()
    assert (offer.state, Entry.objects.count()) == (OfferState.RECEIVED, before)


@pytest.mark.req("H-104")
def test_clerk_ticks_a_task_off(as_user: Login, clerk: User) -> None:
    offer = factories.create_offer()
    client = as_user(clerk)
    client.post(f"{LIST}{offer.pk}/add_task/", {"text": "Fotos erbitten", "due_on": f"{today():%d.%m.%Y}"})
    task = offer.tasks.get()
    assert "Fotos erbitten" in client.get(record_of(offer)).content.decode()
    client.post(f"{LIST}{offer.pk}/aufgabe/{task.pk}/")
    task.refresh_from_db()
    assert task.done_at is not None
    offer.refresh_from_db()
    assert offer.state == OfferState.RECEIVED


# Correcting -----------------------------------------------------------------------------------------------


def typed_facts(client: Client, offer: Offer, **changes: str) -> dict[str, Any]:
    form = client.get(f"{LIST}{offer.pk}/angaben/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in values.items() if value not in (None, False, [], "")}
    return data | {"opened": offer.fingerprint} | changes


@pytest.mark.req("H-006")
def test_clerk_corrects_the_facts(as_user: Login, clerk: User) -> None:
    offer = Offer.objects.get(pk=factories.create_offer().pk)
    client = as_user(clerk)
    data = typed_facts(client, offer, net_cold_rent="1.234,50 €", living_area="70,5 m²", rooms="3,5")
    assert client.post(f"{LIST}{offer.pk}/angaben/", data).status_code == 302
    offer.refresh_from_db()
    assert (offer.net_cold_rent, offer.living_area, offer.rooms) == (
        Decimal("1234.50"), Decimal("70.5"), Decimal("3.5"),
    )  # fmt: skip
    assert (offer.street, offer.district_id is not None, offer.state) == ("Beispielstraße", True, "received")
    assert Entry.objects.of(offer)[0].verb == "correct"


@pytest.mark.req("G-057")
def test_two_clerks_who_correct_at_once_see_both_values(as_user: Login, clerk: User, colleague: User) -> None:
    offer = Offer.objects.get(pk=factories.create_offer().pk)
    first, second = as_user(clerk), as_user(colleague)
    slow = typed_facts(second, offer, net_cold_rent="500")
    first.post(f"{LIST}{offer.pk}/angaben/", typed_facts(first, offer, net_cold_rent="450"))
    answer = second.post(f"{LIST}{offer.pk}/angaben/", slow)
    assert answer.status_code == 409
    assert [(row["stored"], row["typed"]) for row in answer.context["changed"]] == [("450,00 €", "500,00 €")]
    offer.refresh_from_db()
    assert offer.net_cold_rent == 450
    again = slow | {"opened": answer.context["seen"]}
    assert second.post(f"{LIST}{offer.pk}/angaben/", again).status_code == 302
    offer.refresh_from_db()
    assert offer.net_cold_rent == 500


@pytest.mark.req("H-007")
@pytest.mark.req("H-010")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"net_cold_rent": "-5"}, "zwischen 0 und 5.000"),
        ({"deposit": "2000"}, "höchstens drei Kaltmieten (§ 551 BGB)"),
        ({"living_area": "12 Zimmer"}, "Bitte geben Sie eine Zahl ein"),
        ({"postal_code": "abcde"}, "fünf Ziffern"),
        ({"municipality": "03153012"}, "Dieser Ortsteil gehört zu einer anderen Gemeinde."),
        ({"available_from": "31.02.2026"}, "Datum"),
    ],
)
def test_clerk_with_a_typing_error_reads_how_to_mend_it(
    changes: dict[str, str], words: str, as_user: Login, clerk: User
) -> None:
    offer = Offer.objects.get(pk=factories.create_offer().pk)
    client = as_user(clerk)
    answer = client.post(f"{LIST}{offer.pk}/angaben/", typed_facts(client, offer, **changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Offer.objects.get(pk=offer.pk).fingerprint == offer.fingerprint


# Taking in ------------------------------------------------------------------------------------------------

CALL = {
    "channel": "phone",
    "informed": "on",
    "evidence": "Am Telefon informiert, Schreiben folgt heute",
    "last_name": "Anruferin",
    "phone": "030 23125 444",
    "kind": "flat",
    "municipality": "03153017",
    "rooms": "3",
    **dict.fromkeys(
        [
            "self_contained", "deposit_terms", "bath_shared", "lift", "balcony_garden", "cellar",
            "washing_connection", "parking", "internet", "smoke_detectors", "shared_flat_ok", "wbs_required",
            "hot_water", "energy_source", "kitchen", "furnished", "access", "pets", "condition",
            "energy_certificate",
        ],
        "unknown",
    ),
}  # fmt: skip


def call(**changes: str) -> dict[str, str]:
    return CALL | {"received_on": f"{today():%d.%m.%Y}"} | changes


@pytest.mark.req("H-080")
@pytest.mark.req("H-081")
def test_clerk_takes_a_call_in_and_the_next_one(as_user: Login, clerk: User) -> None:
    client = as_user(clerk)
    answer = client.post(f"{LIST}add/", call(next="1"))
    offer = Offer.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}add/")
    assert (offer.reference or "") in client.get(f"{LIST}add/").content.decode()
    assert [offer.state, offer.channel, str(offer.rooms)] == ["received", "phone", "3.0"]
    assert offer.landlord is not None
    assert offer.landlord.phone.as_e164 == "+493023125444"
    assert offer.received_at is not None
    assert timezone.localdate(offer.received_at) == today()
    assert Entry.objects.get().account_id == clerk.pk


@pytest.mark.req("H-080")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"evidence": ""}, "Bitte halten Sie fest, wie über den Datenschutz informiert wurde."),
        ({"informed": ""}, "Ohne Information und Einwilligung darf nichts gespeichert werden."),
        ({"last_name": ""}, "Bitte geben Sie Nachname oder Firma an."),
        ({"phone": ""}, "Bitte geben Sie Telefon, E-Mail oder Anschrift an."),
        ({"phone": "123"}, "Bitte geben Sie die Nummer mit Vorwahl ein"),
        ({"rooms": ""}, "Bitte geben Sie die Wohnfläche oder die Zahl der Zimmer an."),
        ({"kind": ""}, "Bitte wählen Sie die Art des Wohnraums."),
        ({"postal_code": "3866"}, '_error"><p class="error">'),
        ({"received_on": "01.01.2999"}, "Der Eingang kann nicht in der Zukunft liegen."),
    ],
)
def test_clerk_who_forgets_a_must_is_told_and_keeps_the_rest(
    changes: dict[str, str], words: str, as_user: Login, clerk: User
) -> None:
    answer = as_user(clerk).post(f"{LIST}add/", call(street="Getippte Straße", **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Getippte Straße" in page
    assert (Offer.objects.count(), Landlord.objects.count()) == (0, 0)


# Reference data -------------------------------------------------------------------------------------------


@pytest.mark.req("H-211")
def test_lead_of_the_house_confirms_the_caps_and_the_clerk_cannot(
    as_user: Login, clerk: User, chief: User
) -> None:
    table = RentCapTable.objects.get()
    address = f"/admin/housing/rentcaptable/{table.pk}/"
    assert as_user(clerk).post(f"{address}confirm/").status_code == 403
    assert as_user(chief).post(f"{address}confirm/").status_code == 302
    table.refresh_from_db()
    assert (table.state, table.confirmed_by) == ("confirmed", chief)
    assert as_user(clerk).post(f"{address}copy/").status_code == 302
    assert RentCapTable.objects.filter(state="draft", typed_by=clerk).count() == 1


@pytest.mark.req("H-002")
def test_clerk_switches_a_reason_off_but_cannot_rename_its_code(as_user: Login, clerk: User) -> None:
    page = as_user(clerk).get("/admin/housing/reasonlist/offer_rejection/change/")
    text = page.content.decode()
    assert page.status_code == 200
    assert 'name="reasons-0-is_active"' in text
    assert 'name="reasons-0-code"' not in text


@pytest.mark.req("H-122")
def test_clerk_decides_what_differs_at_the_landlord(as_user: Login, clerk: User) -> None:
    email = {"email": "zwei@example.org"}
    factories.create_offer(contact_changes=email | {"phone": "+493023125001"})
    offer = factories.create_offer(contact_changes=email | {"phone": "+493023125002"})
    client = as_user(clerk)
    assert "Im letzten Formular stand etwas anderes." in client.get(record_of(offer)).content.decode()
    landlord = Landlord.objects.get()
    address = f"/admin/housing/landlord/{landlord.pk}/"
    assert "030 23125002" in client.get(f"{address}change/").content.decode()
    client.post(f"{address}adopt_differences/")
    landlord.refresh_from_db()
    assert (landlord.phone.as_e164, landlord.differing) == ("+493023125002", {})
