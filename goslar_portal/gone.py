"""A record was deleted while somebody wrote: the answer shows what was typed, to take it along (G-057)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from goslar_portal.conflicts import Typed, chosen_words
from goslar_portal.forms import PortalFormMixin

# Neither typed nor theirs to see again; the name of a chosen record may be somebody's secret (G-051).
UNSAID = (forms.PasswordInput, forms.HiddenInput)


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


def recognised(request: HttpRequest, package: str) -> list[Typed]:
    """What was typed into a page of an area that found no row, so that nobody can say which form it was.

    The forms of the area that know most of the names sent say how they are called. A name that none of them
    knows is left out, unless whole words stand in it. What was only chosen or ticked stands apart, as it may
    have been so before.
    """
    sent = [(name.rpartition("-")[2], values) for name, values in request.POST.lists()]
    fields = _fields({name for name, _values in sent}, package)
    rows = [(fields.get(name), name, [value for value in values if value.strip()]) for name, values in sent]
    return [
        Typed(str(field.label or name), chosen_words(field, values), is_changed=_is_typed(field))
        if field
        else Typed(_("Text"), "\n".join(values), is_changed=True)
        for field, name, values in rows
        if values and (_is_shown(field) if field else any(" " in value for value in values))
    ]


def _fields(names: set[str], package: str) -> dict[str, forms.Field]:
    known = [form.base_fields for form in _forms(PortalFormMixin) if form.__module__.startswith(package)]
    known.sort(key=lambda fields: len(names & fields.keys()))
    return {name: field for fields in known for name, field in fields.items()}  # the last one speaks


def _forms(form: Any) -> Iterator[Any]:
    for child in form.__subclasses__():
        if hasattr(child, "base_fields"):
            yield child
        yield from _forms(child)


def _is_typed(field: forms.Field) -> bool:
    return not hasattr(field, "choices") and not isinstance(field, forms.BooleanField)


def _is_shown(field: forms.Field) -> bool:
    return not isinstance(field, forms.ModelChoiceField) and not isinstance(field.widget, UNSAID)
