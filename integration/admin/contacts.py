"""Contacts in the back office: one form per office, shown everywhere at once (I-031)."""

from itertools import pairwise
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from goslar_portal import search
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import catalogue
from goslar_portal.verbs import Verb, VerbAdmin, VerbForm
from integration.admin.inlines import NamedFormSet, NamedTabularInline
from integration.models import ClosedPeriod, Contact, ContactText, OpeningHours
from integration.roles import WRITERS


class ContactForm(forms.ModelForm[Contact]):
    """The languages spoken are ticked, not typed."""

    web = forms.URLField(label=_("Internetseite"), required=False, assume_scheme="https")
    languages = forms.MultipleChoiceField(
        label=_("gesprochene Sprachen"),
        required=False,
        choices=lambda: [(row.code, row.german) for row in catalogue().values()],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Contact
        fields = [
            *(
                "organisation",
                "phone",
                "email",
                "person",
                "web",
                "street",
                "postal_code",
                "town",
                "room",
                "is_step_free",
            ),
            *("has_lift", "has_accessible_toilet", "is_by_appointment", "valid_until", "languages"),
            "needs_confirmation",
        ]


class HoursFormSet(NamedFormSet):
    """Says in words what the database would refuse: spans of one day that overlap (I-032)."""

    def clean(self) -> None:
        super().clean()
        rows = [form.cleaned_data for form in self.forms if form.is_valid()]
        rows = [row for row in rows if not row.get("DELETE")]
        spans = sorted((row["weekday"], row["opens"], row["closes"]) for row in rows if row.get("closes"))
        for first, second in pairwise(spans):
            if first[0] == second[0] and second[1] < first[2]:
                raise ValidationError(
                    _("Zwei Zeiten am selben Tag überschneiden sich. Bitte ändern Sie eine davon.")
                )


class ContactTextInline(admin.StackedInline[ContactText, Contact]):
    model = ContactText
    fields = ["role", "remark", "way_in"]
    extra = 0
    min_num = 1
    max_num = 1
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return ContactText.objects.german()


class ClosedPeriodInline(NamedTabularInline):
    model = ClosedPeriod
    fields = ["first", "until"]


class OpeningHoursInline(NamedTabularInline):
    model = OpeningHours
    formset = HoursFormSet
    fields = ["weekday", "opens", "closes"]
    extra = 1


class PersonVerb(Verb):
    """For contacts that name a person."""

    def is_possible(self, row: Contact) -> bool:
        return bool(row.person)


class ReplaceForm(VerbForm):
    other = forms.ModelChoiceField(
        label=_("An seine Stelle tritt"),
        queryset=Contact.objects.none(),
        help_text=_("Auf jeder Seite und bei jedem Dokument, sofort und in allen Sprachen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Contact.objects.with_text("de").others_than(self.row)
        field: Any = self.fields["other"]
        field.queryset, field.label_from_instance = others, lambda row: row.role or row.code


@admin.register(Contact)
class ContactAdmin(VerbAdmin[Contact]):
    verbs: ClassVar[list[Verb]] = [
        Verb("replace", _("Überall ersetzen"), roles=WRITERS, form=ReplaceForm, is_danger=True),
        PersonVerb(
            "confirm_person",
            _("Name stimmt noch"),
            roles=WRITERS,
            explanation=_("Die Person ist noch zuständig und mit ihrem Namen einverstanden."),
        ),
    ]
    form = ContactForm
    inlines = [ContactTextInline, OpeningHoursInline, ClosedPeriodInline]
    list_display = ["name", "phone", "email", "hours_known", "is_confirmed"]
    search_fields = ["code", "organisation", "email", "texts__role"]
    readonly_fields = ["used_on"]
    fieldsets = [
        (
            None,
            {"fields": ["organisation", "person", "phone", "email", "web", "needs_confirmation", "used_on"]},
        ),
        (_("Ort"), {"fields": ["street", "postal_code", "town", "room"]}),
        (_("Zugang"), {"fields": ["is_step_free", "has_lift", "has_accessible_toilet"]}),
        (_("Erreichbar"), {"fields": ["is_by_appointment", "valid_until", "languages"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        return Contact.objects.with_text("de").with_pages()

    @admin.display(description=_("Stelle"), ordering="texts__role")
    def name(self, row: Contact) -> str:
        return row.role or row.code

    @admin.display(description=_("Sprechzeiten"))
    def hours_known(self, row: Contact) -> Any:
        return _("mit Zeiten") if row.open_hours else _("nach Vereinbarung") if row.is_by_appointment else "–"

    @admin.display(description=_("bestätigt"), boolean=True)
    def is_confirmed(self, row: Contact) -> bool:
        return not row.needs_confirmation

    @admin.display(description=_("steht auf"))
    def used_on(self, row: Contact) -> SafeString:
        pages = [place.page for place in row.places.all()] if row.pk else []
        return format_html_join(", ", "{}", ((page.slug,) for page in pages))

    def save_model(self, request: HttpRequest, obj: Contact, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        with transaction.atomic():
            if not change:
                obj.code = Contact.objects.free_code(obj.organisation or obj.email)
            if not change or "person" in form.changed_data:
                obj.name_person()
            super().save_model(request, obj, form, change)
            record(obj, "change" if change else "add", by=Actor.staff(request.user))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        super().save_related(request, form, formsets, change)
        search.refresh("integration.contacts", [form.instance.pk])
