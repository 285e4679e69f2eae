"""What the information pages put on „Heute“: due reviews, questions to the county (I-007, I-019)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from goslar_portal import dates, registry
from goslar_portal.accounts.roles import Role
from goslar_portal.languages import catalogue
from goslar_portal.registry import Card, Words
from integration.addresses import text_url
from integration.models import (
    SOURCE,
    AccessibilityStatement,
    BarrierReport,
    Contact,
    Download,
    HelpRequest,
    Imprint,
    InterpreterRequest,
    LinkCheck,
    Page,
    PageTranslation,
    PageVersion,
    TranslationTask,
)
from integration.roles import ACCESSIBILITY, INTERPRETING, OUTREACH, PUBLISHERS, REPORTS, TASKS, TRANSLATORS
from integration.values import kinds_with_four_eyes

EDITORS = {Role.EDITING, Role.LEAD}
PAGES = "admin:integration_page_changelist"
MATRIX = "admin:integration_translations"
LATE = timedelta(minutes=5)  # I-103
OLD_DRAFT = timedelta(days=30)


def register() -> None:
    registry.today.add(*_cases(), *_texts(), *_translations(), *_pages(), *_questions())


def _cases() -> list[Card]:
    """What people sent us and nobody has answered yet; numbers only, never names (I-147)."""
    return [
        Card(
            "integration.help_requests",
            _("Hilfe-Anfragen ohne Antwort"),
            {OUTREACH},
            lambda: HelpRequest.objects.untaken(),
            since="received_at",
            due="due_on",
            link="admin:integration_helprequest_changelist",
            action=_("Ansehen und übernehmen"),
            is_closed=True,
        ),
        Card(
            "integration.interpreter_requests",
            _("Anfragen Sprachmittlung"),
            {INTERPRETING},
            lambda: InterpreterRequest.objects.open(),
            since="received_at",
            due="day",
            owner="responsible",
            link="admin:integration_interpreterrequest_changelist",
            action=_("Ansehen und vermitteln"),
            is_closed=True,
        ),
        Card(
            "integration.barrier_reports",
            _("Barriere-Meldungen ohne Antwort"),
            REPORTS,
            lambda: BarrierReport.objects.unanswered(),
            since="received_at",
            due="due_on",
            owner="responsible",
            link="admin:integration_barrierreport_changelist",
            action=_("Ansehen und antworten"),
            is_closed=True,
        ),
    ]


def _pages() -> list[Card]:
    return [
        Card(
            "integration.review_due",
            _("Seiten, deren Text geprüft werden soll"),
            EDITORS,
            lambda: Page.objects.due_for_review(dates.today()).titled(),
            due="review_on",
            line=lambda page: page.title or page.slug,
            goes_to=text_of,
            link=PAGES,
            action=_("Lesen und bestätigen"),
        ),
        Card(
            "integration.statement_due",
            _("Erklärung zur Barrierefreiheit überprüfen"),
            EDITORS | {ACCESSIBILITY},
            lambda: AccessibilityStatement.objects.due(dates.today()),
            since="reviewed_on",
            action=_("Durchsehen und bestätigen"),
        ),
        Card(
            "integration.old_names",
            _("Namen von Personen, die noch stimmen müssen"),
            EDITORS,
            lambda: Contact.objects.with_text(SOURCE).with_old_names(dates.today()),
            since="person_asked_on",
            line=lambda contact: contact.role or contact.code,
            action=_("Bestätigen oder löschen"),
        ),
        Card(
            "integration.broken_links",
            _("Links, die ins Leere führen"),
            EDITORS,
            lambda: LinkCheck.objects.errors(dates.today()),
            since="checked_at",
            link="admin:integration_linkcheck_changelist?liste=fehler",
            action=_("Ansehen und ändern"),
        ),
    ]


def _question(
    kind: str, title: Words, rows: Callable[[], Any], line: Callable[[Any], str], **more: Any
) -> Card:
    name, answer = f"integration.{kind}_to_confirm", _("Antwort eintragen")
    return Card(name, title, EDITORS, rows, line=line, action=answer, is_question=True, **more)


def _questions() -> list[Card]:
    """What the county has still to confirm, each with its question (I-007)."""
    return [
        _question(
            "pages",
            _("Texte der Seiten"),
            lambda: Page.objects.unconfirmed().titled(),
            lambda page: f"{page.title or page.slug}: {page.needs_confirmation}",
            goes_to=lambda page: reverse("admin:integration_page_change", args=[page.pk]),
            link=PAGES,
        ),
        _question(
            "contacts",
            _("Angaben in Kontakten"),
            lambda: Contact.objects.unconfirmed().with_text("de"),
            lambda contact: f"{contact.role or contact.code}: {contact.needs_confirmation}",
        ),
        _question(
            "statement",
            _("Erklärung zur Barrierefreiheit"),
            AccessibilityStatement.objects.unconfirmed,
            lambda row: row.needs_confirmation,
        ),
        _question("imprint", _("Impressum"), Imprint.objects.unconfirmed, lambda row: row.needs_confirmation),
        _question(
            "downloads",
            _("Dokumente"),
            Download.objects.unconfirmed,
            lambda download: f"{download}: {download.needs_confirmation}",
        ),
    ]


def _texts() -> list[Card]:
    return [
        Card(
            "integration.late_texts",
            _("Geplante Texte, die nicht erschienen sind"),
            PUBLISHERS,
            lambda: PageVersion.objects.overdue(timezone.now() - LATE),
            since="publish_at",
            line=_named,
            goes_to=_desk_of,
            link=MATRIX,
            action=_("Lesen, was fehlt, und veröffentlichen"),
        ),
        Card(
            "integration.second_person",
            _("Entwürfe, die eine zweite Person veröffentlicht"),
            PUBLISHERS,
            lambda: PageVersion.objects.for_second_person(kinds_with_four_eyes()),
            since="saved_at",
            line=_named,
            goes_to=_desk_of,
            link=MATRIX,
            action=_("Lesen und veröffentlichen"),
        ),
        Card(
            "integration.old_drafts",
            _("Entwürfe, die bald gelöscht werden"),
            TRANSLATORS,
            lambda: PageVersion.objects.waiting_since(timezone.now() - OLD_DRAFT),
            since="saved_at",
            owner="author",
            line=lambda row: f"{_named(row)}: wird am {date_format(row.vanishes_at, 'j. F')} gelöscht",
            goes_to=_desk_of,
            link=MATRIX,
            action=_("Fertig schreiben"),
        ),
    ]


def _translations() -> list[Card]:
    return [
        Card(
            "integration.tasks",
            _("Übersetzungen in Auftrag"),
            TRANSLATORS | TASKS,
            lambda: TranslationTask.objects.open(),
            since="given_at",
            due="due_on",
            owner="person",
            line=lambda task: f"{_place(task.translation)}: {task.whom}",
            goes_to=lambda task: _text(task.translation),
            link=MATRIX,
            action=_("Übersetzen"),
        ),
        Card(
            "integration.outdated",
            _("Übersetzungen, die nicht mehr passen"),
            TRANSLATORS,
            lambda: PageTranslation.objects.outdated().titled(),
            line=lambda row: f"{row.title or row.page.slug}, {catalogue()[row.language].german}",
            goes_to=_text,
            link=f"{MATRIX}?stand=outdated",
            action=_("Ansehen und anpassen"),
        ),
    ]


def late() -> str:
    """What the clock should have done more than five minutes ago (I-103)."""
    moment = timezone.now() - LATE
    texts = PageVersion.objects.overdue(moment).count()
    ends = PageTranslation.objects.overdue(moment).count()
    return f"{texts} texts, {ends} ends late" if texts or ends else ""


def _named(version: PageVersion) -> str:
    return f"{version.title}, {catalogue()[version.translation.language].german}"


def _place(row: PageTranslation) -> str:
    return f"{row.page.slug}, {catalogue()[row.language].german}"


def _text(row: PageTranslation) -> str:
    return text_url(row.page_id, row.language)


def _desk_of(version: PageVersion) -> str:
    return _text(version.translation)


def text_of(page: Any) -> str:
    return text_url(page.pk, SOURCE)
