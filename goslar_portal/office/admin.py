"""Office values in the back office: add a new one, read the old ones, change none."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from goslar_portal.office.models import OfficeValue, names


class OfficeValueForm(forms.ModelForm[OfficeValue]):
    class Meta:
        model = OfficeValue
        fields = ["name", "number", "valid_from", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" in self.fields:  # not on the page of an old value, which is only read
            self.fields["name"] = forms.ChoiceField(choices=names, label=self.fields["name"].label)


@admin.register(OfficeValue)
class OfficeValueAdmin(admin.ModelAdmin[OfficeValue]):
    form = OfficeValueForm
    list_display = ["name", "number", "valid_from", "reason", "set_by", "set_at"]
    list_select_related = ["set_by"]

    def has_change_permission(self, request: HttpRequest, obj: OfficeValue | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OfficeValue | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: OfficeValue, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        obj.set_by_id = request.user.pk
        super().save_model(request, obj, form, change)
