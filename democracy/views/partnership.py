"""The page of the partnership, and the form for advice on a project."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from democracy.forms import AdviceForm
from democracy.models import AdviceRequest, FundingPeriod, Leaflet, Occurrence
from goslar_portal import limits, office
from goslar_portal.access import bound, form_page, open_form, page
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor

NEXT = 5  # dates on the page of the partnership


@page(topics=["periods", "events", "leaflets"])
def partnership(request: HttpRequest) -> HttpResponse:
    day = today()
    periods = list(FundingPeriod.objects.newest_first().with_links())
    running = next((row for row in periods if row.starts_on <= day <= row.ends_on), None)
    context = {
        "periods": [(row, row.text_on(day)) for row in periods if row.starts_on <= day],
        "running": running,
        "dates": list(Occurrence.objects.public().upcoming().with_event().in_order()[:NEXT]),
        "leaflets": list(Leaflet.objects.public().in_order()),
        "brochure": Leaflet.objects.brochure(day),
    }
    return render(request, "democracy/partnership.html", context)


@open_form
def advice_form(request: HttpRequest) -> HttpResponse:
    form = bound(AdviceForm, request)
    address = form["email"].data or ""
    if form.is_valid() and limits.allows(form, "democracy.advice", request, address=str(address)):
        AdviceRequest.objects.submit(by=Actor.person("asker"), **form.facts)
        return redirect(f"{request.path}?gesendet=1")
    context = {"is_done": "gesendet" in request.GET, "days": office.value("democracy.advice_days")}
    return form_page(request, "democracy/advice_form.html", form=form, **context)
