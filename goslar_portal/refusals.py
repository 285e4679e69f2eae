"""What staff see where a page of the back office is closed to them or not there: why, and how to go on."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from goslar_portal.accounts import proof, roles


def is_at_work(request: HttpRequest) -> bool:
    """Logged in for good: who lacks a second factor in production sees no menu yet (G-062)."""
    if not request.path.startswith("/admin/") or not hasattr(request, "user"):
        return False
    is_whole = settings.PORTAL_LOCAL or bool(request.session.get(proof.SECOND_FACTOR))
    return is_whole and request.user.is_authenticated


def not_yours(request: HttpRequest) -> HttpResponse:
    """Names the roles of the person, so that the right one can be asked for."""
    person: Any = request.user
    names = sorted(str(roles.labels().get(code, code)) for code in person.roles)
    return _page(
        request,
        "admin/forbidden.html",
        403,
        title=_("Diese Seite gehört nicht zu Ihren Aufgaben"),
        role_names=names,
    )


def not_there(request: HttpRequest) -> HttpResponse:
    """Alike for what never was, what is gone and what is out of reach (G-051)."""
    return _page(request, "admin/missing.html", 404, title=_("Das gibt es hier nicht"))


def _page(request: HttpRequest, template: str, status: int, **more: Any) -> HttpResponse:
    return render(request, template, admin.site.each_context(request) | more, status=status)
