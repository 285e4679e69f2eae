"""The page of the partnership, from dated records."""

import functools
import re
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from democracy.models import ContactCheck, FundingPeriod, PeriodLogo, gap_ahead
from goslar_portal.accounts.models import User
from goslar_portal.dates import months_after, today
from goslar_portal.journal.models import Entry
from goslar_portal.uploads.models import Upload
from tests.conftest import logged_in

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


def create_period(number: int, starts_on: date, ends_on: date, **more: str) -> FundingPeriod:
    facts = {"programme": "Programm", "body_singular": "Rat", "body_plural": "Räte"} | more
    return FundingPeriod.objects.create(number=number, starts_on=starts_on, ends_on=ends_on, **facts)


@pytest.mark.req("D-041")
def test_two_periods_never_run_on_the_same_day() -> None:
    create_period(1, date(2025, 1, 1), date(2032, 12, 31))
    with pytest.raises(IntegrityError, match="periods_never_overlap"), transaction.atomic():
        create_period(2, date(2032, 12, 31), date(2040, 1, 1))
    create_period(2, date(2033, 1, 1), date(2040, 1, 1))
    assert FundingPeriod.objects.count() == 2


@pytest.mark.req("D-041", "D-042")
def test_portal_starts_with_three_periods_and_the_name_of_the_body_in_each(starting_content: None) -> None:
    found = [(row.number, row.years, row.body) for row in FundingPeriod.objects.order_by("number")]
    assert found == [
        (1, "2015–2019", "Begleitausschuss"),
        (2, "2020–2024", "Begleitausschuss"),
        (3, "2025–2032", "Bündnis (früher Begleitausschuss)"),
    ]
    assert [row.number for row in FundingPeriod.objects.all() if row.needs_confirmation] == [3, 2, 1]


@pytest.mark.req("D-041")
def test_no_template_or_translation_names_what_changes_with_a_period() -> None:
    words = re.compile(r"Bundesministerium|Bündnis|Begleitausschuss|20(15|19|20|24|25|32)\s?[–-]\s?20")
    files = [
        *(ROOT / "templates" / "democracy").rglob("*.*"),
        *(ROOT / "locale").rglob("*.po"),
        *(ROOT / "democracy").rglob("*.py"),
    ]
    code = [path for path in files if "migrations" not in path.parts]
    named = {
        f"{path.name}: {found[0]}"
        for path in code
        for line in path.read_text(encoding="utf-8").splitlines()
        if (found := words.search(line)) and not line.lstrip().startswith('"""') and '"""' not in line
    }
    assert len(code) > 10
    assert named == set()


def test_reader_finds_what_the_partnership_is_and_who_does_what(
    starting_content: None, reader: Client
) -> None:
    page = reader.get("/demokratie/").content.decode()
    headings = re.findall(r"<h[12][^>]*>([^<]+)", page)
    assert headings[:1] == ["Partnerschaft für Demokratie im Landkreis Goslar"]
    assert {"Welche Ziele haben wir?", "Wer macht was?", "Die Förderperioden"} <= set(headings)
    assert "Demokratie fördern. Vielfalt gestalten. Extremismus vorbeugen" in page
    assert "https://www.demokratie-leben.de/" in page
    assert "https://www.awo-region-harz.de/kontakt/" in page
    assert "Bundesministerium für Bildung" in page


@pytest.mark.req("D-044")
def test_page_stays_whole_when_no_period_runs(starting_content: None, reader: Client) -> None:
    FundingPeriod.objects.all().delete()
    answer = reader.get("/demokratie/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Wer macht was?" in page
    assert "Bundesministerium" not in page
    assert "Die Förderperioden" not in page
    assert gap_ahead(today()) == "Keine laufende Förderperiode hinterlegt"


@pytest.mark.req("D-044")
def test_office_hears_half_a_year_before_the_last_period_ends() -> None:
    create_period(3, date(2025, 1, 1), date(2032, 12, 31))
    assert gap_ahead(date(2032, 7, 3)) == ""
    assert gap_ahead(date(2032, 7, 4)) == "Die letzte hinterlegte Förderperiode endet am 31.12.2032"
    assert gap_ahead(date(2033, 1, 1)) == "Keine laufende Förderperiode hinterlegt"


def test_text_of_a_period_is_left_out_after_its_last_day() -> None:
    period = create_period(3, date(2025, 1, 1), date(2032, 12, 31), text="Vieles ändert sich.")
    period.text_until = date(2026, 12, 31)
    assert period.text_on(date(2026, 12, 31)) == "Vieles ändert sich."
    assert period.text_on(date(2027, 1, 1)) == ""


@pytest.mark.req("D-046")
def test_contact_of_the_outside_body_is_due_again_a_year_after_its_check(
    starting_content: None, organiser: User
) -> None:
    check = ContactCheck.objects.get(code="fachstelle-demokratie")
    assert list(ContactCheck.objects.due(today())) == [check]
    answer = logged_in(organiser).post(f"/admin/democracy/contactcheck/{check.pk}/confirm/")
    assert answer.status_code == 302
    assert list(ContactCheck.objects.due(today())) == []
    assert list(ContactCheck.objects.due(months_after(today(), 12))) == [check]
    assert Entry.objects.of(check).values_list("verb", "account_id").get() == ("confirm", organiser.pk)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_with_more_periods(
    starting_content: None, reader: Client, rows: int, django_assert_num_queries: object
) -> None:
    FundingPeriod.objects.exclude(number__gt=3 - rows).delete()
    with django_assert_num_queries(8):  # type: ignore[operator]  # periods, links, logos, dates, leaflets …
        page = reader.get("/demokratie/")
    assert len(page.context["periods"]) == rows


@pytest.mark.req("D-040")
def test_running_period_shows_its_funder_links_and_logos_and_each_logo_its_right(reader: Client) -> None:
    period = create_period(
        7,
        date(2000, 1, 1),
        date(2099, 12, 31),
        funder="Ministerium Muster",
        funding_line="Gefördert im Rahmen",
    )
    logo = functools.partial(PeriodLogo.objects.create, period=period, name="Wortbild", sha256="0" * 64)
    picture = Upload.objects.create(kind="jpeg", size=1, width=40, height=20, scan="not_needed")
    with pytest.raises(IntegrityError, match="logo_names_its_words_and_rights"), transaction.atomic():
        logo(upload=picture, rights="")
    logo(upload=picture, rights="Mail vom 1.2.")
    page = reader.get("/demokratie/").content.decode()
    for words in ("Ministerium Muster", "Gefördert im Rahmen", 'alt="Wortbild"'):
        assert words in page
    assert "Mail vom 1.2." not in page
