"""Journal and view log in the back office: read, search, never change (G-083, G-085)."""

from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts.roles import Role
from goslar_portal.exports.exportable import Exportable
from goslar_portal.journal import columns, words
from goslar_portal.journal.models import Entry, ViewEntry
from goslar_portal.read_only import ReadOnly
from goslar_portal.sorting import by_letters

M = TypeVar("M", bound=models.Model)


class WithPeople(ChangeList):
    """The names of all accounts on the page in one query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        known = words.people(row.account_id for row in self.result_list)
        for row in self.result_list:
            row.known_people = known


class KindFilter(admin.SimpleListFilter):
    title = _("Art")
    parameter_name = "art"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = model_admin.get_queryset(request).kinds()
        return sorted(((kind, words.kind_name(kind)) for kind in kinds), key=lambda row: by_letters(row[1]))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.of_kind(self.value()) if self.value() else queryset


class Lines(ReadOnly, admin.ModelAdmin[M]):
    """Lines that nobody adds, changes or deletes by hand."""

    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    actions = None
    search_fields = ["reference"]
    search_help_text = _("Aktenzeichen")
    date_hierarchy = None

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return WithPeople

    @admin.display(description=_("wann"), ordering="at")
    def moment(self, row: Any) -> str:
        return f"{timezone.localtime(row.at):%d.%m.%Y, %H:%M}"

    @admin.display(description=_("wer"))
    def who(self, row: Any) -> str:
        known = getattr(row, "known_people", None)
        known = words.people([row.account_id]) if known is None else known
        return words.who(row.actor_kind, row.actor_name, row.account_id, known)

    @admin.display(description=_("Art"))
    def kind_shown(self, row: Any) -> str:
        return words.kind_name(row.kind)

    @admin.display(description=_("Aktenzeichen"), ordering="reference")
    def thing(self, row: Any) -> str:
        return row.reference or f"Nr. {row.number}"


class Log(Exportable[M], Lines[M]):
    """Both logs: Datenschutz takes them along as a file, others read (G-088)."""

    export_roles = frozenset({Role.PRIVACY})
    export_person_roles = frozenset({Role.PRIVACY})

    def export_rows(self, rows: Any) -> Any:
        """Up to now: the line about this file is not part of it."""
        return rows.until(timezone.now()).with_names()


@admin.register(Entry)
class EntryAdmin(Log[Entry]):
    export_columns = columns.ENTRY
    list_display = ["moment", "who", "done", "kind_shown", "thing", "steps"]
    list_filter = ["actor_kind", KindFilter, "at"]
    fields = ["at", "who", "done", "kind_shown", "thing", "steps", "reason", "request_number"]
    readonly_fields = ["who", "done", "kind_shown", "thing", "steps"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        return Entry.objects.visible_to(request.user)

    @admin.display(description=_("was"), ordering="verb")
    def done(self, row: Entry) -> str:
        return words.done(row.kind, row.verb)

    @admin.display(description=_("Stand"))
    def steps(self, row: Entry) -> str:
        return words.step(row.kind, row.from_state, row.to_state)


@admin.register(ViewEntry)
class ViewEntryAdmin(Log[ViewEntry]):
    export_columns = columns.VIEW
    list_display = ["moment", "who", "kind_shown", "thing", "shown_as", "place"]
    list_filter = ["shown_as", KindFilter, "at"]
    fields = ["at", "who", "kind_shown", "thing", "shown_as", "place", "request_number"]
    readonly_fields = ["who", "kind_shown", "thing"]
