"""E-mails about what people sent us: their number and what comes next, never what they wrote (I-145).

To the office goes the number and a link, without anything personal. Subjects hold the number at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from goslar_portal.languages import SOURCE
from goslar_portal.mail.outbox import post

if TYPE_CHECKING:
    from integration.models.barrier_report import BarrierReport
    from integration.models.case import Case
    from integration.models.help_request import HelpRequest
    from integration.models.interpreter_request import InterpreterRequest


def report_received(report: BarrierReport) -> None:
    """The report is there; who mediates if our answer does not help (I-152)."""
    _write("report_received", report, report.email, {"due_on": report.due_on})


def report_answered(report: BarrierReport) -> None:
    """Our answer."""
    _write("report_answered", report, report.email, {"answer_text": report.answer_text})


def interpreter_requested(request: InterpreterRequest) -> None:
    """The request is there; we look for somebody."""
    _write("interpreter_requested", request, request.email, {})


def interpreter_placed(request: InterpreterRequest) -> None:
    """It works out: when, and what the office says about it."""
    _write("interpreter_placed", request, request.email, {"message": request.message, "day": request.day})


def interpreter_declined(request: InterpreterRequest, sentence: str) -> None:
    """It does not work out; the sentence of the reason in the language of the asker."""
    context = {"sentence": sentence, "message": request.message}
    _write("interpreter_declined", request, request.email, context)


def help_requested(request: HelpRequest) -> None:
    """We have your request and get in touch."""
    _write("help_requested", request, request.email, {"due_on": request.due_on})


def case_arrived(case: Case, *, mailbox: str) -> None:
    """To the office: number and link, nothing personal."""
    _tell("case_arrived", case, mailbox)


def case_waits(case: Case, *, mailbox: str) -> None:
    """To the office: somebody waits longer than promised."""
    _tell("case_waits", case, mailbox)


def _write(name: str, case: Case, to: str, context: dict[str, Any]) -> None:
    post(
        kind=f"integration.{name}",
        to=to,
        language=case.language,
        once=f"integration.{name}:{case.reference}",
        about=case,
        context={"reference": case.reference} | context,
    )


def _tell(name: str, case: Case, mailbox: str) -> None:
    """Without a mailbox there is still „Heute“."""
    if not mailbox:
        return
    address = reverse(f"admin:integration_{case._meta.model_name}_change", args=[case.pk])
    post(
        kind=f"integration.{name}",
        to=mailbox,
        language=SOURCE,
        once=f"integration.{name}:{case.reference}",
        about=case,
        context={
            "reference": case.reference,
            "what": case._meta.verbose_name,
            "due_on": case.due_on,
            "url": f"{settings.SITE_URL}{address}",
        },
    )
