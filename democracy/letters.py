"""E-mails of the area: data in, a row of the outbox out. Nothing is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from goslar_portal.mail.outbox import post
from goslar_portal.mailboxes import mailbox

if TYPE_CHECKING:
    from democracy.models import AdviceRequest, LeafletVersion

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


def _admin(model: str, number: int) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(f"admin:democracy_{model}_change", args=[number])
