"""What the pages of one issue share: who may write, what each page shows, where they are."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from newsletters.admin.reach import InReach
from newsletters.models import Issue
from newsletters.roles import STAFF

Views = dict[str, tuple[str, Callable[..., HttpResponse]]]


class IssuePages(InReach):
    """Pages below one issue; each kind of page adds its own."""

    def paths(self, views: Views) -> list[URLPattern]:
        """Addresses below `/admin/newsletters/issue/`, by name."""
        return [
            path(where, self.admin_site.admin_view(view), name=f"newsletters_issue_{name}")
            for name, (where, view) in views.items()
        ]

    def may_write(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("newsletters.change_issue"))

    def must_write(self, request: HttpRequest) -> None:
        if not self.may_write(request):
            raise PermissionDenied

    def must_release(self, request: HttpRequest) -> None:
        """Leitung releases what others wrote (G-051)."""
        if not request.user.has_role(*STAFF):  # type: ignore[union-attr]  # admin views have a login
            raise PermissionDenied

    def about(self, request: HttpRequest, issue: Issue) -> dict[str, Any]:
        """What every page of an issue needs."""
        return {"issue": issue, "original": issue, "may_write": self.may_write(request)}
