"""Taking offers in: by telephone, on paper, at the counter, by mail, or as a list (H-080, H-082)."""

from datetime import datetime, time
from typing import Any, ClassVar

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from goslar_portal.dates import today
from goslar_portal.forms import DateField, PortalForm
from goslar_portal.uploads.fields import UploadField
from goslar_portal.uploads.kinds import PHOTOS, Accept
from housing.models.choices import REQUIRED_CONSENTS, STAFF_CHANNELS, ConsentKind, LandlordRole
from housing.staff_forms import FactsForm

SCAN = Accept(kinds=PHOTOS, longest_edge=2400, as_jpeg=True)  # a page of A4 stays readable
ARRIVAL = ["channel", "received_on", "informed", "evidence", "scan", "consents"]
PERSON = [
    "first_name", "last_name", "company", "role", "phone", "email", "postal_street", "landlord_postal_code",
    "postal_town", "entitled",
]  # fmt: skip


class ArrivalForm(PortalForm):
    """How an offer came to us, who offers it, and how we know that they agree."""

    missing: ClassVar[dict[str, Any]] = {
        "evidence": _("Bitte halten Sie fest, wie über den Datenschutz informiert wurde."),
        "informed": _("Ohne Information und Einwilligung darf nichts gespeichert werden."),
        "channel": _("Bitte wählen Sie, auf welchem Weg das Angebot kam."),
    }
    channel = forms.ChoiceField(
        label=_("Eingegangen per"),
        choices=[(row.value, row.label) for row in STAFF_CHANNELS],
        widget=forms.RadioSelect,
    )
    received_on = DateField(label=_("Eingegangen am"), initial=today)
    informed = forms.BooleanField(
        label=_("Über den Datenschutz informiert (Art. 13 DSGVO) und mit der Speicherung einverstanden")
    )
    evidence = forms.CharField(
        label=_("Nachweis"),
        required=False,
        max_length=300,
        help_text=_(
            "Zum Beispiel: am Telefon informiert, Schreiben vom 03.03.2026; Formular unterschrieben. "
            "Oder legen Sie einen Scan bei."
        ),
    )
    scan = UploadField(
        label=_("Scan oder Foto des unterschriebenen Blatts"),
        required=False,
        accept=SCAN,
        help_text=_("Als Bild: JPEG, PNG, WebP oder HEIC, höchstens 10 MB."),
    )
    consents = forms.MultipleChoiceField(
        label=_("Weitere Einwilligungen"),
        required=False,
        choices=[row for row in ConsentKind.choices if row[0] not in REQUIRED_CONSENTS],
        widget=forms.CheckboxSelectMultiple,
    )
    role = forms.ChoiceField(label=_("Rolle"), required=False, choices=[("", "–"), *LandlordRole.choices])
    first_name = forms.CharField(label=_("Vorname"), required=False, max_length=60)
    last_name = forms.CharField(label=_("Nachname"), required=False, max_length=60)
    company = forms.CharField(label=_("Firma"), required=False, max_length=120)
    phone = PhoneNumberField(
        label=_("Telefon"),
        required=False,
        region="DE",
        error_messages={"invalid": _("Bitte geben Sie die Nummer mit Vorwahl ein, wie 05321 76555.")},
    )
    email = forms.EmailField(label=_("E-Mail"), required=False, max_length=254)
    postal_street = forms.CharField(label=_("Straße und Hausnummer"), required=False, max_length=120)
    landlord_postal_code = forms.RegexField(
        r"^[0-9]{5}$",
        label=_("Postleitzahl"),
        required=False,
        error_messages={"invalid": _("Eine Postleitzahl hat fünf Ziffern.")},
    )
    postal_town = forms.CharField(label=_("Ort"), required=False, max_length=80)
    entitled = forms.BooleanField(label=_("Darf diese Wohnung vermieten"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.is_conditional = True  # type: ignore[attr-defined]  # what is needed stands above the form

    def arrival_layout(self) -> list[Any]:
        arrival = [name for name in ARRIVAL if name in self.fields]
        return [
            Fieldset(str(_("Eingang")), Div(*arrival, css_class="columns")),
            Fieldset(str(_("Vermieterin oder Vermieter")), Div(*PERSON, css_class="columns")),
        ]

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > today():
            raise ValidationError(_("Der Eingang kann nicht in der Zukunft liegen."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("scan") and "scan" not in self.errors:
            self.require("evidence")
        if not cleaned.get("last_name") and not cleaned.get("company"):
            self.add_error("last_name", _("Bitte geben Sie Nachname oder Firma an."))
        reached = [name for name in ("phone", "email", "postal_street") if cleaned.get(name)]
        if not reached and not {"phone", "email"} & self.errors.keys():
            self.add_error("phone", _("Bitte geben Sie Telefon, E-Mail oder Anschrift an."))
        return cleaned

    @property
    def received_at(self) -> datetime:
        """The day that was typed; today means now."""
        day = self.cleaned_data["received_on"]
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        return min(noon, timezone.now()) if day == today() else noon

    @property
    def contact(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in PERSON}
        return said | {"postal_code": said.pop("landlord_postal_code")}

    @property
    def arrival(self) -> dict[str, Any]:
        """What the verbs that take in want to know beside the dwelling."""
        said = self.cleaned_data
        return {
            "channel": said["channel"],
            "received_at": self.received_at,
            "contact": self.contact,
            "consents": [*REQUIRED_CONSENTS, *said["consents"]],
            "evidence": said["evidence"],
            "scan": said.get("scan"),
        }


class IntakeForm(FactsForm, ArrivalForm):
    """An offer by telephone, on paper, at the counter or by mail, on one page (H-080)."""

    missing = ArrivalForm.missing | FactsForm.missing

    def layout(self) -> list[Any]:
        return [*self.arrival_layout(), *super().layout()]


class CompanyListForm(ArrivalForm):
    """A list of dwellings from one company, and who they are (H-082)."""

    missing = ArrivalForm.missing | {"file": _("Bitte wählen Sie die Liste aus, eine CSV-Datei.")}
    file = forms.FileField(
        label=_("Liste der Wohnungen (CSV)"),
        required=False,
        help_text=_("Höchstens 500 Zeilen und 2 MB. Die Spalten zeigt das Muster."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].help_text = _("Zum Beispiel: Vereinbarung vom 03.03.2026, in der Akte.")
        del self.fields["scan"]  # it would have to be chosen twice; the note says where the paper is

    def layout(self) -> list[Any]:
        return [Fieldset(str(_("Liste")), "file"), *self.arrival_layout()]
