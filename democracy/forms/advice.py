"""What somebody asks who wants advice on a project (D-047)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from democracy.forms.once import OnceMixin
from democracy.models import Topic
from goslar_portal.doubts import DoubtMixin
from goslar_portal.forms import PortalForm


class AdviceForm(OnceMixin, DoubtMixin, PortalForm):
    free_texts = ("message",)
    conditional = {"email", "phone"}
    missing = {
        "topic": _("Bitte wählen Sie, worum es geht."),
        "message": _("Ihre Nachricht fehlt. Bitte schreiben Sie kurz, worum es geht."),
    }

    topic = forms.ChoiceField(label=_("Worum geht es?"), choices=Topic.choices, widget=forms.RadioSelect)
    message = forms.CharField(
        label=_("Ihre Nachricht"),
        max_length=3000,
        widget=forms.Textarea,
        help_text=_("Was haben Sie vor, wo und mit wem? Bitte keine Namen anderer Menschen."),
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        required=False,
        max_length=254,
        help_text=_("E-Mail oder Telefon: Eines von beiden brauchen wir für die Antwort."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = PhoneNumberField(
        label=_("Telefonnummer"),
        required=False,
        error_messages={"invalid": _("Bitte geben Sie eine Telefonnummer wie 05321 76-0 ein.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (
            not cleaned.get("email")
            and not cleaned.get("phone")
            and not {"email", "phone"} & set(self.errors)
        ):
            self.add_error(
                "email",
                ValidationError(_("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an.")),
            )
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        names = ("submit_key", "topic", "message", "email", "phone")
        return {name: self.cleaned_data[name] for name in names} | {"doubts": list(self.doubts)}
