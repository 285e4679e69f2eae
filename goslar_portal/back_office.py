"""The back office: Django's admin in the portal's frame, „Heute“ as its first page, the portal's login."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from goslar_portal import registry, services
from goslar_portal.today import board

# Django's own pages for passwords: the staff login has better ones.
CLOSED = {"password_change", "password_change_done"}


class BackOffice(AdminSite):
    site_header = _("Integration im Landkreis Goslar: Verwaltung")
    site_title = _("Verwaltung")
    index_title = _("Heute")
    site_url = "/"
    enable_nav_sidebar = False  # the frame has a menu of its own

    def get_urls(self) -> list[URLResolver | URLPattern]:
        mine = [
            path(page.path, self.admin_view(self.kept_for(page)), name=page.name.replace(".", "_"))
            for page in registry.pages
        ]
        return [*mine, *(entry for entry in super().get_urls() if getattr(entry, "name", "") not in CLOSED)]

    def kept_for(self, page: registry.Page) -> Callable[..., HttpResponse]:
        """The view of a page of an area, for its roles only."""

        @wraps(page.view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not services.may_open(request.user, page):
                raise PermissionDenied
            response: HttpResponse = page.view(request, *args, **kwargs)
            return response

        return answer

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        return context | {"menu": services.menu(request, context["available_apps"], self._registry)}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """„Heute“: what waits for this person (G-112)."""
        context = {**self.each_context(request), "title": self.index_title, "board": board(request.user)}
        request.current_app = self.name  # Django's own index sets it, too
        return TemplateResponse(request, "admin/today.html", context | (extra_context or {}))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Its address is taken by the staff login; what still calls it is sent there."""
        return redirect("account_login")
