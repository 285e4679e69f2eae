"""The answer to Art. 15: everything about one person, nothing about another, fetched once (G-103)."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor, Entry, ViewEntry
from goslar_portal.mail.models import Letter
from goslar_portal.privacy import papers
from goslar_portal.privacy.disclosure import disclose
from goslar_portal.privacy.models import Answer, PrivacyCase
from goslar_portal.retention import eraser
from housing.models import Landlord
from tests.privacy.people import ADDRESS, Traces, create_case, leave_traces, proven
from tests.retention.marking import Marks, places_of, write_about

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(guardian: User) -> Client:
    return proven(guardian)


@pytest.fixture
def erika() -> Traces:
    return leave_traces()


@pytest.fixture
def case(guardian: User, erika: Traces) -> PrivacyCase:
    """Erika's request with all her records."""
    case = create_case(guardian)
    case.take_items(by=Actor.staff(guardian), keys=erika.keys)
    return case


def marked(traces: Traces) -> Marks:
    """Every personal column of all rows filled, with a task, a letter and a link."""
    marks = Marks()
    task = traces.offer.tasks.create(text="Zurückrufen")
    for row in (*traces.rows, task):
        marks.fill(row)
        write_about(row, marks)
    return marks


def found_in(text: str, marks: Marks) -> set[str]:
    return {mark for mark in marks.texts if mark in text or mark.encode().hex() in text}


@pytest.mark.req("G-103")
def test_answer_holds_every_mark_of_the_person_and_none_of_anybody_else(
    case: PrivacyCase, erika: Traces, tmp_path: Path
) -> None:
    theirs = marked(leave_traces("otto@example.org", "+493023125999", "Otto", "Maier"))
    mine = marked(erika)
    written, sections = stored(mine, tmp_path), disclose(case)
    assert len(written) > 30
    as_json = papers.answer_json(case, sections).decode()
    on_paper = render_to_string(papers.TEMPLATE, papers.on_paper(case, sections))
    assert written - found_in(as_json, mine) == set()
    assert {mark for mark in written if mark[0] != "+"} - found_in(
        on_paper, mine
    ) == set()  # phones have blanks
    for text in (as_json, on_paper):
        assert found_in(text, theirs) == set()
        assert "Otto" not in text
        assert "Müller" in text  # what a landlord's row said before


def stored(marks: Marks, tmp_path: Path) -> set[str]:
    """Marks that a constraint refused were never written."""
    places = places_of({mark: mark for mark in marks.texts}, tmp_path, "")
    return {place.rpartition(": ")[2] for place in places}


@pytest.mark.req("G-103")
def test_answer_says_purpose_readers_periods_and_rights(case: PrivacyCase) -> None:
    answer = json.loads(papers.answer_json(case, disclose(case)))
    by_kind = {record["kind"]: record for record in answer["records"]}
    help_request = by_kind["integration.helprequest"]
    assert "Menschen in schwierigen Lebenslagen" in help_request["purpose"]
    assert help_request["read_by"] == ["Beratung und Sprachmittlung", "Beratung: aufsuchende Hilfe"]
    assert help_request["periods"][0].startswith("Hilfe-Anfrage: 30 Tage nach „Abschluss“")
    assert any("Artikel 77" in right for right in answer["rights"])


@pytest.mark.req("G-103")
def test_answer_is_a_tagged_pdf_in_german(case: PrivacyCase) -> None:
    with pikepdf.open(io.BytesIO(papers.answer_pdf(case, disclose(case)))) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "de"
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == f"Auskunft {case.reference}"


# Making and fetching --------------------------------------------------------------------------------------


def make(desk: Client, case: PrivacyCase) -> tuple[str, str]:
    """The address of the link in the letter, and the code that the desk is shown once."""
    page = desk.post(f"{ADDRESS}{case.pk}/auskunft/", {"make": "1"})
    code = page.context["code"]
    letter = Letter.objects.filter(kind="privacy.answer_ready").latest("pk")
    assert code not in letter.text
    found = re.search(r"https?://[^/]+(/datenschutz/auskunft/\S+)", letter.text)
    assert found
    return found[1], code


@pytest.mark.req("G-103")
def test_person_fetches_each_file_once_with_the_code(desk: Client, case: PrivacyCase, reader: Client) -> None:
    link, code = make(desk, case)
    assert {row.shown_as for row in ViewEntry.objects.all()} == {"export"}
    page = reader.get(link)
    assert (page.status_code, page["X-Robots-Tag"]) == (200, "noindex")
    assert "Müller" not in page.content.decode()
    assert (
        'lang="de"' in reader.get(f"/en{link}").content.decode().partition("<h1")[0]
    )  # shown in German only
    pdf = reader.post(link, {"code": f"{code[:5].lower()} {code[5:]}", "pdf": "1"})
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert "attachment" in pdf["Content-Disposition"]
    again = reader.post(link, {"code": code, "pdf": "1"})
    assert again.status_code == 422
    as_json = reader.post(link, {"code": code, "json": "1"})
    assert json.loads(as_json.content)["reference"] == case.reference
    assert "Hier liegt nichts mehr bereit" in reader.get(link).content.decode()
    reasons = Entry.objects.filter(verb="fetch_answer").order_by("pk").values_list("reason", flat=True)
    assert list(reasons) == ["pdf", "json"]


