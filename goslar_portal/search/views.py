"""`/suche/`: everything public of all areas (I-120)."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from psycopg.errors import QueryCanceled

from goslar_portal import languages, limits
from goslar_portal.access import page
from goslar_portal.page_cache import shows
from goslar_portal.search import finding, misses
from goslar_portal.search.finding import PAGES, Answer
from goslar_portal.search.forms import SearchForm
from goslar_portal.search.models import Entry

View = Callable[[HttpRequest], HttpResponse]


def counted_and_patient(view: View) -> View:
    """Count a question before the page that only reads; one that takes too long gets advice (I-128)."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if not request.GET.get("q", "").strip():
            return view(request)
        verdict = limits.hit("search", request)
        if verdict.is_over:
            return limits.wait_page(request, verdict)
        try:
            return view(request)
        except OperationalError as error:
            if not isinstance(error.__cause__, QueryCanceled):
                raise
            return _page(request, SearchForm(request.GET), None, too_slow=True)

    return answer


@counted_and_patient
@page(topics=["search_signposts"], parameters=("q", "archiv", "seite"))
def search(request: HttpRequest) -> HttpResponse:
    """Without a question the page is the same for all and kept; an answer is kept by nobody."""
    if not request.GET.get("q", "").strip():
        shows("search_signposts")
        return render(request, "search/search.html", {"form": SearchForm(), "answer": _unasked()})
    form = SearchForm(request.GET)
    if not form.is_valid():
        return _page(request, form, _unasked())
    number, language = _number(request), languages.current().code
    answer = finding.ask(form.cleaned_data["q"], language, page=number, archive=form.cleaned_data["archiv"])
    if number > max(1, answer.pages):
        raise Http404
    if answer.is_empty:
        misses.note(form.cleaned_data["q"], language)
    return _page(request, form, answer, number=number)


def _number(request: HttpRequest) -> int:
    """The page of hits; whatever is not one of the possible numbers is not found (I-226)."""
    typed = request.GET.get("seite", "1")
    if not typed.isdecimal() or len(typed) > 2 or not 1 <= int(typed) <= PAGES:
        raise Http404
    return int(typed)


def _unasked() -> Answer:
    language = translation.get_language() or "de"
    return Answer(signposts=finding.signposts(Entry.objects.signposts(language)))


def _page(
    request: HttpRequest, form: SearchForm, answer: Answer | None, *, number: int = 1, too_slow: bool = False
) -> HttpResponse:
    question = form.data.get("q", "")
    context = {
        "form": form,
        "question": question,
        "answer": answer,
        "number": number,
        "too_slow": too_slow,
        "is_answered": answer is not None and form.is_valid(),
        "before": _address(request, number - 1) if number > 1 else "",
        "after": _address(request, number + 1) if answer and number < answer.pages else "",
        "alike": [(word, f"?{urlencode({'q': word})}") for word in (answer.alike if answer else [])],
    }
    response = render(request, "search/search.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _address(request: HttpRequest, number: int) -> str:
    query = {"q": request.GET.get("q", "")}
    if "archiv" in request.GET:
        query["archiv"] = "on"
    return "?" + urlencode(query | {"seite": str(number)})
