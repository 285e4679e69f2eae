"""Which other lists leave the house as a file: both logs, requests, events, leaflets (G-088)."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goslar_portal.accounts.models import User
from goslar_portal.exports.models import Export
from goslar_portal.journal.models import Actor, Entry, record
from goslar_portal.journal.viewing import record_view
from tests.conftest import create_user, logged_in
from tests.democracy.factories import (
    create_draft,
    create_event,
    create_leaflet,
    create_proposal,
    create_version,
)
from tests.integration.requests import create_interpreter_request
from tests.office.test_exports import proven, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starting_content")]


def taken(person: User, page: str, columns: list[str], **more: Any) -> list[list[str]]:
    """The rows of the file, without its head."""
    return read(proven(person).post(f"{page}ausleiten/", {"columns": columns, "file_kind": "csv"} | more))[1:]


@pytest.mark.req("G-088")
def test_guardian_takes_the_journal_along_and_names_only_with_a_reason(guardian: User, clerk: User) -> None:
    row = create_interpreter_request()
    record(row, "take", by=Actor.staff(clerk))
    page, columns = "/admin/journal/entry/", ["actor", "done", "kind", "reference", "steps"]
    asked = "?art=integration.interpreterrequest"
    kind, number = "Anfrage Sprachmittlung", row.reference
    assert taken(guardian, page, columns)[:2] == [
        [f"Konto {clerk.pk}", "Übernommen", kind, number, ""],
        ["wer anfragt", "Eingegangen", kind, number, "neu"],
    ]
    named = proven(guardian).post(
        f"{page}ausleiten/{asked}",
        {"columns": ["at"], "persons": ["name"], "reason": "Prüfung", "file_kind": "csv"},
    )
    assert [line[1] for line in read(named)] == ["Name", "Sachbearbeitung", ""]
    assert Export.objects.latest("pk").row_filter == "art=integration.interpreterrequest"


@pytest.mark.req("G-088")
def test_guardian_takes_the_view_log_along(guardian: User, clerk: User) -> None:
    row = create_interpreter_request()
    record_view(row, by=Actor.staff(clerk), place="probe")
    columns = ["actor", "number", "shown_as", "place"]
    assert taken(guardian, "/admin/journal/viewentry/", columns) == [
        [f"Konto {clerk.pk}", str(row.pk), "Seite", "probe"]
    ]


@pytest.mark.req("G-088")
def test_adviser_takes_requests_along_without_saying_who_asked(adviser: User) -> None:
    row = create_interpreter_request()
    page, columns = "/admin/integration/interpreterrequest/", ["reference", "state", "spoken", "starts"]
    assert taken(adviser, page, columns) == [[row.reference, "neu", "Dari", "09:00"]]
    silent = proven(adviser).post(
        f"{page}ausleiten/", {"columns": columns, "persons": ["contact_name"], "file_kind": "csv"}
    )
    assert silent.status_code == 422
    named = taken(adviser, page, ["reference"], persons=["contact_name"], reason="Rückruf")
    assert named == [[row.reference, row.contact_name]]


@pytest.mark.req("G-088")
def test_organiser_takes_events_along_as_a_report_on_funding_needs_them(roles: None) -> None:
    event = create_event()
    columns = ["title", "state", "date_count", "category", "organiser", "is_free"]
    person, page = create_user("demokratie"), "/admin/democracy/event/"
    assert taken(person, page, columns) == [
        [event.title, "Veröffentlicht", "1", "Treffen und Konferenz", event.organiser, "ja"]
    ]
    shown = logged_in(person).get(f"{page}?category={event.category}").content.decode()
    assert "Treffen und Konferenz</td>" in shown
    assert event.title not in logged_in(person).get(f"{page}?category=fest").content.decode()


@pytest.mark.req("G-088")
def test_organiser_takes_leaflets_along_with_what_applied_when(roles: None) -> None:
    version = create_version(create_leaflet(position=999))
    create_draft(version.leaflet, starts=30)
    person, first = create_user("demokratie"), f"{version.valid_from:%d.%m.%Y}"
    period = str(version.periods.get().number)
    page, columns = "/admin/democracy/leaflet/", ["title", "audiences", "valid_number", "version_count"]
    assert taken(person, page, columns)[-1] == [version.leaflet.title, "alle", "1", "1"]
    columns = ["leaflet", "number", "state", "standing", "valid_from", "periods", "sha256"]
    assert taken(person, "/admin/democracy/leafletversion/", columns)[-1] == [
        version.leaflet.title, "1", "veröffentlicht", "gültig", first, period, version.sha256,
    ]  # fmt: skip


@pytest.mark.req("G-088")
def test_organiser_takes_reported_events_along_without_saying_who_reported(roles: None) -> None:
    row = create_proposal()
    person, page = create_user("demokratie"), "/admin/democracy/eventproposal/"
    assert taken(person, page, ["title", "state", "has_wish"]) == [[row.title, "eingereicht", "nein"]]
    assert taken(person, page, ["title"], persons=["email"], reason="Rundruf") == [[row.title, row.email]]


@pytest.mark.req("G-088")
@pytest.mark.parametrize("rows", [1, 3])
def test_longer_logs_cost_no_more_queries(guardian: User, clerk: User, rows: int) -> None:
    offer = create_interpreter_request()
    for _number in range(rows):
        record(offer, "take", by=Actor.staff(clerk))
    browser = proven(guardian)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.post(
            "/admin/journal/entry/ausleiten/",
            {"columns": ["actor", "done"], "persons": ["name"], "reason": "Prüfung", "file_kind": "csv"},
        )
        lines = read(answer)
    assert len(lines) == Entry.objects.count()  # its head, and not the line about this file
    assert len(asked) == 17
