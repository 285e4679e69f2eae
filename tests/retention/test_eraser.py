"""The eraser stops nowhere half-way, does nothing twice, and says what it did (G-092 to G-097)."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.serializers import deserialize, serialize
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goslar_portal.accounts.models import Failures, User
from goslar_portal.dates import today
from goslar_portal.health.checks import problems
from goslar_portal.health.models import JobRun
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import Letter
from goslar_portal.office.models import OfficeValue
from goslar_portal.retention import Rule, belongings, counts, days, eraser
from goslar_portal.retention.due import ARCHIVE, ending
from goslar_portal.retention.models import ArchiveCheck, Hold, KeptCount, Report, Tombstone, grave
from goslar_portal.uploads.models import Upload
from housing.models import Consent, ContactEntry, Landlord, Offer, OfferState
from tests.housing import factories
from tests.housing.endings import landlord_who_wants_to_be_asked_again, let_offer
from tests.retention.endings import create_letter

LONG_AGO = timedelta(days=400)
BY = Actor.clock("probe")


def create_links(count: int) -> None:
    """Links that ended a month ago; the row they lead to does not matter."""
    now, facts = timezone.now(), {"kind": "probe.thing", "purpose": "probe"}
    AccessLink.objects.bulk_create(
        AccessLink(number=n, token_hash=f"{n}".encode(), expires_at=now + LONG_AGO, **facts)
        for n in range(count)
    )
    AccessLink.objects.update(created_at=now - LONG_AGO, expires_at=now - timedelta(days=30))


def closed_offer(**changes: Any) -> Offer:
    offer = factories.create_offer(state=OfferState.WITHDRAWN, **changes)
    Offer.objects.filter(pk=offer.pk).update(closed_at=timezone.now() - LONG_AGO)
    offer.refresh_from_db()
    return offer


def report(name: str) -> tuple[int, int, int, int]:
    row = Report.objects.newest().get(rule=name)
    return row.due, row.done, row.left, row.held


@pytest.fixture
def content(starting_content: None) -> None:
    """Places, reasons and consent texts."""


# Batches, repetition, two at once --------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.req("G-093")
def test_eraser_takes_batch_after_batch_and_nothing_that_is_not_due() -> None:
    create_links(1001)
    AccessLink.objects.filter(number=7).update(expires_at=timezone.now() - timedelta(days=6))
    with CaptureQueriesContext(connection) as caught:
        assert eraser.apply_rule("links.days_after_end") == 1000
    batches = [row["sql"] for row in caught.captured_queries if "pg_advisory_xact_lock" in row["sql"]]
    assert len(batches) == 2
    assert list(AccessLink.objects.values_list("number", flat=True)) == [7]


@pytest.mark.django_db
@pytest.mark.req("G-093")
@pytest.mark.parametrize("rows", [3, 300])
def test_batch_costs_the_same_whatever_its_size(rows: int, django_assert_num_queries: Any) -> None:
    create_links(rows)
    with django_assert_num_queries(28):
        eraser.apply_rule("links.days_after_end")


@pytest.mark.django_db
@pytest.mark.req("G-093")
def test_second_run_finds_nothing_to_do(content: None) -> None:
    closed_offer()
    first = eraser.run()
    second = eraser.run()
    done = [sum(row.done for row in run.reports.all()) for run in (first, second)]
    assert (done[0] > 0, done[1]) == (True, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("G-093")
def test_two_runs_at_the_same_moment_erase_everything_once(content: None) -> None:
    create_links(1200)
    offers = [closed_offer() for _number in range(12)]
    start, runs = threading.Barrier(2), []

    def work() -> None:
        try:
            start.wait()
            runs.append(eraser.run())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len(runs) == 2
    done = {
        name: sum(row.done for run in runs for row in run.reports.all() if row.rule == name)
        for name in ("links.days_after_end", "housing.closed_offer_days")
    }
    assert done["housing.closed_offer_days"] == 12
    assert done["links.days_after_end"] == 1200
    assert Entry.objects.filter(verb="anonymise", kind="housing.offer").count() == len(offers)
    assert [row.left for run in runs for row in run.reports.all() if row.left] == []
    assert not AccessLink.objects.filter(kind="probe.thing").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("G-093")
def test_run_that_loses_its_database_leaves_no_half_offer_and_the_next_one_ends_it(
    content: None, cut_at: Callable[[Offer], None]
) -> None:
    offers = [closed_offer() for _number in range(6)]
    cut_at(offers[3])
    with pytest.raises(OperationalError):
        eraser.apply_rule("housing.closed_offer_days")
    assert Offer.objects.filter(state=OfferState.WITHDRAWN).exclude(street="").count() == 6
    assert Letter.objects.about(offers[0]).exists()

    cut_at(None)  # type: ignore[arg-type]  # mended
    assert eraser.apply_rule("housing.closed_offer_days") == 6
    assert not Offer.objects.exclude(street="").exists()


@pytest.fixture
def cut_at() -> Iterator[Callable[[Offer | None], None]]:
    """The server drops the connection in the middle of a batch, when it comes to this offer."""
    name = "probe_cut"

    def cut(offer: Offer | None) -> None:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON housing_offer")
            if offer is not None:
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    f" IF NEW.id = {offer.pk} THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;"
                    " RETURN NEW; END $$"
                )
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE UPDATE ON housing_offer FOR EACH ROW"
                    f" EXECUTE FUNCTION {name}()"
                )

    yield cut
    cut(None)


# What goes along ------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.req("H-280", "H-283")
def test_anonymised_offer_keeps_what_counts_and_nothing_that_points_at_somebody(content: None) -> None:
    offer = closed_offer(
        street="Mühlenweg", living_area=Decimal("62.5"), description="Mit Blick auf die Post"
    )
    eraser.run()
    kept = Offer.objects.values().get(pk=offer.pk)
    facts = {name: value for name, value in kept.items() if value not in (None, "", [], {}, False, "unknown")}
    moments = {"submitted_at", "confirmed_at", "received_at", "closed_at", "draft_changed_at"}
    assert {name: value for name, value in facts.items() if name not in moments | {"id"}} == {
        "state": "anonymised",
        "closed_as": "withdrawn",
        "reference": offer.reference,
        "channel": "web",
        "municipality_id": offer.municipality_id,
        "rooms": Decimal(3),
        "living_area": Decimal(60),
        "net_cold_rent": Decimal(420),
        "operating_costs": Decimal(140),
        "gross_cold_rent": Decimal(560),
        "available_now": True,
        "rental_term": "unlimited",
        "reply_by": offer.reply_by,
        "opt_in_count": 1,
    }


@pytest.mark.django_db
@pytest.mark.req("H-280", "H-283")
def test_with_the_offer_go_landlord_contacts_consents_letters_and_links(content: None) -> None:
    offer, stays = closed_offer(), factories.create_offer()
    eraser.run()
    assert list(Landlord.objects.all()) == [stays.landlord]
    assert list(Offer.objects.filter(landlord=None)) == [offer]
    assert set(Consent.objects.values_list("offer", flat=True)) == {stays.pk}
    assert set(Letter.objects.values_list("about_number", flat=True)) == {stays.pk}
    assert set(AccessLink.objects.values_list("number", flat=True)) == {stays.pk}
    assert not ContactEntry.objects.exists()
    assert Offer.pgh_event_model.objects.filter(pgh_obj=offer).count() == 0  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.req("H-280")
def test_landlord_who_wants_to_be_asked_again_stays_two_years_with_that_consent_only(content: None) -> None:
    landlord = landlord_who_wants_to_be_asked_again()
    offer = Offer.objects.get(landlord=landlord)
    Offer.objects.filter(pk=offer.pk).update(closed_at=timezone.now())
    eraser.run(at=timezone.now() + timedelta(days=200))
    consent = Consent.objects.get(landlord=landlord)
    assert (consent.text.kind, consent.offer_id) == ("pool", None)
    assert Offer.objects.get().landlord_id is None
    landlord.refresh_from_db()
    assert ending(landlord).on == today() + timedelta(days=731)  # type: ignore[union-attr]
    eraser.run(at=timezone.now() + timedelta(days=732))
    assert (Landlord.objects.count(), Consent.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.req("G-093")
def test_what_stands_elsewhere_is_told_and_a_file_goes_with_its_last_row() -> None:
    told: list[tuple[str, list[Any]]] = []
    belongings.on_erase("probe", lambda model, numbers: told.append((model._meta.label, sorted(numbers))))
    upload = Upload.objects.create(kind="pdf", size=5, scan="clean", file=ContentFile(b"%PDF-", name="a.pdf"))
    try:
        eraser.erase(Upload, [upload.pk], by=BY)
    finally:
        belongings._hooks.pop("probe")
    assert told == [("uploads.Upload", [upload.pk])]


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("G-093")
def test_file_without_a_row_that_points_at_it_goes_after_a_day() -> None:
    upload = Upload.objects.create(kind="pdf", size=5, scan="clean", file=ContentFile(b"%PDF-", name="a.pdf"))
    storage, name = upload.file.storage, upload.file.name
    eraser.run()
    assert storage.exists(name)
    eraser.run(at=timezone.now() + timedelta(hours=25))
    assert (Upload.objects.count(), storage.exists(name)) == (0, False)


@pytest.mark.django_db
@pytest.mark.req("G-077", "G-092")
def test_letter_loses_text_and_address_after_a_year_and_keeps_kind_and_day() -> None:
    sent = timezone.now() - timedelta(days=366)
    old, young = (
        create_letter(state="sent", sent_at=sent),
        create_letter(state="sent", sent_at=timezone.now()),
    )
    eraser.run()
    for letter in (old, young):
        letter.refresh_from_db()
    assert [old.recipient, old.subject, old.text, old.html] == ["", "", "", ""]
    assert (old.kind, old.sent_at) == ("probe.greeting", sent)
    assert young.text == "Text"
    assert report("mail.letter_days") == (1, 1, 0, 0)
    eraser.run()
    assert report("mail.letter_days") == (0, 0, 0, 0)


@pytest.mark.django_db
@pytest.mark.req("G-092")
def test_only_numbers_stay_where_the_rule_says_so() -> None:
    rule = Rule(
        "probe.days", "Probe", starts="", clock="last_at", period=days(1, low=1, high=1), then=counts("count")
    )
    then = timezone.now() - timedelta(days=3)
    for number in range(5):
        Failures.objects.create(key=f"{number}", count=number % 2, began_at=then, last_at=then)
    assert eraser.apply(Failures, rule, at=timezone.now()).done == 5
    month = timezone.localdate(then).replace(day=1)
    kept = KeptCount.objects.order_by("facts").values_list("rule", "month", "facts", "number")
    assert list(kept) == [("probe.days", month, {"count": "0"}, 3), ("probe.days", month, {"count": "1"}, 2)]
    assert not Failures.objects.exists()


@pytest.mark.django_db
@pytest.mark.req("G-047", "G-092")
def test_office_shortens_a_period_and_the_eraser_follows(content: None) -> None:
    offer = factories.create_offer(state=OfferState.WITHDRAWN)
    Offer.objects.filter(pk=offer.pk).update(closed_at=timezone.now() - timedelta(days=40))
    assert eraser.apply_rule("housing.closed_offer_days") == 0
    OfficeValue.objects.create(name="housing.closed_offer_days", number=30, reason="Aktenplan")
    assert eraser.apply_rule("housing.closed_offer_days") == 1


# Holds, archive, tombstones --------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.req("G-096")
def test_held_offer_stays_until_the_hold_is_lifted_and_is_counted(content: None, guardian: User) -> None:
    offer, by = closed_offer(), Actor.staff(guardian)
    until = today() + timedelta(days=90)
    hold = Hold.objects.place(offer, by=by, reason="dispute", until=until)
    eraser.run()
    assert report("housing.closed_offer_days") == (0, 0, 0, 1)
    assert (hold.until, hold.placed_by) == (until, guardian)
    assert list(Hold.objects.in_force()) == [hold]
    assert hold.lift(by=by)
    assert not hold.lift(by=by)
    eraser.run()
    assert report("housing.closed_offer_days") == (1, 1, 0, 0)
    lines = Entry.objects.filter(verb__in=["hold", "lift_hold"]).order_by("pk").values_list("verb", "reason")
    assert list(lines) == [("hold", "dispute"), ("lift_hold", "dispute")]


@pytest.mark.django_db
@pytest.mark.req("G-096")
def test_hold_ends_by_itself_on_its_day(content: None, guardian: User) -> None:
    Hold.objects.place(closed_offer(), by=Actor.staff(guardian), reason="audit", until=today())
    model, rule = eraser.rule_named("housing.closed_offer_days")
    assert eraser.apply(model, rule, at=timezone.now()).done == 0
    assert eraser.apply(model, rule, at=timezone.now() + timedelta(days=1)).done == 1


@pytest.mark.django_db
@pytest.mark.req("G-096", "H-284")
def test_let_offer_waits_for_the_archive_when_the_office_wants_that(content: None) -> None:
    offer = let_offer()
    Offer.objects.filter(pk=offer.pk).update(closed_at=timezone.now() - LONG_AGO)
    OfficeValue.objects.create(name=ARCHIVE, number=1, reason="Archiv will gefragt werden")
    eraser.run()
    assert report("housing.let_offer_days") == (0, 0, 0, 1)
    ArchiveCheck.objects.create(kind="housing.offer", number=offer.pk, answer="no_value")
    eraser.run()
    assert report("housing.let_offer_days") == (1, 1, 0, 0)


@pytest.mark.django_db
@pytest.mark.req("G-097")
def test_erased_offer_leaves_a_tombstone_for_40_days_and_is_erased_again(
    content: None, tmp_path: Path
) -> None:
    offer = factories.create_offer()
    number = offer.pk
    as_backed_up = serialize("json", [offer.landlord, offer])  # type: ignore[list-item]  # it has one
    eraser.erase(Offer, [number], by=BY)
    assert Tombstone.objects.buried("housing.offer") == {grave("housing.offer", number)}
    graves = tmp_path / "graves.jsonl"
    with graves.open("w", encoding="utf-8") as file:
        call_command("erase_again", "--list", stdout=file)
    Tombstone.objects.all().delete()  # as the backup knows nothing of it
    for saved in deserialize("json", as_backed_up):
        saved.save()
    assert Offer.objects.filter(pk=number).exists()

    call_command("erase_again", "--from", str(graves), stdout=StringIO())
    assert not Offer.objects.exists()
    assert str(number) not in graves.read_text().replace("housing.offer", "").split('"')
    eraser.run(at=timezone.now() + timedelta(days=41))
    assert not Tombstone.objects.exists()


# Proof ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.req("G-094", "G-161")
def test_what_could_not_be_erased_is_reported_and_turns_healthz_red(content: None) -> None:
    offer = factories.create_offer(state=OfferState.UNCONFIRMED)
    Offer.objects.filter(pk=offer.pk).update(submitted_at=timezone.now() - timedelta(days=9))
    offer.letters().update(state="sending", taken_at=timezone.now())
    eraser.run()
    assert report("housing.opt_in_hours") == (1, 0, 1, 0)
    assert list(Report.objects.with_left().values_list("rule", flat=True)) == ["housing.opt_in_hours"]
    assert problems()["retention"] == "left"
    offer.letters().update(state="sent", sent_at=timezone.now())
    eraser.run()
    assert "retention" not in problems()
    assert report("housing.opt_in_hours") == (1, 1, 0, 0)


@pytest.mark.django_db
@pytest.mark.req("G-094", "G-161")
def test_night_without_a_run_turns_healthz_red_after_26_hours() -> None:
    JobRun.objects.expect(["apply_retention"])
    rows = JobRun.objects.filter(name="apply_retention")
    rows.update(ended_at=timezone.now() - timedelta(hours=25))
    assert "jobs" not in problems(started=0)
    rows.update(ended_at=timezone.now() - timedelta(hours=27))
    assert problems(started=0)["jobs"] == "late"


@pytest.mark.django_db
@pytest.mark.req("G-094")
def test_engineer_starts_a_run_by_hand_and_reads_the_report(content: None) -> None:
    closed_offer()
    out = StringIO()
    call_command("apply_retention", stdout=out)
    assert "housing.closed_offer_days: fällig 1, erledigt 1, übrig 0, zurückgehalten 0\n" in out.getvalue()


# The day of the end -----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.req("G-091", "H-280")
def test_each_record_knows_the_day_of_its_end_and_the_rule(content: None, guardian: User) -> None:
    offer = factories.create_offer()
    assert ending(offer) is None
    entry = offer.note_contact(
        by=Actor.staff(guardian),
        channel="phone",
        direction="out",
        result=factories.reason("contact_result.reached"),
        note="Gespräch",
    )
    offer.withdraw(by=factories.LANDLORD)
    end = ending(offer)
    assert end is not None
    assert (end.rule.name, end.on) == ("housing.closed_offer_days", today() + timedelta(days=183))
    assert ending(entry) == end
    hold = Hold.objects.place(offer, by=Actor.staff(guardian), reason="audit", until=today())
    assert ending(offer).hold == hold  # type: ignore[union-attr]
