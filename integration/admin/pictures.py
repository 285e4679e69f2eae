"""Pictures in the back office: the file once, then rights, words and places (I-055)."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor, record
from goslar_portal.uploads import PHOTOS, Accept
from goslar_portal.uploads.fields import UploadField
from goslar_portal.verbs import VerbAdmin
from integration.admin.inlines import NamedTabularInline
from integration.models import PagePicture, Picture

PHOTO = Accept(kinds=PHOTOS, longest_edge=1600)


class PictureForm(forms.ModelForm[Picture]):
    """Words or the mark „nur Schmuck“: nobody is left without one of them (G-145)."""

    content = UploadField(
        label=_("Bilddatei"),
        accept=PHOTO,
        help_text=_("JPEG, PNG, WebP oder HEIC, höchstens 10 MB. Ort und Kamera werden entfernt."),
    )
    alt = forms.CharField(
        label=_("Was zeigt das Bild?"),
        required=False,
        max_length=300,
        help_text=_("Ein Satz für alle, die das Bild nicht sehen. Leer nur bei Schmuck."),
    )

    class Meta:
        model = Picture
        fields = ["slug", "rights_holder", "licence", "is_decorative"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["content"]
            german = self.instance.texts.german_of(self.instance.pk)
            self.initial["alt"] = german.alt if german else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("is_decorative") and not cleaned.get("alt"):
            self.add_error(
                "alt",
                ValidationError(_("Bitte beschreiben Sie das Bild, oder kreuzen Sie „nur Schmuck“ an.")),
            )
        return cleaned


class PagePictureInline(NamedTabularInline):
    model = PagePicture
    fields = ["page", "section", "position"]


@admin.register(Picture)
class PictureAdmin(VerbAdmin[Picture]):
    form = PictureForm
    inlines: ClassVar[list[Any]] = [PagePictureInline]
    list_display = ["slug", "rights_holder", "licence", "is_decorative"]
    search_fields = ["slug", "rights_holder", "texts__alt"]

    def get_fields(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        first = ["slug", "content"] if obj is None else ["slug", "sizes_kept"]
        return [*first, "alt", "is_decorative", "rights_holder", "licence"]

    def get_readonly_fields(self, request: HttpRequest, obj: Picture | None = None) -> list[str]:
        return ["slug", "sizes_kept"] if obj else []

    @admin.display(description=_("Größen"))
    def sizes_kept(self, row: Picture) -> SafeString:
        lines = [(row.url(size.width), size) for size in row.sizes.all()]
        return format_html_join(", ", '<a href="{}">{}</a>', lines)

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if not change:
                obj.store(form.cleaned_data["content"])
            obj.describe(form.cleaned_data["alt"])
            record(obj, "change" if change else "add", by=Actor.staff(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        """One that stands nowhere may go."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not obj.places.exists())
