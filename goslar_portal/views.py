"""Pages of the ground floor: health, and what people see when something went wrong (G-161, G-165)."""

import logging
import sys
from urllib.parse import quote

import psycopg_pool
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goslar_portal import refusals
from goslar_portal.access import View, page, public
from goslar_portal.health import checks, measurements

log = logging.getLogger("portal.error")

AWAY = (OperationalError, InterfaceError, psycopg_pool.PoolTimeout)


def _health(view: View) -> View:
    return public(never_cache(require_safe(view)), "health")


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Needs no database."""
    return HttpResponse("ok", content_type="text/plain")


def healthy(request: HttpRequest) -> HttpResponse:
    """The portal can work, by all checks of `health`. One word; the log has the details (G-161)."""
    try:
        found = checks.problems()
    except (DatabaseError, psycopg_pool.PoolTimeout):
        found = {"database": "away"}
    if found:
        log.warning("not healthy", extra={"job": ", ".join(sorted(found))})
    return HttpResponse(
        "gestört" if found else "ok",
        status=503 if found else 200,
        content_type="text/plain; charset=utf-8",
    )


def measured(request: HttpRequest) -> HttpResponse:
    """For Prometheus, with the token of this installation; else there is no such page (G-162)."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(token, settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(measurements.as_text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@page
def german_at_root(request: HttpRequest, rest: str) -> HttpResponse:
    """German has no code in front: /de/kontakt/ leads to /kontakt/, never to another host (I-212)."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"/{quote(rest.lstrip('/'))}" + (f"?{query}" if query else ""))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if refusals.is_at_work(request):
        return refusals.not_yours(request)
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if refusals.is_at_work(request):
        return refusals.not_there(request)
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The pages for 500 and 503 need neither database nor context."""
    status = 503 if isinstance(sys.exc_info()[1], AWAY) else 500
    response = HttpResponse(render_to_string(f"errors/{status}.html"), status=status)
    if status == 503:
        response.headers["Retry-After"] = "60"
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show the same form again with what was typed and a sentence; nothing is stored (G-165, I-215).

    The view is called as a GET, which by the house's rule changes nothing, so a forged request gains nothing.
    """
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return HttpResponseForbidden(render_to_string("errors/403.html", request=request))
    is_form = getattr(match.func, "access", "") in {"open_form", "token_page"}
    if not is_form or request.method != "POST":
        return render(request, "errors/403.html", status=403)
    request.stale_post = request.POST  # type: ignore[attr-defined]  # read by access.bound()
    request.method = "GET"
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    if response.status_code == 200:
        response.status_code = 422
    return response


health_live = _health(alive)
health = _health(healthy)
metrics = _health(measured)
