"""What staff see where a page of the back office is closed to them or not there: why, and how to go on."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from goslar_portal.accounts import proof, roles
from goslar_portal.gone import gone, recognised


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
    """Alike for what never was, what is gone and what is out of reach (G-051); what was typed comes back."""
    page = _admin_class(request)
    if page is None:
        return _page(request, "admin/missing.html", 404, title=_("Das gibt es hier nicht"))
    if _has_form_of_its_own(request) and (typed := recognised(request, page.opts.app_config.name)):
        return gone(page, request, typed)
    return _page(
        request, "admin/missing.html", 404, title=_("Diesen Eintrag gibt es hier nicht"), opts=page.opts
    )


def _has_form_of_its_own(request: HttpRequest) -> bool:
    """Record forms and buttons have decided by themselves what this person sees again (decision 0089)."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    return request.method == "POST" and not str(name).endswith(("_change", "_verb"))


def _admin_class(request: HttpRequest) -> Any:
    """Whose record or page below its list the address asks for, if this person may see the list."""
    parts = request.path_info.split("/")  # "", "admin", area, model, number …
    found = (page for page in admin.site._registry.values() if len(parts) > 5 and parts[2:4] == _place(page))
    return next((page for page in found if page.has_view_permission(request)), None)


def _place(page: Any) -> list[str]:
    return [page.opts.app_label, page.opts.model_name]


def _page(request: HttpRequest, template: str, status: int, **more: Any) -> HttpResponse:
    return render(request, template, admin.site.each_context(request) | more, status=status)
