"""Events as readers find them: list, month, one event; bounded, counted, right by the clock."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from democracy.models import Event
from democracy.month import Month
from goslar_portal.dates import today
from goslar_portal.templatetags.portal import telephone
from tests.democracy.factories import OFFICE, create_event, create_venue, fill_events

pytestmark = pytest.mark.django_db
LIST = "/demokratie/veranstaltungen/"


def month_of(day: date) -> str:
    return f"{LIST}{day:%Y/%m}/"


@pytest.mark.req("D-080")
def test_list_shows_every_coming_date_by_day_thirty_a_page(starting_content: None, reader: Client) -> None:
    create_event("reihe", rule="FREQ=DAILY;COUNT=31")
    create_event("gestern", ahead=-3)
    create_event("entwurf", is_public=False)
    page = reader.get(LIST)
    days = page.context["days"]
    assert len(days) == 30
    assert [day for day, _rows in days] == sorted(day for day, _rows in days)
    assert "Treff gestern" not in page.content.decode()
    assert "Treff entwurf" not in page.content.decode()
    assert "31 Termine" in page.content.decode()
    assert len(reader.get(f"{LIST}?seite=2").context["days"]) == 1


@pytest.mark.req("D-081", "D-082")
def test_month_is_a_table_with_names_that_say_all(reader: Client) -> None:
    event = create_event("lesung", title="Lesung <3")
    page = reader.get(month_of(event.starts_on)).content.decode()
    month = Month.of(event.starts_on)
    assert f"<caption>{month.label}</caption>" in page
    assert re.findall(r'<th scope="col" role="columnheader">(\w+)', page)[:2] == ["Montag", "Dienstag"]
    assert page.count('role="row"') in (5, 6, 7)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    weekday = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"][
        event.starts_on.weekday()
    ]
    assert f"Lesung &lt;3, {weekday}, {event.starts_on.day}. {month.label}, 18 Uhr" in words
    if month == Month.of(today()):
        assert "<b>heute</b>" in page
    [row] = event.occurrences.all()
    row.cancel(by=OFFICE)
    assert "<b>abgesagt</b>" in reader.get(month_of(event.starts_on)).content.decode()


@pytest.mark.req("D-083")
def test_full_day_shows_three_and_leads_to_the_others_and_long_events_stand_on_each_day(
    reader: Client,
) -> None:
    day = today() + timedelta(days=3)
    for number in range(7):
        create_event(f"voll-{number}", ahead=3)
    page = reader.get(month_of(day)).content.decode()
    assert page.count("Treff voll-") == 3
    assert "+ 4 weitere" in page
    assert f"?von={day:%Y-%m-%d}&amp;bis={day:%Y-%m-%d}" in page
    first = (today().replace(day=1) + timedelta(days=40)).replace(day=10)
    create_event("fest", starts_on=first, ends_on=first + timedelta(days=2), starts_time=None, ends_time=None)
    page = reader.get(month_of(first)).content.decode()
    assert page.count("Treff fest") == 3
    assert f"bis 12. {Month.of(first).label.split()[0]}" in page


@pytest.mark.req("D-084", "D-110")
def test_empty_month_leads_on_and_months_out_of_reach_do_not_exist(
    reader: Client, django_assert_num_queries: Any
) -> None:
    event = create_event(ahead=100)
    page = reader.get(month_of(today())).content.decode()
    assert "In diesem Monat ist kein Termin eingetragen." in page
    assert f'href="{month_of(event.starts_on)}"' in page
    assert 'content="noindex"' in page
    here = Month.of(today())
    for ahead, code in ((18, 200), (19, 404), (-12, 200), (-13, 404)):
        assert reader.get(here.plus(ahead).url).status_code == code
    for path in ("2026/13/", "26/3/", "0000/01/", "9999/12/", "2026/00/"):
        with django_assert_num_queries(0):
            assert reader.get(LIST + path).status_code == 404
    last = reader.get(here.plus(18).url).content.decode()
    assert f"<span>{here.plus(19).label}</span>" in last
    short = reader.get(f"{LIST}2026/3/")
    assert (short.status_code, short["Location"]) == (301, f"{LIST}2026/03/")


@pytest.mark.req("D-110")
def test_crawler_that_follows_every_link_comes_to_an_end(starting_content: None, reader: Client) -> None:
    create_event("reihe", rule="FREQ=MONTHLY")
    seen: set[str] = set()
    ahead = [LIST]
    while ahead:
        path = ahead.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = reader.get(path)
        assert answer.status_code == 200, path
        if "html" not in answer["Content-Type"]:
            continue
        links = re.findall(
            r'<a(?![^>]*nofollow)[^>]* href="(/demokratie/veranstaltungen/[^"#]*)"', answer.content.decode()
        )
        ahead += [link.replace("&amp;", "&") for link in links if "?" not in link and "melden" not in link]
    assert len([path for path in seen if re.search(r"/\d{4}/\d{2}/$", path)]) == 31


@pytest.mark.req("D-085", "D-112")
def test_reader_narrows_the_list_by_every_filter(starting_content: None, reader: Client) -> None:
    create_venue()
    far = create_venue(
        name="Saal im Ort", municipality="seesen", town="Seesen", is_wheelchair_accessible=False
    )
    create_event(
        "eins",
        category="lesung",
        audiences=["jugend"],
        languages=["de"],
        has_interpreting=True,
        is_free=False,
    )
    create_event("zwei", venue=far, ahead=20, has_childcare=True, languages=["ar"], has_sign_language=True)
    create_event(
        "drei", online_url="https://example.org/raum", venue=None, title="Gespräch im Netz", is_free=False
    )

    def found(query: str) -> list[str]:
        page = reader.get(f"{LIST}?{query}")
        assert page.status_code == 200
        return sorted(row.event.slug for _day, rows in page.context["days"] for row in rows)

    cases = {
        "kategorie=lesung": ["eins"],
        "zielgruppe=jugend": ["eins"],
        "sprache=ar": ["zwei"],
        "ort=seesen": ["zwei"],
        "q=Netz": ["drei"],
        "rollstuhl=1": ["eins"],
        "dolmetschen=1": ["eins"],
        "gebaerden=1": ["zwei"],
        "kinder=1": ["zwei"],
        "kostenlos=1": ["zwei"],
        "online=1": ["drei"],
        f"von={today() + timedelta(days=15):%Y-%m-%d}": ["zwei"],
        f"bis={today() + timedelta(days=15):%d.%m.%Y}": ["drei", "eins"],
        "kategorie=lesung&q=": ["eins"],
    }
    assert {query: found(query) for query in cases} == cases
    page = reader.get(f"{LIST}?kategorie=lesung&kostenlos=").content.decode()
    assert "1 Termin: Kategorie: Lesung" in re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page))
    assert "kalender.ics?kategorie=lesung" in page
    assert "feed.atom?kategorie=lesung" in page
    assert '<path d="M' in page


@pytest.mark.req("D-112", "D-111")
def test_senseless_filters_are_named_or_refused(starting_content: None, reader: Client) -> None:
    create_event()
    page = reader.get(f"{LIST}?kategorie=%27%3B--&foo=1")
    assert "Ein Filter war unbekannt und wurde nicht beachtet." in page.content.decode()
    assert len(page.context["days"]) == 1
    assert reader.get(f"{LIST}?von=31.2.2026").status_code == 400
    many = reader.get(f"{LIST}?" + "&".join(f"a{n}=1" for n in range(13)))
    assert len(many.context["days"]) == 1  # what the page does not know, it does not read (G-122)
    assert reader.get(f"{LIST}?q=" + "x" * 500).status_code == 400
    assert "Diese Auswahl können wir nicht lesen" in reader.get(f"{LIST}?bis=morgen").content.decode()
    narrowed = reader.get(f"{LIST}?kostenlos=1")
    assert narrowed["Cache-Control"] == "no-cache"
    assert 'content="noindex"' in narrowed.content.decode()


@pytest.mark.req("D-086", "D-088")
def test_page_of_an_event_says_when_where_and_what_changed(reader: Client) -> None:
    event = create_event(rule="FREQ=WEEKLY;COUNT=14", title="Treff </script><b>", has_childcare=True)
    row = event.occurrences.order_by("original_date")[1]
    row.change(
        by=OFFICE,
        starts_on=row.starts_on + timedelta(days=1),
        starts_time=row.starts_time,
        ends_on=row.ends_on + timedelta(days=1),
        ends_time=row.ends_time,
    )
    row.refresh_from_db()
    page = reader.get(event.get_absolute_url())
    text = page.content.decode()
    assert len(page.context["dates"]) == 12
    assert len(reader.get(f"{event.get_absolute_url()}?alle=1").context["dates"]) == 14
    assert f"Verschoben von {row.moved_from} auf" in text
    assert "rollstuhlgerecht" in text
    assert "mit Kinderbetreuung" in text
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    found = json.loads(block)
    assert len(found) == 12
    assert found[0]["name"] == "Treff </script><b>"
    assert found[1]["eventStatus"] == "https://schema.org/EventRescheduled"
    offset = row.starts_at.astimezone().utcoffset()
    assert found[1]["startDate"][-6:] in ("+01:00", "+02:00"), offset


@pytest.mark.req("D-087")
def test_cancelled_stays_withdrawn_is_gone_and_past_says_so(starting_content: None, reader: Client) -> None:
    off, gone, past = create_event("aus"), create_event("weg"), create_event("alt", ahead=-9)
    draft = create_event("entwurf", is_public=False)
    off.cancel(by=OFFICE, notice="Leider krank.")
    gone.withdraw(by=OFFICE)
    page = reader.get(off.get_absolute_url()).content.decode()
    assert "Leider krank." in page
    assert "abgesagt" in reader.get(LIST).content.decode()
    assert reader.get(gone.get_absolute_url()).status_code == 410
    assert "Treff weg" not in reader.get(LIST).content.decode()
    assert "Diese Veranstaltung ist vorbei." in reader.get(past.get_absolute_url()).content.decode()
    assert reader.get(draft.get_absolute_url()).status_code == 404


@pytest.mark.req("D-087", "D-075")
def test_removed_date_disappears_at_once(reader: Client) -> None:
    event = create_event(rule="FREQ=WEEKLY;COUNT=2")
    gone = event.occurrences.order_by("original_date")[1]
    event.rule = "FREQ=WEEKLY;COUNT=1"
    event.store(by=OFFICE)
    assert (
        f"termin-{gone.original_date:%Y-%m-%d}" not in reader.get(event.get_absolute_url()).content.decode()
    )


@pytest.mark.req("D-140", "D-141")
@pytest.mark.parametrize("rows", [1, 3, 40])
def test_pages_and_feeds_cost_the_same_for_more_dates(
    starting_content: None, reader: Client, rows: int, django_assert_num_queries: Any
) -> None:
    fill_events(rows)
    event = Event.objects.order_by("pk")[0]
    costs = {
        LIST: 5,
        f"{LIST}?kostenlos=1": 5,
        month_of(event.starts_on): 1,
        event.get_absolute_url(): 3,
        f"{LIST}kalender.ics": 4,
        f"{LIST}feed.atom": 2,
    }
    for path, number in costs.items():
        with django_assert_num_queries(number):
            assert reader.get(path).status_code == 200


def test_number_of_an_organiser_is_dialled_by_a_tap_and_words_stay_words() -> None:
    assert (
        telephone("+49 (0)5321 76-0") == '<a href="tel:+495321760"><bdi dir="ltr">+49 (0)5321 76-0</bdi></a>'
    )
    assert telephone("05321 / 76-0") == '<a href="tel:05321760"><bdi dir="ltr">05321 / 76-0</bdi></a>'
    assert telephone("im Büro fragen") == '<bdi dir="ltr">im Büro fragen</bdi>'
