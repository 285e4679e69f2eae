"""What the pages of the desk share: who may, and the page for whoever comes too late."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from goslar_portal.access import form_page
from goslar_portal.accounts.roles import Role
from goslar_portal.privacy.models import PrivacyCase

CASE = "admin:privacy_privacycase_change"


def is_desk(request: HttpRequest) -> bool:
    return bool(request.user.has_role(Role.PRIVACY))  # type: ignore[union-attr]  # has a login


def must_be_desk(request: HttpRequest) -> None:
    if not is_desk(request):
        raise PermissionDenied


def too_late(request: HttpRequest, case: PrivacyCase, frame: dict[str, Any]) -> HttpResponse:
    """The request is elsewhere by now, or nobody knows yet who asks."""
    case.refresh_from_db()
    response = form_page(request, "admin/privacy/too_late.html", **frame | {"title": case.reference})
    response.status_code = 409
    return response
