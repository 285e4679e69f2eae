"""Calendar files and the Atom feed, read by programs that are not ours."""

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import sleep
from typing import Any
from urllib.request import Request, urlopen

import icalendar
import pytest
from django.test import Client

from democracy.calendar_file import VTIMEZONE, calendar, fold, text
from democracy.models import Event, Occurrence
from democracy.occurrences import BERLIN
from goslar_portal.dates import today
from tests.democracy.factories import OFFICE, create_event
from tests.democracy.test_event_dates import times_of

pytestmark = pytest.mark.django_db
LIST = "/demokratie/veranstaltungen/"
FEED = f"{LIST}kalender.ics"


def entries(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


@pytest.mark.req("D-100", "D-101")
def test_feed_has_one_entry_per_date_with_an_identity_that_never_changes(
    reader: Client, settings: Any
) -> None:
    event = create_event(rule="FREQ=WEEKLY;COUNT=3", title="Lesung; mit, allem\nBEGIN:VEVENT")
    content = reader.get(FEED).content
    found = entries(content)
    rows = list(event.occurrences.order_by("starts_at"))
    assert [str(entry["UID"]) for entry in found] == [f"{row.uuid}@{event.uid_host}" for row in rows]
    assert [str(entry["SUMMARY"]) for entry in found] == ["Lesung; mit, allem\nBEGIN:VEVENT"] * 3
    assert b"METHOD" not in content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in content
    settings.SITE_URL = "https://anderer.example"
    event.title = "Anders"
    event.store(by=OFFICE)
    rows[0].change(by=OFFICE, **times_of(rows[0]) | {"starts_time": time(17)})
    again = entries(reader.get(FEED).content)
    assert [str(entry["UID"]) for entry in again] == [str(entry["UID"]) for entry in found]


@pytest.mark.req("D-102", "D-103", "D-106")
def test_feed_is_the_same_to_the_byte_until_something_changes(reader: Client) -> None:
    event = create_event(rule="FREQ=WEEKLY;COUNT=2")
    first, second = reader.get(FEED), reader.get(FEED)
    assert (first.content, first["ETag"]) == (second.content, second["ETag"])
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Last-Modified"]
    known = reader.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    row = event.occurrences.order_by("starts_at")[1]
    row.cancel(by=OFFICE)
    changed = reader.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    states = [(str(entry["STATUS"]), int(entry["SEQUENCE"])) for entry in entries(changed.content)]
    assert states == [("CONFIRMED", 0), ("CANCELLED", 1)]
    event.rule = "FREQ=WEEKLY;COUNT=1"
    event.store(by=OFFICE)
    assert [str(entry["STATUS"]) for entry in entries(reader.get(FEED).content)] == ["CONFIRMED", "CANCELLED"]
    old = datetime.now(UTC) - timedelta(days=61)
    Occurrence.objects.filter(pk=row.pk).update(changed_at=old)
    assert len(entries(reader.get(FEED).content)) == 1


@pytest.mark.req("D-151")
def test_feed_shows_no_draft(reader: Client) -> None:
    create_event("entwurf", is_public=False)
    assert entries(reader.get(FEED).content) == []
    assert b"entwurf" not in reader.get(f"{LIST}feed.atom").content
    assert reader.get(f"{LIST}entwurf.ics").status_code == 404


@pytest.mark.req("D-104", "D-154")
def test_constant_zone_says_what_the_zone_data_say_for_every_half_hour_until_2031() -> None:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *VTIMEZONE, "END:VCALENDAR", ""]
    read: Any = icalendar.Calendar.from_ical("\r\n".join(lines)).walk("VTIMEZONE")[0]
    zone = read.to_tz()
    moment, step = datetime(2026, 1, 1, tzinfo=UTC), timedelta(minutes=30)
    wrong = []
    while moment.year < 2032:
        local = moment.astimezone(BERLIN)
        if local.fold == 0 and local.replace(tzinfo=zone).utcoffset() != local.utcoffset():
            wrong.append(local)
        moment += step
    assert wrong == []
    assert not any(line.startswith("RDATE") for line in VTIMEZONE)


@pytest.mark.req("D-105")
def test_whole_days_end_on_the_day_after(reader: Client) -> None:
    day = today() + timedelta(days=5)
    create_event(starts_on=day, ends_on=day, starts_time=None, ends_time=None)
    [entry] = entries(reader.get(FEED).content)
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (day, day + timedelta(days=1))


