"""The fields that several forms of the newsletters share."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from goslar_portal import languages
from newsletters import addresses


class AddressField(forms.EmailField):
    """One e-mail address that our mail server can reach; each other thing gets its own sentence."""

    default_error_messages = {
        "required": _("Bitte geben Sie Ihre E-Mail-Adresse ein."),
        "several": _("Bitte geben Sie nur eine E-Mail-Adresse ein."),
        "long": _("Die Adresse ist zu lang. Bitte prüfen Sie, ob etwas doppelt darin steht."),
        "umlaut": _("Diese Adresse kann unser Mailserver nicht erreichen."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("E-Mail-Adresse"))
        super().__init__(max_length=2000, **kwargs)  # longer ones get our sentence
        self.widget.attrs |= {"autocomplete": "email", "maxlength": None, "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        typed = self.to_python(value) or ""
        name, _at, domain = typed.rpartition("@")
        if len(typed) > addresses.LONGEST:
            raise ValidationError(self.error_messages["long"], code="long")
        if typed.count("@") > 1 or any(sign in typed for sign in ",;\n"):
            raise ValidationError(self.error_messages["several"], code="several")
        if name and domain and not name.isascii():
            raise ValidationError(self.error_messages["umlaut"], code="umlaut")
        return addresses.tidy(super().clean(value))


def language_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Languages by their own names, those the portal speaks."""
    known = {row.code: row.native for row in languages.active()}
    return [(code, known[code]) for code in codes if code in known]
