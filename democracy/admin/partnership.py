"""Funding periods, requests for advice and the check of a contact in the back office."""

import hashlib
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from democracy.models import AdviceRequest, ContactCheck, FundingPeriod, PeriodLink, PeriodLogo
from democracy.roles import STAFF
from goslar_portal.journal.models import Actor, record
from goslar_portal.read_only import ReadOnly
from goslar_portal.uploads import PHOTOS, Accept
from goslar_portal.uploads.fields import UploadField
from goslar_portal.uploads.models import Upload
from goslar_portal.verbs import Verb, VerbAdmin


class PeriodLinkForm(forms.ModelForm[PeriodLink]):
    url = forms.URLField(label=_("Adresse"), assume_scheme="https", max_length=300)


class PeriodLinkInline(admin.TabularInline[PeriodLink, FundingPeriod]):
    model = PeriodLink
    form = PeriodLinkForm
    extra = 1


class PeriodLogoForm(forms.ModelForm[PeriodLogo]):
    file = UploadField(label=_("Bild"), required=False, accept=Accept(kinds=PHOTOS, longest_edge=800))

    class Meta:
        model = PeriodLogo
        fields = ["name", "rights", "position"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("file") and not self.instance.upload_id and "file" not in self.errors:
            self.add_error("file", forms.ValidationError(_("Bitte wählen Sie das Bild aus.")))
        return cleaned

    def save(self, commit: bool = True) -> PeriodLogo:  # noqa: FBT001, FBT002  # Django's signature
        clean = self.cleaned_data.get("file")
        if clean:
            self.instance.upload = Upload.objects.keep(clean)
            self.instance.sha256 = hashlib.sha256(clean.content).hexdigest()
        return super().save(commit=commit)


class PeriodLogoInline(admin.TabularInline[PeriodLogo, FundingPeriod]):
    model = PeriodLogo
    form = PeriodLogoForm
    extra = 0


@admin.register(FundingPeriod)
class FundingPeriodAdmin(admin.ModelAdmin[FundingPeriod]):
    list_display = ["name", "programme", "starts_on", "ends_on", "funder", "is_confirmed"]
    inlines = [PeriodLinkInline, PeriodLogoInline]
    fieldsets = [
        (None, {"fields": ["number", "programme", "starts_on", "ends_on", "needs_confirmation"]}),
        (_("Wer fördert"), {"fields": ["funder", "funding_line"]}),
        (
            _("Das Gremium"),
            {"fields": ["body_article", "body_singular", "body_plural", "former_body", "body_task"]},
        ),
        (_("Text auf der Seite"), {"fields": ["text", "text_until"]}),
    ]

    @admin.display(description=_("Förderperiode"), ordering="number")
    def name(self, row: FundingPeriod) -> str:
        return str(row.label)

    @admin.display(description=_("bestätigt"), boolean=True)
    def is_confirmed(self, row: FundingPeriod) -> bool:
        return not row.needs_confirmation

    def has_delete_permission(self, request: HttpRequest, obj: FundingPeriod | None = None) -> bool:
        return False  # leaflets and events of a period stay under it

    def save_model(self, request: HttpRequest, obj: FundingPeriod, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        super().save_model(request, obj, form, change)
        record(obj, "change" if change else "add", by=Actor.staff(request.user))


class ReadOnlyAdmin(ReadOnly, VerbAdmin[Any]):
    """Rows that nobody writes here: they are moved on by buttons."""


@admin.register(AdviceRequest)
class AdviceRequestAdmin(ReadOnlyAdmin):
    verbs: ClassVar[list[Verb]] = [
        Verb("finish", _("Erledigt"), STAFF),
        Verb("reopen", _("Wieder öffnen"), STAFF),
    ]
    list_display = ["number", "topic", "state", "received_at", "done_at"]
    list_filter = ["state", "topic"]
    fields = ["topic", "message", "email", "phone", "doubts", "state", "received_at", "done_at"]

    @admin.display(description=_("Aktenzeichen"), ordering="pk")
    def number(self, row: AdviceRequest) -> str:
        return str(row.reference)


@admin.register(ContactCheck)
class ContactCheckAdmin(ReadOnlyAdmin):
    verbs: ClassVar[list[Verb]] = [
        Verb("confirm", _("Kontakt ist geprüft"), STAFF),
    ]
    list_display = ["name", "checked_on"]
    fields = ["label", "code", "checked_on"]

    @admin.display(description=_("Kontakt"))
    def name(self, row: ContactCheck) -> str:
        return str(row.label)
