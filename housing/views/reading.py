"""What anybody may read: the start page for landlords, the rent check."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goslar_portal.access import form_page, page
from goslar_portal.dates import today
from housing import rent_check as caps
from housing.forms import RentCheckForm
from housing.forms.rent_check import PARAMETERS
from housing.models import CapBook, Municipality


@page(topics=["rent_caps"])
def landlord_start(request: HttpRequest) -> HttpResponse:
    return render(request, "housing/landlord_start.html", {"caps": caps.table(CapBook(today()))})


@page(topics=["places"], parameters=tuple(PARAMETERS.values()))
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
    response = form_page(
        request, "housing/rent_check.html", form=form, found=found, is_bare=bool(found and form.lacks_costs)
    )
    if form.is_bound:
        response.headers["Cache-Control"] = "no-store"  # what somebody typed is kept nowhere
    return response
