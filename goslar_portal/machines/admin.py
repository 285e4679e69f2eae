"""The contact for weak spots in the back office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from goslar_portal.journal.models import Actor, record
from goslar_portal.machines.models import SecurityContact


@admin.register(SecurityContact)
class SecurityContactAdmin(admin.ModelAdmin[SecurityContact]):
    list_display = ["contact", "expires_on"]

    def has_delete_permission(self, request: HttpRequest, obj: SecurityContact | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: SecurityContact, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        super().save_model(request, obj, form, change)
        record(obj, "change" if change else "add", by=Actor.staff(request.user))
