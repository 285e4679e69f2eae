"""What the pages with pictures share: the form page of landlords and staff, and handing a picture out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse

from goslar_portal import limits
from goslar_portal.access import bound
from goslar_portal.journal.models import Actor, ActorKind
from goslar_portal.uploads.sending import send
from housing.forms.photos import PhotosForm
from housing.models import Offer, OfferPhoto

FULL, PREVIEW = "bild", "vorschau"
Address = Callable[[OfferPhoto, str], str]


@dataclass(frozen=True)
class Shown:
    """A picture as a page shows it."""

    photo: OfferPhoto
    url: str
    preview_url: str

    @property
    def alternative(self) -> str:
        return self.photo.alternative


def shown(photos: Iterable[OfferPhoto], address: Address) -> list[Shown]:
    return [Shown(photo, address(photo, FULL), address(photo, PREVIEW)) for photo in photos]


def form_of(request: HttpRequest, offer: Offer) -> PhotosForm:
    return bound(PhotosForm, request, photos=offer.photos.with_files())


def changed(request: HttpRequest, offer: Offer, form: PhotosForm, by: Actor) -> tuple[PhotosForm, bool]:
    """Do what the pressed button says. Returns the form to show, and whether to go on to the next page.

    What is right is kept: the good files beside a refused one, the captions beside a wrong one.
    """
    is_right = form.is_valid()
    may_add = by.kind == ActorKind.STAFF or not form.sent_count or _allowed(request, form)
    offer.describe_photos(by=by, words=form.words)
    if may_add:
        offer.add_photos(by=by, files=form.good)
    verb, photo = form.step
    if photo is not None:
        _move(offer, verb, photo, by)
    if is_right and may_add:
        return form, not verb
    return _again(form, offer), False


def _allowed(request: HttpRequest, form: PhotosForm) -> bool:
    return limits.allows(form, "housing.photos", request, times=form.sent_count)


def _move(offer: Offer, verb: str, photo: OfferPhoto, by: Actor) -> None:
    if verb == "remove":
        offer.remove_photo(by=by, photo=photo)
    elif verb in {"up", "down"}:
        offer.shift_photo(by=by, photo=photo, places=-1 if verb == "up" else 1)


def _again(form: PhotosForm, offer: Offer) -> PhotosForm:
    """The form with the pictures as they are now, what was typed, and what was refused."""
    typed: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    typed["do"] = ""
    now = PhotosForm(typed, photos=offer.photos.with_files())
    for name in ("pictures", NON_FIELD_ERRORS):
        if name in form.errors:
            now.add_error(name if name in now.fields else None, form.errors.as_data()[name])
    now.wait = getattr(form, "wait", 0)  # type: ignore[attr-defined]  # read by access.form_page()
    return now


def hand_out(request: HttpRequest, offer: Offer, number: int, size: str) -> HttpResponse:
    """One picture of this offer; the caller has checked the right to it (H-054)."""
    photo = offer.photos.with_files().filter(pk=number).first()
    if photo is None or size not in {FULL, PREVIEW}:
        raise Http404
    upload = photo.preview if size == PREVIEW else photo.image
    return cast(HttpResponse, send(request, upload, name=f"foto-{photo.position}"))
