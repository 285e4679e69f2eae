"""Files of pages: the current one of a document, at an address that stays (I-041), and pictures (I-055)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from goslar_portal.access import must_exist, page
from goslar_portal.dates import today
from goslar_portal.uploads.models import Scan
from goslar_portal.uploads.public import ASK_AGAIN, send_public
from goslar_portal.uploads.sending import RETRY
from integration.models import DownloadFile, PictureSize


@page
def picture_file(request: HttpRequest, slug: str, width: int) -> HttpResponse:
    """A picture of a page in one of its widths; the bytes of an address never change (I-055)."""
    row = must_exist(PictureSize.objects.of(slug, width).first())
    return send_public(request, row.upload, name=f"{slug}-{width}", sha256=row.checksum)


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
