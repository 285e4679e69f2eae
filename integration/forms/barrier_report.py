"""Report a barrier: three reasons to write, anonymous if one likes (I-150)."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.languages import SOURCE, neutral
from goslar_portal.office import value as office_value
from integration.forms.requests import RequestForm, email_field, phone_field, radios
from integration.models import BarrierReport
from integration.models.choices import Purpose

LONGEST_PATH = 300


def own_page(path: str) -> str:
    """The path of a page of ours; nothing for an outside address or a path that leads nowhere (I-217)."""
    if not path.startswith("/") or path.startswith("//") or len(path) > LONGEST_PATH or "\\" in path:
        return ""
    bare = path.partition("?")[0].partition("#")[0]
    try:
        with translation.override(SOURCE):
            match = resolve(neutral(bare))
    except Resolver404:
        return ""
    return bare if getattr(match.func, "access", "") in {"page", "open_form"} else ""


class BarrierReportForm(RequestForm):
    OF = BarrierReport
    PART = "reporter"
    TITLE = _("Barriere melden")
    SLUG = "barriere-melden"
    OFFICE = "barrierefreiheit"

    purpose = radios(_("Worum geht es?"), Purpose.choices)
    page = forms.CharField(
        label=_("Auf welcher Seite?"),
        required=False,
        max_length=LONGEST_PATH,
        help_text=_("Die Adresse der Seite auf diesem Portal, zum Beispiel /kontakt/."),
    )
    description = forms.CharField(
        label=_("Was funktioniert nicht, oder was brauchen Sie?"),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Bitte keine Namen und keine Krankheiten von anderen Menschen."),
    )
    wants_answer = forms.BooleanField(label=_("Ich möchte eine Antwort."), required=False)
    email = email_field()
    phone = phone_field()

    free_texts = ("description",)
    conditional = {"wants_answer"}
    missing = {
        "purpose": _("Bitte wählen Sie, worum es geht."),
        "description": _("Bitte beschreiben Sie in ein paar Worten, was nicht funktioniert."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].widget.attrs["dir"] = "ltr"

    def questions(self) -> list[Any]:
        return [
            "purpose",
            "page",
            "description",
            Fieldset(_("Möchten Sie eine Antwort?"), "wants_answer", "email", "phone"),
        ]

    def clean_page(self) -> str:
        """An outside address is not kept; what somebody typed by hand may be a page we do not know."""
        return own_page(str(self.cleaned_data["page"]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("wants_answer"):
            self.require_one_of(
                ("email", "phone"),
                _("Für eine Antwort brauchen wir eine E-Mail-Adresse oder eine Telefonnummer."),
            )
        return cleaned

    def answers(self) -> dict[str, Any]:
        weeks = timedelta(days=int(office_value("integration.report_answer_days")))
        return super().answers() | {"due_on": today() + weeks}
