"""One's own offer by its link: how it stands, what can be done with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goslar_portal import limits
from goslar_portal.access import bound, form_page, open_form, token_page
from goslar_portal.journal.models import Entry
from housing import photos as pictures
from housing import sheet, status
from housing.forms import AnswerForm, LinkRequestForm
from housing.models import Offer, OfferState
from housing.views.again import another
from housing.views.parts import LANDLORD, change_urls, own_links, own_photo_url


@open_form
def offer_link(request: HttpRequest) -> HttpResponse:
    form = bound(LinkRequestForm, request)
    if form.is_valid() and limits.allows(form, "housing.link", request, address=form.cleaned_data["email"]):
        if form.offer is not None:
            form.offer.renew_link(by=LANDLORD)
        return redirect(f"{request.path}?gesendet=1")
    return form_page(request, "housing/offer_link.html", form=form, is_done="gesendet" in request.GET)


@token_page(Offer, purpose="offer_status")
def offer_status(request: HttpRequest, offer: Offer) -> HttpResponse:
    latest = Entry.objects.of(offer).first()
    photos = pictures.shown(offer.photos.with_files(), own_photo_url(request))
    context = {
        "offer": offer,
        "status": status.of(offer),
        "changed_at": latest.at if latest else offer.received_at,
        "blocks": sheet.linked(_blocks(offer), change_urls(request) if offer.is_open else {}),
        "viewing": offer.planned_viewing if offer.state == OfferState.VIEWING else None,
        "photos": photos,
        "missing": sheet.missing(offer, has_photos=bool(photos)) if offer.is_open else [],
        "consents": offer.consents.in_force().select_related("text"),
        "erased_on": offer.cleared_on(),
        "choices": (choices := status.choices(offer)),
        "consent_change_url": own_links(request)["consents_url"] if "consents" in choices else "",
        "news": status.news(request.GET),
    } | own_links(request)
    return render(request, "housing/offer_status.html", context)


def _blocks(offer: Offer) -> list[sheet.Block]:
    return [*sheet.blocks(offer), *([sheet.contact_block(offer.landlord)] if offer.landlord else [])]


@token_page(Offer, purpose="offer_status")
def offer_answer(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = bound(AnswerForm, request)
    if request.method == "POST" and form.is_valid():
        offer.answer(by=LANDLORD, text=form.cleaned_data["text"])
        return redirect(f"{own_links(request)['status_url']}?beantwortet=1")
    context = {"offer": offer, "is_asked": offer.state == OfferState.QUERY} | own_links(request)
    return form_page(request, "housing/offer_answer.html", form=form, **context)


@token_page(Offer, purpose="offer_status")
def offer_another(request: HttpRequest, offer: Offer) -> HttpResponse:
    return another(request, offer, back=own_links(request)["status_url"])
