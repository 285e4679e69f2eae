"""One's own subscription: confirm it, deny it, change it, leave it (N-105 to N-116)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from goslar_portal.access import bound, form_page
from goslar_portal.journal.models import Actor
from goslar_portal.states import WrongStateError
from newsletters.forms import AddressForm, LanguageForm
from newsletters.models import EndReason, SignUp, Subscription, TrialMail, Way, Wording
from newsletters.tokens import Purpose
from newsletters.views.by_link import signed_page, subscription_of, subscription_page, wish_page
from newsletters.views.reading import language
from newsletters.views.subscribing import has_room

SUBSCRIBER = Actor.person("subscriber")
DONE = {"sprache", "adresse", "daten", "daten-heute"}


@wish_page
def signup_confirm(request: HttpRequest, signup: SignUp) -> HttpResponse:
    """GET shows one button; POST confirms. A link that has ended offers a new mail (N-106)."""
    if request.method == "POST":
        if signup.is_expired:
            return _once_more(request, signup)
        signup.confirm(by=SUBSCRIBER)
        return redirect(request.path)
    context = {"signup": signup, "channels": signup.channels, "token": _token(request)}
    return render(request, "newsletters/signup_confirm.html", context)


def _once_more(request: HttpRequest, signup: SignUp) -> HttpResponse:
    channels = signup.channels
    form = bound(AddressForm, request)
    if not has_room(request, channels[0], form, signup.email):
        return form_page(request, "newsletters/signup_confirm.html", form=form, signup=signup)
    signup.ask_again()
    return redirect(f"{channels[0].get_absolute_url()}anmelden/?gesendet=1")


@wish_page
def signup_deny(request: HttpRequest, signup: SignUp) -> HttpResponse:
    if signup.is_confirmed:
        return redirect("newsletters:signup_confirm", _token(request))
    if request.method == "POST":
        signup.deny(by=SUBSCRIBER)
    return render(request, "newsletters/signup_deny.html", {"is_done": request.method == "POST"})


@subscription_page
def subscription_settings(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    """This one subscription and nothing else: mails are forwarded (N-110)."""
    channel = subscription.channel
    language_form = LanguageForm(offered=channel.offered, initial={"language": subscription.language})
    context: dict[str, Any] = {
        "subscription": subscription,
        "token": _token(request),
        "done": next((word for word in DONE if word in request.GET), ""),
        "language_form": language_form,
        "address_form": AddressForm(),
    }
    action = ACTIONS.get(request.POST.get("action", "")) if request.method == "POST" else None
    if action is not None and subscription.is_live:
        changed = action(request, subscription)
        if isinstance(changed, str):
            return redirect(f"{request.path}?{changed}=1")
        context |= changed
    return form_page(request, "newsletters/subscription_settings.html", **context)


def _change_language(request: HttpRequest, subscription: Subscription) -> str | dict[str, Any]:
    form = LanguageForm(request.POST, offered=subscription.channel.offered)
    if not form.is_valid():
        return {"language_form": form}
    subscription.change_language(by=SUBSCRIBER, language=form.cleaned_data["language"])
    return "sprache"


def _change_address(request: HttpRequest, subscription: Subscription) -> str | dict[str, Any]:
    """A double opt-in for the new address; the old one stays until then (N-114)."""
    form = AddressForm(request.POST)
    if not form.is_valid() or not has_room(request, subscription.channel, form, form.cleaned_data["email"]):
        return {"address_form": form}
    wordings = Wording.objects.current(language())
    SignUp.objects.ask(
        email=form.cleaned_data["email"],
        language=subscription.language,
        wordings=[wordings[subscription.channel_id]],
        way=Way.ADDRESS,
        replaces=subscription,
    )
    return "adresse"


def _send_data(request: HttpRequest, subscription: Subscription) -> str:
    return "daten" if subscription.send_data(by=SUBSCRIBER) else "daten-heute"


ACTIONS = {"language": _change_language, "address": _change_address, "data": _send_data}


@csrf_exempt
@signed_page(Purpose.SUBSCRIPTION, Purpose.TEST)
def subscription_end(request: HttpRequest, found: tuple[Purpose, UUID]) -> HttpResponse:
    """One step, whoever asks: no cookie, no login, no question. Also for RFC 8058 (N-112, N-113).

    The body is not read: the token decides. Exempt from the CSRF check, as mail programs send no cookie.
    The link of a test mail answers alike and ends nothing (N-034).
    """
    purpose, key = found
    subscription = subscription_of(key) if purpose == Purpose.SUBSCRIPTION else None
    context = {"subscription": subscription, "is_test": purpose == Purpose.TEST}
    if request.method == "POST" and purpose == Purpose.TEST:
        TrialMail.objects.note_unsubscribed(key)
    if request.method == "POST":
        _end(subscription)
        return render(request, "newsletters/subscription_ended.html", context)
    return render(request, "newsletters/subscription_end.html", context)


def _end(subscription: Subscription | None) -> None:
    """Whoever has ended already has what was asked for."""
    if subscription is None or not subscription.is_live:
        return
    channel = subscription.channel
    try:
        subscription.end(by=SUBSCRIBER, reason=EndReason.UNSUBSCRIBED)
    except WrongStateError:
        subscription.refresh_from_db()
    subscription.channel = channel  # known already: one-click has six statements (N-173)


def _token(request: HttpRequest) -> str:
    match = request.resolver_match
    return str(match.kwargs["token"]) if match else ""
