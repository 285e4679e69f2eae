"""What landlords see: the start page, the rent check, the offer form, their own offer by link."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from goslar_portal import limits, office
from goslar_portal.access import bound, form_page, open_form, page, token_page
from goslar_portal.dates import today
from goslar_portal.doubts import stamp
from goslar_portal.forms import PortalForm
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.links.models import AccessLink
from goslar_portal.states import WrongStateError
from housing import letters, sheet, status
from housing import rent_check as caps
from housing.forms import (
    AnswerForm,
    LinkRequestForm,
    NewAddressForm,
    RentCheckForm,
    SendForm,
    WithdrawForm,
)
from housing.forms import course as way
from housing.forms.course import Course, Step
from housing.forms.places import OUTSIDE
from housing.models import CapBook, ConsentText, Landlord, Municipality, Offer, OfferState, Reason

LANDLORD = Actor.person("landlord")
COOKIE = "wohnungsangebot"
COOKIE_AGE = 24 * 3600  # seconds; H-031
COOKIE_PATH = "/wohnraum/"
SENT_PAGE = timedelta(hours=48)  # where the e-mail can be asked for once more


# Reading ----------------------------------------------------------------------------------------------------


@page(topics=["rent_caps"])
def landlord_start(request: HttpRequest) -> HttpResponse:
    return render(request, "housing/landlord_start.html", {"caps": caps.table(CapBook(today()))})


@page(topics=["places"])
def rent_check(request: HttpRequest) -> HttpResponse:
    places = [(row.pk, row.name) for row in Municipality.objects.public()]
    form = RentCheckForm(request.GET or None, places=places)
    found = None
    if form.is_valid():
        typed = form.cleaned_data
        found = caps.answer(
            CapBook(today()),
            typed["municipality"],
            rent=form.gross_cold_rent,
            area=typed["living_area"],
            persons=typed["persons"],
        )
    response = form_page(request, "housing/rent_check.html", form=form, found=found)
    if form.is_bound:
        response.headers["Cache-Control"] = "no-store"  # what somebody typed is kept nowhere
    return response


# The form ---------------------------------------------------------------------------------------------------


@page(topics=[])
def offer_form(request: HttpRequest) -> HttpResponse:
    return render(request, "housing/offer_form.html", {"steps": way.STEPS})


@page(topics=[])
def offer_outside(request: HttpRequest) -> HttpResponse:
    return render(request, "housing/offer_outside.html")


@open_form
def offer_step(request: HttpRequest, step: str) -> HttpResponse:
    course, here = _course(request), way.BY_CODE[step]
    if not course.may_open(here):
        return _first(course.first_open)
    if request.method == "POST" and request.POST.get("municipality") == OUTSIDE:
        return redirect("housing:offer_outside")
    form = _step_form(request, course, here)
    if request.method != "POST":
        return _step_page(request, course, here, form)
    key = _keep(course, here, form)
    response = (
        redirect(_onward(request, here)) if form.is_valid() else _step_page(request, course, here, form)
    )
    return _remember(request, response, key)


@open_form
def offer_send(request: HttpRequest) -> HttpResponse:
    course = _course(request)
    if course.offer is None:
        return _without_draft(request)
    if course.first_wrong is not None:
        return _first(course.first_wrong)
    texts = ConsentText.objects.current()
    form = bound(SendForm, request, texts=texts, begun=course.begun)
    if form.is_valid() and limits.allows(form, "housing.submit", request):
        return _submit(course.offer, course, form)
    return _step_page(request, course, way.LAST, form, **_review(course))


def _submit(offer: Offer, course: Course, form: SendForm) -> HttpResponse:
    with suppress(WrongStateError):  # the second half of a double click; the first has sent it
        offer.submit(
            by=LANDLORD,
            facts=course.all_facts(),
            contact=course.facts("kontakt"),
            consents=form.consents,
            marks=form.marks,
        )
    response = _sent(offer)
    response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Lax")
    return response


def _without_draft(request: HttpRequest) -> HttpResponse:
    """Sent a moment ago by the same browser, else nothing typed yet (H-034)."""
    sent = Offer.objects.sent_of(request.COOKIES.get(COOKIE, ""))
    return _first(way.STEPS[0]) if sent is None else _sent(sent)


def _sent(offer: Offer) -> HttpResponse:
    token = AccessLink.objects.mint(offer, purpose="offer_sent", lifetime=SENT_PAGE)
    return redirect("housing:offer_sent", token)


def _course(request: HttpRequest) -> Course:
    key = request.COOKIES.get(COOKIE, "")
    return Course(Offer.objects.draft_of(key) if key else None)


def _step_form(request: HttpRequest, course: Course, here: Step) -> PortalForm:
    """What was sent now, else what the draft remembers."""
    if request.method == "POST" or hasattr(request, "stale_post"):
        return bound(here.form, request, **course.needs(here.code))
    return course.form(here.code)


def _keep(course: Course, here: Step, form: PortalForm) -> str:
    """Keep right and wrong answers alike; the first right ones begin the draft. Returns its key, if new."""
    key = ""
    if course.offer is None:
        if not form.is_valid():
            return key
        course.offer, key = Offer.objects.start_draft()
    try:
        course.offer.keep_answers(here.code, way.lists_of(form), is_done=form.is_valid())
    except WrongStateError:  # sent in another tab; what was sent does not change any more (H-034)
        course.offer = None
    return key


def _remember(request: HttpRequest, response: HttpResponse, key: str) -> HttpResponse:
    """The one cookie of the form: strictly necessary, random, gone after a day (§ 25 (2) TDDDG)."""
    key = key or request.COOKIES.get(COOKIE, "")
    if key:
        response.set_cookie(
            COOKIE,
            key,
            max_age=COOKIE_AGE,
            path=COOKIE_PATH,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def _step_page(
    request: HttpRequest, course: Course, here: Step, form: PortalForm, **more: Any
) -> HttpResponse:
    earlier = way.before(here)
    context = {
        "form": form,
        "step": here,
        "number": way.number_of(here),
        "count": len(way.STEPS),
        "stages": list(course.stages(here)),
        "next": way.after(here),
        "back": earlier.url if earlier else reverse("housing:offer_form"),
        "too_early": "zuerst" in request.GET,
        "begun": form.data.get(way.BEGUN) or course.begun or stamp(),
        "hint": _hint(course) if here.code in {"kosten", "ausstattung"} else None,
    }
    template = "housing/offer_send.html" if here == way.LAST else "housing/offer_step.html"
    return form_page(request, template, **context | more)


def _hint(course: Course) -> caps.Hint | None:
    rent = course.gross_cold_rent
    if rent is None:
        return None
    return caps.hint(
        CapBook(today()), course.municipality, rent=rent, area=course.living_area, at_most=course.max_persons
    )


def _review(course: Course) -> dict[str, Any]:
    contact = {name: value for name, value in course.facts("kontakt").items() if name != "entitled"}
    offer = Offer(**course.all_facts())
    return {
        "blocks": [*sheet.blocks(offer), sheet.contact_block(Landlord(**contact))],
        "completeness": sheet.completeness(offer),
    }


def _onward(request: HttpRequest, here: Step) -> str:
    """The next step; back to the review for those who came from there."""
    return (way.LAST if "pruefen" in request.GET else way.after(here)).url


def _first(step: Step) -> HttpResponse:
    return redirect(f"{step.url}?zuerst=1")


# After sending ----------------------------------------------------------------------------------------------


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
        "readdress_url": reverse("housing:offer_readdress", args=[_token(request)]),
    }
    return render(request, "housing/offer_sent.html", context, status=422 if problem else 200)


@token_page(Offer, purpose="offer_sent")
def offer_readdress(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = bound(NewAddressForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            offer.send_again(by=LANDLORD, email=form.cleaned_data["email"])
            return redirect("housing:offer_sent", _token(request))
        except ValidationError as error:
            form.add_error(None, error)
    return form_page(request, "housing/offer_readdress.html", form=form, token=_token(request))


@token_page(Offer, purpose="offer_confirm")
def offer_confirm(request: HttpRequest, offer: Offer) -> HttpResponse:
    if request.method == "POST":
        if offer.state == OfferState.UNCONFIRMED:
            offer.confirm(by=LANDLORD)
        return redirect("housing:offer_status", letters.status_token(offer))
    return render(request, "housing/offer_confirm.html", {"is_new": offer.state == OfferState.UNCONFIRMED})


def masked(address: str) -> str:
    """`m…n@example.org`: enough to see a slip, too little for somebody who looks over the shoulder."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…{name[-1:] if len(name) > 2 else ''}@{domain}" if name else ""


