"""Events in the back office: one form with a look at the next dates, buttons, single dates, lists, places."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from democracy.admin import event_columns
from democracy.forms.event_admin import EventForm, NoteForm, NoticeForm, OneDateForm
from democracy.forms.series import SERIES
from democracy.models import Event, EventTerm, Occurrence, TermKind, Venue
from democracy.roles import DECIDERS, STAFF
from goslar_portal import notation
from goslar_portal.exports.exportable import Exportable
from goslar_portal.journal.models import Actor, record
from goslar_portal.read_only import ReadOnly
from goslar_portal.sorting import by_letters
from goslar_portal.verbs import Verb, VerbAdmin


class CategoryFilter(admin.SimpleListFilter):
    title = _("Kategorie")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        known = EventTerm.objects.words()[TermKind.CATEGORY]
        return sorted(known.items(), key=lambda term: by_letters(term[1]))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_category(self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(Exportable[Event], VerbAdmin[Event]):
    export_columns = event_columns.EVENT
    export_roles = export_person_roles = STAFF
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    form = EventForm
    change_form_template = "admin/democracy/event/change_form.html"
    verbs: ClassVar[list[Verb]] = [
        Verb("publish", _("Veröffentlichen"), DECIDERS),
        Verb(
            "cancel",
            _("Absagen"),
            DECIDERS,
            NoticeForm,
            _("Alle Termine stehen als „abgesagt“ da."),
            is_danger=True,
        ),
        Verb("revive", _("Findet doch statt"), DECIDERS),
        Verb(
            "withdraw", _("Zurückziehen"), DECIDERS, explanation=_("Die Seite verschwindet."), is_danger=True
        ),
    ]
    list_display = ["title", "state", "starts_on", "organiser", "category_words", "changed_at"]
    list_filter = ["state", CategoryFilter]
    search_fields = ["title", "teaser", "organiser"]
    list_select_related = ["venue"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "teaser", "text", "category", "audiences", "languages"]}),
        (_("Wann"), {"fields": [*SERIES, "agrees_to_loss"]}),
        (_("Wo"), {"fields": ["venue", "online_url"]}),
        (_("Wer"), {"fields": ["organiser", "email", "phone", "contact_is_agreed"]}),
        (
            _("Angebot und Anmeldung"),
            {
                "fields": [
                    "has_interpreting",
                    "has_sign_language",
                    "has_childcare",
                    "is_free",
                    "price",
                    "registration",
                    "registration_to",
                    "registration_until",
                ]
            },
        ),
        (_("Bild"), {"fields": ["picture", "image_alt", "image_credit", "image_rights"]}),
        (_("Förderung"), {"fields": ["period", "is_funded"]}),
    ]
    shown = [
        "title",
        "slug",
        "state",
        "teaser",
        "text_shown",
        "organiser",
        "email",
        "phone",
        "venue",
        "online_url",
        "starts_on",
        "starts_time",
        "ends_on",
        "ends_time",
        "rule",
        "category",
        "period",
        "is_funded",
    ]
    prepopulated_fields = {"slug": ["title"]}

    def get_queryset(self, request: HttpRequest) -> Any:
        return Event.objects.with_list_words()

    @admin.display(description=_("Kategorie"), ordering="category")
    def category_words(self, row: Any) -> str:
        return str(row.category_label or row.category)

    def get_fieldsets(self, request: HttpRequest, obj: Event | None = None) -> Any:
        is_read = obj is not None and not self.has_change_permission(request, obj)
        return [(None, {"fields": self.shown})] if is_read else self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Event | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return self.shown
        return ["slug"] if obj is not None and obj.published_at else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Event | None = None) -> Any:
        return {} if obj is not None else self.prepopulated_fields

    def get_form(self, request: HttpRequest, obj: Event | None = None, *args: Any, **kwargs: Any) -> Any:
        may_type = self.has_change_permission(request, obj) if obj else True
        if not may_type:
            return forms.modelform_factory(Event, fields=[])  # everything is read, nothing typed
        return super().get_form(request, obj, *args, **kwargs | {"fields": None})

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.published_at)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        row = self.get_object(request, object_id)
        dates = list(row.occurrences.future_of_series().in_order()[:30]) if row else []  # type: ignore[attr-defined]
        return super().change_view(request, object_id, form_url, (extra_context or {}) | {"dates": dates})

    def get_view_on_site_url(self, obj: Event | None = None) -> str | None:
        return super().get_view_on_site_url(obj) if obj and obj.is_shown else None  # a draft has no page

    @admin.display(description=_("Text"))
    def text_shown(self, row: Event) -> SafeString:
        return SafeString(notation.raised(row.body)) or SafeString("–")  # stored clean

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        before = Event.objects.get(pk=obj.pk).image if change else None
        form.fill(obj)
        obj.store(by=Actor.staff(request.user), verb="change" if change else "add")
        if before is not None and before != obj.image:
            before.erase()
        if form.removed:
            gone = ", ".join(f"{name} ({count})" for name, count in form.removed.items())
            self.message_user(request, _("Nicht erlaubt und deshalb entfernt: %s") % gone, messages.WARNING)
        for twin in Event.objects.twins_of(obj, public_only=False):
            link = format_html(
                '<a href="{}">{}</a>', reverse("admin:democracy_event_change", args=[twin.pk]), twin
            )
            self.message_user(
                request, format_html(str(_("Gibt es diese Veranstaltung schon? {}")), link), messages.WARNING
            )


@admin.register(Occurrence)
class OccurrenceAdmin(ReadOnly, VerbAdmin[Occurrence]):
    verbs: ClassVar[list[Verb]] = [
        Verb("change", _("Nur diesen Termin ändern"), STAFF, OneDateForm),
        Verb("cancel", _("Diesen Termin absagen"), STAFF, NoteForm, is_danger=True),
        Verb("restore", _("Zurück zur Reihe"), STAFF),
    ]
    list_display = ["event", "original_date", "starts_on", "starts_time", "state"]
    list_filter = ["state"]
    list_select_related = ["event"]
    search_fields = ["event__title"]
    fields = [
        "event",
        "original_date",
        "starts_on",
        "starts_time",
        "ends_on",
        "ends_time",
        "state",
        "venue",
        "note",
    ]


@admin.register(Venue)
class VenueAdmin(admin.ModelAdmin[Venue]):
    list_display = ["name", "town", "is_wheelchair_accessible"]
    search_fields = ["name", "town"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "municipality":
            rows = EventTerm.objects.of_kind(TermKind.MUNICIPALITY)
            return forms.ChoiceField(
                label=db_field.verbose_name, choices=[(row.code, row.label) for row in rows]
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Venue | None = None) -> bool:
        return False  # events of the past still name it

    def save_model(self, request: HttpRequest, obj: Venue, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        super().save_model(request, obj, form, change)
        record(obj, "change" if change else "add", by=Actor.staff(request.user))


@admin.register(EventTerm)
class EventTermAdmin(admin.ModelAdmin[EventTerm]):
    list_display = ["label", "kind", "position", "is_active"]
    list_filter = ["kind"]

    def get_readonly_fields(self, request: HttpRequest, obj: EventTerm | None = None) -> Any:
        return ["kind", "code"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: EventTerm | None = None) -> bool:
        return False  # a word is switched off, old events keep it
