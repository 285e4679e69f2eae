"""Ask for help, or point to somebody; only what the next act of the office needs (I-140, I-165 to I-167)."""

from typing import Any, ClassVar

from crispy_forms.layout import Fieldset
from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import add_working_days, today
from goslar_portal.forms import Fold
from goslar_portal.languages import SOURCE
from goslar_portal.office import value as office_value
from integration.forms.requests import RequestForm, chosen, email_field, offer, phone_field, radios
from integration.models import HelpRequest, ListEntry, ListKind, Municipality
from integration.models.choices import Daytime, Reach

YES, NO = "yes", "no"
NEEDED: dict[str, tuple[str, ...]] = {
    Reach.PHONE: ("phone",),
    Reach.EMAIL: ("email",),
    Reach.VISIT: ("name", "address"),
}
# Who reads this page speaks that entry of the list: nobody is called in German unasked.
READERS_SPEAK = {
    "en": "englisch",
    "fr": "franzoesisch",
    "ar": "arabisch",
    "fa": "farsi",
    "pl": "polnisch",
    "zh-hans": "chinesisch",
    "uk": "ukrainisch",
    "tr": "tuerkisch",
    "ru": "russisch",
}
NO_ILLNESS = _("Höchstens 500 Zeichen. Bitte keine Krankheiten und keine Namen.")


def text_field(label: Any, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, required=False, max_length=500, widget=area, **more)


class HelpForm(RequestForm):
    """Shared by both ways to ask."""

    OF = HelpRequest
    SLUG = "hilfe-anfrage"
    OFFICE = "prekaere-lebenslagen"

    phone = phone_field()
    email = email_field()
    municipality = chosen(_("Wo wohnen Sie?"), Municipality.choices)
    topics = forms.MultipleChoiceField(
        label=_("Worum geht es?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = text_field(_("Möchten Sie noch etwas sagen?"), help_text=NO_ILLNESS)

    KINDS: ClassVar[tuple[str, ...]] = (ListKind.TOPIC,)
    free_texts = ("text",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = translation.get_language() or SOURCE
        self.entries = {(row.kind, row.code): row for row in ListEntry.objects.offered(self.KINDS, code)}
        offer(self.fields["topics"], self._of(ListKind.TOPIC))

    def _of(self, kind: str) -> list[ListEntry]:
        return [row for (known, _code), row in self.entries.items() if known == kind]

    def answers(self) -> dict[str, Any]:
        lead = int(office_value("integration.help_answer_days"))
        given = super().answers()
        topics = [self.entries[ListKind.TOPIC, code] for code in given.pop("topics", [])]
        return given | {"topics": topics, "due_on": add_working_days(today(), lead)}


class HelpSelfForm(HelpForm):
    PART = "helpseeker"
    TITLE = _("Hilfe für mich selbst")
    KINDS: ClassVar[tuple[str, ...]] = (ListKind.TOPIC, ListKind.LANGUAGE)

    reach = radios(_("Wie sollen wir uns melden?"), Reach.choices)
    name = forms.CharField(label=_("Ihr Name"), required=False, max_length=120)
    address = forms.CharField(
        label=_("Straße, Hausnummer und Ort"),
        required=False,
        max_length=200,
        help_text=_("Nur, wenn wir zu Ihnen kommen sollen."),
    )
    spoken = chosen(_("In welcher Sprache möchten Sie sprechen?"), [], required=False)
    wants_interpreter = forms.BooleanField(
        label=_("Bitte mit Sprachmittlung, ich spreche wenig Deutsch."), required=False
    )
    daytimes = forms.MultipleChoiceField(
        label=_("Wann passt es Ihnen?"),
        required=False,
        choices=Daytime.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    conditional = {"phone", "email", "address", "wants_interpreter"}
    missing = {
        "reach": _("Bitte wählen Sie, wie wir uns melden sollen."),
        "phone": _("Bitte geben Sie die Nummer ein, unter der wir Sie anrufen können."),
        "email": _("Bitte geben Sie die Adresse ein, an die wir schreiben können."),
        "name": _("Bitte geben Sie Ihren Namen ein, damit wir an der richtigen Tür klingeln."),
        "address": _("Bitte geben Sie ein, wo wir Sie finden."),
        "municipality": _("Bitte wählen Sie den Ort oder „weiß ich nicht“."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = _(
            "Wenn wir Sie anrufen sollen. Mit Vorwahl, zum Beispiel 05321 12345."
        )
        self.fields["email"].help_text = _("Wenn wir Ihnen schreiben sollen.")
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["address"].widget.attrs["autocomplete"] = "street-address"
        offer(self.fields["spoken"], self._of(ListKind.LANGUAGE), empty=_("Deutsch"))
        self.fields["spoken"].initial = READERS_SPEAK.get(translation.get_language() or SOURCE, "")

    def questions(self) -> list[Any]:
        return [
            Fieldset(_("So erreichen wir Sie"), "reach", "phone", "email", "name", "address", "municipality"),
            Fieldset(_("So verstehen wir uns gut"), "spoken", "wants_interpreter", "daytimes"),
            Fieldset(_("Ihr Anliegen"), "topics", "text"),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in NEEDED.get(cleaned.get("reach", ""), ()):
            self.require(name)
        return cleaned

    def answers(self) -> dict[str, Any]:
        given = super().answers()
        is_visit = given["reach"] == Reach.VISIT
        return given | {
            "is_for_other": False,
            "address": given["address"] if is_visit else "",
            "spoken": self.entries.get((ListKind.LANGUAGE, given["spoken"])),
        }


class HelpOtherForm(HelpForm):
    """Without the person's agreement nothing about them is taken but the municipality (I-166)."""

    PART = "informant"
    TITLE = _("Auf jemanden hinweisen")

    agrees = radios(
        _("Weiß die Person von Ihrer Nachricht, und ist sie einverstanden?"),
        [(YES, _("Ja")), (NO, _("Nein, noch nicht"))],
    )
    person_reach = forms.CharField(
        label=_("Wie erreichen wir die Person?"),
        required=False,
        max_length=200,
        help_text=_("Zum Beispiel eine Telefonnummer. Ohne Einverständnis speichern wir das nicht."),
    )

    conditional = {"phone", "email", "person_reach", "topics", "text"}
    missing = {
        "agrees": _("Bitte sagen Sie uns, ob die Person einverstanden ist."),
        "person_reach": _("Bitte geben Sie ein, wie wir die Person erreichen."),
        "municipality": _("Bitte wählen Sie den Ort oder „weiß ich nicht“."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].label = _("Wo wohnt die Person?")
        self.fields["phone"].label, self.fields["email"].label = _("Ihr Telefon"), _("Ihre E-Mail-Adresse")

    def questions(self) -> list[Any]:
        return [
            Fieldset(_("So erreichen wir Sie selbst"), "phone", "email"),
            Fieldset(
                _("Die Person, um die Sie sich sorgen"),
                "municipality",
                Fold("agrees", [YES], "person_reach", "topics", "text"),
            ),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.require_one_of(
            ("phone", "email"),
            _("Bitte geben Sie Ihre Telefonnummer oder Ihre E-Mail-Adresse an, damit wir Sie erreichen."),
        )
        if cleaned.get("agrees") == YES:
            self.require("person_reach")
        return cleaned

    def answers(self) -> dict[str, Any]:
        given = super().answers()
        agrees = given.pop("agrees") == YES
        silent = {} if agrees else {"person_reach": "", "text": "", "topics": []}
        return given | silent | {"is_for_other": True, "person_agrees": agrees}
