"""What is asked before an issue leaves: warnings seen, when, or only the archive; and corrections."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm
from newsletters.forms.blocks import MomentField
from newsletters.release import Prepared


class ReleaseForm(PortalForm):
    """The hash of what was shown, one tick per warning, and the time for „Planen“ (N-030, N-041)."""

    conditional = {"noted", "at"}

    noted = forms.MultipleChoiceField(
        label=_("Diese Warnungen habe ich gesehen"), required=False, widget=forms.CheckboxSelectMultiple
    )
    at = MomentField(
        label=_("Später senden: Tag und Uhrzeit"), required=False,
        help_text=_("Nur für „Planen“, zum Beispiel 03.03.2026 10:00. Höchstens 90 Tage im Voraus."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, ready: Prepared, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen", ready.digest)
        choices = [
            (row.key, f"{row.speech.german}, {row.block}: {row.rule} {row.remedy}") for row in ready.warnings
        ]
        if choices:
            self.fields["noted"].choices = choices  # type: ignore[attr-defined]  # the field above
        else:
            del self.fields["noted"]

    def clean(self) -> None:
        if "planen" not in self.data or "at" in self.errors:
            return
        self.require("at")
        moment = self.cleaned_data.get("at")
        if moment and timezone.localtime(moment).time() == time.min:
            self.add_error(
                "at", ValidationError(_("Bitte schreiben Sie auch die Uhrzeit, zum Beispiel 10:00."))
            )

    def show_again(self, digest: str) -> None:
        """What is shown now is what the next click releases."""
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict of our own
        self.data["seen"] = digest  # type: ignore[index]


class NoteForm(PortalForm):
    """What was corrected, in a sentence readers see above the issue."""

    note = forms.CharField(
        label=_("Was haben Sie korrigiert?"),
        max_length=300,
        help_text=_("Steht über der Ausgabe: „Korrigiert am …: …“. Zum Beispiel „Uhrzeit des Sprachcafés“."),
    )
