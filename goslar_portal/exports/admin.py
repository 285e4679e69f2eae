"""Exports in the back office: who took what along, read only (G-088)."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from goslar_portal.exports.models import Export
from goslar_portal.journal import words
from goslar_portal.journal.actors import ActorKind
from goslar_portal.journal.admin import Lines


@admin.register(Export)
class ExportAdmin(Lines[Export]):
    list_display = ["moment", "who", "kind_shown", "row_count", "file_kind", "reason"]
    list_filter = ["file_kind", "at"]
    fields = ["at", "who", "kind_shown", "row_count", "row_filter", "columns", "file_kind", "reason"]
    readonly_fields = ["who", "kind_shown"]
    search_fields = ["kind", "columns"]
    search_help_text = _("Art oder Spalte")

    @admin.display(description=_("wer"))
    def who(self, row: Any) -> str:
        known = getattr(row, "known_people", None)
        known = words.people([row.account_id]) if known is None else known
        return words.who(ActorKind.STAFF, "", row.account_id, known)
