"""Who comes by a link in a mail: for a wish that waits, or for one's own subscription (N-105, N-111)."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goslar_portal.access import ORIGIN_ONLY, public
from newsletters import tokens
from newsletters.models import SignUp, Subscription, TrialMail
from newsletters.tokens import Purpose

View = Callable[..., HttpResponse]


def wish_page(view: View) -> View:
    """The token is the one of a confirmation mail; it opens nothing but the wish it was made for."""

    def find(token: str) -> SignUp | None:
        return SignUp.objects.with_token(token).select_related("replaces").first()

    return _by_link(view, find)


def signed_page(*purposes: Purpose) -> Callable[[View], View]:
    """The token is signed; the view gets purpose and number, whether or not there still is such a row."""
    return lambda view: _by_link(view, lambda token: tokens.read(token, *purposes))


def subscription_page(view: View) -> View:
    """The signed token of a subscription that is still known; the one of a test mail says that it is one."""

    @wraps(view)
    def answer(request: HttpRequest, found: tuple[Purpose, UUID]) -> HttpResponse:
        purpose, key = found
        if purpose == Purpose.TEST:
            return trial_settings(request, key)
        subscription = subscription_of(key)
        return unknown(request) if subscription is None else view(request, subscription)

    return signed_page(Purpose.SUBSCRIPTION, Purpose.TEST)(answer)


def trial_settings(request: HttpRequest, key: UUID) -> HttpResponse:
    """What stands behind „Einstellungen“ in a test mail: no subscription, and a sentence that says so."""
    trial = TrialMail.objects.with_key(key).with_issue().first()
    if trial is None:
        return unknown(request)
    return render(request, "newsletters/trial_settings.html", {"channel": trial.issue.channel})


def subscription_of(key: UUID) -> Subscription | None:
    return Subscription.objects.with_key(key).with_channel().first()


def _by_link(view: View, find: Callable[[str], Any]) -> View:
    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        found = find(token)
        response = unknown(request) if found is None else view(request, found)
        response.headers["Referrer-Policy"] = ORIGIN_ONLY
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return public(never_cache(require_http_methods(["GET", "HEAD", "POST"])(answer)), "token_page")


def unknown(request: HttpRequest) -> HttpResponse:
    """One page for malformed, altered and unknown tokens."""
    return render(request, "newsletters/link.html", status=404)
