"""The offer form: step by step, saved for later, sent."""

from contextlib import suppress
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
from goslar_portal.states import WrongStateError
from housing import photos as pictures
from housing import rent_check as caps
from housing import sheet
from housing.forms import SaveForm, SendForm
from housing.forms import course as way
from housing.forms.course import Course, Step
from housing.forms.places import OUTSIDE
from housing.models import CapBook, ConsentText, Landlord, Offer, OfferPhoto, OfferState
from housing.views.parts import LANDLORD, masked, sent_page

COOKIE = "wohnungsangebot"
COOKIE_AGE = 24 * 3600  # seconds; H-031
COOKIE_PATH = "/"  # other languages stand in front of the path, and the draft goes along (H-031)
LATER = "spaeter"  # the button „Speichern und später weiter“


@page(topics=[])
def offer_form(request: HttpRequest) -> HttpResponse:
    return render(request, "housing/offer_form.html", {"steps": way.STEPS})


@page(topics=[])
def offer_outside(request: HttpRequest) -> HttpResponse:
    return render(request, "housing/offer_outside.html")


@open_form
def offer_step(request: HttpRequest, step: str) -> HttpResponse:
    course, here = course_of(request), way.BY_CODE[step]
    if not course.may_open(here):
        return first(course.first_open)
    if request.method == "POST" and request.POST.get("municipality") == OUTSIDE:
        return redirect("housing:offer_outside")
    form = _step_form(request, course, here)
    if request.method != "POST":
        return _step_page(request, course, here, form)
    key = _keep(course, here, form, for_later=LATER in request.POST)
    if LATER in request.POST and course.offer is not None:
        return remember(request, redirect("housing:offer_save"), key)
    response = (
        redirect(_onward(request, here)) if form.is_valid() else _step_page(request, course, here, form)
    )
    return remember(request, response, key)


@open_form
def offer_save(request: HttpRequest) -> HttpResponse:
    """„Speichern und später weiter“: a link by mail, for this device or another (H-033)."""
    course = course_of(request)
    if course.offer is None:
        return without_draft(request)
    form = bound(SaveForm, request, initial={"email": course.offer.resume_email or course.email})
    if form.is_valid() and limits.allows(form, "housing.link", request, address=form.cleaned_data["email"]):
        try:
            course.offer.save_for_later(by=LANDLORD, email=form.cleaned_data["email"])
            return redirect(f"{request.path}?gesendet=1")
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "is_done": "gesendet" in request.GET and bool(course.offer.resume_email),
        "address": masked(course.offer.resume_email),
        "until": course.offer.resume_until,
        "onward": course.first_open.url,
    }
    return form_page(request, "housing/offer_save.html", form=form, **context)


@token_page(Offer, purpose="offer_resume")
def offer_resume(request: HttpRequest, offer: Offer) -> HttpResponse:
    """From the mail, on any device: one button, then the first open step with everything typed (H-033)."""
    if request.method == "POST" and offer.state == OfferState.DRAFT:
        return remember(request, redirect(Course(offer).first_open.url), offer.resume_here())
    return render(request, "housing/offer_resume.html", {"is_open": offer.state == OfferState.DRAFT})


@open_form
def offer_send(request: HttpRequest) -> HttpResponse:
    course = course_of(request)
    if course.offer is None:
        return without_draft(request)
    if course.first_wrong is not None:
        return first(course.first_wrong)
    texts = ConsentText.objects.current()
    form = bound(SendForm, request, texts=texts, begun=course.begun)
    if _may_send(request, course, form):
        return _submit(course.offer, course, form)
    return _step_page(request, course, way.LAST, form, **_review(course))


def _may_send(request: HttpRequest, course: Course, form: SendForm) -> bool:
    """Caught attempts count as well (H-064)."""
    is_right = form.is_valid()
    if not is_right and not (form.is_bound and form.doubts):
        return False
    return limits.allows(form, "housing.submit", request, address=course.email) and is_right


