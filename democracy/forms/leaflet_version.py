"""What the office fills in about a version: dates, where the file comes from, its text in plain lines."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from democracy.models import Accessibility, LeafletVersion, Source
from goslar_portal import notation
from goslar_portal.forms import DateField
from goslar_portal.texts import clean_text, removed
from goslar_portal.uploads import DOCUMENTS, Accept
from goslar_portal.uploads.fields import UploadField
from goslar_portal.uploads.kinds import MB
from goslar_portal.verbs import VerbForm

PDF = Accept(kinds=DOCUMENTS, most_bytes=20 * MB, pages=200, describe=True)


class LeafletVersionForm(forms.ModelForm[LeafletVersion]):
    """A draft. What is published changes by buttons only."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 20, "cols": 90}),
        help_text=_(
            "Leerzeile: neuer Absatz. „- “: Liste. „1. “: Nummern. „### “: Überschrift. **fett**, *betont*, "
            "[Worte](/adresse/). Tabellen als HTML ohne Leerzeilen."
        ),
    )
    file = UploadField(
        label=_("PDF"), required=False, accept=PDF, help_text=_("Höchstens 20 MB und 200 Seiten.")
    )

    class Meta:
        model = LeafletVersion
        fields = [
            "leaflet", "as_of", "valid_from", "valid_until", "periods", "news", "source", "keep_until",
            "other_format",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.setdefault("text", notation.to_text(self.instance.body))
        self.removed: dict[str, int] = {}

    def _get_validation_exclusions(self) -> set[str]:
        """Constraints of the published are asked about with the state of a draft."""
        return super()._get_validation_exclusions() - {"state"}  # type: ignore[misc, no-any-return]  # Django's own

    def clean_text(self) -> str:
        html = notation.to_html(self.cleaned_data["text"])
        self.removed = removed(html)
        return clean_text(html)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        has_file = cleaned.get("file") or self.instance.upload_id or "file" in self.errors
        if cleaned.get("source") == Source.UPLOADED and not has_file:
            self.add_error("file", ValidationError(_("Bitte wählen Sie das PDF aus.")))
        return cleaned


def first_status(facts: dict[str, Any]) -> str:
    """What may be said of an upload before anybody has checked it (D-024)."""
    has_marks = facts.get("is_tagged") and facts.get("language") and facts.get("title")
    return Accessibility.MARKED if has_marks else Accessibility.UNCHECKED


class PublishForm(VerbForm):
    """The newest number as it was when the form was opened, and the warnings to have seen."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"after": self.row.last_number, **self.initial}
        warnings = self.row.warnings()
        if warnings:
            self.fields["seen"] = forms.BooleanField(
                label=_("Gesehen, trotzdem veröffentlichen"),
                help_text=" ".join(warnings),
                required=True,
                error_messages={"required": _("Bitte bestätigen Sie, dass Sie die Hinweise gesehen haben.")},
            )


class ReasonForm(VerbForm):
    reason = forms.CharField(
        label=_("Grund"),
        max_length=300,
        help_text=_("Der Grund wird öffentlich genannt."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndForm(VerbForm):
    valid_until = DateField(label=_("Gültig bis"), help_text=_("Das Ende lässt sich nur vorziehen."))


class KeepForm(VerbForm):
    keep_until = DateField(label=_("Aufbewahren bis"), required=False)


class AccessibilityForm(VerbForm):
    """What somebody found; „geprüft“ needs a day and a tool (D-024)."""

    accessibility = forms.ChoiceField(label=_("Ergebnis"), choices=Accessibility.choices)
    checked_on = DateField(label=_("Geprüft am"), required=False)
    checked_with = forms.CharField(label=_("Geprüft mit"), required=False, max_length=120)
    other_format = forms.CharField(label=_("Kontakt für ein anderes Format"), required=False, max_length=200)
