"""Jobs of the worker in the back office: what waits, what failed, in plain words (G-076)."""

from datetime import datetime
from typing import Any, ClassVar

import procrastinate.contrib.django.admin  # noqa: F401  # registers what is taken out again below
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from goslar_portal import clock
from goslar_portal.accounts.roles import Role
from goslar_portal.health.models import STATUS, Job
from goslar_portal.read_only import ReadOnly
from goslar_portal.verbs import Verb, VerbAdmin

admin.site.unregister(ProcrastinateJob)
LEVELS = {"failed": "danger", "succeeded": "success"}


class StateFilter(admin.SimpleListFilter):
    """Without a choice only what is not done: a quiet portal does thousands of jobs a day."""

    title = _("Stand")
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*((key, label) for key, label in STATUS.items() if key != "aborted"), ("alle", _("alle"))]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        yield {**first, "display": _("offene")}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "alle":
            return queryset
        return queryset.in_state(self.value()) if self.value() else queryset.open()


@admin.register(Job)
class JobAdmin(ReadOnly, VerbAdmin[Job]):
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "retry",
            _("Noch einmal versuchen"),
            {Role.ENGINEERING},
            explanation=_("Die Aufgabe kommt noch einmal an die Reihe. Sie darf zweimal laufen."),
        ),
        Verb(
            "cancel",
            _("Abbrechen"),
            {Role.ENGINEERING},
            explanation=_("Was nach der Uhr läuft, kommt zum nächsten Zeitpunkt von selbst wieder."),
            is_danger=True,
        ),
    ]
    list_display = ["name", "shown_state", "tries", "begun", "happened"]
    list_filter = [StateFilter]
    fields = ["name", "shown_state", "tries", "scheduled", "begun", "happened", "row_number"]
    readonly_fields = ["name", "shown_state", "tries", "scheduled", "begun", "happened", "row_number"]
    ordering = ["-id"]
    show_full_result_count = False
    list_per_page = 50
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return Job.objects.with_times()

    @admin.display(description=_("Aufgabe"), ordering="task_name")
    def name(self, row: Job) -> str:
        return clock.label(row.task_name)

    @admin.display(description=_("Stand"), ordering="status")
    def shown_state(self, row: Job) -> SafeString:
        level = LEVELS.get(row.status, "info")
        return format_html('<span class="sign" data-level="{}">{}</span>', level, row.get_state_display())

    @admin.display(description=_("Versuche"), ordering="attempts")
    def tries(self, row: Job) -> int:
        return int(row.attempts)

    @admin.display(description=_("nächster Versuch"))
    def scheduled(self, row: Job) -> datetime | None:
        moment: datetime | None = row.scheduled_at
        return moment

    @admin.display(description=_("eingereiht"))
    def begun(self, row: Any) -> datetime | None:
        moment: datetime | None = row.deferred_at
        return moment

    @admin.display(description=_("zuletzt"))
    def happened(self, row: Any) -> datetime | None:
        moment: datetime | None = row.happened_at
        return moment

    @admin.display(description=_("Nummer des Datensatzes"))
    def row_number(self, row: Job) -> str:
        """Jobs carry numbers of rows and nothing else (G-077)."""
        return str(row.args.get("number", "–"))