def _submit(offer: Offer, course: Course, form: SendForm) -> HttpResponse:
    with suppress(WrongStateError):  # the second half of a double click; the first has sent it
        offer.submit(
            by=LANDLORD,
            facts=course.all_facts(),
            contact=course.facts("kontakt"),
            consents=form.consents,
            marks=form.marks,
            texts=form.texts,
        )
    response = sent_page(offer)
    response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Lax")
    return response


def without_draft(request: HttpRequest) -> HttpResponse:
    """Sent a moment ago by the same browser, else nothing typed yet (H-034)."""
    sent = Offer.objects.sent_of(request.COOKIES.get(COOKIE, ""))
    return first(way.STEPS[0]) if sent is None else sent_page(sent)


def course_of(request: HttpRequest) -> Course:
    key = request.COOKIES.get(COOKIE, "")
    return Course(Offer.objects.draft_of(key) if key else None)


def _step_form(request: HttpRequest, course: Course, here: Step) -> PortalForm:
    """What was sent now, else what the draft remembers."""
    if request.method == "POST" or hasattr(request, "stale_post"):
        return bound(here.form, request, **course.needs(here.code))
    return course.form(here.code)


def _keep(course: Course, here: Step, form: PortalForm, *, for_later: bool) -> str:
    """Keep right and wrong answers alike; the first right ones begin the draft. Returns its key, if new.

    Who asks to save begins a draft with whatever is typed by now.
    """
    key = ""
    if course.offer is None:
        if not form.is_valid() and not for_later:
            return key
        course.offer, key = Offer.objects.start_draft()
    try:
        course.offer.keep_answers(here.code, way.lists_of(form), is_done=form.is_valid())
    except WrongStateError:  # sent in another tab; what was sent does not change any more (H-034)
        course.offer = None
    return key


def remember(request: HttpRequest, response: HttpResponse, key: str) -> HttpResponse:
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
    context = step_context(course, here) | {
        "form": form,
        "too_early": "zuerst" in request.GET,
        "is_begun": course.offer is not None,
        "begun": form.data.get(way.BEGUN) or course.begun or stamp(),
    }
    template = "housing/offer_send.html" if here == way.LAST else "housing/offer_step.html"
    return form_page(request, template, **context | _hints(course, here) | more)


def step_context(course: Course, here: Step) -> dict[str, Any]:
    """Where on the way a page of the form stands."""
    earlier = way.before(here)
    return {
        "step": here,
        "number": way.number_of(here),
        "count": len(way.STEPS),
        "stages": list(course.stages(here)),
        "next": way.after(here),
        "back": earlier.url if earlier else reverse("housing:offer_form"),
    }


def _hints(course: Course, here: Step) -> dict[str, Any]:
    """What the rent means beside the caps: after input, and at once where the script runs (H-037)."""
    if here.code not in {"kosten", "ausstattung"} or not office.value("housing.show_caps"):
        return {}
    book, place = CapBook(today()), course.municipality
    area, most = course.living_area, course.max_persons
    return {
        "hint": caps.hint(book, place, rent=course.gross_cold_rent, area=area, at_most=most),
        "live": caps.live_hint(book, place, area=area, at_most=most) if here.code == "kosten" else "",
        "is_confirmed": bool(book.table and book.table.is_confirmed),
    }


def _review(course: Course) -> dict[str, Any]:
    contact = {name: value for name, value in course.facts("kontakt").items() if name != "entitled"}
    offer = Offer(**course.all_facts())
    photos = pictures.shown(course.offer.photos.with_files(), draft_photo_url) if course.offer else []
    return {
        "blocks": sheet.linked(
            [*sheet.blocks(offer), sheet.contact_block(Landlord(**contact))],
            {step.code: f"{step.url}?pruefen=1" for step in way.STEPS},
        ),
        "photos": photos,
        "completeness": sheet.completeness(offer, has_photos=bool(photos)),
    }


def draft_photo_url(photo: OfferPhoto, size: str) -> str:
    return reverse("housing:offer_photo", args=[photo.pk, size])


def _onward(request: HttpRequest, here: Step) -> str:
    """The next step; back to the review for those who came from there."""
    return (way.LAST if "pruefen" in request.GET else way.after(here)).url


def first(step: Step) -> HttpResponse:
    return redirect(f"{step.url}?zuerst=1")
