"""What the information pages put on „Heute“: due reviews, questions to the county (I-007, I-019)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goslar_portal import dates, registry
from goslar_portal.accounts.roles import Role
from goslar_portal.registry import Card
from integration.models import (
    BarrierReport,
    Contact,
    Download,
    HelpRequest,
    InterpreterRequest,
    LinkCheck,
    Page,
)
from integration.roles import INTERPRETING, OUTREACH, REPORTS

EDITORS = {Role.EDITING, Role.LEAD}
PAGES = "admin:integration_page_changelist"


def register() -> None:
    registry.today.add(*_cases(), *_pages())


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
            "integration.broken_links",
            _("Links, die ins Leere führen"),
            EDITORS,
            lambda: LinkCheck.objects.errors(dates.today()),
            since="checked_at",
            link="admin:integration_linkcheck_changelist?liste=fehler",
            action=_("Ansehen und ändern"),
        ),
        Card(
            "integration.pages_to_confirm",
            _("Texte der Seiten"),
            EDITORS,
            lambda: Page.objects.unconfirmed().titled(),
            line=lambda page: f"{page.title or page.slug}: {page.needs_confirmation}",
            goes_to=lambda page: reverse("admin:integration_page_change", args=[page.pk]),
            link=PAGES,
            action=_("Antwort eintragen"),
            is_question=True,
        ),
        Card(
            "integration.contacts_to_confirm",
            _("Angaben in Kontakten"),
            EDITORS,
            lambda: Contact.objects.unconfirmed().with_text("de"),
            line=lambda contact: f"{contact.role or contact.code}: {contact.needs_confirmation}",
            action=_("Antwort eintragen"),
            is_question=True,
        ),
        Card(
            "integration.downloads_to_confirm",
            _("Dokumente"),
            EDITORS,
            Download.objects.unconfirmed,
            line=lambda download: f"{download}: {download.needs_confirmation}",
            action=_("Antwort eintragen"),
            is_question=True,
        ),
    ]


def text_of(page: Any) -> str:
    return reverse("admin:integration_page_text", args=[page.pk])
