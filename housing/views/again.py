"""„Weitere Wohnung anbieten“: the next form begins with what is known already (H-036)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from goslar_portal.access import bound, form_page
from goslar_portal.doubts import stamp
from housing.forms import AnotherForm
from housing.forms.course import BEGUN, STEPS
from housing.forms.known import Lists, contact_answers, flat_answers
from housing.models import Offer
from housing.views.offering import remember


def another(request: HttpRequest, offer: Offer, *, back: str) -> HttpResponse:
    form = bound(AnotherForm, request)
    if request.method == "POST" and form.is_valid():
        _draft, key = Offer.objects.start_draft(**_known(offer, with_flat=form.with_flat))
        return remember(request, redirect(STEPS[0].url), key)
    return form_page(request, "housing/offer_another.html", form=form, offer=offer, back=back)


def _known(offer: Offer, *, with_flat: bool) -> dict[str, Lists]:
    """Steps are shown filled and are done once they were looked at and sent."""
    flat = flat_answers(offer) if with_flat else {"wohnung": {}}
    flat["wohnung"] |= {BEGUN: [stamp()]}
    contact = contact_answers(offer.landlord, entitled=offer.entitled) if offer.landlord else {}
    return flat | ({"kontakt": contact} if contact else {})
