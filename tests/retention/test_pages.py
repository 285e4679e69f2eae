"""How retention looks: for everybody on /datenschutz/, for the office, on the page of a record."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goslar_portal import office
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.health.models import JobRun
from goslar_portal.journal.models import Entry
from goslar_portal.office.models import OfficeValue
from goslar_portal.retention import document, eraser, table
from goslar_portal.retention.due import ARCHIVE
from goslar_portal.retention.inventory import holds_persons, ruled
from goslar_portal.retention.models import ArchiveCheck, Hold, Report
from goslar_portal.retention.papers import Month
from housing.models import Offer, OfferState
from tests.conftest import create_user, logged_in
from tests.housing import factories
from tests.housing.endings import let_offer

pytestmark = pytest.mark.django_db
STATE, ARCHIVE_PAGE, HOLDS = "/admin/aufbewahrung/", "/admin/archiv/", "/admin/retention/hold/"
PERIOD = "/admin/retention/report/frist/housing.closed_offer_days/"


@pytest.fixture
def content(starting_content: None) -> None:
    """Places, reasons and texts."""


def closed(days_ago: int) -> Offer:
    offer = factories.create_offer(state=OfferState.WITHDRAWN)
    Offer.objects.filter(pk=offer.pk).update(closed_at=timezone.now() - timedelta(days=days_ago))
    return offer


# For everybody and for the file ---------------------------------------------------------------------------


@pytest.mark.req("G-098")
def test_written_record_is_the_one_that_the_program_means() -> None:
    written = Path(document.FILE).read_text(encoding="utf-8")
    assert written == document.text(), "./portal manage write_data_protection schreibt die Datei neu."


@pytest.mark.req("G-098")
def test_reader_finds_every_rule_about_persons_as_the_office_has_set_it(
    content: None, reader: Client
) -> None:
    OfficeValue.objects.create(name="housing.closed_offer_days", number=92, reason="Aktenplan")
    page = reader.get("/datenschutz/").content.decode()
    lines = [line for group in table.groups() for line in group.lines]
    assert {line.rule.name for line in lines} == {
        rule.name for model, rule in ruled() if holds_persons(model)
    }
    missing = [line.what for line in lines if f'<th scope="row">{line.what}</th>' not in page]
    assert missing == []
    assert "<td>92 Tage</td>" in page


@pytest.mark.req("G-098")
@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "sofort"), (1, "1 Tag"), (92, "92 Tage"), (183, "6 Monate"), (365, "1 Jahr"), (3653, "10 Jahre")],
)
def test_periods_are_said_as_people_say_them(number: int, words: str) -> None:
    assert table.spoken(eraser.rule_named("mail.letter_days")[1].period, number) == words


# For the office -------------------------------------------------------------------------------------------


@pytest.mark.req("G-094")
def test_guardian_sees_after_the_night_that_all_is_well_and_what_was_done(
    content: None, guardian: User, django_assert_num_queries: Any
) -> None:
    closed(200)
    eraser.run()
    browser = logged_in(guardian)
    browser.get(STATE)
    with django_assert_num_queries(11):
        page = browser.get(STATE).content.decode()
    assert "Alles Fällige ist gelöscht." in page
    assert "1 erledigt" in page


@pytest.mark.req("G-094")
def test_guardian_files_what_was_erased_in_a_month(content: None, guardian: User) -> None:
    closed(200)
    browser = logged_in(guardian)
    eraser.run()
    month = today().replace(day=1)
    erased = {row.line.rule.name: row for _title, rows in Month.of(month).groups for row in rows}
    closed_offers = erased["housing.closed_offer_days"]
    assert (closed_offers.done, closed_offers.left, closed_offers.line.length) == (1, 0, "6 Monate")
    assert (Month.of(month).nights, Month.of(month).nights_so_far) == (1, 1)
    Report.objects.filter(rule="housing.spam_days").update(asked_at=timezone.now() - timedelta(days=60))
    assert (Month.of(month).nights, Month.of(month).nights_so_far) == (1, today().day)
    address = f"{STATE}?bericht={month:%Y-%m}"
    sheet = browser.get(address)
    assert (sheet["Content-Type"], sheet.content[:5]) == ("application/pdf", b"%PDF-")
    assert f"?bericht={month:%Y-%m}" in browser.get(STATE).content.decode()
    for nonsense in ("1999-01", "x", "2026-13", "'"):
        assert browser.get(f"{STATE}?bericht={nonsense}").status_code == 404
    assert logged_in(create_user()).get(address).status_code == 403


@pytest.mark.req("G-094")
def test_guardian_finds_what_is_left_on_the_first_page_in_the_morning(content: None, guardian: User) -> None:
    offer = factories.create_offer(state=OfferState.UNCONFIRMED)
    Offer.objects.filter(pk=offer.pk).update(submitted_at=timezone.now() - timedelta(days=9))
    offer.letters().update(state="sending", taken_at=timezone.now())
    eraser.run()
    browser = logged_in(guardian)
    assert (
        "Wohnungsangebot ohne bestätigte E-Mail-Adresse: 1 übrig" in browser.get("/admin/").content.decode()
    )
    page = browser.get(STATE).content.decode()
    assert "1 Datensatz ist fällig und noch da." in page
    assert Report.objects.with_left().count() == 1


@pytest.mark.req("G-094")
def test_guardian_is_told_that_a_night_is_missing(guardian: User) -> None:
    JobRun.objects.expect(["apply_retention"])
    JobRun.objects.filter(name="apply_retention").update(ended_at=timezone.now() - timedelta(hours=27))
    browser = logged_in(guardian)
    assert "Die nächtliche Löschung fehlt" in browser.get("/admin/").content.decode()
    assert "Die nächtliche Löschung ist ausgefallen." in browser.get(STATE).content.decode()


@pytest.mark.req("G-047", "G-092")
def test_guardian_hears_what_a_shorter_period_ends_before_it_is_set(content: None, guardian: User) -> None:
    closed(100), closed(50)
    browser, typed = logged_in(guardian), {"number": "90", "reason": "Aktenplan 2026"}
    asked = browser.post(PERIOD, typed)
    assert (asked.status_code, OfficeValue.objects.count()) == (422, 0)
    assert "Damit endet in der nächsten Nacht 1 Datensatz." in asked.content.decode()
    done = browser.post(PERIOD, typed | {"number-stimmt": "90"})
    assert (done.status_code, office.value("housing.closed_offer_days")) == (302, 90)
    value = OfficeValue.objects.get()
    assert (value.reason, value.set_by, value.valid_from) == ("Aktenplan 2026", guardian, today())


@pytest.mark.req("G-047")
@pytest.mark.parametrize("typed", ["29", "1097", "-3", "viele", "", "9" * 30])
def test_nonsense_is_no_period(guardian: User, typed: str) -> None:
    answer = logged_in(guardian).post(PERIOD, {"number": typed, "reason": "Grund"})
    assert (answer.status_code, OfficeValue.objects.count()) == (422, 0)


@pytest.mark.req("G-051", "G-092")
def test_nobody_but_the_guardian_sets_a_period(clerk: User, chief: User, guardian: User) -> None:
    for person in (clerk, chief):
        browser = logged_in(person)
        assert browser.get(STATE).status_code == 200
        assert browser.post(PERIOD, {"number": "90", "reason": "x"}).status_code == 403
    assert logged_in(guardian).get("/admin/retention/report/frist/accounts.session/").status_code == 404
    assert not OfficeValue.objects.exists()


@pytest.mark.req("G-096")
def test_guardian_holds_an_offer_by_its_reference_and_lifts_the_hold(content: None, guardian: User) -> None:
    offer, browser = closed(10), logged_in(guardian)
    until = today() + timedelta(days=90)
    typed = {"kind": "housing.offer", "thing": f" {offer.reference.lower()} ", "reason": "dispute"}  # type: ignore[union-attr]  # it has one
    browser.post(f"{HOLDS}add/", typed | {"until": f"{until:%d.%m.%Y}"})
    hold = Hold.objects.get()
    assert (hold.number, hold.reason, hold.until, hold.placed_by) == (offer.pk, "dispute", until, guardian)
    page = browser.get(f"{HOLDS}?stand=in-kraft").content.decode()
    assert f"Angebot {offer.pk}" in page
    browser.post(f"{HOLDS}{hold.pk}/lift/")
    assert not Hold.objects.in_force().exists()
    assert browser.post(f"{HOLDS}{hold.pk}/lift/").status_code in {200, 302, 409}
    assert Entry.objects.filter(verb="lift_hold").count() == 1


@pytest.mark.req("G-096")
@pytest.mark.parametrize(
    "wrong",
    [
        {"thing": "GS-2026-999999-X"},
        {"thing": ""},
        {"thing": "9" * 40},
        {"kind": "auth.group"},
        {"until": "31.02.2026"},
        {"until": "01.01.2020"},
        {"until": "01.01.2099"},
        {"reason": "laune"},
    ],
)
def test_nonsense_is_no_hold(content: None, guardian: User, wrong: dict[str, str]) -> None:
    offer, until = closed(10), today() + timedelta(days=90)
    typed = {"kind": "housing.offer", "thing": f"{offer.pk}", "reason": "audit", "until": f"{until:%d.%m.%Y}"}
    answer = logged_in(guardian).post(f"{HOLDS}add/", typed | wrong)
    assert (answer.status_code, Hold.objects.count()) == (422, 0)


@pytest.mark.req("G-096")
def test_hold_that_ends_soon_stands_on_the_first_page(content: None, guardian: User) -> None:
    offer, browser = closed(10), logged_in(guardian)
    until = today() + timedelta(days=5)
    typed = {"kind": "housing.offer", "thing": f"{offer.pk}", "reason": "audit", "until": f"{until:%d.%m.%Y}"}
    browser.post(f"{HOLDS}add/", typed)
    assert f"Angebot {offer.pk}: Prüfung" in browser.get("/admin/").content.decode()


@pytest.mark.req("G-096", "H-284")
def test_chief_notes_what_the_archive_said(content: None, chief: User) -> None:
    offer, browser = let_offer(), logged_in(chief)
    Offer.objects.filter(pk=offer.pk).update(closed_at=timezone.now() - timedelta(days=400))
    assert "Zurzeit wartet nichts" in browser.get(ARCHIVE_PAGE).content.decode()
    OfficeValue.objects.create(name=ARCHIVE, number=1, reason="Archiv will gefragt werden")
    assert f"{offer.reference}" in browser.get("/admin/").content.decode()
    assert f"{offer.reference}" in browser.get(ARCHIVE_PAGE).content.decode()
    answered = {"records": [f"housing.offer:{offer.pk}"], "answer": "no_value"}
    assert browser.post(ARCHIVE_PAGE, {"answer": "no_value"}).status_code == 422
    assert browser.post(ARCHIVE_PAGE, answered | {"answer": "egal"}).status_code == 422
    assert browser.post(ARCHIVE_PAGE, answered).status_code == 302
    check = ArchiveCheck.objects.get()
    assert (check.number, check.answer, check.checked_by) == (offer.pk, "no_value", chief)
    assert "Zurzeit wartet nichts" in browser.get(ARCHIVE_PAGE).content.decode()
    assert browser.post(ARCHIVE_PAGE, answered).status_code == 422


# On the page of a record ----------------------------------------------------------------------------------


@pytest.mark.req("G-096", "H-280")
def test_clerk_reads_on_the_record_when_it_goes_by_which_rule_and_why_it_stays(
    content: None, clerk: User, guardian: User
) -> None:
    offer, page = closed(0), "/admin/housing/landlord/{}/change/"
    other = factories.create_offer()
    browser = logged_in(clerk)
    record = browser.get(f"/admin/housing/offer/{offer.pk}/change/").content.decode()
    assert "Regel: Abgelehntes, zurückgezogenes oder abgelaufenes Wohnungsangebot, 6 Monate" in record
    assert "Noch läuft keine Löschfrist." in browser.get(page.format(other.landlord_id)).content.decode()
    until = f"{today() + timedelta(days=90):%d.%m.%Y}"
    typed = {"kind": "housing.offer", "thing": f"{offer.pk}", "reason": "audit", "until": until}
    logged_in(guardian).post(f"{HOLDS}add/", typed)
    assert "Löschsperre bis" in browser.get(f"/admin/housing/offer/{offer.pk}/change/").content.decode()


@pytest.mark.req("H-280")
def test_record_without_persons_says_nothing_about_an_end(content: None, clerk: User) -> None:
    page = logged_in(clerk).get("/admin/housing/municipality/03153017/change/")
    assert (page.status_code, "Löschfrist" in page.content.decode()) == (200, False)
