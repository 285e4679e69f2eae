"""Accessibility statement, Impressum and periods: facts of the law as records (I-131 to I-134, I-153)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from goslar_portal.dates import months_after, today
from goslar_portal.office.models import OfficeValue
from integration.content import load_law
from integration.going_live import placeholders
from integration.models import (
    AccessibilityStatement,
    Contact,
    Imprint,
    KnownBarrier,
    KnownBarrierText,
    Page,
    PageKind,
    SectionKind,
)
from integration.models.statement import release
from tests.conftest import create_user, logged_in
from tests.integration.records import OFFICE, create_contact, create_page, create_published, section, text
from tests.integration.requests import create_report

ALL = [SectionKind.STATEMENT, SectionKind.BARRIERS, SectionKind.ARBITRATION]


@pytest.fixture
def facts(overview: Page) -> AccessibilityStatement:
    """What the portal starts with."""
    load_law()
    return AccessibilityStatement.objects.get()


@pytest.fixture
def page(facts: AccessibilityStatement) -> Page:
    """The published statement with its three sections."""
    parts = [section(f"teil-{kind}", "", kind=kind) for kind in ALL]
    return create_published("barrierefreiheit", kind=PageKind.SERVICE, texts={"sections": parts})


def shown(reader: Client, address: str) -> str:
    return " ".join(reader.get(address).content.decode().split())


@pytest.mark.req("I-133")
def test_reader_finds_state_method_days_and_the_way_to_settle_a_dispute(page: Page, reader: Client) -> None:
    html = shown(reader, "/barrierefreiheit/")
    for fact in (
        "<strong>teilweise vereinbar</strong>",
        "EN 301 549 V3.2.1 (2021-03)",
        "Selbstbewertung",
        "Fachgruppe Integration, mit Prüfprogrammen",
        '<time datetime="2026-11-23">23. November 2026</time>',
        "Schlichtungsstelle bei der oder dem Landesbeauftragten",
        'href="https://www.behindertenbeauftragte-niedersachsen.de/"',
    ):
        assert fact in html, fact


@pytest.mark.req("I-133")
def test_reader_finds_each_barrier_with_reason_help_and_day(page: Page, reader: Client) -> None:
    KnownBarrier.objects.filter(code="gebaerdensprache").update(planned_on="2027-06-30")
    KnownBarrier.objects.filter(code="leichte-sprache").update(solved_on=today())
    html = shown(reader, "/barrierefreiheit/")
    assert "<h3>Deutsche Gebärdensprache</h3> <p>Es gibt noch keine Videos." in html
    assert "Schreiben Sie uns eine E-Mail, dann helfen wir Ihnen." in html
    assert '<time datetime="2027-06-30">30. Juni 2027</time>' in html
    assert html.count("Es gibt noch keinen Termin.") == 2
    assert "<h3>Leichte Sprache</h3>" not in html


@pytest.mark.req("I-134")
def test_statement_exists_in_easy_words(starting_content: None, every_language: None, reader: Client) -> None:
    html = shown(reader, "/leicht/barrierefreiheit/")
    assert "Im Gesetz heißt das: teilweise vereinbar" in html
    assert "<h3>Gebärden-sprache</h3>" in html
    assert "Das hilft bis dahin:" in html


@pytest.mark.req("I-134")
@pytest.mark.parametrize("part", ["standard", "assessed_by", "arbitration_body", "arbitration_web"])
def test_no_part_of_the_statement_can_be_empty(facts: AccessibilityStatement, part: str) -> None:
    with pytest.raises(IntegrityError, match="statement_has_no_empty_part"), transaction.atomic():
        AccessibilityStatement.objects.update(**{part: ""})
    with pytest.raises(IntegrityError, match="statement_is_one"), transaction.atomic():
        AccessibilityStatement.objects.update(id=2)


@pytest.mark.req("I-134")
@pytest.mark.parametrize("left_out", ALL)
def test_page_of_the_statement_cannot_appear_without_one_of_its_parts(
    facts: AccessibilityStatement, left_out: str
) -> None:
    parts = [section(f"teil-{kind}", "", kind=kind) for kind in ALL if kind != left_out]
    draft = create_page("barrierefreiheit", kind=PageKind.SERVICE).save_draft(
        by=OFFICE, **text(sections=parts)
    )
    with pytest.raises(ValidationError, match="Auf der Seite fehlt ein Abschnitt"):
        draft.publish(by=OFFICE)
    draft.refresh_from_db()
    assert draft.is_draft


@pytest.mark.req("I-134")
def test_page_of_the_statement_cannot_appear_without_its_record(overview: Page) -> None:
    parts = [section(f"teil-{kind}", "", kind=kind) for kind in ALL]
    draft = create_page("barrierefreiheit", kind=PageKind.SERVICE).save_draft(
        by=OFFICE, **text(sections=parts)
    )
    with pytest.raises(ValidationError, match="Angaben der Erklärung fehlen"):
        draft.publish(by=OFFICE)
    load_law()
    draft.publish(by=OFFICE)
    assert draft.is_published


@pytest.mark.req("I-134")
def test_office_is_asked_after_a_year_and_after_a_major_release(facts: AccessibilityStatement) -> None:
    due = AccessibilityStatement.objects.due
    facts.review(by=OFFICE)
    assert (facts.reviewed_on, list(due(today()))) == (today(), [])
    assert list(due(months_after(today(), 12) - timedelta(days=1))) == []
    assert list(due(months_after(today(), 12))) == [facts]
    AccessibilityStatement.objects.update(reviewed_release=release())
    assert list(due(today())) == []


@pytest.mark.req("I-153")
def test_planned_day_of_a_report_shows_in_the_statement(page: Page, roles: None, reader: Client) -> None:
    barrier = KnownBarrier.objects.get(code="gebaerdensprache")
    clerk = create_user("redaktion-barrierefreiheit")
    report, desk = create_report(), logged_in(clerk)
    for verb, sheet in (("take", {}), ("link", {"barrier": barrier.pk})):
        desk.post(f"/admin/integration/barrierreport/{report.pk}/{verb}/", sheet)
    report.refresh_from_db()
    assert report.barrier == barrier
    assert "keinen Termin" in shown(reader, "/barrierefreiheit/")
    report.close(by=OFFICE, outcome="planned", planned_on=today() + timedelta(days=30))
    barrier.refresh_from_db()
    assert barrier.planned_on == report.planned_on
    assert f'datetime="{report.planned_on:%Y-%m-%d}"' in shown(reader, "/barrierefreiheit/")
    assert [row.report_count for row in KnownBarrier.objects.with_reports().order_by("position")] == [
        *(0, 1, 0, 0)
    ]


@pytest.mark.req("I-131")
def test_reader_finds_what_the_law_asks_of_an_impressum(
    facts: AccessibilityStatement, reader: Client
) -> None:
    create_published(
        "impressum", kind=PageKind.SERVICE, texts={"sections": [section("wer", "", kind="imprint")]}
    )
    html = shown(reader, "/impressum/")
    for fact in (
        "Landkreis Goslar<br>Gebietskörperschaft des öffentlichen Rechts",
        "Klubgartenstraße 6<br>38640 Goslar",
        "die Landrätin oder den Landrat",
        'href="mailto:integration@goslar.example"',
        'href="tel:+49-5321-760"',
        "Leitung der Fachgruppe Integration",
        "Die Rechte an den Texten hat der Landkreis Goslar.",
    ):
        assert fact in html, fact
    assert "Umsatzsteuer" not in html
    Imprint.objects.update(representative="Erika Muster", vat_number="DE000000000")
    html = shown(reader, "/impressum/")
    assert "den Landrat<br>Erika Muster" in html
    assert "DE000000000" in html


@pytest.mark.req("I-131")
def test_impressum_has_no_empty_required_part_and_no_name_at_the_start(
    facts: AccessibilityStatement,
) -> None:
    imprint = Imprint.objects.get()
    assert (imprint.representative, imprint.responsible, imprint.lacks_names) == ("", "", True)
    for part in ("name", "legal_form", "email", "phone", "represented_by", "picture_rights"):
        with pytest.raises(IntegrityError, match="imprint_has_no_empty_part"), transaction.atomic():
            Imprint.objects.update(**{part: ""})
    draft = create_page("impressum", kind=PageKind.SERVICE).save_draft(by=OFFICE, **text())
    with pytest.raises(ValidationError, match="Angaben des Impressums"):
        draft.publish(by=OFFICE)


@pytest.mark.req("I-132")
def test_periods_in_the_texts_are_those_the_office_has_set(starting_content: None, reader: Client) -> None:
    html = shown(reader, "/datenschutz/anfragen/")
    assert "<td>Abschluss</td><td>30 Tage</td>" in html
    OfficeValue.objects.create(name="integration.help_closed_days", number=20, valid_from=today())
    assert "<td>Abschluss</td><td>20 Tage</td>" in shown(reader, "/datenschutz/anfragen/")


@pytest.mark.req("I-132")
@pytest.mark.parametrize(
    "address", ["/hilfe/anfrage/fuer-mich/", "/sprachmittler/anfrage/", "/barriere-melden/"]
)
def test_each_form_leads_to_its_information_text_with_all_parts_of_article_13(
    starting_content: None, reader: Client, address: str
) -> None:
    assert 'href="/datenschutz/anfragen/"' in shown(reader, address)
    keys = {part.key for part in reader.get("/datenschutz/anfragen/").context["page"].sections}
    assert {"verantwortlich", "hilfe", "sprachmittlung", "barriere", "rechtsgrundlage", "rechte"} <= keys


@pytest.mark.req("I-007")
def test_invented_values_are_named_before_the_portal_goes_public(facts: AccessibilityStatement) -> None:
    create_contact(page=create_published("hilfe"))
    create_published(
        "datenschutz",
        kind=PageKind.SERVICE,
        texts={"sections": [section("was", "<p>Das ist noch vom Landkreis zu bestätigen.</p>")]},
    )
    assert placeholders() == [
        "Der Kontakt „beratung“ enthält erfundene Angaben.",
        "Das Impressum enthält erfundene Angaben, oder es fehlen Namen.",
        "Die Seite „Datenschutz“ enthält erfundene oder unbestätigte Angaben.",
    ]
    Contact.objects.update(phone="+4953217612")
    Imprint.objects.update(representative="Erika Muster", responsible="Max Muster", email="a@b.de")
    assert len(placeholders()) == 1


@pytest.mark.parametrize("name", ["accessibilitystatement", "imprint"])
def test_office_opens_the_one_record_from_the_menu_and_changes_it(
    facts: AccessibilityStatement, roles: None, name: str
) -> None:
    desk = logged_in(create_user("redaktion"))
    assert desk.get(f"/admin/integration/{name}/").headers["Location"].endswith(f"/{name}/1/change/")
    form: Any = desk.get(f"/admin/integration/{name}/1/change/").context["adminform"].form
    sheet = {key: value for key, value in form.initial.items() if value is not None}
    answer = desk.post(f"/admin/integration/{name}/1/change/", sheet | {"needs_confirmation": ""})
    assert answer.status_code == 302, answer.context["errors"]
    assert not form._meta.model.objects.unconfirmed().exists()
    assert desk.get("/admin/integration/knownbarrier/").status_code == 200


def test_words_of_a_barrier_are_translated_beside_the_german_ones(
    facts: AccessibilityStatement, roles: None
) -> None:
    desk = logged_in(create_user("redaktion"))
    page = desk.get("/admin/integration/page/kurze-texte/barrieren/")
    assert len(page.context["lines"]) == KnownBarrierText.objects.german().count() == 4
