"""What a case worker takes along: the date for the calendar, the checklist on paper (H-111, H-112)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from goslar_portal import pdf
from housing import letters, sheet, viewing_date
from housing.models import Offer, Viewing
from housing.models.viewings import CHECKLIST

INTAKE, UNREACHABLE = "aufgenommen", "nicht-erreicht"
PAPER = frozenset({INTAKE, UNREACHABLE})


class ViewingPages:
    """Two files per viewing; whoever may read the offer may have them."""

    admin_site: Any
    offer_or_404: Any

    def viewing_urls(self) -> list[URLPattern]:
        base = "<int:pk>/besichtigung/<int:viewing>/"
        return [
            path(
                f"{base}termin.ics", self.admin_site.admin_view(self.date_file), name="housing_viewing_date"
            ),
            path(
                f"{base}pruefbogen.pdf",
                self.admin_site.admin_view(self.checklist_file),
                name="housing_viewing_checklist",
            ),
            path(
                "<int:pk>/brief/<slug:kind>.pdf",
                self.admin_site.admin_view(self.letter_file),
                name="housing_offer_letter",
            ),
        ]

    def date_file(self, request: HttpRequest, pk: int, viewing: int) -> HttpResponse:
        offer, row = self._both(request, pk, viewing)
        content = viewing_date.calendar(row, offer.reference or "")
        return _file(content, viewing_date.CONTENT_TYPE, f"Besichtigung-{offer.reference}.ics")

    def checklist_file(self, request: HttpRequest, pk: int, viewing: int) -> HttpResponse:
        offer, row = self._both(request, pk, viewing)
        context = {"offer": offer, "viewing": row, "blocks": sheet.blocks(offer), "checklist": CHECKLIST}
        content = pdf.render("housing/pdf/viewing_checklist.html", context)
        return _file(content, "application/pdf", f"Pruefbogen-{offer.reference}.pdf")

    def letter_file(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """On paper, for landlords without e-mail; who prints it notes the contact (H-081, H-104)."""
        offer: Offer = self.offer_or_404(request, str(pk))
        if kind not in PAPER or not request.user.has_perm("housing.view_landlord"):
            raise Http404
        context = letters.facts(offer) | {"kind": kind, "is_intake": kind == INTAKE}
        content = pdf.render("housing/pdf/offer_letter.html", context)
        return _file(content, "application/pdf", f"Brief-{offer.reference}.pdf")

    def _both(self, request: HttpRequest, pk: int, viewing: int) -> tuple[Offer, Viewing]:
        offer: Offer = self.offer_or_404(request, str(pk))
        return offer, get_object_or_404(offer.viewings, pk=viewing)


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
