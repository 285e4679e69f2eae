"""The search in the back office: words that mean the same, and what people did not find."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from goslar_portal.journal.models import Actor, record
from goslar_portal.read_only import ReadOnly
from goslar_portal.search.models import Miss, Synonym
from goslar_portal.search.models.synonym import languages


class SynonymForm(forms.ModelForm[Synonym]):
    class Meta:
        model = Synonym
        fields = ["language", "word", "meaning"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:  # not on a page that is only read
            self.fields["language"] = forms.ChoiceField(
                choices=languages, label=self.fields["language"].label
            )


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin[Synonym]):
    form = SynonymForm
    list_display = ["word", "meaning", "language"]
    list_filter = ["language"]
    search_fields = ["word", "meaning"]

    def save_model(self, request: HttpRequest, obj: Synonym, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        super().save_model(request, obj, form, change)
        record(obj, "change" if change else "add", by=Actor.staff(request.user))

    def delete_model(self, request: HttpRequest, obj: Synonym) -> None:
        record(obj, "delete", by=Actor.staff(request.user))
        super().delete_model(request, obj)


@admin.register(Miss)
class MissAdmin(ReadOnly, admin.ModelAdmin[Miss]):
    list_display = ["term", "language", "count", "last_counted_on"]
    list_filter = ["language"]
    ordering = ["-last_counted_on", "-count", "term"]
