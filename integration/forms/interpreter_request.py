"""Ask for an interpreter: who, which language, when, where; nothing about whom one interprets for."""

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from goslar_portal.dates import add_working_days, today
from goslar_portal.forms import DateField, Fold
from goslar_portal.languages import SOURCE
from goslar_portal.office import value as office_value
from integration.forms.requests import RequestForm, TimeField, chosen, email_field, offer, phone_field, radios
from integration.models import InterpreterRequest, ListEntry, ListKind, Municipality
from integration.models.choices import Asker, Way, Wish

INSTITUTIONS = [value for value in Asker.values if value != Asker.PRIVATE]
LAST_DAY = 366  # days ahead; a date further away is a typing error

TOO_FAR = _("Dieser Tag liegt mehr als ein Jahr in der Zukunft. Bitte prüfen Sie das Jahr.")
TOO_SOON = ngettext_lazy(
    "Dieser Tag ist zu bald. Wir brauchen mindestens %(days)d Arbeitstag. Ist es eilig? Rufen Sie uns an.",
    "Dieser Tag ist zu bald. Wir brauchen mindestens %(days)d Arbeitstage. Ist es eilig? Rufen Sie uns an.",
    "days",
)


def day_field(label: Any, **more: Any) -> DateField:
    field = DateField(label=label, **more)
    field.widget.attrs |= {"size": 12, "maxlength": 12, "autocomplete": "off", "dir": "ltr"}
    return field


class InterpreterRequestForm(RequestForm):
    OF = InterpreterRequest
    PART = "asker"
    TITLE = _("Sprachmittlung anfragen")
    SLUG = "sprachmittler-anfrage"
    OFFICE = "sprachmittler"

    asker = radios(_("Wer fragt an?"), Asker.choices)
    organisation = forms.CharField(label=_("Name der Einrichtung"), required=False, max_length=120)
    contact_name = forms.CharField(label=_("Ihr Name"), max_length=120)
    email = email_field()
    phone = phone_field()
    spoken = chosen(_("Welche Sprache brauchen Sie?"), [])
    way = radios(_("Wie findet das Gespräch statt?"), Way.choices)
    municipality = chosen(_("In welchem Ort?"), Municipality.choices, required=False)
    day = day_field(_("Tag"), help_text=_("Zum Beispiel 15.03.2027."))
    starts = TimeField(label=_("von"), help_text=_("Zum Beispiel 9:30."))
    ends = TimeField(label=_("bis"))
    other_day = day_field(_("Anderer Tag, der auch geht"), required=False)
    other_starts = TimeField(label=_("von"), required=False)
    other_ends = TimeField(label=_("bis"), required=False)
    occasion = chosen(_("Was ist der Anlass?"), [], required=False)
    wish = radios(_("Wer soll sprachmitteln?"), Wish.choices, required=False, initial=Wish.ANY)
    remark = forms.CharField(
        label=_("Bemerkung"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Höchstens 300 Zeichen. Bitte keine Namen und keine Krankheiten von anderen Menschen."),
    )

    free_texts = ("remark",)
    conditional = {"organisation", "municipality", "other_starts", "other_ends"}
    missing = {
        "asker": _("Bitte wählen Sie, wer anfragt."),
        "organisation": _("Bitte nennen Sie die Einrichtung, für die Sie fragen."),
        "contact_name": _("Bitte geben Sie Ihren Namen ein, damit wir wissen, nach wem wir fragen."),
        "spoken": _("Bitte wählen Sie die Sprache."),
        "way": _("Bitte wählen Sie, wie das Gespräch stattfindet."),
        "municipality": _("Bitte wählen Sie den Ort, an dem das Gespräch stattfindet."),
        "day": _("Bitte geben Sie den Tag ein, zum Beispiel 15.03.2027."),
        "starts": _("Bitte geben Sie ein, wann das Gespräch beginnt."),
        "ends": _("Bitte geben Sie ein, wann das Gespräch ungefähr endet."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].widget.attrs["autocomplete"] = "organization"
        self.fields["contact_name"].widget.attrs["autocomplete"] = "name"
        code = translation.get_language() or SOURCE
        kinds = (ListKind.LANGUAGE, ListKind.OCCASION)
        self.entries = {(row.kind, row.code): row for row in ListEntry.objects.offered(kinds, code)}
        offer(self.fields["spoken"], self._of(ListKind.LANGUAGE), empty=_("bitte wählen"))
        offer(self.fields["occasion"], self._of(ListKind.OCCASION), empty=_("bitte wählen"))

    def _of(self, kind: str) -> list[ListEntry]:
        return [row for (known, _code), row in self.entries.items() if known == kind]

    def questions(self) -> list[Any]:
        return [
            Fieldset(
                _("Über Sie"), Fold("asker", INSTITUTIONS, "organisation"), "contact_name", "email", "phone"
            ),
            Fieldset(_("Das Gespräch"), "spoken", Fold("way", [Way.ON_SITE], "municipality"), "occasion"),
            Fieldset(_("Wann ist das Gespräch?"), "day", "starts", "ends"),
            Fieldset(_("Geht auch ein anderer Tag?"), "other_day", "other_starts", "other_ends"),
            Fieldset(_("Noch etwas?"), "wish", "remark"),
        ]

    def clean_day(self) -> Any:
        return self._checked("day")

    def clean_other_day(self) -> Any:
        return self._checked("other_day") if self.cleaned_data["other_day"] else None

    def _checked(self, name: str) -> Any:
        """Not in the past, not before the lead time, not in a far year (I-158)."""
        typed, lead = self.cleaned_data[name], int(office_value("integration.interpreter_lead_days"))
        if (typed - today()).days > LAST_DAY:
            raise ValidationError(TOO_FAR)
        if typed < add_working_days(today(), lead):
            raise ValidationError(TOO_SOON % {"days": lead}, code="too_soon")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("asker") in INSTITUTIONS:
            self.require("organisation")
        if cleaned.get("way") == Way.ON_SITE:
            self.require("municipality")
        if cleaned.get("other_day"):
            self.require("other_starts")
            self.require("other_ends")
        self.require_one_of(
            ("email", "phone"), _("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an.")
        )
        for first, last in (("starts", "ends"), ("other_starts", "other_ends")):
            begins, ends = cleaned.get(first), cleaned.get(last)
            if begins is not None and ends is not None and ends <= begins:
                self.add_error(last, _("„bis“ muss nach „von“ liegen."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        given = super().answers()
        is_private, is_on_site = given["asker"] == Asker.PRIVATE, given["way"] == Way.ON_SITE
        no_other = {"other_starts": None, "other_ends": None} if given["other_day"] is None else {}
        return (
            given
            | no_other
            | {
                "spoken": self.entries[ListKind.LANGUAGE, given["spoken"]],
                "occasion": self.entries.get((ListKind.OCCASION, given["occasion"])),
                "organisation": "" if is_private else given["organisation"],
                "municipality": given["municipality"] if is_on_site else "",
                "due_on": min(given["day"], add_working_days(today(), 1)),
            }
        )
