"""For which languages an account stands; Leitung says so (I-200)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE, active
from integration.models import TranslatorLanguage


class TranslatorLanguageForm(forms.ModelForm[TranslatorLanguage]):
    language = forms.ChoiceField(
        label=TranslatorLanguage._meta.get_field("language").verbose_name,
        choices=lambda: [(row.code, row.german) for row in active() if row.code != SOURCE],
    )

    class Meta:
        model = TranslatorLanguage
        fields = ["account", "language"]


@admin.register(TranslatorLanguage)
class TranslatorLanguageAdmin(admin.ModelAdmin[TranslatorLanguage]):
    form = TranslatorLanguageForm
    list_display = ["account", "__str__"]
    list_select_related = ["account"]

    def save_model(self, request: HttpRequest, obj: TranslatorLanguage, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        super().save_model(request, obj, form, change)
        record(obj, "change" if change else "add", by=Actor.staff(request.user))

    def delete_model(self, request: HttpRequest, obj: TranslatorLanguage) -> None:
        record(obj, "delete", by=Actor.staff(request.user))
        super().delete_model(request, obj)
