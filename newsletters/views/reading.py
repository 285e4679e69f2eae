"""What everybody reads: the newsletters and their archive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from goslar_portal.access import must_exist, page
from newsletters.models import SOURCE, Channel


def language() -> str:
    return translation.get_language() or SOURCE


@page(topics=["newsletters"])
def channel_list(request: HttpRequest) -> HttpResponse:
    channels = Channel.objects.with_texts(language())
    return render(request, "newsletters/channel_list.html", {"channels": channels})


@page(topics=lambda channel: [f"newsletter:{channel}"])
def channel_detail(request: HttpRequest, channel: str) -> HttpResponse:
    here = must_exist(Channel.objects.at(channel).with_texts(language()).first())
    return render(request, "newsletters/channel_detail.html", {"channel": here})
