"""The back office: Django's admin in the portal's frame, „Heute“ as its first page, the portal's login."""

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from goslar_portal import registry, services
from goslar_portal.conflicts import NoticesOthers, Typed, typed
from goslar_portal.gone import gone
from goslar_portal.today import board

# Django's own pages for passwords: the staff login has better ones.
CLOSED = {"password_change", "password_change_done"}


class Record(NoticesOthers):
    """What every record page of the back office does alike; laid over each admin class registered."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """No key holds a NUL, and PostgreSQL would trip over it."""
        whole: Any = super()
        return None if "\0" in object_id else whole.get_object(request, object_id, from_field)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        """A row out of reach and one that never was answer alike, and to strangers neither is told (G-051).

        Django's own goes back to the first page with a message. What somebody typed meanwhile is shown.
        """
        if not self.has_view_or_change_permission(request):  # type: ignore[attr-defined]  # of ModelAdmin
            raise PermissionDenied
        if request.method == "POST" and self.has_change_permission(request):  # type: ignore[attr-defined]
            return gone(self, request, self.typed(request))
        raise Http404

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """The list narrows by what it offers as a filter, nothing else.

        Django's own takes every field of the model: so who sees neither recipient nor text of a letter, or
        the hash of a password, could feel their way to it letter by letter. And PostgreSQL takes no NUL.
        """
        whole: Any = super()
        filters = whole.get_list_filter(request)
        offered = [one if isinstance(one, str) else one.parameter_name for one in filters]
        is_offered = any(lookup == name or lookup.startswith(f"{name}__") for name in offered)
        return is_offered and "\0" not in value and bool(whole.lookup_allowed(lookup, value, request))

    def typed(self: Any, request: Any) -> list[Typed]:
        """The answers of a form whose row is not there, read by the form for a new one."""
        asked = copy(request)
        asked.method = "GET"
        form = self.get_form(asked, None, fields=flatten_fieldsets(self.get_fieldsets(asked, None)))()
        formsets, _inlines = self._create_formsets(asked, self.model(), change=False)
        return typed(request, form, formsets)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> Any:
        """A form with errors answers 422, like every other form of the portal (G-184)."""
        response = super().render_change_form(request, context, **kwargs)
        if context.get("errors") and response.status_code == 200:
            response.status_code = 422
        return response


class BackOffice(AdminSite):
    site_header = _("Integration im Landkreis Goslar: Verwaltung")
    site_title = _("Verwaltung")
    index_title = _("Heute")
    site_url = "/"
    enable_nav_sidebar = False  # the frame has a menu of its own

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        whole = admin_class or ModelAdmin
        laid = type(
            whole.__name__, (Record, whole), {"__module__": whole.__module__, "__doc__": whole.__doc__}
        )
        super().register(model_or_iterable, laid, **options)

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
