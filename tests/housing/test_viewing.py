"""Viewings: date, calendar file, checklist, outcome (H-091, H-110 to H-112)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from goslar_portal.accounts.models import User
from goslar_portal.dates import add_working_days, today
from goslar_portal.journal.models import Actor
from goslar_portal.mail.models import Letter
from goslar_portal.retention.models import Hold, HoldReason
from housing import jobs
from housing.letters import status_token
from housing.models import Offer, Task, Viewing
from housing.models.viewings import CHECKLIST
from tests.conftest import create_user, logged_in
from tests.housing import factories
from tests.housing.filling import words
from tests.office.test_exports import proven, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
Login = Callable[[User], Client]


def at(days: int = 10, clock: time = time(14)) -> datetime:
    return timezone.make_aware(datetime.combine(today() + timedelta(days=days), clock))


@pytest.fixture
def planned(by_clerk: Actor) -> Offer:
    """An offer with a viewing in ten days."""
    offer = factories.create_offer(state="in_review")
    offer.plan_viewing(
        by=by_clerk,
        starts_at=at(),
        minutes=45,
        participants=["landlord", "clerk"],
        meeting_point="Vor dem Haus",
    )
    return offer


def button(offer: Offer, name: str) -> str:
    return f"/admin/housing/offer/{offer.pk}/{name}/"


def date_of(**changes: str) -> dict[str, Any]:
    day = {"day": f"{today() + timedelta(days=10):%d.%m.%Y}", "time": "14:30", "minutes": "45"}
    return day | {"participants": ["landlord", "clerk"], "meeting_point": "Vor dem Haus"} | changes


def sheet_of(**changes: str) -> dict[str, str]:
    found = dict.fromkeys(CHECKLIST, "ok") | {"outcome": "viewing_outcome.suitable"}
    return found | {"real_area": "60", "real_rooms": "3", "take_over": "on"} | changes


@pytest.mark.req("H-110", "H-111")
def test_clerk_plans_a_viewing_and_the_landlord_gets_the_date(as_user: Login, clerk: User) -> None:
    offer = factories.create_offer(state="in_review", by=clerk)
    as_user(clerk).post(button(offer, "plan_viewing"), date_of())
    offer.refresh_from_db()
    viewing = Viewing.objects.get()
    start = timezone.localtime(viewing.starts_at)
    assert (offer.state, f"{start:%H:%M}", viewing.clerk) == ("viewing", "14:30", clerk)
    letter = Letter.objects.latest("pk")
    assert letter.subject == f"Besichtigung {offer.reference}"
    [date] = letter.attachments.all()
    assert (date.filename, date.content_type) == (
        f"Besichtigung-{offer.reference}.ics", "text/calendar; charset=utf-8; method=PUBLISH",
    )  # fmt: skip


@pytest.mark.req("H-111", "H-305")
def test_calendar_file_holds_time_and_reference_and_no_person(planned: Offer) -> None:
    [date] = Letter.objects.latest("pk").attachments.all()
    lines = bytes(date.content or b"").decode().split("\r\n")
    start = at().astimezone(UTC)
    assert f"SUMMARY:Besichtigung {planned.reference}" in lines
    assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}" in lines
    assert "LOCATION:Vor dem Haus" in lines
    assert not re.search(r"Erika|Beispiel\b|@example|\+49", "\n".join(lines))
    assert all(len(line.encode()) <= 75 for line in lines)


@pytest.mark.req("H-110")
@pytest.mark.parametrize(
    "wrong",
    [{"day": "01.01.2020"}, {"day": "31.02.2027"}, {"day": "01.01.2099"}, {"time": "05:59"},
     {"time": "21:01"}, {"time": "viertel drei"}, {"minutes": "14"}, {"minutes": "181"}, {"minutes": "NaN"},
     {"time": ""},
     {"participants": "nachbar"}],
)  # fmt: skip
def test_impossible_date_gets_a_sentence_and_plans_nothing(
    wrong: dict[str, str], as_user: Login, clerk: User
) -> None:
    offer = factories.create_offer(state="in_review", by=clerk)
    response = as_user(clerk).post(button(offer, "plan_viewing"), date_of(**wrong))
    assert response.status_code == 422
    assert (Viewing.objects.count(), Offer.objects.get(pk=offer.pk).state) == (0, "in_review")


@pytest.mark.req("H-110", "H-008")
def test_second_date_of_one_clerk_at_the_same_time_is_asked_about_once(as_user: Login, clerk: User) -> None:
    for _number in range(2):
        factories.create_offer(state="in_review", by=clerk)
    first, second = Offer.objects.order_by("pk")
    client = as_user(clerk)
    client.post(button(first, "plan_viewing"), date_of())
    response = client.post(button(second, "plan_viewing"), date_of(time="15:00"))
    assert response.status_code == 422
    assert "schon eine andere Besichtigung" in response.content.decode()
    client.post(button(second, "plan_viewing"), date_of(time="15:00") | {"time-stimmt": "15:00"})
    assert Viewing.objects.count() == 2


@pytest.mark.req("H-111")
def test_moved_and_cancelled_dates_replace_the_old_one_in_the_calendar(
    planned: Offer, by_clerk: Actor
) -> None:
    planned.move_viewing(by=by_clerk, starts_at=at(12), minutes=60, meeting_point="Am Tor")
    moved = Letter.objects.latest("pk")
    planned.cancel_viewing(by=by_clerk, reason=factories.reason("viewing_cancellation.staff_prevented"))
    cancelled = Letter.objects.latest("pk")
    files = [bytes(row.attachments.get().content or b"").decode() for row in (moved, cancelled)]
    assert ["SEQUENCE:1" in files[0], "STATUS:CONFIRMED" in files[0]] == [True, True]
    assert ["SEQUENCE:2" in files[1], "STATUS:CANCELLED" in files[1]] == [True, True]
    assert len({re.search(r"UID:\S+", text)[0] for text in files}) == 1  # type: ignore[index]
    viewing = Viewing.objects.get()
    assert (planned.state, viewing.state, viewing.cancellation_id) == (
        "in_review", "cancelled", "viewing_cancellation.staff_prevented",
    )  # fmt: skip


@pytest.mark.req("H-111")
@pytest.mark.parametrize("verb", ["withdraw", "pause"])
def test_offer_that_ends_or_rests_takes_its_date_along(planned: Offer, verb: str) -> None:
    more = {"until": today() + timedelta(days=30)} if verb == "pause" else {}
    getattr(planned, verb)(by=factories.LANDLORD, **more)
    assert Viewing.objects.get().state == "cancelled"
    assert "housing.viewing_cancelled" in Letter.objects.values_list("kind", flat=True)


@pytest.mark.req("H-091", "H-111")
def test_offer_that_rested_before_its_viewing_comes_back_to_where_a_new_date_is_planned(
    planned: Offer, by_clerk: Actor
) -> None:
    planned.pause(by=factories.LANDLORD, until=today() + timedelta(days=30))
    assert "neuen Termins" not in Letter.objects.latest("pk").text
    planned.resume(by=by_clerk)
    assert planned.state == "in_review"


@pytest.mark.req("H-110", "H-111")
def test_date_that_stood_while_we_asked_something_is_planned_on_and_dropped_by_a_release(
    planned: Offer, by_clerk: Actor
) -> None:
    date: dict[str, Any] = {"starts_at": at(12), "minutes": 30, "participants": ["landlord"]}
    planned.ask(by=by_clerk, text="Wie hoch sind die Heizkosten?")
    planned.answer(by=factories.LANDLORD, text="80 Euro")
    planned.plan_viewing(by=by_clerk, **date)
    assert (planned.state, Viewing.objects.get().starts_at) == ("viewing", at(12))
    assert Letter.objects.latest("pk").kind == "housing.viewing_changed"
    planned.ask(by=by_clerk, text="Gibt es einen Keller?")
    planned.answer(by=factories.LANDLORD, text="Ja")
    planned.accept(by=by_clerk, reason=factories.reason("offer_acceptance_without_viewing.known_dwelling"))
    assert (planned.state, Viewing.objects.get().state) == ("available", "cancelled")


@pytest.mark.req("H-072", "H-090")
def test_landlord_sees_date_and_place_of_the_viewing(planned: Offer, reader: Client) -> None:
    text = words(reader.get(f"/wohnraum/mein-angebot/{status_token(planned)}/"))
    assert f"Termin: {date_format(at(), 'l, j. F Y')}, 14:00 Uhr, etwa 45 Minuten" in text
    assert "Treffpunkt: Vor dem Haus" in text


@pytest.mark.req("H-111")
def test_landlord_is_reminded_once_one_working_day_before(planned: Offer) -> None:
    assert jobs.remind_of_viewings() == 0
    day = add_working_days(today(), 1)
    Viewing.objects.update(starts_at=timezone.make_aware(datetime.combine(day, time(14))))
    assert (jobs.remind_of_viewings(), jobs.remind_of_viewings()) == (1, 0)
    assert Letter.objects.latest("pk").kind == "housing.viewing_reminded"


@pytest.mark.req("H-112", "H-091")
@pytest.mark.parametrize(
    ("changes", "state", "letter"),
    [
        ({}, "available", "offer_accepted"),
        ({"outcome": "viewing_outcome.suitable_with_conditions", "comment": "Rauchmelder nachrüsten"},
         "in_review", "viewing_planned"),
        ({"outcome": "viewing_outcome.not_suitable", "comment": "Schimmel in zwei Räumen"}, "rejected",
         "offer_rejected"),
        ({"question": "Wann werden die Rauchmelder eingebaut?"}, "query", "offer_queried"),
    ],
)  # fmt: skip
def test_outcome_decides_how_it_goes_on(
    planned: Offer, as_user: Login, clerk: User, changes: dict[str, str], state: str, letter: str
) -> None:
    response = as_user(clerk).post(
        button(planned, "record_viewing"), sheet_of(damp_or_mould="defect", **changes)
    )
    assert response.status_code == 302
    planned.refresh_from_db()
    viewing = Viewing.objects.get()
    assert (planned.state, viewing.state, viewing.defects) == (
        state, "held", ["Frei von Feuchtigkeit und Schimmel"],
    )  # fmt: skip
    assert planned.living_area == Decimal(60)
    assert Letter.objects.latest("pk").kind == f"housing.{letter}"
    assert "Schimmel" not in Letter.objects.latest("pk").text


@pytest.mark.req("H-112")
def test_measured_values_are_taken_over_only_on_wish(planned: Offer, as_user: Login, clerk: User) -> None:
    as_user(clerk).post(button(planned, "record_viewing"), sheet_of(take_over=""))
    planned.refresh_from_db()
    assert (planned.living_area, Viewing.objects.get().real_area) == (Decimal("62.5"), Decimal(60))


@pytest.mark.req("H-112")
def test_half_a_checklist_is_refused_and_nothing_changes(planned: Offer, as_user: Login, clerk: User) -> None:
    answers = sheet_of()
    del answers["heating"]
    assert as_user(clerk).post(button(planned, "record_viewing"), answers).status_code == 422
    planned.refresh_from_db()
    assert (planned.state, Viewing.objects.get().state) == ("viewing", "planned")


@pytest.mark.req("H-091")
def test_unknown_street_stops_the_release_and_the_viewing_stays_open(planned: Offer, by_clerk: Actor) -> None:
    Offer.objects.filter(pk=planned.pk).update(street="")
    planned.refresh_from_db()
    outcome = factories.reason("viewing_outcome.suitable")
    findings: dict[str, Any] = dict.fromkeys(CHECKLIST, "ok")
    with pytest.raises(ValidationError):
        planned.record_viewing(by=by_clerk, outcome=outcome, **findings)
    assert (Offer.objects.get(pk=planned.pk).state, Viewing.objects.get().state) == ("viewing", "planned")


@pytest.mark.req("H-112")
def test_checklist_prints_as_tagged_pdf_with_every_point(planned: Offer, as_user: Login, clerk: User) -> None:
    page = as_user(clerk).get(f"/admin/housing/offer/{planned.pk}/change/").content.decode()
    address = re.search(r'href="([^"]+pruefbogen\.pdf)"', page)
    assert address
    response = as_user(clerk).get(address[1])
    with pikepdf.open(BytesIO(response.content)) as document:
        assert document.Root.MarkInfo.Marked
        assert len(document.pages) <= 3
    assert response["Content-Disposition"] == f'inline; filename="Pruefbogen-{planned.reference}.pdf"'


@pytest.mark.req("H-012")
def test_stranger_gets_neither_date_nor_checklist(planned: Offer, as_user: Login, editor: User) -> None:
    base = f"/admin/housing/offer/{planned.pk}/besichtigung/{Viewing.objects.get().pk}/"
    found = [as_user(editor).get(base + name).status_code for name in ("termin.ics", "pruefbogen.pdf")]
    assert found in ([403, 403], [404, 404])


# The list ---------------------------------------------------------------------------------------------------


@pytest.mark.req("H-110")
def test_clerk_finds_all_viewings_in_one_list_and_readers_do_not(planned: Offer, clerk: User) -> None:
    page = logged_in(clerk).get("/admin/housing/viewing/").content.decode()
    assert f'<a href="/admin/housing/offer/{planned.pk}/change/">{planned.reference}</a>' in page
    assert "Vor dem Haus" not in page
    assert logged_in(create_user("wohnraum-lesen")).get("/admin/housing/viewing/").status_code == 403


@pytest.mark.req("G-106", "H-286")
def test_viewing_of_a_restricted_offer_is_in_no_list(planned: Offer, clerk: User, guardian: User) -> None:
    planned.tasks.create(text="Anrufen")
    Viewing.objects.update(starts_at=timezone.now() + timedelta(hours=1))
    asked = (Viewing.objects.today_and_tomorrow, Viewing.objects.to_remind, Task.objects.due_with_offer)
    assert [rows().count() for rows in asked] == [1, 1, 1]
    Hold.objects.place(planned, by=Actor.staff(guardian), reason=HoldReason.RESTRICTED, until=today())
    page = logged_in(clerk).get("/admin/housing/viewing/").content.decode()
    assert str(planned.reference) not in page
    assert [rows().count() for rows in asked] == [0, 0, 0]


@pytest.mark.req("H-110")
def test_longer_list_of_viewings_costs_no_more_queries(planned: Offer, clerk: User, by_clerk: Actor) -> None:
    desk, counted = logged_in(clerk), []
    desk.get("/admin/")
    for _turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            desk.get("/admin/housing/viewing/")
        counted.append(len(asked))
        for day in (11, 12):
            offer = factories.create_offer(state="in_review")
            facts: dict[str, Any] = {"participants": ["clerk"], "meeting_point": ""}
            offer.plan_viewing(by=by_clerk, starts_at=at(day), minutes=45, **facts)
    assert counted[0] == counted[1]


@pytest.mark.req("G-088", "H-132")
def test_clerk_takes_viewings_along_and_only_the_lead_where_people_meet(
    planned: Offer, clerk: User, lead: User
) -> None:
    page = "/admin/housing/viewing/ausleiten/"
    asked = {"columns": ["reference", "kind", "state", "participants", "outcome"], "file_kind": "csv"}
    line = [
        planned.reference,
        "Prüfung der Wohnung",
        "geplant",
        "Vermieterin oder Vermieter, Koordinierung Wohnraum",
        "",
    ]
    assert read(proven(clerk).post(page, asked))[1:] == [line]
    more = asked | {"persons": ["meeting_point"], "reason": "Tour am Freitag"}
    assert read(proven(lead).post(page, more))[1:] == [[*line, "Vor dem Haus"]]
    assert "Vor dem Haus" not in str(read(proven(clerk).post(page, more)))
