"""Shared by the pages of landlords: who acts, addresses behind a token, a masked address."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from goslar_portal.access import form_page
from goslar_portal.journal.models import Actor
from goslar_portal.links.models import AccessLink
from goslar_portal.states import WrongStateError
from housing import status
from housing.forms.known import FORMS
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
    "free_url": "offer_free",
    "pause_url": "offer_pause",
    "go_on_url": "offer_go_on",
    "let_url": "offer_let",
    "withdraw_url": "offer_withdraw",
    "contact_url": "offer_contact",
    "consents_url": "offer_consents",
    "erase_url": "offer_erase",
    "erase_now_url": "offer_erase_now",
    "answer_url": "offer_answer",
    "another_url": "offer_another",
    "photos_url": "own_photos",
}


def own_links(request: HttpRequest) -> dict[str, str]:
    """Addresses of the pages of one link; the token stands in the address only."""
    token = token_of(request)
    return {name: reverse(f"housing:{view}", args=[token]) for name, view in OWN_PAGES.items()}


def change_urls(request: HttpRequest) -> dict[str, str]:
    """Where each block of the offer is changed, by its code."""
    token = token_of(request)
    steps = {code: reverse("housing:offer_change", args=[token, code]) for code in FORMS}
    return steps | {"kontakt": reverse("housing:offer_contact", args=[token])}


@contextmanager
def once(*done: str) -> Iterator[None]:
    """The second half of a double click finds done what it asks for, and that is fine (H-034)."""
    try:
        yield
    except WrongStateError as error:
        if error.current not in done:
            raise


def own_page(request: HttpRequest, name: str, offer: Offer, choice: str, **more: Any) -> HttpResponse:
    """One page about the own offer; it says so itself where this cannot be done now."""
    context = {"offer": offer, "is_possible": choice in status.choices(offer)} | own_links(request) | more
    return form_page(request, f"housing/{name}.html", **context)


def own_photo_url(request: HttpRequest) -> Callable[[OfferPhoto, str], str]:
    token = token_of(request)
    return lambda photo, size: reverse("housing:own_photo", args=[token, photo.pk, size])


def masked(address: str) -> str:
    """`m…n@example.org`: enough to see a slip, too little for somebody who looks over the shoulder."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…{name[-1:] if len(name) > 2 else ''}@{domain}" if name else ""
