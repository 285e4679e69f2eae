"""From draft to withdrawal: numbers, validity, what never changes, and what needs two persons."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from democracy.jobs import erase_old_leaflet_files, remind_of_leaflet_ends
from democracy.models import Accessibility, Leaflet, LeafletReminder, LeafletState, LeafletVersion
from democracy.models.leaflet_checks import file_warnings
from goslar_portal import registry
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.states import WrongStateError
from goslar_portal.uploads.models import Scan, Upload
from tests.conftest import logged_in
from tests.democracy.factories import (
    OFFICE,
    create_draft,
    create_leaflet,
    create_period,
    create_version,
)

pytestmark = pytest.mark.django_db


@pytest.mark.req("D-005")
def test_successor_ends_the_open_validity_of_its_predecessor_on_the_day_before() -> None:
    leaflet = create_leaflet()
    first = create_version(leaflet, starts=-30)
    second = create_version(leaflet, starts=10)
    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert first.valid_until == today() + timedelta(days=9)
    assert Entry.objects.of(first).filter(verb="end_earlier").get().reason == "successor"


@pytest.mark.req("D-005")
def test_two_published_versions_are_never_valid_on_the_same_day() -> None:
    leaflet = create_leaflet()
    create_version(leaflet, starts=0, valid_until=today() + timedelta(days=20))
    late = create_draft(leaflet, starts=20)
    with pytest.raises(ValidationError, match="gilt schon Fassung 1"):
        late.publish(by=OFFICE)
    other = create_version(create_leaflet("anderes"), starts=20)
    with pytest.raises(IntegrityError, match="version_published_never_changes"), transaction.atomic():
        LeafletVersion.objects.filter(pk=other.pk).update(leaflet=leaflet)
    twin = create_draft(leaflet, starts=5)
    fields = {
        "state": "published",
        "number": 7,
        "sha256": "0" * 64,
        "size": 1,
        "published_at": "2026-01-01T00:00Z",
    }
    with pytest.raises(IntegrityError, match="leaflet_versions_never_overlap"), transaction.atomic():
        LeafletVersion.objects.filter(pk=twin.pk).update(**fields)


@pytest.mark.req("D-004")
def test_standing_of_a_version_follows_from_its_dates() -> None:
    version = create_version(starts=5, valid_until=today() + timedelta(days=9))
    found = [version.standing(today() + timedelta(days=days)) for days in (4, 5, 9, 10)]
    assert found == [f"gilt ab {version.valid_from:%d.%m.%Y}", "gültig", "gültig", "abgelaufen"]
    for days in (4, 5, 9, 10):
        day = today() + timedelta(days=days)
        in_table = LeafletVersion.objects.valid_on(day).filter(pk=version.pk).exists()
        assert in_table == version.is_valid_on(day)


@pytest.mark.req("D-006", "D-151")
@pytest.mark.parametrize(
    "change",
    [
        {"body": "<p>anders</p>"}, {"number": 5}, {"sha256": "0" * 64}, {"size": 5}, {"pages": 9},
        {"valid_from": today() - timedelta(days=1)}, {"news": "anders"}, {"source": "uploaded"},
        {"valid_until": today() + timedelta(days=41)}, {"valid_until": None},
    ],
)  # fmt: skip
def test_database_refuses_any_change_of_what_was_published(change: dict[str, Any]) -> None:
    version = create_version(valid_until=today() + timedelta(days=40))
    with pytest.raises(IntegrityError, match="never_changes"), transaction.atomic():
        LeafletVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(Exception, match="annot delete"), transaction.atomic():
        LeafletVersion.objects.filter(pk=version.pk).delete()


@pytest.mark.req("D-006")
def test_end_is_brought_forward_and_file_kept_longer_and_both_are_journaled(organiser: User) -> None:
    version = create_version(valid_until=today() + timedelta(days=40))
    by = Actor.staff(organiser)
    version.end_earlier(by=by, valid_until=today() + timedelta(days=3))
    version.keep(by=by, keep_until=today() + timedelta(days=3650))
    with pytest.raises(ValidationError, match="nur vorziehen"):
        version.end_earlier(by=by, valid_until=today() + timedelta(days=4))
    verbs = set(Entry.objects.of(version).values_list("verb", flat=True))
    assert {"end_earlier", "keep"} <= verbs


def test_address_is_fixed_once_public_and_a_ring_of_successors_is_refused() -> None:
    first, second = create_leaflet("a"), create_leaflet("b")
    with pytest.raises(Exception, match="address_is_fixed"), transaction.atomic():
        Leaflet.objects.filter(pk=first.pk).update(slug="c")
    Leaflet.objects.filter(pk=first.pk).update(replaces=second)
    with pytest.raises(IntegrityError, match="replaces_no_ring"), transaction.atomic():
        Leaflet.objects.filter(pk=second.pk).update(replaces=first)


@pytest.mark.req("D-014")
def test_withdrawal_needs_a_reason_and_a_second_person(
    organiser: User, second_organiser: User, reader: Client
) -> None:
    version = create_version()
    page = f"/admin/democracy/leafletversion/{version.pk}/"
    first, second = logged_in(organiser), logged_in(second_organiser)
    assert second.post(f"{page}withdraw/").status_code == 422
    assert first.post(f"{page}ask_withdrawal/", {"reason": ""}).status_code == 422
    assert first.post(f"{page}ask_withdrawal/", {"reason": "Ein Betrag war falsch."}).status_code == 302
    [card] = [card for card in registry.today if card.name == "democracy.leaflets_to_withdraw"]
    assert list(card.rows()) == [version]
    buttons = [
        f"{page}withdraw/" in person.get(f"{page}change/").content.decode() for person in (first, second)
    ]
    assert buttons == [False, True]
    own = first.post(f"{page}withdraw/")
    assert (own.status_code, "zweite Person" in own.content.decode()) == (422, True)
    assert second.post(f"{page}withdraw/").status_code == 302
    version.refresh_from_db()
    assert (version.state, version.number, version.upload_id) == (LeafletState.WITHDRAWN, 1, None)
    assert Upload.objects.count() == 0
    for address in ("", "v1/", "v1.pdf"):
        answer = reader.get(f"/demokratie/merkblaetter/muster/{address}")
        assert answer.status_code == 410
        if address:
            assert "Ein Betrag war falsch." in answer.content.decode()
            assert version.sha256 in answer.content.decode()


def test_slower_of_two_publishers_reads_what_happened(organiser: User) -> None:
    leaflet = create_leaflet()
    create_version(leaflet, starts=-9)
    one, two = create_draft(leaflet, starts=0), create_draft(leaflet, starts=5)
    browser = logged_in(organiser)
    form = browser.get(f"/admin/democracy/leafletversion/{two.pk}/publish/").context["form"]
    assert browser.post(f"/admin/democracy/leafletversion/{one.pk}/publish/", {"after": 1}).status_code == 302
    answer = browser.post(
        f"/admin/democracy/leafletversion/{two.pk}/publish/", {"after": form["after"].value()}
    )
    assert answer.status_code == 422
    assert "Inzwischen wurde Fassung 2 veröffentlicht." in answer.content.decode()
    with pytest.raises(WrongStateError):
        one.publish(by=OFFICE)


@pytest.mark.req("D-023")
def test_warnings_of_a_file_must_have_been_seen() -> None:
    facts = {"title": "Erika Muster", "author": "Erika Muster", "language": "", "without_text": [2, 3]}
    found = file_warnings(facts)
    assert [words in " ".join(found) for words in ("Verfasser", "Titel steht", "Sprache", "2, 3")] == [
        True
    ] * 4
    assert (
        file_warnings({"title": "Reisekosten 2026", "author": "", "language": "de", "without_text": []}) == []
    )
    draft = create_draft()
    LeafletVersion.objects.filter(pk=draft.pk).update(source="uploaded", facts=facts, upload=an_upload())
    draft.refresh_from_db()
    with pytest.raises(ValidationError, match="gesehen"):
        draft.publish(by=OFFICE)
    draft.publish(by=OFFICE, seen=True)
    assert draft.state == LeafletState.PUBLISHED


def an_upload(**more: Any) -> Upload:
    from goslar_portal.uploads import Clean, Kind

    upload = Upload.objects.keep(Clean(b"%PDF-1.7 muster", Kind.PDF, 0, 0, 1))
    Upload.objects.filter(pk=upload.pk).update(**({"size": upload.size} | more))
    upload.refresh_from_db()
    return upload


def test_dates_outside_the_period_are_a_warning() -> None:
    period = create_period(3, today(), today() + timedelta(days=100))
    draft = create_draft(valid_until=today() + timedelta(days=101))
    assert draft.warnings() == [f"Die Gültigkeit liegt nicht ganz in der {period.label}."]


@pytest.mark.req("D-026")
def test_file_that_waits_for_the_scanner_is_not_published() -> None:
    draft = create_draft(source="uploaded", body="")
    LeafletVersion.objects.filter(pk=draft.pk).update(upload=an_upload(scan=Scan.WAITING))
    draft.refresh_from_db()
    with pytest.raises(ValidationError, match="Virenscanner"):
        draft.publish(by=OFFICE, seen=True)


@pytest.mark.req("D-024")
@pytest.mark.parametrize(
    ("status", "more", "name"),
    [
        (Accessibility.CHECKED, {}, "leaflet_check_names_day_and_tool"),
        (Accessibility.CHECKED, {"checked_on": today()}, "leaflet_check_names_day_and_tool"),
        (Accessibility.BARRIERS, {"body": ""}, "leaflet_with_barriers_offers_another_way"),
    ],
)
def test_status_of_a_file_says_no_more_than_is_known(status: str, more: dict[str, Any], name: str) -> None:
    draft = create_draft()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        LeafletVersion.objects.filter(pk=draft.pk).update(accessibility=status, **more)


@pytest.mark.req("D-024", "D-152")
def test_words_pdf_ua_appear_only_with_a_passed_check(reader: Client, organiser: User) -> None:
    create_version(create_leaflet("geschrieben"))
    draft = create_draft(create_leaflet("hochgeladen"), source="uploaded", body="")
    LeafletVersion.objects.filter(pk=draft.pk).update(
        upload=an_upload(), facts={"title": "T", "says_ua": True}
    )
    draft.refresh_from_db()
    draft.publish(by=OFFICE, seen=True)
    assert "PDF/UA" in reader.get("/demokratie/merkblaetter/geschrieben/").content.decode()
    page = reader.get("/demokratie/merkblaetter/hochgeladen/").content.decode()
    assert "PDF/UA" not in page
    assert "Barrierefreiheit nicht geprüft" in page
    checked = {"accessibility": "checked", "checked_on": "1.3.2026", "checked_with": "PAC"}
    address = f"/admin/democracy/leafletversion/{draft.pk}/note_accessibility/"
    assert logged_in(organiser).post(address, checked).status_code == 302
    page = reader.get("/demokratie/merkblaetter/hochgeladen/").content.decode()
    assert "geprüft am 01.03.2026 mit PAC" in page


@pytest.mark.req("D-030")
def test_file_is_erased_only_when_its_keeping_is_over_and_it_is_not_valid() -> None:
    day, old = today(), today() - timedelta(days=1)
    leaflet = create_leaflet()
    over = create_version(leaflet, starts=-60, valid_until=day - timedelta(days=20), keep_until=old)
    kept = create_version(leaflet, starts=-19, valid_until=day - timedelta(days=10), keep_until=day)
    valid = create_version(leaflet, starts=-9, keep_until=old)
    assert erase_old_leaflet_files() == 1
    for row in (over, kept, valid):
        row.refresh_from_db()
    assert [row.upload_id is None for row in (over, kept, valid)] == [True, False, False]
    assert (over.number, len(over.sha256), over.valid_until) == (1, 64, day - timedelta(days=20))


@pytest.mark.req("D-031")
def test_mailbox_hears_once_per_step_and_no_more_once_a_successor_is_published(
    mailbox: Callable[[], list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    leaflet = create_leaflet()
    version = create_version(leaflet, valid_until=today() + timedelta(days=61))
    told = []
    for left in (61, 60, 59, 14, 14, 3):
        day = version.valid_until - timedelta(days=left)  # type: ignore[operator]  # given above
        monkeypatch.setattr("democracy.jobs.today", lambda day=day: day)
        told.append(remind_of_leaflet_ends())
    assert told == [0, 1, 0, 1, 0, 0]
    assert list(LeafletReminder.objects.values_list("step", flat=True)) == [60, 14]
    assert [letter["To"] for letter in mailbox()] == ["postfach@example.org"] * 2
    create_version(leaflet, starts=62)
    monkeypatch.setattr("democracy.jobs.today", lambda: version.valid_until)
    assert remind_of_leaflet_ends() == 0
    with pytest.raises(IntegrityError, match="reminder_goes_once"), transaction.atomic():
        LeafletReminder.objects.create(version=version, step=60)


@pytest.mark.req("D-031")
def test_after_a_pause_only_the_latest_step_is_written(mailbox: Callable[[], list[Any]]) -> None:
    create_version(valid_until=today() + timedelta(days=5))
    assert (remind_of_leaflet_ends(), remind_of_leaflet_ends()) == (1, 0)
    assert len(mailbox()) == 1
    assert sorted(LeafletReminder.objects.values_list("step", flat=True)) == [14, 60]


@pytest.mark.req("D-032")
def test_annex_without_a_valid_version_waits_on_heute() -> None:
    running = create_period(3, today() - timedelta(days=30), today() + timedelta(days=300))
    former = create_period(2, today() - timedelta(days=900), today() - timedelta(days=31))
    without, right = create_leaflet("ohne", is_annex=True), create_leaflet("gut", is_annex=True)
    create_leaflet("keine-anlage")
    other = create_leaflet("alte-periode", is_annex=True)
    create_version(right).periods.set([running])
    create_version(other).periods.set([former])
    found = set(Leaflet.objects.annexes_without_version(today()))
    assert found == {without, other}
