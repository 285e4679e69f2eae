"""Changing one's own offer: facts, contact data, e-mail address, consents (H-071, H-073 to H-075)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goslar_portal.access import bound, token_page
from goslar_portal.forms import PortalForm
from housing import letters, sheet
from housing.forms import ConsentsForm, ContactForm
from housing.forms import course as way
from housing.forms.known import FORMS, initial_of
from housing.forms.places import Places
from housing.models import ConsentText, Offer
from housing.models.offer_by_landlord import NEW_ADDRESS, ChangedMeanwhileError
from housing.views.parts import LANDLORD, own_links, own_page


@token_page(Offer, purpose="offer_status")
def offer_change(request: HttpRequest, offer: Offer, step: str) -> HttpResponse:
    form = _facts_form(request, offer, step)
    seen, differing = offer.fingerprint_of(_columns(form)), []
    if request.method == "POST" and form.is_valid():
        try:
            is_whole = offer.change(by=LANDLORD, facts=form.cleaned_data, seen=request.POST.get("seen", ""))
        except ChangedMeanwhileError:
            typed = Offer(**form.cleaned_data)
            differing = sheet.differences(offer, typed, form.cleaned_data)
        else:
            done = "geaendert" if is_whole else "gewuenscht"
            return redirect(f"{own_links(request)['status_url']}?{done}=1")
    if form.errors:
        seen = request.POST.get("seen", seen)
    context = {"step": way.BY_CODE[step], "seen": seen, "differing": differing}
    response = own_page(request, "offer_change", offer, "change", form=form, **context)
    if differing:
        response.status_code = 409
    return response


def _columns(form: PortalForm) -> set[str]:
    """What the form writes: „Frei ab“ fills two columns, a day or „sofort“."""
    return {*form.fields} | ({"available_now"} if "available_from" in form.fields else set())


def _facts_form(request: HttpRequest, offer: Offer, step: str) -> PortalForm:
    needs: dict[str, Any] = {"wohnung": lambda: {"places": Places.load()}}.get(step, dict)()
    if step == "kosten":
        needs = {"living_area": offer.living_area}
    form_class = FORMS[step]
    known = initial_of(offer, form_class.base_fields)
    return bound(form_class, request, initial=known, confirmed=_agreed(known), **needs)


def _agreed(known: dict[str, Any]) -> dict[str, str]:
    """What stands already is no question any more (H-008)."""
    return {name: value for name, value in known.items() if isinstance(value, str)}


@token_page(Offer, purpose="offer_status")
def offer_contact(request: HttpRequest, offer: Offer) -> HttpResponse:
    names = [name for name in ContactForm.base_fields if name != "entitled"]
    known = initial_of(offer.landlord, names) | {"entitled": offer.entitled}
    form = bound(ContactForm, request, initial=known, confirmed=_agreed(known))
    if request.method == "POST" and form.is_valid():
        waits = offer.change_contact(by=LANDLORD, contact=form.cleaned_data)
        done = "adresse" if waits else "geaendert"
        return redirect(f"{own_links(request)['status_url']}?{done}=1")
    return own_page(request, "offer_contact", offer, "change", form=form)


@token_page(Offer, purpose=NEW_ADDRESS)
def offer_prove_address(request: HttpRequest, offer: Offer) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            offer.prove_address(by=LANDLORD)
            return redirect("housing:offer_status", letters.status_token(offer))
        except ValidationError as error:
            problem = error.messages[0]
    status_code = 422 if problem else 200
    context = {"offer": offer, "problem": problem}
    return render(request, "housing/offer_prove_address.html", context, status=status_code)


@token_page(Offer, purpose="offer_status")
def offer_consents(request: HttpRequest, offer: Offer) -> HttpResponse:
    held = [row.text.kind for row in offer.consents.in_force().select_related("text")]
    form = bound(ConsentsForm, request, texts=ConsentText.objects.current(), held=held)
    if request.method == "POST" and form.is_valid():
        offer.change_consents(by=LANDLORD, kinds=form.kinds)
        return redirect(f"{own_links(request)['status_url']}?geaendert=1")
    return own_page(request, "offer_consents", offer, "consents", form=form)
