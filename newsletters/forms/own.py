"""What subscribers change themselves: the language, the address (N-110, N-114)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm
from newsletters.forms.fields import AddressField, language_choices


class LanguageForm(PortalForm):
    language = forms.ChoiceField(label=_("Sprache"))

    def __init__(self, *args: Any, offered: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = language_choices(offered)
        self.has_choice = len(choices) > 1
        field = self.fields["language"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class AddressForm(PortalForm):
    email = AddressField(label=_("Neue E-Mail-Adresse"))
