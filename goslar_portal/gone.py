"""A record was deleted while somebody wrote: the answer shows what was typed, to take it along (G-057)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from goslar_portal.conflicts import Typed, chosen_words


def gone(page: Any, request: HttpRequest, typed: list[Typed]) -> TemplateResponse:
    """For a row that is deleted or out of reach, alike for both (G-051); `page` is the admin class."""
    if not typed:
        raise Http404
    context = page.admin_site.each_context(request) | {
        "title": _("Diesen Eintrag gibt es nicht mehr"),
        "opts": page.opts,
        "changed": [row for row in typed if row.is_changed],
        "unchanged": [row for row in typed if not row.is_changed],
        "may_add": page.has_add_permission(request),
    }
    return TemplateResponse(request, "admin/gone.html", context, status=404)


def answered(fields: Mapping[str, forms.Field], request: HttpRequest) -> list[Typed]:
    """What was typed into the small form of a button."""
    sent = {name: request.POST.getlist(name) for name in fields}
    return [
        Typed(str(field.label or name), chosen_words(field, sent[name]), is_changed=True)
        for name, field in fields.items()
        if any(sent[name]) and not isinstance(field.widget, forms.PasswordInput)
    ]
