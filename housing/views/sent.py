"""After sending: the mail once more, another address, the confirmation."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from goslar_portal import office
from goslar_portal.access import bound, form_page, token_page
from housing import letters
from housing.forms import NewAddressForm
from housing.models import Offer, OfferState
from housing.views.again import another
from housing.views.parts import LANDLORD, masked, once, token_of


@token_page(Offer, purpose="offer_sent")
def offer_sent(request: HttpRequest, offer: Offer) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            offer.send_again(by=LANDLORD)
            return redirect(f"{request.path}?noch-einmal=1")
        except ValidationError as error:
            problem = error.messages[0]
    context = {
        "offer": offer,
        "address": masked(offer.landlord.email if offer.landlord else ""),
        "is_waiting": offer.state == OfferState.UNCONFIRMED,
        "was_repeated": "noch-einmal" in request.GET,
        "problem": problem,
        "hours": office.value("housing.opt_in_hours"),
        "readdress_url": reverse("housing:offer_readdress", args=[token_of(request)]),
        "another_url": reverse("housing:offer_sent_another", args=[token_of(request)]),
    }
    return render(request, "housing/offer_sent.html", context, status=422 if problem else 200)


@token_page(Offer, purpose="offer_sent")
def offer_readdress(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = bound(NewAddressForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            offer.send_again(by=LANDLORD, email=form.cleaned_data["email"])
            return redirect("housing:offer_sent", token_of(request))
        except ValidationError as error:
            form.add_error(None, error)
    return form_page(request, "housing/offer_readdress.html", form=form, token=token_of(request))


@token_page(Offer, purpose="offer_confirm")
def offer_confirm(request: HttpRequest, offer: Offer) -> HttpResponse:
    if request.method == "POST":
        if offer.state == OfferState.UNCONFIRMED:
            with once(OfferState.RECEIVED):
                offer.confirm(by=LANDLORD)
        return redirect("housing:offer_status", letters.status_token(offer))
    return render(request, "housing/offer_confirm.html", {"is_new": offer.state == OfferState.UNCONFIRMED})


@token_page(Offer, purpose="offer_sent")
def offer_sent_another(request: HttpRequest, offer: Offer) -> HttpResponse:
    return another(request, offer, back=reverse("housing:offer_sent", args=[token_of(request)]))
