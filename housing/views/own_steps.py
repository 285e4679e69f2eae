"""One button each on the own offer: free, pause, go on, let, withdraw, erase (H-073, H-076, H-130)."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goslar_portal.access import bound, page, token_page
from housing.forms import EraseForm, PauseForm, WithdrawForm
from housing.models import Offer, OfferState, Reason
from housing.models.offer_states import WORKED_ON
from housing.models.reasons import reason
from housing.views.parts import LANDLORD, once, own_links, own_page


@token_page(Offer, purpose="offer_status")
def offer_free(request: HttpRequest, offer: Offer) -> HttpResponse:
    if request.method == "POST":
        offer.confirm_free(by=LANDLORD)
        return redirect(f"{own_links(request)['status_url']}?frei=1")
    return own_page(request, "offer_free", offer, "free")


@token_page(Offer, purpose="offer_status")
def offer_pause(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = bound(PauseForm, request, reasons=Reason.objects.of("offer_pause").for_everybody())
    if request.method == "POST" and form.is_valid():
        try:
            with once(OfferState.PAUSED):
                offer.pause(by=LANDLORD, until=form.cleaned_data["until"], reason=form.chosen)
            return redirect(own_links(request)["status_url"])
        except ValidationError as error:
            form.add_error(None, error)
    return own_page(request, "offer_pause", offer, "pause", form=form)


@token_page(Offer, purpose="offer_status")
def offer_go_on(request: HttpRequest, offer: Offer) -> HttpResponse:
    if request.method == "POST":
        with once(*WORKED_ON):
            offer.resume(by=LANDLORD)
        return redirect(own_links(request)["status_url"])
    return own_page(request, "offer_go_on", offer, "go_on")


@token_page(Offer, purpose="offer_status")
def offer_let(request: HttpRequest, offer: Offer) -> HttpResponse:
    if request.method == "POST":
        with once(OfferState.WITHDRAWN):
            offer.withdraw(by=LANDLORD, reason=reason("offer_withdrawal", "let_elsewhere"))
        return redirect(own_links(request)["status_url"])
    return own_page(request, "offer_let", offer, "withdraw")


@token_page(Offer, purpose="offer_status")
def offer_withdraw(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = bound(WithdrawForm, request, reasons=Reason.objects.of("offer_withdrawal").for_everybody())
    if request.method == "POST" and form.is_valid():
        with once(OfferState.WITHDRAWN):
            offer.withdraw(by=LANDLORD, reason=form.chosen)
        return redirect(own_links(request)["status_url"])
    return own_page(request, "offer_withdraw", offer, "withdraw", form=form)


@token_page(Offer, purpose="offer_status")
def offer_erase(request: HttpRequest, offer: Offer) -> HttpResponse:
    """First what it means; nothing happens here."""
    return own_page(request, "offer_erase", offer, "erase", is_reserved=offer.state == OfferState.RESERVED)


@token_page(Offer, purpose="offer_status")
def offer_erase_now(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = bound(EraseForm, request, expected=offer.reference)
    if request.method == "POST" and form.is_valid():
        try:
            is_gone = offer.wish_erasure(by=LANDLORD)
            return redirect("housing:offer_erased" if is_gone else own_links(request)["status_url"])
        except ValidationError as error:
            form.add_error(None, error)
    is_reserved = offer.state == OfferState.RESERVED
    return own_page(request, "offer_erase_now", offer, "erase", form=form, is_reserved=is_reserved)


@page(topics=[])
def offer_erased(request: HttpRequest) -> HttpResponse:
    return render(request, "housing/offer_erased.html")
