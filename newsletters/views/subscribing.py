"""The form to subscribe; its answer is the same whatever the portal knows of an address (N-102, N-193)."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from goslar_portal import limits
from goslar_portal.access import bound, form_page, must_exist, open_form
from goslar_portal.forms import PortalForm
from newsletters.forms import SignUpForm
from newsletters.models import Channel, ReachedLimit, SignUp, Wording
from newsletters.views.reading import language


@open_form
def signup_form(request: HttpRequest, channel: str) -> HttpResponse:
    channels = list(Channel.objects.with_texts(language()))
    here = must_exist(next((row for row in channels if row.slug == channel), None))
    if "gesendet" in request.GET:
        return render(request, "newsletters/signup_sent.html", {"channel": here})
    if not here.is_signup_open:
        return render(request, "newsletters/signup_closed.html", {"channel": here})
    offered = [row for row in channels if row.is_signup_open]
    wordings = Wording.objects.current(language())
    form = bound(SignUpForm, request, here=here, channels=offered, wordings=wordings)
    if form.is_valid() and has_room(request, here, form, form.cleaned_data["email"]):
        SignUp.objects.ask(
            email=form.cleaned_data["email"], language=form.cleaned_data["language"], wordings=form.chosen
        )
        return redirect(f"{request.path}?gesendet=1")
    return form_page(request, "newsletters/signup_form.html", form=form, channel=here)


def has_room(request: HttpRequest, channel: Channel, form: PortalForm, address: str) -> bool:
    """Count this sending; when it was one too many the form says when to come back (N-130)."""
    verdict = limits.hit("newsletters.signup", request, address=address)
    if verdict.is_over:
        ReachedLimit.objects.note(verdict.over, channel)
        sentence = _(
            "Zurzeit gehen sehr viele Anmeldungen ein. Bitte versuchen Sie es in einer Stunde noch einmal."
        )
        form.add_error(None, ValidationError(sentence, code="limit"))
        form.wait = verdict.wait  # type: ignore[attr-defined]  # read by access.form_page()
    return not verdict.is_over