@pytest.mark.req("D-106")
def test_lines_are_folded_at_75_octets_and_nothing_typed_begins_a_line(reader: Client) -> None:
    create_event(teaser="ä" * 300, title="x\r\nSTATUS:CANCELLED")
    lines = reader.get(FEED).content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"STATUS:CANCELLED" not in lines
    whole = icalendar.Calendar.from_ical(reader.get(FEED).content)
    assert str(whole.walk("VEVENT")[0]["DESCRIPTION"]) == "ä" * 300
    assert text("a;b,c\\d\ne\x07") == "a\\;b\\,c\\\\d\\ne"
    assert fold("x" * 76) == b"x" * 75 + b"\r\n x\r\n"


@pytest.mark.req("D-107")
def test_one_event_and_one_date_come_with_the_same_identities(reader: Client) -> None:
    event = create_event(rule="FREQ=WEEKLY;COUNT=3")
    create_event("anderes")
    whole = {str(entry["UID"]) for entry in entries(reader.get(FEED).content)}
    own = [str(entry["UID"]) for entry in entries(reader.get(f"{LIST}treff.ics").content)]
    assert len(own) == 3
    assert set(own) < whole
    second = event.starts_on + timedelta(weeks=1)
    [one] = entries(reader.get(f"{LIST}treff.ics?termin={second:%Y-%m-%d}").content)
    assert str(one["UID"]) == own[1]
    for wrong in ("2026-13-45", "gestern", "1999-01-01"):
        assert reader.get(f"{LIST}treff.ics?termin={wrong}").status_code == 404


