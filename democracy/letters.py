"""E-mails of the area: data in, a row of the outbox out. Nothing is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from goslar_portal.mail.outbox import post
from goslar_portal.mailboxes import mailbox

if TYPE_CHECKING:
    from democracy.models import AdviceRequest, EventProposal, LeafletVersion

OFFICE = "partnerschaft-demokratie"  # code of the contact that answers for the area


def advice_requested(request: AdviceRequest) -> None:
    """Somebody asks for advice. The mail names the number only; the request is read in the back office."""
    to = mailbox(OFFICE)
    if to:
        context = {"reference": request.reference, "url": _admin("advicerequest", request.pk)}
        post(
            kind="democracy.advice_requested",
            to=to,
            language="de",
            once=f"advice_requested:{request.pk}",
            about=request,
            context=context,
        )


def leaflet_ending(version: LeafletVersion, days: int) -> None:
    """The validity of a version ends soon; each step is written once (D-031)."""
    context = {"version": version, "days": days, "url": _admin("leafletversion", version.pk)}
    post(
        kind="democracy.leaflet_ending",
        to=version.leaflet.mailbox,
        language="de",
        once=f"leaflet_ending:{version.pk}:{days}",
        about=version,
        context=context,
    )


def proposal_received(proposal: EventProposal, token: str) -> None:
    """Please confirm your address; nothing happens before (D-121)."""
    _to_proposer("proposal_received", proposal, "", {"confirm_url": _public("proposal_confirm", token)})


def proposal_confirmed(proposal: EventProposal, token: str) -> None:
    """The report is there; this link leads to it."""
    _to_proposer("proposal_confirmed", proposal, "", {"status_url": _public("proposal_status", token)})


def proposal_link(proposal: EventProposal, token: str) -> None:
    """A fresh link (D-122)."""
    _to_proposer("proposal_link", proposal, token[-8:], {"status_url": _public("proposal_status", token)})


def proposal_decided(proposal: EventProposal, kind: str, text: str, token: str) -> None:
    """What staff decided, in words they could edit (D-124)."""
    status_url = _public("proposal_status", token) if token else ""
    public_url = ""
    if proposal.event is not None and proposal.event.is_shown:
        public_url = settings.SITE_URL.rstrip("/") + proposal.event.get_absolute_url()
    context = {"kind": kind, "text": text, "status_url": status_url, "public_url": public_url}
    _to_proposer("proposal_decided", proposal, f"{kind}:{timezone.now():%Y%m%d%H%M%S%f}", context)


def proposal_waits(proposal: EventProposal) -> None:
    """The role mailbox hears that there is something to read; without names (D-121)."""
    to = mailbox(OFFICE)
    if to:
        post(
            kind="democracy.proposal_waits",
            to=to,
            language="de",
            once=f"proposal_waits:{proposal.pk}:{timezone.now():%Y%m%d%H}",
            about=proposal,
            context={"reference": proposal.reference, "url": _admin("eventproposal", proposal.pk)},
        )


def _to_proposer(name: str, proposal: EventProposal, turn: str, context: dict[str, Any]) -> None:
    post(
        kind=f"democracy.{name}",
        to=proposal.email,
        language="de",
        once=f"{name}:{proposal.pk}" + (f":{turn}" if turn else ""),
        about=proposal,
        context={"title": proposal.title, "reference": proposal.reference} | context,
    )


def _public(view: str, token: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(f"democracy:{view}", args=[token])


def _admin(model: str, number: int) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(f"admin:democracy_{model}_change", args=[number])
