"""The accessibility statement and the Impressum as forms; the pages show what is saved (I-131, I-133)."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor, record
from goslar_portal.verbs import Verb, VerbAdmin
from integration.models import AccessibilityStatement, Imprint, KnownBarrier, KnownBarrierText
from integration.roles import ACCESSIBILITY, WRITERS


class SingleAdmin(VerbAdmin[Any]):
    """There is one such record: its place in the menu opens it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        is_reading = request.method != "POST" and self.has_view_permission(request)
        if is_reading and self.model._default_manager.exists():
            return HttpResponseRedirect(reverse(f"admin:integration_{self.opts.model_name}_change", args=[1]))
        return super().changelist_view(request, extra_context)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.has_add_permission(request) and self.model._default_manager.exists():
            return HttpResponseRedirect(reverse(f"admin:integration_{self.opts.model_name}_change", args=[1]))
        return super().add_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        obj.pk = 1
        super().save_model(request, obj, form, change)
        record(obj, "change" if change else "add", by=Actor.staff(request.user))


class StatementForm(forms.ModelForm[AccessibilityStatement]):
    arbitration_web = forms.URLField(label=_("Internetseite"), assume_scheme="https")


@admin.register(AccessibilityStatement)
class StatementAdmin(SingleAdmin):
    form = StatementForm
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "review",
            _("Heute überprüft"),
            roles=WRITERS | {ACCESSIBILITY},
            explanation=_("Sie haben das Portal und diese Erklärung durchgesehen. Beides stimmt noch."),
        )
    ]
    readonly_fields = ["reviewed_release"]
    fieldsets = [
        (_("Stand"), {"fields": ["state", "standard"]}),
        (_("Bewertung"), {"fields": ["assessed_on", "assessment", "assessed_by"]}),
        (_("Überprüfung"), {"fields": ["reviewed_on", "reviewed_release"]}),
        (
            _("Schlichtungsstelle"),
            {"fields": ["arbitration_body", "arbitration_address", "arbitration_web"]},
        ),
        (None, {"fields": ["needs_confirmation"]}),
    ]


@admin.register(Imprint)
class ImprintAdmin(SingleAdmin):
    fieldsets = [
        (_("Anbieter"), {"fields": ["name", "legal_form", "street", "postal_code", "town"]}),
        (_("Vertreten durch"), {"fields": ["represented_by", "representative"]}),
        (_("Erreichbar"), {"fields": ["phone", "email"]}),
        (_("Inhalte"), {"fields": ["responsible_office", "responsible", "picture_rights", "vat_number"]}),
        (None, {"fields": ["needs_confirmation"]}),
    ]


class BarrierTextInline(admin.StackedInline[KnownBarrierText, KnownBarrier]):
    """German words; those in easy words have their own page beside the German ones."""

    model = KnownBarrierText
    fields = ["title", "reason", "alternative"]
    extra = 0
    min_num = 1
    max_num = 1
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return KnownBarrierText.objects.german()


@admin.register(KnownBarrier)
class KnownBarrierAdmin(VerbAdmin[KnownBarrier]):
    list_display = ["title", "planned_on", "solved_on", "report_count"]
    fields = ["code", "position", "planned_on", "solved_on"]
    inlines = [BarrierTextInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return KnownBarrier.objects.with_words("de").with_reports()

    def get_readonly_fields(self, request: HttpRequest, obj: KnownBarrier | None = None) -> list[str]:
        return ["code"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: KnownBarrier | None = None) -> bool:
        return False  # it is solved on a day; the history says what the statement said when

    @admin.display(description=_("Barriere"), ordering="position")
    def title(self, row: KnownBarrier) -> str:
        return row.title or row.code

    @admin.display(description=_("Meldungen dazu"))
    def report_count(self, row: KnownBarrier) -> int:
        return row.report_count

    def save_model(self, request: HttpRequest, obj: KnownBarrier, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        super().save_model(request, obj, form, change)
        record(obj, "change" if change else "add", by=Actor.staff(request.user))
