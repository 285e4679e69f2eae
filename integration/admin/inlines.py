"""Rows of a record in the back office: each box says its name, as the table head names none of them."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import CheckboxInput, Field
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class DeleteBox(CheckboxInput):
    """The tick box that deletes a row says so."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"aria-label": str(_("Löschen")), **(attrs or {})})


class NamedFormSet(BaseInlineFormSet[Any, Any, Any]):
    deletion_widget = DeleteBox


class NamedTabularInline(admin.TabularInline[Any, Any]):
    """A table of rows whose boxes carry the name of their column."""

    extra = 0
    formset = NamedFormSet

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            inner: Any = getattr(field.widget, "widget", field.widget)  # a choice of records wears a wrapper
            inner.attrs["aria-label"] = str(db_field.verbose_name)
        return field
