"""Deciding about doubles and signals of an offer (H-121, H-290, H-292)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from goslar_portal.journal.models import Actor
from goslar_portal.states import WrongStateError
from housing import photos as pictures
from housing import sheet
from housing.models import DuplicatePair, Offer, Reason, Signal
from housing.models.signals import SignalEnd, is_hold
from housing.roles import LEAD

LEAD_ONLY = "same_offer_merged"


class DoubtPages:
    """Two more pages of an offer: a pair side by side, and the end of a signal."""

    admin_site: Any
    offer_or_404: Any
    has_change_permission: Any
    message_user: Any
    page_of: Any
    page_context: Any
    photo_url: Any

    def doubt_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/dublette/<int:pair>/", view(self.pair_view), name="housing_offer_pair"),
            path(
                "<int:pk>/auffaelligkeit/<int:signal>/", view(self.signal_view), name="housing_offer_signal"
            ),
        ]

    def doubts(self, offer: Offer) -> dict[str, Any]:
        """For the record page."""
        signals = list(Signal.objects.of(offer).open())
        return {
            "pairs": list(DuplicatePair.objects.of(offer).open().with_offers()),
            "signals": signals,
            "is_on_hold": is_hold(signals),
        }

    def signal_view(self, request: HttpRequest, pk: int, signal: int) -> HttpResponse:
        offer = self._offer(request, pk)
        if request.method != "POST" or request.POST.get("as") not in {"harmless", "clarified"}:
            raise PermissionDenied
        row = get_object_or_404(offer.signals, pk=signal)
        try:
            offer.end_signal(by=Actor.staff(request.user), signal=row, as_=SignalEnd(request.POST["as"]))
            self.message_user(request, _("Auffälligkeit entschieden."), messages.SUCCESS)
        except ValidationError as error:
            self.message_user(request, error.messages[0], messages.ERROR)
        return HttpResponseRedirect(self.page_of(offer))

    def pair_view(self, request: HttpRequest, pk: int, pair: int) -> HttpResponse:
        """Side by side, with what differs marked, and three ways to decide."""
        offer = self._offer(request, pk)
        row = DuplicatePair.objects.of(offer).with_offers().open_or_none(pair)
        if row is None:
            raise Http404
        problem = self._decide(request, row) if request.method == "POST" else ""
        if request.method == "POST" and not problem:
            self.message_user(request, _("Dublette entschieden."), messages.SUCCESS)
            return HttpResponseRedirect(self.page_of(row.older))
        context = self.page_context(
            request, _("Mögliche Dublette"), offer=offer, pair=row, problem=problem,
            lines=sheet.side_by_side(row.older, row.newer), reasons=self._reasons(request),
            photos=[self._photos(row.older), self._photos(row.newer)],
        )  # fmt: skip
        status = 409 if problem else 200
        return TemplateResponse(request, "admin/housing/offer/pair.html", context, status=status)

    def _photos(self, offer: Offer) -> list[pictures.Shown]:
        return pictures.shown(offer.photos.with_files(), self.photo_url(offer))

    def _decide(self, request: HttpRequest, pair: DuplicatePair) -> str:
        """Empty when it was done, else a sentence."""
        chosen = next((one for one in self._reasons(request) if one.code == request.POST.get("as")), None)
        if chosen is None:
            raise PermissionDenied
        try:
            pair.resolve(by=Actor.staff(request.user), resolution=chosen)
        except ValidationError as error:
            return error.messages[0]
        except WrongStateError:
            return _("Das neuere Angebot lässt sich in seinem Stand nicht als Dublette beenden.")
        return ""

    def _reasons(self, request: HttpRequest) -> list[Reason]:
        """Merging is for the lead (H-012)."""
        is_lead = request.user.has_role(LEAD)  # type: ignore[union-attr]  # admin views have a login
        rows = Reason.objects.of("duplicate_resolution")
        return [row for row in rows if is_lead or row.code != LEAD_ONLY]

    def _offer(self, request: HttpRequest, pk: int) -> Offer:
        offer: Offer = self.offer_or_404(request, str(pk))
        if not self.has_change_permission(request, offer):
            raise PermissionDenied
        return offer