@pytest.mark.req("D-108")
def test_atom_feed_has_full_text_and_names_a_new_time(reader: Client) -> None:
    import xml.etree.ElementTree as ElementTree

    event = create_event(title="Lesung <b>", body="<p>Der ganze Text.</p>")
    [row] = event.occurrences.all()
    answer = reader.get(f"{LIST}feed.atom")
    root = ElementTree.fromstring(answer.content)  # noqa: S314  # made here
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert root.findtext("a:entry/a:title", namespaces=space) == "Lesung <b>"
    assert "Der ganze Text." in (root.findtext("a:entry/a:content", namespaces=space) or "")
    assert reader.get(f"{LIST}feed.atom", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    row.change(by=OFFICE, **times_of(row) | {"starts_time": time(17)})
    root = ElementTree.fromstring(reader.get(f"{LIST}feed.atom").content)  # noqa: S314  # made here
    assert root.findtext("a:entry/a:title", namespaces=space) == "Neuer Termin: Lesung <b>"
    assert reader.get(f"{LIST}feed.atom?von=x").status_code == 400


# Other programs ---------------------------------------------------------------------------------------------

SWITCHES = [
    *(
        date(2026, 3, 29),
        date(2027, 3, 28),
        date(2028, 3, 26),
        date(2029, 3, 25),
        date(2030, 3, 31),
        date(2031, 3, 30),
    ),
    *(date(2026, 10, 25), date(2027, 10, 31), date(2028, 10, 29), date(2029, 10, 28), date(2030, 10, 27)),
    date(2031, 10, 26),
]


def around_the_switches() -> list[Occurrence]:
    """Events on both sides of every change of the clock 2026 to 2031, and across it."""
    for number, day in enumerate(SWITCHES):
        before = day - timedelta(days=1)
        for turn in range(3):
            evening = before + timedelta(days=turn)
            create_event(f"abend-{number}-{turn}", starts_on=evening, ends_on=evening)
        create_event(
            f"nacht-{number}", starts_on=before, ends_on=day, starts_time=time(22), ends_time=time(6)
        )
        create_event(f"tag-{number}", starts_on=day, ends_on=day, starts_time=None, ends_time=None)
    return list(Occurrence.objects.with_event().order_by("starts_at", "pk"))


@pytest.mark.req("D-153")
def test_independent_reader_finds_the_same_instants_on_both_sides_of_every_switch() -> None:
    rows = around_the_switches()
    found = entries(calendar(rows, name="Muster"))
    assert len(found) == len(rows) == 12 * 5
    for row, entry in zip(rows, found, strict=True):
        starts, ends = entry["DTSTART"].dt, entry["DTEND"].dt
        if row.starts_time is None:
            assert (starts, ends) == (row.starts_on, row.ends_on + timedelta(days=1))
        else:
            assert (starts.astimezone(UTC), ends.astimezone(UTC)) == (row.starts_at, row.ends_at)
            assert starts.replace(tzinfo=None) == datetime.combine(row.starts_on, row.starts_time)


@pytest.mark.req("D-153", "D-100")
def test_khal_shows_the_right_local_times(tmp_path: Path) -> None:
    rows = [row for row in around_the_switches() if row.starts_time]
    file, folder = tmp_path / "feed.ics", tmp_path / "kalender"
    file.write_bytes(calendar(rows, name="Muster"))
    folder.mkdir()
    config = tmp_path / "khal.conf"
    config.write_text(
        f"[calendars]\n[[muster]]\npath = {folder}\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
        "[locale]\nlocal_timezone = Europe/Berlin\ndefault_timezone = Europe/Berlin\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\n",
        encoding="utf-8",
    )
    khal = [str(Path(sys.executable).with_name("khal")), "-c", str(config)]
    subprocess.run([*khal, "import", "--batch", "-a", "muster", str(file)], check=True, capture_output=True)
    wanted = sorted(
        f"{row.starts_on:%Y-%m-%d} {row.starts_time:%H:%M} {row.ends_on:%Y-%m-%d} {row.ends_time:%H:%M}"
        f" {row.event.title}"
        for row in rows
    )
    line = "{start-date} {start-time} {end-date} {end-time} {title}"
    shown: set[str] = set()
    for day in SWITCHES:
        done = subprocess.run(
            [
                *khal,
                "list",
                "--format",
                line,
                "--day-format",
                "",
                "--once",
                f"{day - timedelta(days=1):%Y-%m-%d}",
                "4d",
            ],
            check=True,
            capture_output=True,
            text=True,
        )
        shown |= {found for found in done.stdout.splitlines() if found.strip()}
    assert sorted(shown) == wanted


ASK = """<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="{start}" end="{end}"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"""


@pytest.fixture
def calendar_server(tmp_path: Path) -> Iterator[Callable[[str, bytes], tuple[int, str]]]:
    """Radicale, running as a program of its own; asked over HTTP as calendar programs do."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = [f"--server-hosts=127.0.0.1:{port}", f"--storage-filesystem-folder={tmp_path}"]
    command = [sys.executable, "-m", "radicale", "--auth-type=none", *options]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ask(method: str, content: bytes, path: str = "/muster/kalender/") -> tuple[int, str]:
        request = Request(f"http://127.0.0.1:{port}{path}", content, method=method)
        with urlopen(request, timeout=20) as answer:  # noqa: S310  # our own address
            return answer.status, answer.read().decode()

    try:
        for _try in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                sleep(0.1)
        assert ask("MKCOL", b"", "/muster/")[0] == 201
        yield ask
    finally:
        server.terminate()
        server.wait()


ASK = """<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="{start}" end="{end}"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"""


@pytest.mark.req("D-153", "D-104")
def test_radicale_finds_each_date_in_its_minutes_and_not_a_minute_beside(
    calendar_server: Callable[[str, bytes], tuple[int, str]],
) -> None:
    """A calendar server takes the whole file and is asked for what happens in a minute."""
    rows = [row for row in around_the_switches() if row.starts_time]
    assert calendar_server("PUT", calendar(rows, name="Muster"))[0] == 201

    def going_on(moment: datetime) -> set[str]:
        span = {"start": f"{moment:%Y%m%dT%H%M%SZ}", "end": f"{moment + minute:%Y%m%dT%H%M%SZ}"}
        status, answer = calendar_server("REPORT", ASK.format(**span).encode())
        assert status == 207
        return set(re.findall(r"UID:(\S+)", answer))

    minute = timedelta(minutes=1)
    for row in rows:
        first, after = row.starts_at.astimezone(UTC), row.ends_at.astimezone(UTC)
        seen = [row.uid in going_on(moment) for moment in (first - minute, first, after - minute, after)]
        assert seen == [False, True, True, False], row


def test_feed_of_hundreds_keeps_to_its_limit(reader: Client) -> None:
    for number in range(4):
        create_event(f"taeglich-{number}", rule="FREQ=DAILY;COUNT=200")
    found = entries(reader.get(FEED).content)
    starts = [entry["DTSTART"].dt for entry in found]
    assert len(found) == 500
    assert starts == sorted(starts)
    assert Event.objects.count() == 4
    assert re.search(rb"X-WR-CALNAME:Demokratie leben", reader.get(FEED).content)
