"""What clerks fill in when they work off what people sent us."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import DateField
from goslar_portal.verbs import VerbForm
from integration.models import KnownBarrier, ListEntry, ListKind, ReportOutcome


def entries(kind: str) -> Any:
    return ListEntry.objects.offered([kind], "de")


class EntryField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker only
    """An entry of a list of the office, by its German label."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class AnswerForm(VerbForm):
    answer_text = forms.CharField(
        label=_("Unsere Antwort"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Geht als E-Mail hinaus, wenn die Person eine Adresse angegeben hat."),
    )


class CloseReportForm(VerbForm):
    outcome = forms.ChoiceField(label=_("Ergebnis"), choices=ReportOutcome.choices, widget=forms.RadioSelect)
    planned_on = DateField(label=_("Geplant bis"), required=False)
    outcome_reason = forms.CharField(label=_("Begründung"), required=False, max_length=500)

    conditional = {"planned_on", "outcome_reason"}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == ReportOutcome.PLANNED:
            self.require("planned_on")
        if cleaned.get("outcome") == ReportOutcome.NOT_POSSIBLE:
            self.require("outcome_reason")
        return cleaned


class LinkReportForm(VerbForm):
    barrier = EntryField(
        label=_("Eintrag der Erklärung"),
        queryset=KnownBarrier.objects.none(),
        required=False,
        empty_label=_("keiner"),
        help_text=_("Ein Termin dieser Meldung steht dann auch in der Erklärung zur Barrierefreiheit."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["barrier"]
        field.queryset = KnownBarrier.objects.open().with_words("de")
        field.label_from_instance = lambda row: row.title
        field.initial = self.row.barrier_id


class PlaceRequestForm(VerbForm):
    message = forms.CharField(
        label=_("Wer kommt oder ruft an?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Diese Sätze bekommt, wer angefragt hat. Bitte in einfachen Worten."),
    )


class DeclineForm(VerbForm):
    reason = EntryField(label=_("Grund"), queryset=ListEntry.objects.none(), empty_label=None)
    message = forms.CharField(
        label=_("Was möchten Sie dazu sagen?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = entries(ListKind.DECLINE)  # type: ignore[attr-defined]  # the field above


class CloseHelpForm(VerbForm):
    outcome = EntryField(label=_("Ergebnis"), queryset=ListEntry.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].queryset = entries(ListKind.OUTCOME)  # type: ignore[attr-defined]  # the field above
