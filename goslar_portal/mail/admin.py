"""Letters in the back office: read, search, stop a waiting one. Nobody writes or changes one here."""

from django.contrib import admin
from django.http import HttpRequest

from goslar_portal.mail.models import Letter


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin[Letter]):
    list_display = ["kind", "subject", "state", "attempts", "posted_at", "sent_at"]
    list_filter = ["state", "kind"]
    search_fields = ["subject", "recipient"]
    readonly_fields = [
        "kind",
        "recipient",
        "subject",
        "text",
        "state",
        "attempts",
        "posted_at",
        "due_at",
        "sent_at",
        "problem",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False
