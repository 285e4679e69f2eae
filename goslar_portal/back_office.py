"""The back office: Django's admin with the portal's name and the portal's login."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

# Django's own pages for passwords: the staff login has better ones.
CLOSED = {"password_change", "password_change_done"}


class BackOffice(AdminSite):
    site_header = _("Integration im Landkreis Goslar: Verwaltung")
    site_title = _("Verwaltung")
    index_title = _("Übersicht")
    site_url = "/"
    enable_nav_sidebar = True

    def get_urls(self) -> list[URLResolver | URLPattern]:
        return [entry for entry in super().get_urls() if getattr(entry, "name", "") not in CLOSED]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Its address is taken by the staff login; what still calls it is sent there."""
        return redirect("account_login")
