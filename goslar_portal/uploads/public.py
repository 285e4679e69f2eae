"""Public files at permanent addresses: strong ETag, 304, HEAD and one byte range (RFC 9110)."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header, parse_etags

from goslar_portal.uploads.kinds import Kind
from goslar_portal.uploads.models import Upload
from goslar_portal.uploads.sending import SANDBOX

RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")  # no file has more bytes than that
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


def send_public(
    request: HttpRequest, upload: Upload, *, name: str, sha256: str, cache: str = FOR_EVER
) -> HttpResponse:
    """The bytes of a file whose SHA-256 is known; nothing is read when the reader has it already."""
    kind, etag = Kind(upload.kind), f'"{sha256}"'
    if _matches(request.headers.get("If-None-Match", ""), etag):
        answer = HttpResponse(status=304)
    else:
        answer = _part(request, upload, etag)
        answer.headers["Content-Type"] = kind.content_type
        disposition = content_disposition_header(kind is Kind.PDF, f"{name}{kind.suffix}")
        answer.headers["Content-Disposition"] = str(disposition)
        answer.headers["Accept-Ranges"] = "bytes"
        answer.headers["Content-Security-Policy"] = SANDBOX
        answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = cache
    return answer


def _matches(header: str, etag: str) -> bool:
    tags = parse_etags(header)
    return "*" in tags or etag in [tag.removeprefix("W/") for tag in tags]


def _part(request: HttpRequest, upload: Upload, etag: str) -> HttpResponse:
    """The whole file, the range asked for, or 416; with `If-Range` a range counts for the same file only."""
    span = _range(request, upload.size, etag)
    if span is None:
        return _bytes(request, upload, 0, upload.size)
    first, last = span
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{upload.size}"})
    answer = _bytes(request, upload, first, last - first + 1)
    answer.status_code = 206
    answer.headers["Content-Range"] = f"bytes {first}-{last}/{upload.size}"
    return answer


def _bytes(request: HttpRequest, upload: Upload, first: int, count: int) -> HttpResponse:
    content = b""
    if request.method != "HEAD":
        with upload.file.storage.open(upload.file.name) as file:
            file.seek(first)
            content = bytes(file.read(count))
    return HttpResponse(content, headers={"Content-Length": str(count)})


def _range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """First and last byte; None for no range, several of them, or one that is not understood."""
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or not (found[1] or found[2]) or request.headers.get("If-Range", etag) != etag:
        return None
    if not found[1]:  # the last so many bytes
        count = min(int(found[2]), size)
        return (size - count, size - 1) if count else (1, 0)
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < first:
        return None
    return (first, last) if first < size else (1, 0)
