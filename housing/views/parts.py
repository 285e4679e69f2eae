"""Shared by the pages of landlords: who acts, addresses behind a token, a masked address."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from goslar_portal.journal.models import Actor
from goslar_portal.links.models import AccessLink
from housing.models import Offer

LANDLORD = Actor.person("landlord")
SENT_PAGE = timedelta(hours=48)  # where the e-mail can be asked for once more


def sent_page(offer: Offer) -> HttpResponse:
    token = AccessLink.objects.mint(offer, purpose="offer_sent", lifetime=SENT_PAGE)
    return redirect("housing:offer_sent", token)


def token_of(request: HttpRequest) -> str:
    return str(request.resolver_match.kwargs["token"]) if request.resolver_match else ""


def masked(address: str) -> str:
    """`m…n@example.org`: enough to see a slip, too little for somebody who looks over the shoulder."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…{name[-1:] if len(name) > 2 else ''}@{domain}" if name else ""
