"""Reports and holds in the back office; nothing of it can be changed by hand (G-094, G-096)."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goslar_portal.access import bound, form_page
from goslar_portal.accounts.roles import Role
from goslar_portal.journal.models import Actor
from goslar_portal.read_only import ReadOnly
from goslar_portal.retention import views
from goslar_portal.retention.forms import HoldForm
from goslar_portal.retention.models import Hold, Report
from goslar_portal.verbs import Verb, VerbAdmin


@admin.register(Report)
class ReportAdmin(ReadOnly, admin.ModelAdmin[Report]):
    list_display = ["what", "asked_at", "due", "done", "left", "held"]
    list_filter = ["asked_at"]
    list_display_links = None
    search_fields = ["rule"]

    @admin.display(description=gettext_lazy("Regel"), ordering="rule")
    def what(self, report: Report) -> str:
        return report.what

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(views.retention_period)
        return [path("frist/<str:name>/", view, name="retention_period"), *super().get_urls()]


class InForce(admin.SimpleListFilter):
    title = gettext_lazy("Stand")
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("in-kraft", _("in Kraft")), ("beendet", _("beendet"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "in-kraft":
            return queryset.in_force()
        return queryset.over() if self.value() == "beendet" else queryset


@admin.register(Hold)
class HoldAdmin(VerbAdmin[Hold]):
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "lift",
            gettext_lazy("Sperre aufheben"),
            {Role.PRIVACY},
            explanation=gettext_lazy("Ab heute gilt wieder die Frist. Ist sie vorbei, wird nachts gelöscht."),
        ),
    ]
    list_display = ["thing", "reason", "until", "placed_by", "placed_at", "lifted_at"]
    list_filter = [InForce, "reason"]
    readonly_fields = ["thing", "reason", "until", "placed_by", "placed_at", "lifted_at"]
    fields = ("thing", "reason", "until", "placed_by", "placed_at", "lifted_at")
    list_select_related = ["placed_by"]

    @admin.display(description=gettext_lazy("Datensatz"), ordering="kind")
    def thing(self, hold: Hold) -> str:
        return hold.thing

    def may_press(self, request: HttpRequest, row: Hold, verb: Verb) -> bool:
        """A restriction ends at the privacy desk, where the person is told first (Art. 18 (3))."""
        return not row.is_restriction and super().may_press(request, row, verb)

    def verbs_for(self, request: HttpRequest, row: Hold) -> list[dict[str, Any]]:
        return super().verbs_for(request, row) if row.is_in_force else []

    def has_change_permission(self, request: HttpRequest, obj: Hold | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Hold | None = None) -> bool:
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A form of its own: the record is found by reference or number."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = bound(HoldForm, request)
        if form.is_valid() and form.row is not None:
            data, by = form.cleaned_data, Actor.staff(request.user)
            hold = Hold.objects.place(form.row, by=by, reason=data["reason"], until=data["until"])
            messages.success(request, _("Die Löschsperre gilt."))
            return redirect("admin:retention_hold_change", hold.pk)
        facts = {"title": _("Löschsperre setzen"), "form": form, "opts": self.opts}
        return form_page(request, "retention/hold.html", **self.admin_site.each_context(request) | facts)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Hold]:
        return super().get_queryset(request).select_related("placed_by")
