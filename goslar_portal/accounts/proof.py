"""How long a login lasts, and when the person proves anew who they are (G-067)."""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse

IDLE = 60 * 60  # seconds
AT_ALL = 12 * 60 * 60
RECENT = 5 * 60
NOTE_EVERY = 60  # the session is written at most once a minute, not at every page

BEGAN, SEEN, SECOND_FACTOR = "login_began", "login_seen", "login_has_second_factor"


def begin(request: HttpRequest, *, has_second_factor: bool) -> None:
    now = int(time.time())
    request.session.update({BEGAN: now, SEEN: now, SECOND_FACTOR: has_second_factor})


def is_over(request: HttpRequest) -> bool:
    """Whether this login has ended by time; notes that it is in use. One without a beginning begins now."""
    now = int(time.time())
    began, seen = request.session.setdefault(BEGAN, now), request.session.setdefault(SEEN, now)
    if now - seen > IDLE or now - began > AT_ALL:
        return True
    if now - seen >= NOTE_EVERY:
        request.session[SEEN] = now
    return False


def is_recent(request: HttpRequest) -> bool:
    """Whether the person proved within five minutes who they are, by logging in or by confirming."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < RECENT


def require_recent(request: HttpRequest) -> None:
    """Raises `ReauthenticationRequired`; the middleware then asks, and comes back to this address."""
    if not is_recent(request):
        raise ReauthenticationRequired


def recent_proof(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For exports, erasure, roles and factors: asks again when the last proof is older than five minutes."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        require_recent(request)
        return view(request, *args, **kwargs)

    return answer