@pytest.mark.req("G-103")
def test_five_wrong_codes_end_the_link_also_for_the_right_one(
    desk: Client, case: PrivacyCase, reader: Client
) -> None:
    link, code = make(desk, case)
    for _turn in range(5):
        assert reader.post(link, {"code": "AAAAAAAAAA", "pdf": "1"}).status_code == 422
    late = reader.post(link, {"code": code, "pdf": "1"})
    assert "Hier liegt nichts mehr bereit" in late.content.decode()
    assert Answer.objects.get().pdf_taken_at is None


@pytest.mark.req("G-103")
def test_new_answer_ends_the_older_link_and_its_code(desk: Client, case: PrivacyCase, reader: Client) -> None:
    old, old_code = make(desk, case)
    new, _code = make(desk, case)
    assert reader.get(old).status_code == 404
    assert reader.post(new, {"code": old_code, "pdf": "1"}).status_code == 422


@pytest.mark.req("G-103")
def test_files_are_gone_after_fourteen_days(desk: Client, case: PrivacyCase, reader: Client) -> None:
    link, _code = make(desk, case)
    Answer.objects.update(expires_at=timezone.now(), made_at=timezone.now() - timedelta(days=14))
    assert "Hier liegt nichts mehr bereit" in reader.get(link).content.decode()
    assert eraser.apply_rule("privacy.answer_days") == 1
    assert Answer.objects.count() == 0


@pytest.mark.req("G-103", "G-067")
def test_desk_proves_who_it_is_before_data_leave(case: PrivacyCase, guardian: User) -> None:
    browser = Client()
    browser.force_login(guardian)
    response: Any = browser.get(f"{ADDRESS}{case.pk}/auskunft/")
    assert (response.status_code, Answer.objects.count()) == (302, 0)


@pytest.mark.req("G-103")
def test_without_address_there_is_no_letter_and_the_desk_prints(
    desk: Client, erika: Traces, guardian: User
) -> None:
    case = create_case(guardian, email="", phone="0532176")
    case.take_items(by=Actor.staff(guardian), keys=erika.keys)
    page = desk.post(f"{ADDRESS}{case.pk}/auskunft/", {"make": "1"})
    assert "Bitte drucken Sie das PDF." in page.content.decode()
    assert Letter.objects.filter(kind__startswith="privacy.").count() == 0
    pdf = desk.post(f"{ADDRESS}{case.pk}/auskunft/", {"pdf": "1"})
    assert pdf.content[:5] == b"%PDF-"
    assert Entry.objects.filter(verb="download_answer", reason="pdf").count() == 1


@pytest.mark.req("G-103")
@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_a_case_costs_the_same_for_more_records(
    rows: int, guardian: User, desk: Client, django_assert_num_queries: Any
) -> None:
    case = create_case(guardian)
    people = [
        Landlord.objects.create(last_name=f"Beispiel {n}", email=f"{n}@example.org") for n in range(rows)
    ]
    case.take_items(by=Actor.staff(guardian), keys=[f"housing.landlord:{one.pk}" for one in people])
    desk.get(f"{ADDRESS}{case.pk}/change/")
    with django_assert_num_queries(QUERIES_OF_CASE):
        page = desk.get(f"{ADDRESS}{case.pk}/change/")
    assert len(page.context["lines"]) == rows


QUERIES_OF_CASE = 18


@pytest.mark.req("G-101", "G-103")
def test_answer_to_the_known_address_goes_to_no_other(
    desk: Client, case: PrivacyCase, guardian: User
) -> None:
    PrivacyCase.objects.filter(pk=case.pk).update(email="betrug@example.org")
    response = desk.post(f"{ADDRESS}{case.pk}/auskunft/", {"make": "1"})
    assert response.status_code == 422
    assert "steht in keinem der Datensätze" in response.content.decode()
    assert (Answer.objects.count(), Letter.objects.filter(recipient="betrug@example.org").count()) == (0, 0)
    desk.post(f"{ADDRESS}{case.pk}/check_identity_again/", {"identity": "document"})
    assert desk.post(f"{ADDRESS}{case.pk}/auskunft/", {"make": "1"}).context["code"]
