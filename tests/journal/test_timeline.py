"""What happened to a record stands on its page: who, when, what, from what to what (G-086)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client, RequestFactory

from goslar_portal.accounts import roles as table
from goslar_portal.accounts.models import User
from goslar_portal.journal.actors import acting
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.timeline import AT_FIRST, Event
from goslar_portal.verbs import VerbAdmin
from housing.models import Landlord, Offer, RentCapTable
from integration.models import Page
from tests.conftest import create_user, logged_in
from tests.housing import factories
from tests.pressing import boxes

CLOCK = Actor.clock("test")


@pytest.fixture
def real(transactional_db: None, lay_content: Callable[[], None]) -> None:
    """An office after its first start, where each change is a transaction of its own."""
    table.sync()
    lay_content()


def line(browser: Client, row: Any, page: str = "change") -> list[Event]:
    address = f"/admin/{row._meta.label_lower.replace('.', '/')}/{row.pk}/{page}/"
    response = browser.get(address)
    assert response.status_code == 200
    events: list[Event] = response.context["timeline"]
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)
    return events


def read(event: Event) -> tuple[Any, ...]:
    changes = [(change.label, change.before, change.after) for change in event.changes]
    return event.title, event.text, event.who, changes


@pytest.mark.req("G-086")
@pytest.mark.usefixtures("real")
def test_clerk_reads_who_changed_what_from_what_to_what() -> None:
    clerk = create_user("wohnraum", display_name="Kim Muster")
    by, offer = Actor.staff(clerk), factories.create_offer()
    offer.take(by=by)
    with acting(by):
        offer.correct(
            by=by, facts={"net_cold_rent": Decimal("455.50"), "pets": "allowed"}, seen=offer.fingerprint
        )
        Offer.objects.filter(pk=offer.pk).update(comment="Schlüssel beim Nachbarn")
    offer.refresh_from_db()
    offer.note_contact(
        by=by, channel="phone", direction="out", result=factories.reason("contact_result.reached"), note="Ja",
    )  # fmt: skip
    events = line(logged_in(clerk), offer)
    told = [read(event) for event in events if event.kind != "letter"]
    day = f"{offer.reply_by:%d.%m.%Y}"
    assert told == [
        ("Telefon: Erreicht", "", "Kim Muster", []),
        ("Geändert", "", "Kim Muster", [("interne Bemerkung", "–", "Schlüssel beim Nachbarn")]),
        (
            "Angaben geändert", "", "Kim Muster",
            [
                ("Kaltmiete (ohne Nebenkosten, Heizung, Garage)", "420,00 €", "455,50 €"),
                ("Haustiere", "weiß nicht", "erlaubt"),
            ],
        ),
        ("Übernommen", "Eingegangen → In Prüfung", "Kim Muster", [("zuständig", "–", "Kim Muster")]),
        (
            "E-Mail-Adresse bestätigt", "Unbestätigt → Eingegangen", "Vermieterin oder Vermieter",
            [("Aktenzeichen", "–", offer.reference), ("Antwort bis", "–", day)],
        ),
        ("Formular abgesendet", "Entwurf → Unbestätigt", "Vermieterin oder Vermieter", []),
    ]  # fmt: skip
    assert [(event.title, event.who) for event in events if event.kind == "letter"] == [
        (f"E-Mail: Ihr Wohnungsangebot {offer.reference} ist da", "Portal"),
        ("E-Mail: Bitte bestätigen Sie Ihr Wohnungsangebot", "Portal"),
    ]
    assert events[0].said == "Ja"


@pytest.mark.req("G-086")
@pytest.mark.usefixtures("real")
def test_who_may_not_see_landlords_reads_that_something_changed_but_not_what() -> None:
    offer = factories.create_offer()
    with acting(CLOCK):
        Offer.objects.filter(pk=offer.pk).update(comment="Geheimnis", rooms=2)
    onlooker = logged_in(create_user("wohnraum-lesen"))
    events = line(onlooker, offer)
    assert [(change.label, change.after, change.is_hidden) for change in events[0].changes] == [
        ("Zimmer (ohne Küche und Bad)", "2", False), ("interne Bemerkung", "", True),
    ]  # fmt: skip
    assert {event.kind for event in events} == {"step", "change"}  # no letters, no calls
    page = onlooker.get(f"/admin/housing/offer/{offer.pk}/change/").content.decode()
    assert ("Geheimnis" in page, "für Ihre Rolle nicht lesbar" in page) == (False, True)


@pytest.mark.req("G-086")
@pytest.mark.usefixtures("real")
def test_one_save_of_a_rent_cap_table_is_one_event_with_all_its_rows() -> None:
    clerk = create_user("wohnraum", display_name="Kim Muster")
    browser, caps = logged_in(clerk), RentCapTable.objects.get()
    caps.send_back(by=CLOCK)
    zone = caps.zones.order_by("code")[0]
    address = f"/admin/housing/rentzone/{zone.pk}/change/"
    typed = {"rows-0-gross_cold_rent": "399.00", "rows-4-DELETE": "on"}
    assert browser.post(address, boxes(browser.get(address), "rentzone_form", **typed)).status_code == 302
    name = f"{zone}"
    assert read(line(browser, caps)[0]) == (
        "Geändert", "", "Kim Muster",
        [
            (f"Richtwert ({name}, Personen 1): Bruttokaltmiete bis €", "470,00 €", "399,00 €"),
            ("Richtwert", f"{name}, Personen 5, Wohnfläche bis m² 95, 904,00 €", "gelöscht"),
        ],
    )  # fmt: skip
    zone.delete()
    last = read(line(browser, caps)[0])
    words = "A, Goslar mit allen Stadtteilen und Bad Harzburg, Mietenstufe (WoGG) 2"
    assert ("Zone", words, "gelöscht") in last[3]
    assert last[2] == "nicht über das Portal"


@pytest.mark.req("G-086")
@pytest.mark.usefixtures("real")
def test_roles_of_a_person_are_told_once_and_those_by_hand_too() -> None:
    chief, person = create_user("leitung", display_name="Chris Chef"), create_user("beratung")
    person.grant_role(by=Actor.staff(chief), role="redaktion", reason="stands_in")
    with acting(CLOCK):
        person.groups.clear()
    told = [read(event) for event in line(logged_in(chief), person)]
    assert told[:2] == [
        (
            "Geändert", "", "Portal",
            [("Rolle eines Kontos", "beratung", "gelöscht"), ("Rolle eines Kontos", "redaktion", "gelöscht")],
        ),
        ("Rolle gegeben", "Redaktion", "Chris Chef", []),
    ]  # fmt: skip


@pytest.mark.req("G-086")
@pytest.mark.usefixtures("real")
def test_page_tells_of_its_settings_and_of_all_its_texts() -> None:
    editor, page = create_user("redaktion", display_name="Robin"), Page.objects.get(slug="bildung")
    by = Actor.staff(editor)
    page.confirm(by=by)
    told = [read(event)[:3] for event in line(logged_in(editor), page)]
    assert told[0] == ("Als noch richtig bestätigt", "", "Robin")
    assert ("Fassung: Veröffentlicht", "Entwurf → veröffentlicht", "Portal") in told


@pytest.mark.req("G-086")
@pytest.mark.usefixtures("real")
def test_two_verbs_of_one_transaction_keep_their_own_changes() -> None:
    clerk, offer = create_user("wohnraum"), factories.create_offer()
    by = Actor.staff(clerk)
    with transaction.atomic():
        offer.take(by=by)
        offer.assign(by=by, to=None)
    events = [event for event in line(logged_in(clerk), offer) if event.kind == "step"]
    assert [(event.title, [change.after for change in event.changes]) for event in events[:2]] == [
        ("Zuständigkeit geändert", ["–"]), ("Übernommen", ["Wohnraum"]),
    ]  # fmt: skip


@pytest.mark.req("G-086")
@pytest.mark.usefixtures("real")
def test_older_events_unfold() -> None:
    clerk, offer = create_user("wohnraum"), factories.create_offer()
    for number in range(AT_FIRST + 3):
        Offer.objects.filter(pk=offer.pk).update(comment=f"Notiz {number}")
    page = logged_in(clerk).get(f"/admin/housing/offer/{offer.pk}/change/").content.decode()
    shown, _fold, older = page.partition("timeline-older")
    assert (f"Notiz {AT_FIRST + 2}" in shown, "Formular abgesendet" in shown) == (True, False)
    assert "Formular abgesendet" in older
    assert "ältere Einträge" in older


@pytest.mark.req("G-086")
@pytest.mark.usefixtures("real")
def test_history_page_shows_the_same_and_is_closed_to_others() -> None:
    clerk, offer = create_user("wohnraum"), factories.create_offer()
    browser = logged_in(clerk)
    assert line(browser, offer, "history") == line(browser, offer)
    stranger = logged_in(create_user("redaktion"))
    assert stranger.get(f"/admin/housing/offer/{offer.pk}/history/").status_code == 403
    assert browser.get("/admin/housing/offer/999999/history/").status_code == 404


COUNTS = {"landlord": 14, "offer": 22, "rentcaptable": 23, "user": 17}


@pytest.mark.req("G-086")
@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", sorted(COUNTS))
def test_timeline_costs_the_same_for_more_events(
    name: str, rows: int, django_assert_num_queries: Any
) -> None:
    viewer = create_user("wohnraum" if name != "user" else "leitung", email="probe@example.org")
    found: dict[str, Any] = {
        "offer": factories.create_offer,
        "landlord": lambda: factories.create_offer().landlord,
        "rentcaptable": RentCapTable.objects.get,
        "user": lambda: create_user("beratung"),
    }
    row = found[name]()
    texts = {"offer": "comment", "landlord": "postal_town", "rentcaptable": "remarks", "user": "display_name"}
    for number in range(rows):
        with acting(Actor.staff(create_user("redaktion", email=f"r{number}@example.org"))):
            type(row).objects.filter(pk=row.pk).update(**{texts[name]: f"Wort {number}"})
    browser = logged_in(viewer)
    line(browser, row)  # kinds of content are looked up once per process
    with django_assert_num_queries(COUNTS[name]):
        events = line(browser, row)
    assert sum(event.title == "Geändert" for event in events) >= rows


@pytest.mark.req("G-086")
@pytest.mark.django_db
@pytest.mark.usefixtures("roles", "starting_content")
def test_every_record_page_with_buttons_shows_its_timeline() -> None:
    factories.create_offer()
    boss = User.objects.create_superuser("alles@example.org", "x", display_name="Alles")
    browser, request = logged_in(boss), RequestFactory().get("/")
    request.user = boss
    silent = []
    for model, page in admin.site._registry.items():
        row = page.get_queryset(request).first() if isinstance(page, VerbAdmin) else None
        if row is not None:
            answer = browser.get(f"/admin/{model._meta.label_lower.replace('.', '/')}/{row.pk}/change/")
            if 'id="verlauf"' not in answer.content.decode():
                silent.append(model._meta.label)
    assert silent == []
    assert Landlord.objects.exists()
    assert Entry.objects.exists()
