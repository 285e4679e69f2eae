"""What happens to every request: a number, a language, a limit, headers, a page for empty errors."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import TooManyFieldsSent
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from goslar_portal import languages
from goslar_portal.requests import begun

Answer = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger("portal.request")

LARGEST_BODY = 110 * 1024 * 1024  # bytes, ten photos and the form around them (H-320)
CLOSED_FEATURES = (
    "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope"
    " magnetometer microphone midi payment usb xr-spatial-tracking"
)
PASSKEYS = "publickey-credentials-create=(self), publickey-credentials-get=(self)"
PERMISSIONS = ", ".join([*(f"{feature}=()" for feature in CLOSED_FEATURES.split()), PASSKEYS])
PAGES = {405, 409, 410, 413, 429}
MOST_FIELDS = 1000  # of a form that is no text of an issue; Django's own number


class QueryCount:
    """Counts the statements of one request."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # Django's signature
        self.count += 1
        return execute(sql, params, many, context)


def _role(request: HttpRequest) -> str:
    """Codes of the roles if the request has looked at them; asks nothing itself, names nobody."""
    user = getattr(request, "_cached_user", None)
    if user is None or not user.is_authenticated:
        return ""
    return " ".join(sorted(user.__dict__.get("roles", ()))) or "staff"


def request_number(get_response: Answer) -> Answer:
    """Begin a request and leave one log line without path, sender or anything typed (G-163)."""

    def answer(request: HttpRequest) -> HttpResponse:
        with begun() as current, connection.execute_wrapper(queries := QueryCount()):
            start = time.perf_counter()
            response = get_response(request)
            response.headers["X-Request-Number"] = current.number
            match = request.resolver_match
            facts = {
                "route": match.view_name if match else "",
                "status": response.status_code,
                "ms": round((time.perf_counter() - start) * 1000, 1),
                "queries": queries.count,
                "role": _role(request),
            }
            log.info("request", extra=facts)
        return response

    return answer


def language(get_response: Answer) -> Answer:
    """The language is the path's alone; browser and cookie have no say (G-172)."""

    def answer(request: HttpRequest) -> HttpResponse:
        with translation.override(languages.of_path(request.path_info)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", languages.current().html_lang)
            return response

    return answer


def answers(get_response: Answer) -> Answer:
    """Refuse bodies without end, close what no page needs, give errors without text the site's own page."""

    def answer(request: HttpRequest) -> HttpResponse:
        status = 413 if _too_large(request) else 400 if _has_nul(request) else 0
        response = (
            render(request, f"errors/{status}.html", status=status) if status else get_response(request)
        )
        if response.status_code in PAGES and not response.streaming and not response.content:
            response = _designed(request, response)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def _too_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > LARGEST_BODY


def _has_nul(request: HttpRequest) -> bool:
    """A cookie can hold a NUL, written like this; PostgreSQL would trip over such a session."""
    return r"\000" in request.META.get("HTTP_COOKIE", "")


def _designed(request: HttpRequest, bare: HttpResponse) -> HttpResponse:
    page = render(request, f"errors/{bare.status_code}.html", status=bare.status_code)
    for name in ("Allow", "Retry-After"):
        if name in bare.headers:
            page.headers[name] = bare.headers[name]
    return page


class FewFields:
    """Only a page marked with `access.many_fields` takes more than any other form has.

    Stands behind the CSRF check, which has read the form; whoever is exempt from it does not read one.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method != "POST" or getattr(view, "csrf_exempt", False) or hasattr(view, "many_fields"):
            return
        if sum(len(values) for _name, values in request.POST.lists()) > MOST_FIELDS:
            raise TooManyFieldsSent("more boxes than a form of the portal has")


class LoginRequired(LoginRequiredMiddleware):
    """Everything needs a login unless its view says otherwise.

    Django's own looks at the account first, so every page would read the session and vary by cookie (G-121).
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if getattr(view_func, "login_required", True):
            return super().process_view(request, view_func, view_args, view_kwargs)
        return None
