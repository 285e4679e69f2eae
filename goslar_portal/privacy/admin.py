"""The privacy desk in the back office: the list of requests, a request with its records, its buttons."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goslar_portal.access import bound, form_page
from goslar_portal.accounts.roles import Role
from goslar_portal.journal.models import Actor
from goslar_portal.privacy import forms, records
from goslar_portal.privacy.models import Correction, PrivacyCase
from goslar_portal.privacy.sources import WORKERS
from goslar_portal.privacy.views import desk
from goslar_portal.read_only import ReadOnly
from goslar_portal.verbs import Verb, VerbAdmin

DESK = {Role.PRIVACY}
LETTER = gettext_lazy(
    "Die Person bekommt ein Schreiben: per E-Mail, wenn eine Adresse angegeben ist, sonst zum Drucken."
)
ASK_IN_DOUBT = gettext_lazy(
    "Erst danach lässt sich suchen. Im Zweifel fragen Sie nach (Artikel 12 Absatz 6 DSGVO)."
)
FACTS: Any = ["article", "state", "received_on", "due_shown", "channel", "identity", "responsible"]


class OpenOrOver(admin.SimpleListFilter):
    """Open ones first; the list is for work."""

    title = gettext_lazy("Stand")
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("offen", _("offen")), ("zweite", _("wartet auf die zweite Person"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "zweite":
            return queryset.waiting_for_second()
        return queryset.by_deadline() if self.value() == "offen" else queryset


@admin.register(Correction)
class CorrectionAdmin(ReadOnly, VerbAdmin[Correction]):
    """What an area puts right, in its own form, because a person has asked for it."""

    verbs: ClassVar[list[Verb]] = [
        Verb("finish", gettext_lazy("Ist berichtigt"), WORKERS),
    ]
    list_display = ["headline", "asked_at", "done_at", "done_by"]
    list_select_related = ["done_by"]
    fields = ("thing", "text", "asked_at", "done_at", "done_by")
    readonly_fields = fields

    @admin.display(description=gettext_lazy("Berichtigung"), ordering="pk")
    def headline(self, correction: Correction) -> str:
        return correction.headline

    @admin.display(description=gettext_lazy("Datensatz"))
    def thing(self, correction: Correction) -> Any:
        """The way to its own form, for whoever may open it."""
        source = correction.source
        meta = source.model._meta
        name = f"{source.title} {correction.number}"
        if source.model not in self.admin_site._registry:
            return name
        return format_html(
            '<a href="{}">{}</a>',
            reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[correction.number]),
            name,
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        rows = super().get_queryset(request)
        return rows.visible_to(request.user)  # type: ignore[attr-defined,no-any-return]  # of its QuerySet

    def verbs_for(self, request: HttpRequest, row: Correction) -> list[dict[str, Any]]:
        return super().verbs_for(request, row) if row.done_at is None else []


@admin.register(PrivacyCase)
class PrivacyCaseAdmin(VerbAdmin[PrivacyCase]):
    change_form_template = "admin/privacy/case.html"
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "confirm_identity", gettext_lazy("Identität geprüft"), DESK, forms.IdentityForm,
            ASK_IN_DOUBT,
        ),
        Verb(
            "finish", gettext_lazy("Beantworten und abschließen"), DESK, forms.FinishForm, LETTER,
        ),
        Verb("extend", gettext_lazy("Frist verlängern"), DESK, forms.ExtendForm, gettext_lazy(
            "Auf drei Monate seit dem Eingang, nur einmal. Die Person bekommt ein Schreiben mit dem Grund."
        )),
        Verb("check_identity_again", gettext_lazy("Identität neu prüfen"), DESK, forms.IdentityForm),
        Verb("change_facts", gettext_lazy("Angaben ändern"), DESK, forms.FactsForm),
        Verb("refuse", gettext_lazy("Ablehnen"), DESK, forms.RefuseForm, LETTER, is_danger=True),
        Verb(
            "withdraw", gettext_lazy("Zurückgenommen"), DESK,
            explanation=gettext_lazy("Die Person möchte es nicht mehr. Es geht kein Schreiben hinaus."),
            is_danger=True,
        ),
    ]  # fmt: skip
    list_display = ["reference", "article", "state", "received_shown", "due_shown", "responsible"]
    list_filter = [OpenOrOver, "article"]
    list_select_related = ["responsible"]
    search_fields = ["reference"]
    search_help_text = gettext_lazy("Nummer der Anfrage")
    fieldsets = [
        (None, {"fields": FACTS}),
        (gettext_lazy("Wer fragt"), {"fields": ["name", "email", "phone", "address", "note"]}),
        (gettext_lazy("Ergebnis"), {"fields": ["result", "refusal", "answer", "closed_at"]}),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[PrivacyCase]:
        rows = super().get_queryset(request)
        return rows.visible_to(request.user)  # type: ignore[attr-defined,no-any-return]  # of its QuerySet

    def get_fieldsets(self, request: HttpRequest, obj: PrivacyCase | None = None) -> Any:
        """The result stands there once there is one."""
        return self.fieldsets if obj is None or obj.is_over else self.fieldsets[:2]

    @admin.display(description=gettext_lazy("eingegangen am"), ordering="received_on")
    def received_shown(self, case: PrivacyCase) -> str:
        return date_format(case.received_on, "d.m.Y")

    @admin.display(description=gettext_lazy("antworten bis"), ordering="due_on")
    def due_shown(self, case: PrivacyCase) -> Any:
        day = date_format(case.due_on, "d.m.Y")
        return (
            format_html('<span class="late">{}</span>', _("%(day)s, überfällig") % {"day": day})
            if case.is_late
            else day
        )

    def has_change_permission(self, request: HttpRequest, obj: PrivacyCase | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PrivacyCase | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(self.kept(view)),
                name=f"privacy_privacycase_{name}",
            )
            for name, view in desk.PAGES.items()
        ]
        return [*own, *super().get_urls()]

    def kept(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """A page of one request: 404 for whoever must not know of it."""

        def answer(request: HttpRequest, pk: int) -> HttpResponse:
            case = self.get_object(request, str(pk))
            if not self.has_view_permission(request):
                raise PermissionDenied
            if case is None:
                raise Http404
            frame = self.admin_site.each_context(request) | {
                "opts": self.opts,
                "original": case,
                "case": case,
            }
            return view(request, case, frame)

        return answer

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A form of its own, as the person at the telephone needs it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = bound(forms.CaseForm, request)
        if form.is_valid():
            case = PrivacyCase.objects.take_in(by=Actor.staff(request.user), **form.cleaned_data)
            return redirect(self.page_of(case))
        facts = {"title": _("Datenschutz-Anfrage aufnehmen"), "form": form, "opts": self.opts}
        return form_page(request, "admin/privacy/add.html", **self.admin_site.each_context(request) | facts)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        case = self.get_object(request, object_id)
        more: dict[str, Any] = {}
        if case is not None:
            more = {"lines": records.lines(case), "desk": desk.steps(request, case)}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | more)
