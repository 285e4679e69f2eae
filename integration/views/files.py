"""The current file of a document, at an address that stays (I-041)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from goslar_portal.access import must_exist, page
from goslar_portal.dates import today
from goslar_portal.uploads.models import Scan
from goslar_portal.uploads.public import ASK_AGAIN, send_public
from goslar_portal.uploads.sending import RETRY
from integration.models import DownloadFile


@page
def download_file(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What still waits for the virus scanner says so; what it has found something in does not exist."""
    row = must_exist(DownloadFile.objects.handed_out(slug, code, today()).first())
    if row.upload.scan == Scan.INFECTED:
        raise Http404
    if not row.upload.is_open:
        response = render(request, "uploads/waiting.html", status=503)
        response.headers["Retry-After"] = RETRY
        return response
    return send_public(request, row.upload, name=f"{slug}-{code}", sha256=row.checksum, cache=ASK_AGAIN)
