"""A small form and pages behind limits, and senders to try them with."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from goslar_portal import limits, urls
from goslar_portal.access import bound, form_page, open_form
from goslar_portal.forms import PortalForm


class ProbeForm(PortalForm):
    name = forms.CharField(label="Name", max_length=40)
    email = forms.EmailField(label="E-Mail", required=False)


@open_form
def probe_form(request: HttpRequest) -> HttpResponse:
    form = bound(ProbeForm, request)
    if form.is_valid() and limits.allows(form, "probe", request, address=form.cleaned_data["email"]):
        return HttpResponse("angenommen")
    return form_page(request, "probe_form.html", form=form)


@open_form
def probe_pdf(request: HttpRequest) -> HttpResponse:
    verdict = limits.hit("probe", request)
    return limits.wait_page(request, verdict) if verdict.is_over else HttpResponse("Blatt")


urlpatterns = [path("probe/", probe_form), path("probe.pdf", probe_pdf), *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

PAGE = (
    '{% extends "base.html" %}{% load crispy_forms_tags %}{% block main %}<h1>Probe</h1>'
    '<form method="post" novalidate>{% csrf_token %}{% crispy form %}</form>{% endblock main %}'
)


@pytest.fixture
def probed(settings: Settings, tmp_path: Path, db: None, one_window: None) -> None:
    """The portal with a form and a sheet that may be used three times in ten minutes (addresses: twice)."""
    (tmp_path / "probe_form.html").write_text(PAGE, encoding="utf-8")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path]}]
    settings.ROOT_URLCONF = __name__
    limits.declare("probe", label="Probe", window=timedelta(minutes=10), senders=3, addresses=2)


@pytest.fixture
def sender() -> Callable[..., Client]:
    """Somebody who calls from this address."""

    def call_from(address: str = "192.0.2.17", **more: Any) -> Client:
        return Client(REMOTE_ADDR=address, **more)

    return call_from
