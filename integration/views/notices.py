"""Aktuelles: all that is valid now, and each notice at its own address (I-006, I-050 to I-053)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goslar_portal import languages
from goslar_portal.access import must_exist, page
from goslar_portal.dates import today
from integration.models import Notice


@page(topics=["notices"])
def notice_list(request: HttpRequest) -> HttpResponse:
    notices = list(Notice.objects.valid_on(today()).for_reader(languages.current().code))
    return render(request, "integration/notice_list.html", {"notices": notices})


@page(topics=["notices"])
def notice_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Also what has ended keeps its address, and says so; what has not begun has none yet."""
    rows = Notice.objects.begun(today()).with_words(languages.current().code).coded(slug)
    return render(request, "integration/notice_detail.html", {"notice": must_exist(rows.first())})
