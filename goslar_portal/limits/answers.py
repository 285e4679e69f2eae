"""What people see who were too quick: the form with all they typed, or a page, and when to return (G-153)."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goslar_portal.limits.counting import Verdict, hit


def allows(
    form: forms.BaseForm, name: str, request: HttpRequest, *, address: str = "", times: int = 1
) -> bool:
    """Count one sending of a form that is right; false when it was one too many.

    The form then carries a sentence, and `form_page()` answers 429 with everything still typed in:

        if form.is_valid() and limits.allows(form, "housing.submit", request):
    """
    verdict = hit(name, request, address=address, times=times)
    if verdict.is_over:
        form.add_error(None, ValidationError(sentence(verdict), code="limit"))
        form.wait = verdict.wait  # type: ignore[attr-defined]  # read by access.form_page()
    return not verdict.is_over


LONG_WAIT = 120  # minutes; beyond, a moment says more than a number


def sentence(verdict: Verdict) -> str:
    if verdict.minutes > LONG_WAIT:
        return _(
            "Heute kamen schon sehr viele Anfragen. Bitte senden Sie am %(day)s ab %(time)s Uhr noch einmal "
            "ab. Eilt es? Telefon 05321 76-0."
        ) % {"day": date_format(verdict.until, "j. F"), "time": f"{verdict.until:%H:%M}"}
    return ngettext(
        "Von Ihrem Anschluss kamen in kurzer Zeit sehr viele Anfragen. Bitte warten Sie %(minutes)d Minute "
        "und senden Sie dann noch einmal ab. Ihre Angaben sind noch da. Eilt es? Telefon 05321 76-0.",
        "Von Ihrem Anschluss kamen in kurzer Zeit sehr viele Anfragen. Bitte warten Sie %(minutes)d Minuten "
        "und senden Sie dann noch einmal ab. Ihre Angaben sind noch da. Eilt es? Telefon 05321 76-0.",
        verdict.minutes,
    ) % {"minutes": verdict.minutes}


def wait_page(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """Where there is no form to show again: search, login."""
    response = render(request, "errors/429.html", {"minutes": verdict.minutes}, status=429)
    response.headers["Retry-After"] = str(verdict.wait)
    return response