# One's own offer --------------------------------------------------------------------------------------------


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
    context = {
        "offer": offer,
        "status": status.of(offer),
        "changed_at": latest.at if latest else offer.received_at,
        "blocks": [*sheet.blocks(offer), *([sheet.contact_block(offer.landlord)] if offer.landlord else [])],
        "missing": sheet.missing(offer) if offer.is_open else [],
        "consents": offer.consents.in_force().select_related("text"),
        "erased_on": status.erased_on(offer),
        "may_withdraw": status.may_withdraw(offer),
    } | _own_links(request)
    return render(request, "housing/offer_status.html", context)


@token_page(Offer, purpose="offer_status")
def offer_withdraw(request: HttpRequest, offer: Offer) -> HttpResponse:
    reasons = Reason.objects.of("offer_withdrawal").for_everybody()
    form = bound(WithdrawForm, request, reasons=reasons)
    if request.method == "POST" and form.is_valid():
        offer.withdraw(by=LANDLORD, reason=form.chosen)
        return redirect(_own_links(request)["status_url"])
    context = {"offer": offer, "may_withdraw": status.may_withdraw(offer)} | _own_links(request)
    return form_page(request, "housing/offer_withdraw.html", form=form, **context)


@token_page(Offer, purpose="offer_status")
def offer_answer(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = bound(AnswerForm, request)
    if request.method == "POST" and form.is_valid():
        offer.answer(by=LANDLORD, text=form.cleaned_data["text"])
        return redirect(_own_links(request)["status_url"])
    context = {"offer": offer, "is_asked": offer.state == OfferState.QUERY} | _own_links(request)
    return form_page(request, "housing/offer_answer.html", form=form, **context)


def _own_links(request: HttpRequest) -> dict[str, str]:
    """Addresses of the pages of one link; the token stands in the address only."""
    token = _token(request)
    names = {"status_url": "offer_status", "withdraw_url": "offer_withdraw", "answer_url": "offer_answer"}
    return {name: reverse(f"housing:{view}", args=[token]) for name, view in names.items()}


def _token(request: HttpRequest) -> str:
    return str(request.resolver_match.kwargs["token"]) if request.resolver_match else ""
