"""Leaflets in the back office: the leaflet itself, its versions, the buttons of their life."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from democracy.admin import leaflet_columns
from democracy.forms import leaflet_version as verb_forms
from democracy.forms.leaflet_version import LeafletVersionForm, first_status
from democracy.models import Audience, Leaflet, LeafletState, LeafletVersion
from democracy.roles import DECIDERS, STAFF
from goslar_portal import notation
from goslar_portal.dates import today
from goslar_portal.exports.exportable import Exportable
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import catalogue
from goslar_portal.uploads.models import Upload
from goslar_portal.verbs import Verb, VerbAdmin


class LeafletForm(forms.ModelForm[Leaflet]):
    audiences = forms.MultipleChoiceField(
        label=_("Gilt für"), choices=Audience.choices, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Sprache"))

    class Meta:
        model = Leaflet
        fields = [
            "title", "slug", "kind", "audiences", "summary", "is_annex", "periods", "language", "version_of",
            "replaces", "mailbox", "position", "needs_confirmation",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            choices = [(row.code, row.german) for row in catalogue().values()]
            self.fields["language"].choices = choices  # type: ignore[attr-defined]  # a choice field


@admin.register(Leaflet)
class LeafletAdmin(Exportable[Leaflet], VerbAdmin[Leaflet]):
    export_columns = leaflet_columns.LEAFLET
    export_roles = STAFF
    form = LeafletForm
    verbs: ClassVar[list[Verb]] = [Verb("show", _("Öffentlich zeigen"), DECIDERS)]
    list_display = ["title", "kind", "audience", "valid_version", "public_since"]
    list_filter = ["kind", "is_annex"]
    search_fields = ["title", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["version_list"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return Leaflet.objects.with_version_facts(today()).in_order()

    def get_readonly_fields(self, request: HttpRequest, obj: Leaflet | None = None) -> Any:
        return [*self.readonly_fields, *(["slug"] if obj and obj.is_public else [])]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Leaflet | None = None) -> Any:
        may_type = self.has_change_permission(request, obj) and not (obj and obj.is_public)
        return self.prepopulated_fields if may_type else {}

    def has_delete_permission(self, request: HttpRequest, obj: Leaflet | None = None) -> bool:
        return False  # its address stays

    def verbs_for(self, request: HttpRequest, row: Leaflet) -> list[dict[str, Any]]:
        return [] if row.is_public else super().verbs_for(request, row)

    def get_view_on_site_url(self, obj: Leaflet | None = None) -> str | None:
        return super().get_view_on_site_url(obj) if obj and obj.is_public else None  # a draft has no page

    @admin.display(description=_("für wen"))
    def audience(self, row: Leaflet) -> str:
        return str(row.audience_words)

    @admin.display(description=_("gültige Fassung"))
    def valid_version(self, row: Leaflet) -> str:
        return str(row.valid_number or "–")

    @admin.display(description=_("Fassungen"))
    def version_list(self, row: Leaflet) -> SafeString:
        """Every version with its standing, and the way to a new one."""
        if row.pk is None:
            return SafeString(_("Zuerst das Merkblatt speichern."))
        lines = [
            (
                reverse("admin:democracy_leafletversion_change", args=[version.pk]),
                version,
                version.standing(today()),
            )
            for version in row.versions.with_leaflet()  # type: ignore[attr-defined]  # our own manager
        ]
        new = reverse("admin:democracy_leafletversion_add") + f"?leaflet={row.pk}"
        return format_html(
            '{}<p><a href="{}">{}</a></p>',
            format_html_join("", '<p><a href="{}">{}</a>: {}</p>', lines),
            new,
            _("Neue Fassung"),
        )

    def save_model(self, request: HttpRequest, obj: Leaflet, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        super().save_model(request, obj, form, change)
        record(obj, "change" if change else "add", by=Actor.staff(request.user))


@admin.register(LeafletVersion)
class LeafletVersionAdmin(Exportable[LeafletVersion], VerbAdmin[LeafletVersion]):
    export_columns = leaflet_columns.VERSION
    export_roles = STAFF
    form = LeafletVersionForm
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "publish",
            _("Veröffentlichen"),
            DECIDERS,
            verb_forms.PublishForm,
            _("Danach ändert sich diese Fassung nicht mehr. Gilt die vorige ohne Ende, endet sie am Vortag."),
        ),
        Verb("note_accessibility", _("Barrierefreiheit eintragen"), STAFF, verb_forms.AccessibilityForm),
        Verb("end_earlier", _("Ende vorziehen"), DECIDERS, verb_forms.EndForm),
        Verb("keep", _("Aufbewahrung ändern"), STAFF, verb_forms.KeepForm),
        Verb(
            "ask_withdrawal",
            _("Rücknahme beantragen"),
            DECIDERS,
            verb_forms.ReasonForm,
            _("Eine zweite Person muss zustimmen."),
            is_danger=True,
        ),
        Verb(
            "withdraw",
            _("Rücknahme zustimmen"),
            DECIDERS,
            explanation=_("Die Datei wird gelöscht. Seite und Datei antworten danach mit dem Grund."),
            is_danger=True,
        ),
    ]
    list_display = ["__str__", "state", "as_of", "valid_from", "valid_until", "accessibility"]
    list_filter = ["state", "accessibility"]
    list_select_related = ["leaflet"]
    search_fields = ["leaflet__title"]
    fieldsets = [
        (None, {"fields": ["leaflet", "as_of", "valid_from", "valid_until", "periods", "news"]}),
        (_("Text und Datei"), {"fields": ["source", "text", "file", "other_format"]}),
        (_("Aufbewahrung"), {"fields": ["keep_until"]}),
    ]
    shown = [
        "leaflet", "number", "state", "as_of", "valid_from", "valid_until", "news", "source", "file_link",
        "sha256", "accessibility_words", "other_format", "keep_until", "withdrawal_reason", "text_shown",
    ]  # fmt: skip

    def export_rows(self, rows: Any) -> Any:
        return rows.with_period_numbers()

    def get_fieldsets(self, request: HttpRequest, obj: LeafletVersion | None = None) -> Any:
        is_read = obj is not None and not self.has_change_permission(request, obj)
        return [(None, {"fields": self.shown})] if is_read else self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: LeafletVersion | None = None) -> Any:
        return self.shown if obj and not self.has_change_permission(request, obj) else []

    def verbs_for(self, request: HttpRequest, row: LeafletVersion) -> list[dict[str, Any]]:
        """To agree stands only where somebody else has asked."""
        has_other = row.withdrawal_asked_by_id not in (None, request.user.pk)
        found = super().verbs_for(request, row)
        return [button for button in found if button["verb"].name != "withdraw" or has_other]

    def is_fixed(self, row: LeafletVersion) -> bool:
        return row.state != LeafletState.DRAFT

    def has_change_permission(self, request: HttpRequest, obj: LeafletVersion | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and self.is_fixed(obj))

    def has_delete_permission(self, request: HttpRequest, obj: LeafletVersion | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and self.is_fixed(obj))

    def get_form(
        self, request: HttpRequest, obj: LeafletVersion | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """Someone who only reads gets Django's plain form: there is nothing to type."""
        may_type = self.has_change_permission(request, obj) if obj else True
        new = {} if may_type else {"form": forms.ModelForm}
        return super().get_form(request, obj, *args, **kwargs, **new)  # type: ignore[misc, arg-type]  # passed on

    @admin.display(description=_("Text"))
    def text_shown(self, row: LeafletVersion) -> SafeString:
        return SafeString(notation.raised(row.body)) or SafeString("–")  # stored clean

    @admin.display(description=_("Datei"))
    def file_link(self, row: LeafletVersion) -> SafeString:
        if not row.has_file or row.number is None:
            return SafeString("–")
        return format_html('<a href="{}">{}</a>', row.url("leaflet_version_pdf"), row.file_words)

    def save_model(self, request: HttpRequest, obj: LeafletVersion, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        obj.body = form.cleaned_data["text"]
        before, clean = obj.upload, form.cleaned_data.get("file")
        if clean:
            obj.upload = Upload.objects.keep(clean)
            obj.facts, obj.pages, obj.size = clean.document, clean.pages, len(clean.content)
            obj.accessibility = first_status(clean.document)
        super().save_model(request, obj, form, change)
        if clean and before is not None:
            before.erase()
        record(obj, "change" if change else "add", by=Actor.staff(request.user))
        for sentence in self.remarks(obj, form):
            self.message_user(request, sentence, messages.WARNING)

    def remarks(self, row: LeafletVersion, form: Any) -> list[str]:
        """What cleaning took out, and what stands in the way of publishing."""
        gone = ", ".join(f"{name} ({count})" for name, count in form.removed.items())
        found = [str(_("Nicht erlaubt und deshalb entfernt: %s") % gone)] if gone else []
        return [*found, *row.problems()]
