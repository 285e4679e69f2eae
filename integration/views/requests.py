"""The three forms by which people write to us, and the page that tells them their number (I-140 to I-170)."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from goslar_portal import limits
from goslar_portal.access import bound, form_page, open_form, page
from goslar_portal.limits.counting import hit
from integration.forms import BarrierReportForm, HelpOtherForm, HelpSelfForm, InterpreterRequestForm
from integration.forms.barrier_report import own_page
from integration.forms.help_request import HelpForm
from integration.forms.requests import RequestForm
from integration.models import BarrierReport, Case, HelpRequest, InterpreterRequest
from integration.values import FORMS, LETTERS
from integration.views.pages import show, tree_of

SENT_SALT = "integration.sent"
SENT_FOR = timedelta(hours=24)


@page(topics=["tree"])
def help_request_start(request: HttpRequest) -> HttpResponse:
    """First the choice: for myself, or I point to someone (I-165)."""
    tree = tree_of(request)
    return show(request, (tree, tree.find("hilfe-anfrage")), template="integration/help_request_start.html")


@open_form
def help_request_self(request: HttpRequest) -> HttpResponse:
    return _form(request, bound(HelpSelfForm, request), "help_request_self")


@open_form
def help_request_other(request: HttpRequest) -> HttpResponse:
    return _form(request, bound(HelpOtherForm, request), "help_request_other")


@open_form
def interpreter_request(request: HttpRequest) -> HttpResponse:
    return _form(request, bound(InterpreterRequestForm, request), "interpreter_request")


@open_form
def barrier_report(request: HttpRequest) -> HttpResponse:
    given = {"page": own_page(request.GET.get("seite", "")), "purpose": request.GET.get("anliegen", "")}
    return _form(request, bound(BarrierReportForm, request, initial=given), "barrier_report")


@open_form
def request_sent(request: HttpRequest, prefix: str, signed: str) -> HttpResponse:
    """The number, and what comes next; the same page for every link that is not ours or too old (I-224)."""
    try:
        reference = signing.TimestampSigner(salt=SENT_SALT).unsign(signed, max_age=SENT_FOR)
    except signing.BadSignature:
        reference = ""
    if not reference.startswith(prefix):
        return render(request, "errors/link.html", status=404)
    response = render(request, "integration/request_sent.html", {"reference": reference, "kind": prefix})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _form(request: HttpRequest, form: RequestForm, name: str) -> HttpResponse:
    """The form, or what a valid one makes. Too many letters to one address are left out, silently (I-145)."""
    if form.is_valid() and limits.allows(form, FORMS, request):
        verdicts = [hit(limit, request, address=form.mail_to) for limit in LETTERS if form.mail_to]
        case = form.submit(acknowledge=not any(verdict.is_over for verdict in verdicts))
        return _sent(case)
    return form_page(request, f"integration/{name}.html", form=form, trail=_trail(form))


def _trail(form: RequestForm) -> list[tuple[Any, str]]:
    """Start page, and for the two help forms the page where one chooses between them."""
    first = (gettext("Startseite"), reverse("integration:start"))
    if isinstance(form, HelpForm):
        choice = (gettext("Um Hilfe bitten"), reverse("integration:help_request_start"))
        return [first, choice, (form.TITLE, "")]
    return [first, (form.TITLE, "")]


def _sent(case: Case) -> HttpResponse:
    signed = signing.TimestampSigner(salt=SENT_SALT).sign(case.reference)
    response = redirect(ADDRESSES[type(case)], signed)
    response.status_code = 303
    return response


ADDRESSES: dict[type[Any], str] = {
    BarrierReport: "integration:barrier_report_sent",
    InterpreterRequest: "integration:interpreter_request_sent",
    HelpRequest: "integration:help_request_sent",
}
