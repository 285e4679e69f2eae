"""Who may open a view: each public one carries exactly one of these decorators, all else needs a login."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar, overload

from django import forms
from django.conf import settings
from django.db import connection, models, transaction
from django.forms.formsets import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from goslar_portal import languages
from goslar_portal.links.models import AccessLink
from goslar_portal.page_cache.models import stamp
from goslar_portal.page_cache.shown import next_change, shows, topics_shown
from goslar_portal.page_cache.store import KEEP, PAGES, Keep, cache_control
from goslar_portal.states import WrongStateError

View = Callable[..., HttpResponse]
Topics = Iterable[str] | Callable[..., Iterable[str]]
F = TypeVar("F", bound=forms.BaseForm)
V = TypeVar("V", bound=Callable[..., HttpResponse])


def public(view: View, access: str) -> View:
    """Mark a view as open without login; `access` says why, and a test holds the whole list."""
    view.login_required = False  # type: ignore[attr-defined]  # Django's LoginRequiredMiddleware reads it
    view.access = access  # type: ignore[attr-defined]  # the list of public addresses is tested by it
    return view


def many_fields(view: V) -> V:
    """A form with more boxes than any other; without the mark `middleware.FewFields` refuses it."""
    view.many_fields = True  # type: ignore[attr-defined]  # read by the middleware
    return view


@overload
def page(view: View) -> View: ...


@overload
def page(*, topics: Topics, parameters: tuple[str, ...] = ()) -> Callable[[View], View]: ...


def page(view: View | None = None, *, topics: Topics | None = None, parameters: tuple[str, ...] = ()) -> Any:
    """A public page: GET and HEAD, the same answer for everybody, no cookie (G-121).

    `topics` names what the page always shows, or is a function of the view's arguments; what parts of it
    show they say themselves (`page_cache.shows`). With topics the finished page is kept until one of them
    changes, at most until midnight. `parameters` are those of the query that change the page; the view sees
    no others. An answer for which the view sets `Cache-Control` itself is not kept.
    """
    if view is None:
        return lambda late: _page(late, topics, parameters)
    return _page(view, topics, parameters)


def _page(view: View, topics: Topics | None, parameters: tuple[str, ...]) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_kept = topics is not None and PAGES in request.META
        if topics is not None:
            request.GET = only(parameters, request.GET)  # type: ignore[assignment]  # what is not declared is not there
        with snapshot():
            if is_kept:
                languages.visible.look_again()
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or "Cache-Control" in response.headers:
                return response
            if settings.SESSION_COOKIE_NAME in request.COOKIES:  # staff see at once what they changed (G-126)
                return response
            shows(*(topics(*args, **kwargs) if callable(topics) else topics or ()))
            until = next_change()
            if is_kept:
                request.META[KEEP] = Keep(stamp(topics_shown()), parameters, until)
        response.headers["Cache-Control"] = cache_control(until.timestamp())
        return response

    return public(vary_on_headers("Accept-Encoding")(require_safe(answer)), "page")


def only(names: tuple[str, ...], query: QueryDict) -> QueryDict:
    """A kept page depends on nothing but what its address in memory is made of."""
    kept = QueryDict(mutable=True)
    for name in names:
        if name in query:
            kept.setlist(name, query.getlist(name))
    return kept


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, the counters of topics too; nothing can be written (G-123).

    Inside a transaction of somebody else, as in tests, it changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def open_form(view: View) -> View:
    """A public form: never stored by anybody on the way."""
    return public(never_cache(require_http_methods(["GET", "HEAD", "POST"])(view)), "open_form")


# The address, and so the token, is sent along to nobody. Not `no-referrer`: under it browsers send forms
# with `Origin: null`, and the CSRF check refuses every button of the page (ADR 0006).
ORIGIN_ONLY = "strict-origin"


def token_page(model: type[models.Model], *, purpose: str) -> Callable[[View], View]:
    """A personal page: the last part of the address is a token of this purpose for one row of `model`.

    Unknown, expired, revoked and altered tokens give the same page (404). A verb that came too late
    answers 409 with the present state.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
            link = AccessLink.objects.resolve(token, model, purpose)
            row = model._default_manager.filter(pk=link.number).first() if link else None
            response = _act(view, request, link, row, *args, **kwargs)
            response.headers["Referrer-Policy"] = ORIGIN_ONLY
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return public(never_cache(require_http_methods(["GET", "HEAD", "POST"])(answer)), "token_page")

    return decorate


def _act(
    view: View,
    request: HttpRequest,
    link: AccessLink | None,
    row: models.Model | None,
    *args: Any,
    **kwargs: Any,
) -> HttpResponse:
    if link is None or row is None:
        return render(request, "errors/link.html", status=404)
    request.access_link = link  # type: ignore[attr-defined]
    if request.method == "POST":
        link.note_use()
    try:
        return view(request, row, *args, **kwargs)
    except WrongStateError as error:
        return render(request, "errors/409.html", {"row": error.row}, status=409)


def bound(form_class: type[F], request: HttpRequest, **kwargs: Any) -> F:
    """The form of this request: bound on POST, empty on GET.

    After a stale CSRF token the request arrives as a GET that still carries what was typed
    (`goslar_portal.views.csrf_failed`): the form then comes back filled, with a sentence, and is never valid.
    """
    stale = getattr(request, "stale_post", None)
    if stale is not None:
        form = form_class(stale, **kwargs)
        form.add_error(None, STALE)
        return form
    if request.method == "POST":
        return form_class(request.POST, request.FILES, **kwargs)
    return form_class(**kwargs)


STALE = _(
    "Die Seite war zu lange offen oder Ihr Browser nimmt keine Cookies an. Ihre Angaben sind noch da. "
    "Bitte senden Sie sie noch einmal ab."
)


def form_page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Render a page with forms; status 422 and `page_error` when one of them has errors (G-184).

    A form that came too often (`limits.allows()`) answers 429 with the time to wait (G-153).
    """
    wrong = any(has_errors(value) for value in context.values())
    wait = max(
        (getattr(value, "wait", 0) for value in context.values() if isinstance(value, forms.BaseForm)),
        default=0,
    )
    status = 429 if wait else 422 if wrong else 200
    response = render(request, template, context | {"page_error": wrong}, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def has_errors(value: Any) -> bool:
    if isinstance(value, forms.BaseForm):
        return value.is_bound and bool(value.errors)
    if isinstance(value, BaseFormSet):
        return value.is_bound and not value.is_valid()
    return False


def must_exist(row: Any) -> Any:
    """The row, or the 404 page: what is out of reach does not exist."""
    if row is None:
        raise Http404
    return row
