"""Rows of a record in the back office: each box says its name, and offers names instead of codes."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import CheckboxInput, ChoiceField, Field
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from goslar_portal.languages import SOURCE, catalogue
from integration.forms import page_names
from integration.models import Contact, Page

NOTHING = ("", "---------")


class DeleteBox(CheckboxInput):
    """The tick box that deletes a row says so."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"aria-label": str(_("Löschen")), **(attrs or {})})


class NamedFormSet(BaseInlineFormSet[Any, Any, Any]):
    deletion_widget = DeleteBox


def by_name(db_field: models.Field[Any, Any], field: Field | None) -> Field | None:
    """Pages by their titles, contacts by their roles, languages by their German names."""
    if db_field.name == "language":
        names = [(row.code, row.german) for row in catalogue().values()]
        return ChoiceField(label=db_field.verbose_name, choices=names, initial=SOURCE)
    if field is not None and db_field.related_model is Page:
        field.choices = [NOTHING, *page_names()]  # type: ignore[attr-defined]  # a choice of records
    if field is not None and db_field.related_model is Contact:
        field.choices = [NOTHING, *Contact.objects.by_role()]  # type: ignore[attr-defined]  # a choice of records
    return field


class OffersNames(admin.options.BaseModelAdmin[Any]):
    """Stands before an admin class: its boxes offer names, see `by_name`."""

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        return by_name(db_field, super().formfield_for_dbfield(db_field, request, **kwargs))


class NamedTabularInline(OffersNames, admin.TabularInline[Any, Any]):
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
