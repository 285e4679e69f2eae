"""Step „Ihre Kontaktdaten“: who offers the flat and how to reach them (H-043)."""

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm
from housing.forms.fields import PhoneField, PostalCodeField, box, boxes, radios
from housing.models.choices import ContactTime, LandlordRole

# Domains people mistype most, with what they meant. A mail there would never arrive.
MISSPELT = {
    "gmial.com": "gmail.com", "gmai.com": "gmail.com", "gmal.com": "gmail.com",
    "gamil.com": "gmail.com", "gmail.con": "gmail.com", "gmail.co": "gmail.com",
    "gmail.de": "gmail.com", "googlmail.com": "googlemail.com", "gmx.dee": "gmx.de",
    "gmx.d": "gmx.de", "gxm.de": "gmx.de", "gmc.de": "gmx.de", "gmx.ne": "gmx.net",
    "web.d": "web.de", "web.dee": "web.de", "wb.de": "web.de", "web.com": "web.de",
    "webb.de": "web.de", "t-onlin.de": "t-online.de", "t-online.d": "t-online.de",
    "tonline.de": "t-online.de", "t-online.com": "t-online.de", "hotmial.com": "hotmail.com",
    "hotmail.con": "hotmail.com", "outlok.de": "outlook.de", "outlok.com": "outlook.com",
    "outlook.con": "outlook.com", "yaho.de": "yahoo.de", "yahoo.con": "yahoo.com",
    "freenet.d": "freenet.de",
}  # fmt: skip


def misspelt(address: str) -> str:
    """The address as it was probably meant, or nothing."""
    name, _at, domain = address.rpartition("@")
    return f"{name}@{MISSPELT[domain]}" if domain in MISSPELT else ""


class ContactForm(PortalForm):
    role = radios(_("Ich bin"), LandlordRole.choices)
    entitled = box(_("Ich darf diese Wohnung vermieten, selbst oder mit Zustimmung"), required=True)
    company = forms.CharField(
        label=_("Firma"),
        required=False,
        max_length=120,
        help_text=_("Für Hausverwaltung und Wohnungsunternehmen."),
    )
    first_name = forms.CharField(label=_("Vorname"), required=False, max_length=60)
    last_name = forms.CharField(label=_("Nachname"), max_length=60)
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        help_text=_("Hierhin schicken wir gleich einen Link. Damit bestätigen Sie Ihr Angebot."),
    )
    phone = PhoneField(
        label=_("Telefon"), required=False, help_text=_("Mit Vorwahl, zum Beispiel 05321 12345.")
    )
    email_only = box(_("Bitte nur per E-Mail"))
    contact_times = boxes(_("Wann erreichen wir Sie gut?"), ContactTime.choices)
    contact_languages = forms.CharField(
        label=_("Sprachen, die Sie sprechen"),
        required=False,
        max_length=80,
        help_text=_("Zum Beispiel Deutsch, Englisch."),
    )
    postal_street = forms.CharField(label=_("Straße und Hausnummer"), required=False, max_length=120)
    postal_code = PostalCodeField(label=_("Postleitzahl"), required=False)
    postal_town = forms.CharField(label=_("Ort"), required=False, max_length=80)

    missing = {
        "role": _("Es fehlt, wer Sie sind. Bitte wählen Sie etwas aus."),
        "entitled": _(
            "Bitte bestätigen Sie, dass Sie diese Wohnung vermieten dürfen. Vorher dürfen wir sie nicht "
            "vermitteln."
        ),
        "company": _("Der Name der Firma fehlt. Bitte geben Sie ihn ein."),
        "last_name": _("Der Nachname fehlt. Bitte geben Sie ihn ein."),
        "email": _("Die E-Mail-Adresse fehlt. Bitte geben Sie sie ein, zum Beispiel name@example.org."),
        "phone": _(
            "Die Telefonnummer fehlt. Bitte geben Sie sie ein oder setzen Sie das Häkchen „Bitte nur per "
            "E-Mail“."
        ),
    }
    conditional = {"company", "phone"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, purpose in {
            "company": "organization", "first_name": "given-name", "last_name": "family-name",
            "email": "email", "postal_street": "street-address", "postal_code": "postal-code",
            "postal_town": "address-level2",
        }.items():  # fmt: skip
            self.fields[name].widget.attrs["autocomplete"] = purpose
        self.fields["email"].error_messages["invalid"] = _(
            "Diese E-Mail-Adresse ist nicht vollständig. Bitte geben Sie sie ein wie name@example.org."
        )

    def layout(self) -> list[Any]:
        return [
            "role",
            "entitled",
            Fieldset(_("Ihr Name"), "company", "first_name", "last_name"),
            Fieldset(
                _("So erreichen wir Sie"),
                "email", "phone", "email_only", "contact_times", "contact_languages",
            ),
            Fieldset(
                _("Ihre Anschrift (für Briefe)"), "postal_street", "postal_code", "postal_town"
            ),
        ]  # fmt: skip

    def clean_email(self) -> str:
        """Stored in lower case, so that one landlord is one landlord."""
        return str(self.cleaned_data["email"]).lower()

    def clean_phone(self) -> str:
        number = self.cleaned_data["phone"]
        return number.as_e164 if number else ""

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("role") in {LandlordRole.COMPANY, LandlordRole.MANAGER}:
            self.require("company")
        if not values.get("email_only"):
            self.require("phone")
        meant = misspelt(values.get("email", ""))
        if meant:
            self.warn(
                "email",
                _(
                    "Meinten Sie {meant}? Bitte prüfen Sie die Adresse. Sonst kommt unser Link nicht an."
                ).format(meant=meant),
            )
        return values
