"""The current file of a document, at an address that stays (I-041)."""

from django.http import HttpRequest, HttpResponse

from goslar_portal.access import must_exist, page
from goslar_portal.dates import today
from goslar_portal.uploads.public import ASK_AGAIN, send_public
from integration.models import DownloadFile


@page
def download_file(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    row = must_exist(DownloadFile.objects.handed_out(slug, code, today()).first())
    return send_public(request, row.upload, name=f"{slug}-{code}", sha256=row.checksum, cache=ASK_AGAIN)
