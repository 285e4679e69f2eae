"""Dates of events as rows: made ahead, moved with their series, changed one by one, the same for ever."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from democracy.jobs import extend_series
from democracy.models import Event, Occurrence, OccurrenceState, schedule
from goslar_portal.accounts.models import User
from goslar_portal.dates import months_after, today
from goslar_portal.journal.models import Actor
from tests.conftest import logged_in
from tests.democracy.factories import OFFICE, create_event, create_venue

pytestmark = pytest.mark.django_db


def rows_of(event: Event) -> list[Occurrence]:
    return list(event.occurrences.order_by("original_date"))


@pytest.mark.req("D-061")
def test_date_is_a_row_with_an_identity_of_its_own() -> None:
    event = create_event(rule="FREQ=WEEKLY;COUNT=3")
    rows = rows_of(event)
    assert [row.original_date for row in rows] == [event.starts_on + timedelta(weeks=n) for n in range(3)]
    assert len({row.uuid for row in rows}) == 3
    assert {row.sequence for row in rows} == {0}
    with pytest.raises(IntegrityError, match="occurrence_is_one_per_day"), transaction.atomic():
        Occurrence.objects.filter(pk=rows[0].pk).update(original_date=rows[1].original_date)
    with pytest.raises(IntegrityError, match="occurrence_ends_after_it_starts"), transaction.atomic():
        Occurrence.objects.filter(pk=rows[0].pk).update(ends_at=rows[0].starts_at)


@pytest.mark.req("D-063")
@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"starts_on": date(2014, 12, 31), "ends_on": date(2014, 12, 31)}, "event_starts_within_reason"),
        ({"ends_on": today() + timedelta(days=60)}, "event_date_lasts_a_month_at_most"),
        ({"ends_time": time(17)}, "event_ends_after_it_starts"),
        ({"ends_time": None}, "event_has_both_times_or_none"),
    ],
)
def test_database_refuses_days_and_times_without_sense(change: dict[str, Any], name: str) -> None:
    event = create_event()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**change)


@pytest.mark.req("D-002")
@pytest.mark.parametrize("slug", ["melden", "kalender", "feed", "2026"])
def test_reserved_addresses_are_refused(slug: str) -> None:
    event = create_event()
    with pytest.raises(IntegrityError, match="event_slug_is_free"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(slug=slug)
    assert Event.objects.free_slug(slug) != slug


@pytest.mark.req("D-074")
def test_open_series_reaches_two_years_ahead_and_running_the_job_twice_changes_nothing() -> None:
    event = create_event(rule="FREQ=WEEKLY")
    last = rows_of(event)[-1].original_date
    assert months_after(today(), 24) - timedelta(days=7) < last <= months_after(today(), 24)
    event.occurrences.filter(original_date__gt=last - timedelta(weeks=4)).delete()
    assert (extend_series(), extend_series()) == (4, 0)
    assert rows_of(event)[-1].original_date == last


@pytest.mark.req("D-075")
def test_dates_that_stay_keep_their_row_and_those_that_fall_away_are_removed() -> None:
    event = create_event(rule="FREQ=WEEKLY;COUNT=4")
    before = rows_of(event)
    before[1].change(by=OFFICE, **times_of(before[1]), note="Bitte Kuchen mitbringen.")
    event.rule = "FREQ=WEEKLY;INTERVAL=2;COUNT=2"
    assert [row.pk for row in schedule.plan(event).lost] == [before[1].pk]
    event.store(by=OFFICE)
    after = rows_of(event)
    assert [row.uuid for row in after] == [row.uuid for row in before]
    assert [row.state for row in after] == ["planned", "removed", "planned", "removed"]
    assert [row.sequence for row in after] == [0, 1, 0, 1]


def times_of(row: Occurrence) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("starts_on", "starts_time", "ends_on", "ends_time")}


@pytest.mark.req("D-073", "D-076")
def test_new_time_of_the_series_moves_every_coming_date_without_its_own() -> None:
    event = create_event(rule="FREQ=WEEKLY;COUNT=4", ahead=-10)
    past, also_past, own, free = rows_of(event)
    own.change(by=OFFICE, **times_of(own) | {"starts_time": time(15), "ends_time": time(16)})
    event.starts_time, event.ends_time = time(19), time(21)
    event.store(by=OFFICE)
    rows = rows_of(event)
    assert [row.starts_time for row in rows] == [time(18), time(18), time(15), time(19)]
    assert [row.sequence for row in rows] == [0, 0, 1, 1]
    assert [row.uuid for row in rows] == [row.uuid for row in (past, also_past, own, free)]
    assert (rows[2].state, rows[2].original_date) == (OccurrenceState.MOVED, own.original_date)
    rows[2].restore(by=OFFICE)
    assert (rows[2].starts_time, rows[2].state, rows[2].sequence) == (time(19), "planned", 2)


@pytest.mark.req("D-102")
def test_number_grows_for_time_place_and_state_only() -> None:
    [row] = rows_of(create_event())
    row.change(by=OFFICE, **times_of(row), note="Hinweis")
    assert row.sequence == 0
    row.change(by=OFFICE, **times_of(row), venue=create_venue(name="Schule"))
    assert row.sequence == 1
    row.cancel(by=OFFICE)
    assert (row.sequence, row.state) == (2, "cancelled")


@pytest.mark.req("D-142")
def test_long_series_takes_no_more_statements_than_a_short_one() -> None:
    found = []
    for number, rule in enumerate(("FREQ=WEEKLY;COUNT=2", "FREQ=WEEKLY", "FREQ=DAILY;COUNT=200")):
        event = create_event(f"reihe-{number}", rule=rule)
        event.starts_time = time(17)
        with CaptureQueriesContext(connection) as queries:
            event.store(by=OFFICE)
        found.append(len(queries))
    assert len(set(found)) == 1
    with CaptureQueriesContext(connection) as queries:
        extend_series()
    assert len(queries) <= Event.objects.recurring().count() + 10


def form_of(**more: Any) -> dict[str, Any]:
    day = today() + timedelta(days=30)
    return {
        "title": "Lesung",
        "slug": "lesung",
        "teaser": "Kurz.",
        "text": "Text.",
        "category": "lesung",
        "organiser": "Verein",
        "email": "",
        "phone": "",
        "venue": create_venue().pk,
        "online_url": "",
        "starts_on": f"{day:%d.%m.%Y}",
        "starts_time": "18",
        "ends_on": "",
        "ends_time": "20 Uhr",
        "repeat": "",
        "repeat_every": "",
        "repeat_monthly": "",
        "repeat_count": "",
        "repeat_until": "",
        "extra_dates": "",
        "left_out_dates": "",
        "registration": "none",
        "registration_to": "",
        "registration_until": "",
        "price": "",
        "image_alt": "",
        "image_credit": "",
        "is_free": "on",
    } | more


@pytest.mark.req("D-062", "D-063", "D-070", "D-072")
@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (
            {"starts_on": "29.3.2026", "starts_time": "2:30", "ends_time": "4"},
            "starts_time",
            "29. März 2026 nicht",
        ),
        ({"starts_on": "1.1.2014"}, "starts_on", "zu weit zurück"),
        ({"starts_on": "1.1.2099"}, "starts_on", "mehr als 5 Jahre"),
        ({"starts_on": "31.2.2027"}, "starts_on", "Datum"),
        ({"ends_time": "17"}, "ends_time", "vor dem Beginn"),
        ({"ends_on": "1.1.2030"}, "ends_on", "höchstens 31 Tage"),
        ({"starts_time": "25:99"}, "starts_time", "18:30"),
        ({"ends_time": ""}, "ends_time", "beide Uhrzeiten"),
        ({"repeat": "WEEKLY", "repeat_every": "13"}, "repeat_every", "12"),
        ({"repeat": "WEEKLY", "repeat_count": "201"}, "repeat_count", "200"),
        ({"repeat": "SECONDLY"}, "repeat", ""),
        ({"repeat": "WEEKLY", "repeat_count": "2", "repeat_until": "1.1.2030"}, "repeat_until", "entweder"),
        (
            {"repeat": "MONTHLY", "repeat_monthly": "last", "starts_on": "5.3.2027"},
            "starts_on",
            "passt nicht",
        ),
        ({"registration": "link", "registration_to": "http://example.org"}, "registration_to", "https://"),
        (
            {"registration": "link", "registration_to": "https://a:b@example.org"},
            "registration_to",
            "Anmeldung",
        ),
        ({"registration": "link", "registration_to": "javascript:alert(1)"}, "registration_to", "https://"),
        ({"online_url": "https://192.168.0.1/x"}, "online_url", "nicht erreichbar"),
        ({"registration": "email", "registration_to": ""}, "registration_to", "wo man sich anmeldet"),
    ],
)
def test_nonsense_comes_back_at_its_field(
    organiser: User, starting_content: None, change: dict[str, Any], field: str, words: str
) -> None:
    answer = logged_in(organiser).post("/admin/democracy/event/add/", form_of(**change))
    assert answer.status_code == 422
    assert words in " ".join(answer.context["adminform"].form.errors[field])
    assert Event.objects.count() == 0


@pytest.mark.req("D-072")
def test_extra_day_of_the_rule_and_left_out_day_outside_of_it_are_refused_by_name(
    organiser: User, starting_content: None
) -> None:
    day = today() + timedelta(days=30)
    change = {
        "repeat": "WEEKLY",
        "repeat_count": "3",
        "extra_dates": f"{day:%d.%m.%Y}",
        "left_out_dates": f"{day + timedelta(days=1):%d.%m.%Y}",
    }
    form = (
        logged_in(organiser).post("/admin/democracy/event/add/", form_of(**change)).context["adminform"].form
    )
    assert f"{day:%d.%m.%Y}" in form.errors["extra_dates"][0]
    assert f"{day + timedelta(days=1):%d.%m.%Y}" in form.errors["left_out_dates"][0]
    all_out = ", ".join(f"{day + timedelta(weeks=n):%d.%m.%Y}" for n in range(3))
    change = {"repeat": "WEEKLY", "repeat_count": "3", "left_out_dates": all_out}
    form = (
        logged_in(organiser).post("/admin/democracy/event/add/", form_of(**change)).context["adminform"].form
    )
    assert "kein einziger Termin" in form.errors["left_out_dates"][0]


@pytest.mark.req("D-071", "D-075")
def test_office_sees_the_next_ten_dates_before_it_saves_and_ticks_what_would_be_lost(
    organiser: User, starting_content: None
) -> None:
    browser = logged_in(organiser)
    series = form_of(repeat="WEEKLY", repeat_count="12")
    look = browser.post("/admin/democracy/event/add/", series | {"_preview": "1"})
    [sentence] = look.context["adminform"].form.non_field_errors()
    assert sentence.count(" Uhr") == 10
    assert Event.objects.count() == 0
    assert browser.post("/admin/democracy/event/add/", series).status_code == 302
    event = Event.objects.get()
    assert browser.post(f"/admin/democracy/event/{event.pk}/publish/").status_code == 302
    row = rows_of(event)[11]
    row.cancel(by=Actor.staff(organiser))
    address = f"/admin/democracy/event/{event.pk}/change/"
    shorter = {name: value for name, value in series.items() if name != "slug"} | {"repeat_count": "3"}
    form = browser.post(address, shorter).context["adminform"].form
    assert f"{row.original_date:%d.%m.%Y}" in form.errors["agrees_to_loss"][0]
    assert rows_of(event)[11].state == "cancelled"
    assert browser.post(address, shorter | {"agrees_to_loss": "on"}).status_code == 302
    assert [found.state for found in rows_of(event)].count("removed") == 9


def test_form_names_the_empty_fields_and_a_draft_has_no_way_to_the_website(
    organiser: User, starting_content: None
) -> None:
    browser = logged_in(organiser)
    empty = browser.post("/admin/democracy/event/add/", form_of(title="", teaser="")).content.decode()
    for label in ("Titel", "Kurz gesagt"):
        assert f"{label}: Dieses Feld ist zwingend erforderlich.</a>" in empty
    for is_public in (False, True):
        event = create_event(f"treff-{is_public}", is_public=is_public)
        page = browser.get(f"/admin/democracy/event/{event.pk}/change/").content.decode()
        assert page.count("Auf der Website ansehen") == int(is_public)


def test_personal_address_is_published_with_consent_only(organiser: User) -> None:
    event = create_event(is_public=False, email="erika.muster@example.org")
    answer = logged_in(organiser).post(f"/admin/democracy/event/{event.pk}/publish/")
    assert (answer.status_code, "persönlich" in answer.content.decode()) == (422, True)
    Event.objects.filter(pk=event.pk).update(contact_is_agreed=True)
    assert logged_in(organiser).post(f"/admin/democracy/event/{event.pk}/publish/").status_code == 302


def test_all_day_event_covers_its_days_to_the_last_minute() -> None:
    event = create_event(
        starts_time=None, ends_time=None, starts_on=date(2026, 3, 29), ends_on=date(2026, 3, 29)
    )
    [row] = rows_of(event)
    assert (row.starts_on, row.ends_on, row.time_words) == (date(2026, 3, 29), date(2026, 3, 29), "ganztägig")
    assert row.ends_at - row.starts_at == timedelta(hours=23)
    assert isinstance(row.starts_at, datetime)
