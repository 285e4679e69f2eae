"""The portal as `./portal run` serves it, with one more page: real frame, kept in memory like all others."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from goslar_portal.wsgi import application

# isort: split
from goslar_portal import urls  # needs what the line above sets up
from goslar_portal.access import page

__all__ = ["application"]


@page(topics=["bench"])
def probe(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/_page.html")


urls.urlpatterns.insert(0, path("messung/", probe))
