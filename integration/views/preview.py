"""A text that has not appeared yet, for proofreaders outside who hold a link (I-102)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from goslar_portal.access import token_page
from integration.models import PREVIEW, PageVersion
from integration.previews import preview


@token_page(PageVersion, purpose=PREVIEW)
@require_safe
def page_preview(request: HttpRequest, version: PageVersion) -> HttpResponse:
    """To be read only; the link ends by itself after seven days or when the office ends it."""
    return preview(request, version)
