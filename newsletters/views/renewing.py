"""„Möchten Sie den Newsletter weiter bekommen?“: the page behind that mail (N-160, N-161)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goslar_portal.journal.models import Actor
from newsletters.models import RenewalMail, Wording
from newsletters.tokens import Purpose
from newsletters.views.by_link import signed_page, subscription_of, unknown


@signed_page(Purpose.RENEWAL)
def subscription_renew(request: HttpRequest, found: tuple[Purpose, UUID]) -> HttpResponse:
    """GET shows what was agreed to and one button; POST renews. Nothing is asked twice."""
    subscription = subscription_of(found[1])
    if subscription is None:
        return unknown(request)
    wording = Wording.objects.current(subscription.language)[subscription.channel_id]
    is_old = request.POST.get("agreed_to") != str(wording.pk)  # the words have changed since they were shown
    if request.method == "POST" and not is_old:
        RenewalMail.objects.answer(subscription, by=Actor.person("subscriber"))
        return redirect(request.path)
    context = {
        "subscription": subscription,
        "wording": wording,
        "is_open": subscription.state == "active" and RenewalMail.objects.open_for(subscription) is not None,
        "is_late": request.method == "POST",
    }
    return render(request, "newsletters/subscription_renew.html", context)
