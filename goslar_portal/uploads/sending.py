"""Handing a file to somebody whose right to it the view has checked (G-143)."""

from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

from goslar_portal.uploads.kinds import Kind
from goslar_portal.uploads.models import Upload

SANDBOX = "sandbox; default-src 'none'"
RETRY = "60"  # seconds; the scanner is asked every minute


def send(request: HttpRequest, upload: Upload, *, name: str) -> HttpResponseBase:
    """The file under the plain `name` (without suffix). PDFs are saved, photos are shown.

    With `ACCEL_REDIRECT` nginx sends the bytes, else we do. The caller has checked the permission.
    """
    if not upload.is_open:
        response = render(request, "uploads/waiting.html", status=503)
        response.headers["Retry-After"] = RETRY
        return response
    kind = Kind(upload.kind)
    answer = _by_nginx(upload) if settings.ACCEL_REDIRECT else FileResponse(upload.file.open("rb"))
    answer.headers["Content-Type"] = kind.content_type
    answer.headers["Content-Disposition"] = str(
        content_disposition_header(kind is Kind.PDF, f"{name}{kind.suffix}")
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _by_nginx(upload: Upload) -> HttpResponse:
    answer = HttpResponse()
    answer.headers["X-Accel-Redirect"] = f"{settings.ACCEL_REDIRECT.rstrip('/')}/{quote(upload.file.name)}"
    return answer
