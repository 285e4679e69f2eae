"""„Zahlen“: how the newsletters grow, and what became of each issue (N-162)."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from newsletters import figures
from newsletters.models import Channel, DeliveryState


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    channels = list(Channel.objects.visible_to(request.user).with_texts("de"))
    months = figures.months(channels)
    context = {
        **admin.site.each_context(request),
        "title": _("Zahlen der Newsletter"),
        "channels": [(row, months[row.pk]) for row in channels],
        "issues": figures.issues(channels),
        "states": DeliveryState.labels,
    }
    return TemplateResponse(request, "admin/newsletters/numbers.html", context)
