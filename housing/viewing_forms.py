"""Forms of the back office for viewings: date, cancellation, what was found (H-110 to H-112)."""

from datetime import datetime
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import DateField
from goslar_portal.numbers import GermanDecimalField
from goslar_portal.verbs import VerbForm
from housing.models import Viewing
from housing.models.viewings import CHECKLIST, Finding, Participant, check_time
from housing.staff_forms import ReasonField, comment_field, several, text_field


class PlanViewingForm(VerbForm):
    day = DateField(label=_("Tag"))
    time = forms.TimeField(
        label=_("Uhrzeit"),
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TextInput,
        help_text=_("Zwischen 6 und 21 Uhr, zum Beispiel 14:30."),
        error_messages={"invalid": _("Bitte geben Sie eine Uhrzeit wie 14:30 ein.")},
    )
    minutes = forms.IntegerField(label=_("Dauer in Minuten"), initial=45, min_value=15, max_value=180)
    participants = several(_("Wer ist dabei?"), Participant)
    meeting_point = forms.CharField(label=_("Treffpunkt"), required=False, max_length=120)
    needs_interpreter = forms.BooleanField(label=_("Sprachmittlung nötig"), required=False)

    missing = {"day": _("Bitte geben Sie den Tag an."), "time": _("Bitte geben Sie die Uhrzeit an.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = self.row.planned_viewing if self.row is not None else None
        self.viewing: Viewing | None = shown
        self.initial = {**self._known(shown), **self.initial}

    def _known(self, viewing: Viewing | None) -> dict[str, Any]:
        if viewing is None:
            place = self.row.address if self.row is not None else ""
            return {"participants": [Participant.LANDLORD, Participant.CLERK], "meeting_point": place}
        start = timezone.localtime(viewing.starts_at)
        names = ("minutes", "participants", "meeting_point", "needs_interpreter")
        known = {name: getattr(viewing, name) for name in names}
        return known | {"day": start.date(), "time": f"{start:%H:%M}"}

    def clean(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        day, time, minutes = said.pop("day", None), said.pop("time", None), said.get("minutes")
        if day is None or time is None or minutes is None:
            return self.cleaned_data
        starts_at = timezone.make_aware(datetime.combine(day, time))
        try:
            check_time(starts_at, minutes)
        except ValidationError as error:
            self.add_error(None, error)
            return self.cleaned_data
        self._ask_about_overlap(starts_at, minutes)
        return said | {"starts_at": starts_at}

    def _ask_about_overlap(self, starts_at: datetime, minutes: int) -> None:
        """Two dates of one person at a time are possible, but seldom meant (H-110)."""
        clerk = self.viewing.clerk_id if self.viewing else self.row.responsible_id
        others = Viewing.objects.overlapping(clerk, starts_at, minutes)
        if others.exclude(pk=self.viewing.pk if self.viewing else 0).exists():
            self.warn("time", _("Um diese Zeit ist schon eine andere Besichtigung geplant. Stimmt das so?"))


class CancelViewingForm(VerbForm):
    reason = ReasonField("viewing_cancellation")


class RecordViewingForm(VerbForm):
    missing = {"outcome": _("Bitte wählen Sie, wie es ausgegangen ist.")}
    outcome = ReasonField("viewing_outcome", label=_("Ergebnis"))
    real_area = GermanDecimalField(
        label=_("Gemessene Wohnfläche in m²"), required=False, min_value=8, max_value=500, decimal_places=1,
        max_digits=4,
    )  # fmt: skip
    real_rooms = GermanDecimalField(
        label=_("Zimmer vor Ort"), required=False, min_value=1, max_value=15, decimal_places=1, max_digits=3
    )
    take_over = forms.BooleanField(
        label=_("Gemessene Werte in das Angebot übernehmen"), required=False, initial=True
    )
    question = text_field(
        _("Frage an die Vermieterin oder den Vermieter"),
        rows=3,
        required=False,
        min_length=10,
        max_length=2000,
        help_text=_("Steht hier etwas, geht es als Rückfrage weiter, sonst so, wie das Ergebnis es sagt."),
    )
    comment = comment_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in CHECKLIST.items():
            field = forms.ChoiceField(label=label, choices=Finding.choices, widget=forms.RadioSelect)
            field.error_messages["required"] = format_lazy(_("{point}: bitte ankreuzen."), point=label)
            self.add_field(code, field)

    def layout(self) -> list[Any]:
        return [
            Fieldset(str(_("Prüfbogen")), Div(*CHECKLIST, css_class="columns")),
            Fieldset(str(_("Vor Ort gemessen")), "real_area", "real_rooms", "take_over"),
            Fieldset(str(_("Wie geht es weiter?")), "outcome", "question", "comment"),
        ]

    def clean_real_rooms(self) -> Any:
        rooms = self.cleaned_data["real_rooms"]
        if rooms is not None and rooms * 2 % 1:
            raise ValidationError(_("Zimmer zählen ganz oder halb: 1, 1,5, 2 …"))
        return rooms
