"""Shared by the pages of landlords: who acts, addresses behind a token, a masked address."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from goslar_portal.journal.models import Actor
from goslar_portal.links.models import AccessLink
from housing.models import Offer, OfferPhoto

LANDLORD = Actor.person("landlord")
SENT_PAGE = timedelta(hours=48)  # where the e-mail can be asked for once more


def sent_page(offer: Offer) -> HttpResponse:
    token = AccessLink.objects.mint(offer, purpose="offer_sent", lifetime=SENT_PAGE)
    return redirect("housing:offer_sent", token)


def token_of(request: HttpRequest) -> str:
    return str(request.resolver_match.kwargs["token"]) if request.resolver_match else ""


OWN_PAGES = {
    "status_url": "offer_status",
    "withdraw_url": "offer_withdraw",
    "answer_url": "offer_answer",
    "another_url": "offer_another",
    "photos_url": "own_photos",
}


def own_links(request: HttpRequest) -> dict[str, str]:
    """Addresses of the pages of one link; the token stands in the address only."""
    token = token_of(request)
    return {name: reverse(f"housing:{view}", args=[token]) for name, view in OWN_PAGES.items()}


def own_photo_url(request: HttpRequest) -> Callable[[OfferPhoto, str], str]:
    token = token_of(request)
    return lambda photo, size: reverse("housing:own_photo", args=[token, photo.pk, size])


def masked(address: str) -> str:
    """`m…n@example.org`: enough to see a slip, too little for somebody who looks over the shoulder."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…{name[-1:] if len(name) > 2 else ''}@{domain}" if name else ""
