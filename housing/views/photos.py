"""Pictures: the step of the form, and those of one's own offer (H-050 to H-054)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goslar_portal.access import form_page, open_form, token_page
from housing import photos as pictures
from housing.forms import course as way
from housing.models import Offer
from housing.views.offering import LATER, course_of, draft_photo_url, first, step_context, without_draft
from housing.views.parts import LANDLORD, own_links, own_photo_url

HERE = way.BY_CODE["fotos"]


@open_form
def offer_photos(request: HttpRequest) -> HttpResponse:
    course = course_of(request)
    if course.offer is None:
        return without_draft(request)
    if not course.may_open(HERE):
        return first(course.first_open)
    form = pictures.form_of(request, course.offer)
    if request.method == "POST":
        form, is_done = pictures.changed(request, course.offer, form, LANDLORD)
        if LATER in request.POST:
            return redirect("housing:offer_save")
        if is_done:
            course.offer.keep_answers(HERE.code, {})
            return redirect((way.LAST if "pruefen" in request.GET else way.after(HERE)).url)
        if not form.errors:
            return redirect(request.get_full_path())
    rows = zip(form.rows, pictures.shown(form.photos, draft_photo_url), strict=True)
    context = step_context(course, HERE) | {"form": form, "rows": rows}
    return form_page(request, "housing/offer_photos.html", **context)


@open_form
def offer_photo(request: HttpRequest, number: int, size: str) -> HttpResponse:
    """Only for the browser that holds the key of the draft."""
    draft = course_of(request).offer
    if draft is None:
        raise Http404
    return pictures.hand_out(request, draft, number, size)


@token_page(Offer, purpose="offer_status")
def own_photos(request: HttpRequest, offer: Offer) -> HttpResponse:
    links = own_links(request)
    if not offer.is_open:
        return redirect(links["status_url"])
    form = pictures.form_of(request, offer)
    if request.method == "POST":
        form, is_done = pictures.changed(request, offer, form, LANDLORD)
        if not form.errors:
            return redirect(links["status_url"] if is_done else request.path)
    photos = pictures.shown(form.photos, own_photo_url(request))
    context = {"offer": offer, "form": form, "rows": zip(form.rows, photos, strict=True)} | links
    return form_page(request, "housing/own_photos.html", **context)


@token_page(Offer, purpose="offer_status")
def own_photo(request: HttpRequest, offer: Offer, number: int, size: str) -> HttpResponse:
    return pictures.hand_out(request, offer, number, size)
