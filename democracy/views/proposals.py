"""Reporting an event: the form, the confirmation, one's own proposal by link (D-120 to D-123)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from democracy.forms.proposal import ChangeForm, LinkForm, ProposalForm
from democracy.models import EventProposal
from democracy.models.proposal import CONFIRM, TOKEN_PAGE
from democracy.models.proposal_facts import last_day_of
from democracy.proposal_words import lines
from goslar_portal import limits, office
from goslar_portal.access import bound, form_page, open_form, token_page
from goslar_portal.journal.models import Actor

PROPOSER = Actor.person("proposer")
FORM = "democracy/proposal_form.html"


@open_form
def proposal_form(request: HttpRequest) -> HttpResponse:
    if "gesendet" in request.GET and request.method != "POST":
        return render(request, "democracy/proposal_sent.html")
    form = bound(ProposalForm, request)
    if form.is_valid() and not form.preview:
        address = form.cleaned_data["email"]
        if limits.allows(form, "democracy.proposal", request, address=address):
            EventProposal.objects.submit(by=PROPOSER, **form.contact)
            return redirect(f"{request.path}?gesendet=1")
    days = {
        name: office.value(f"democracy.{name}")
        for name in ("unconfirmed_proposal_days", "accepted_proposal_days")
    }
    return form_page(request, FORM, form=form, days=days)


@open_form
def proposal_link(request: HttpRequest) -> HttpResponse:
    """„Link neu senden“: the answer is the same whether there is a proposal or not."""
    form = bound(LinkForm, request)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if limits.allows(form, "democracy.proposal_link", request, address=email):
            for proposal in EventProposal.objects.of_email(email)[:5]:
                proposal.renew_link(by=PROPOSER)
            return redirect(f"{request.path}?gesendet=1")
    return form_page(request, "democracy/proposal_link.html", form=form, is_done="gesendet" in request.GET)


@token_page(EventProposal, purpose=CONFIRM)
def proposal_confirm(request: HttpRequest, proposal: EventProposal) -> HttpResponse:
    if request.method == "POST":
        if proposal.state == "unconfirmed":
            proposal.confirm(by=PROPOSER)
        return redirect("democracy:proposal_status", proposal.mint(TOKEN_PAGE))
    return render(request, "democracy/proposal_confirm.html", {"is_new": proposal.state == "unconfirmed"})


@token_page(EventProposal, purpose=TOKEN_PAGE)
def proposal_status(request: HttpRequest, proposal: EventProposal) -> HttpResponse:
    context = {"proposal": proposal, "lines": lines(proposal.facts, proposal.wish)} | _links(request)
    return render(request, "democracy/proposal_status.html", context)


@token_page(EventProposal, purpose=TOKEN_PAGE)
def proposal_change(request: HttpRequest, proposal: EventProposal) -> HttpResponse:
    if not proposal.may_change:
        return redirect(_links(request)["status_url"])
    form = bound(ChangeForm, request, proposal=proposal)
    if request.method == "POST" and form.is_valid() and not form.preview:
        facts = form.facts
        answer = form.cleaned_data.get("answer", "")
        proposal.change(by=PROPOSER, facts=facts, last_day=last_day_of(facts), answer=answer)
        return redirect(_links(request)["status_url"])
    return form_page(
        request, "democracy/proposal_change.html", form=form, proposal=proposal, **_links(request)
    )


@token_page(EventProposal, purpose=TOKEN_PAGE)
def proposal_withdraw(request: HttpRequest, proposal: EventProposal) -> HttpResponse:
    if request.method == "POST":
        proposal.withdraw(by=PROPOSER)
        return redirect(_links(request)["status_url"])
    return render(request, "democracy/proposal_withdraw.html", {"proposal": proposal} | _links(request))


def _links(request: HttpRequest) -> dict[str, Any]:
    token = str(request.resolver_match.kwargs["token"]) if request.resolver_match else ""
    names = {
        "status_url": "proposal_status",
        "change_url": "proposal_change",
        "withdraw_url": "proposal_withdraw",
    }
    return {name: reverse(f"democracy:{view}", args=[token]) for name, view in names.items()}
