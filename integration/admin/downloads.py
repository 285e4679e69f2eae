"""Documents in the back office. Files come later; until then a title names the office to ask (I-045)."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from goslar_portal import search
from goslar_portal.journal.models import Actor, record
from integration.admin.inlines import NamedTabularInline
from integration.models import Download, DownloadFile, PageDownload


class DownloadFileInline(admin.StackedInline[DownloadFile, Download]):
    model = DownloadFile
    fields = ["language", "title", "contact", "is_current", "dated_on"]
    extra = 0
    min_num = 1
    can_delete = False


class PageDownloadInline(NamedTabularInline):
    model = PageDownload
    fields = ["page", "section", "position"]


@admin.register(Download)
class DownloadAdmin(admin.ModelAdmin[Download]):
    list_display = ["slug", "kind", "archived_on", "is_confirmed"]
    search_fields = ["slug", "files__title"]
    inlines = [DownloadFileInline, PageDownloadInline]

    @admin.display(description="bestätigt", boolean=True)
    def is_confirmed(self, row: Download) -> bool:
        return not row.needs_confirmation

    def save_model(self, request: HttpRequest, obj: Download, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            record(obj, "change" if change else "add", by=Actor.staff(request.user))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        super().save_related(request, form, formsets, change)
        search.refresh("integration.downloads", [form.instance.pk])
