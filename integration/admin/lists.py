"""Lists readers choose from, with one label per language (I-159)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor, record
from integration.admin.inlines import NamedTabularInline
from integration.models import ListEntry, ListText


class ListTextInline(NamedTabularInline):
    model = ListText
    fields = ["language", "label"]
    min_num = 1


@admin.register(ListEntry)
class ListEntryAdmin(admin.ModelAdmin[ListEntry]):
    list_display = ["label_shown", "kind", "position", "is_active"]
    list_filter = ["kind", "is_active"]
    inlines = [ListTextInline]
    fields = ["kind", "code", "position", "is_active", "needs_confirmation"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return ListEntry.objects.with_label("de")

    def get_readonly_fields(self, request: HttpRequest, obj: ListEntry | None = None) -> list[str]:
        return ["kind", "code"] if obj else []  # old records keep their meaning

    @admin.display(description=_("Bezeichnung"), ordering="position")
    def label_shown(self, row: ListEntry) -> str:
        return row.label or row.code

    def has_delete_permission(self, request: HttpRequest, obj: ListEntry | None = None) -> bool:
        return False  # what is not offered any more is switched off

    def save_model(self, request: HttpRequest, obj: ListEntry, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        super().save_model(request, obj, form, change)
        record(obj, "change" if change else "add", by=Actor.staff(request.user))
