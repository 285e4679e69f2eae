"""Each role works on its own newsletters; what is out of reach does not exist (G-051)."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse

from newsletters.models import Channel


class InReach(admin.ModelAdmin[Any]):
    """Rows of the person's newsletters only, and pages of our own beside Django's."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user)  # type: ignore[no-any-return]  # every model here can be asked

    def channels(self, request: HttpRequest) -> Any:
        return Channel.objects.visible_to(request.user).with_texts("de")

    def row_or_404(self, request: HttpRequest, pk: int) -> Any:
        row = self.get_object(request, str(pk))
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        return row

    def answer(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> TemplateResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, whole, status=status)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
