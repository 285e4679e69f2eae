"""Leaflets for everybody: the list, one leaflet, its versions, its permanent files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from democracy.forms import LeafletFilter
from democracy.leaflet_shelf import ShownLeaflet, shelf
from democracy.models import FundingPeriod, Leaflet, LeafletVersion, PeriodLogo
from goslar_portal.access import must_exist, page
from goslar_portal.dates import today
from goslar_portal.machines.canonical import canonical
from goslar_portal.uploads.public import ASK_AGAIN, send_public


@page(topics=["leaflets", "periods"], parameters=("art", "fuer", "periode"))
def leaflet_list(request: HttpRequest) -> HttpResponse:
    form = LeafletFilter(request.GET or None, periods=FundingPeriod.objects.newest_first())
    rows = list(form.narrow(Leaflet.objects.public()).with_relations().in_order())
    valid, former = shelf(rows, LeafletVersion.objects.of_leaflets(rows).for_list(), today())
    context = {"form": form, "valid": valid, "former": former, "is_filtered": form.is_narrowed}
    return render(request, "democracy/leaflet_list.html", context)


@page(topics=["leaflets", "periods"])
def leaflet_detail(request: HttpRequest, slug: str) -> HttpResponse:
    shown = _shown(slug)
    if shown.is_gone:
        return render(request, "democracy/leaflet_gone.html", _context(shown), status=410)
    return render(request, "democracy/leaflet_detail.html", _context(shown))


@page(topics=["leaflets", "periods"])
def leaflet_version(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """An older version opens with the word that it no longer applies (D-009)."""
    shown = _shown(slug, int(number))
    version = must_exist(shown.version)
    if version.is_withdrawn:
        return render(request, "democracy/leaflet_gone.html", _context(shown), status=410)
    return render(request, "democracy/leaflet_detail.html", _context(shown))


@page
def leaflet_current_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Always the version valid today; changes at midnight without any job (D-010, D-011)."""
    version = LeafletVersion.objects.at(slug).valid_on(today()).with_file().first()
    if version is not None and version.upload is not None and version.upload.is_open:
        answer = _send(request, version, cache=ASK_AGAIN)
        answer.headers["Content-Location"] = version.url("leaflet_version_pdf")
        return answer
    shown = _shown(slug)
    if shown.leaflet.successor_slug:
        return redirect("democracy:leaflet_detail", shown.leaflet.successor_slug)
    return render(request, "democracy/leaflet_missing.html", _context(shown), status=404)


@page
def leaflet_version_pdf(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The same bytes for ever; gone after withdrawal or retention (D-012)."""
    version = LeafletVersion.objects.at(slug).of_number(int(number)).with_file().first()
    if version is None:
        raise Http404
    if not version.has_file or version.upload is None or not version.upload.is_open:
        context = {"leaflet": version.leaflet, "version": version}
        return render(request, "democracy/leaflet_gone.html", context, status=410)
    return _send(request, version)


@page
def period_logo(request: HttpRequest, number: int) -> HttpResponse:
    logo = must_exist(PeriodLogo.objects.with_file().numbered(number))
    return send_public(request, logo.upload, name=f"logo-{number}", sha256=logo.sha256, cache=ASK_AGAIN)


def _send(request: HttpRequest, version: LeafletVersion, **how: Any) -> HttpResponse:
    if version.upload is None:
        raise Http404
    answer = send_public(request, version.upload, name=version.filename, sha256=version.sha256, **how)
    return canonical(answer, version.leaflet.get_absolute_url())


def _shown(slug: str, number: int | None = None) -> ShownLeaflet:
    leaflet = must_exist(Leaflet.objects.public().with_relations().at_slug(slug))
    versions = list(LeafletVersion.objects.of_leaflets([leaflet]).for_list())
    return ShownLeaflet.of(leaflet, versions, today(), number)


def _context(shown: ShownLeaflet) -> dict[str, Any]:
    return {"shown": shown, "leaflet": shown.leaflet, "version": shown.version}
