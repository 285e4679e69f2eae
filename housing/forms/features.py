"""Step „Ausstattung“: all of it voluntary, everything unknown until somebody says (H-042)."""

import re
from datetime import timedelta
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.forms import DateField, PortalForm
from housing.forms.fields import CountField, box, boxes, example, pick, show_example
from housing.models import choices
from housing.models.choices import Answer

EQUAL_TREATMENT = _(
    "Wir vermitteln ohne Ansehen von Herkunft, Religion, Geschlecht, Alter, Behinderung und sexueller "
    "Identität. "
    "Wünsche dazu nehmen wir nicht auf."
)
READY_WITHIN = timedelta(days=548)  # 18 months, as for „Frei ab“

# Ways to reach somebody. Years, amounts and house numbers stay: a telephone number has at least seven digits.
CONTACT_DATA = re.compile(
    r"https?:|www\.|[\w.+-]+@[\w-]+|\b[\w-]{2,}\.(de|com|net|org|eu|info)\b|(?:\+|\b0)(?:[\s/()-]*\d){6,}",
    re.IGNORECASE,
)


def minutes(label: Any) -> CountField:
    return CountField(
        label=label,
        low=0,
        high=120,
        sentence=_("Bitte geben Sie die Minuten als ganze Zahl von 0 bis 120 an."),
    )


class FeaturesForm(PortalForm):
    kitchen = pick(_("Küche"), choices.Kitchen.choices)
    bath = boxes(_("Bad"), choices.Bath.choices)
    bath_shared = pick(_("Geteiltes Bad"), Answer.choices)
    furnished = pick(_("Möbliert"), choices.Furnished.choices)
    access = pick(
        _("Zugang zur Wohnung"),
        choices.Access.choices,
        help_text=_("„Rollstuhlgerecht“ meint: breite Türen und Platz zum Wenden (DIN 18040-2 R)."),
    )
    lift = pick(_("Aufzug"), Answer.choices)
    balcony_garden = pick(_("Balkon, Terrasse oder Garten"), Answer.choices)
    cellar = pick(_("Keller oder Abstellraum"), Answer.choices)
    washing_connection = pick(_("Anschluss für eine Waschmaschine"), Answer.choices)
    parking = pick(_("Stellplatz"), Answer.choices)
    internet = pick(_("Internetanschluss"), Answer.choices)
    smoke_detectors = pick(
        _("Rauchmelder"),
        Answer.choices,
        help_text=_("In Schlafräumen und Fluren sind sie Pflicht (§ 44 NBauO)."),
    )
    pets = pick(_("Haustiere"), choices.Pets.choices)
    shared_flat_ok = pick(_("Für eine Wohngemeinschaft geeignet"), Answer.choices)
    wbs_required = pick(_("Nur mit Wohnberechtigungsschein"), Answer.choices)
    wishes = boxes(_("Ihre Wünsche"), choices.Wish.choices)
    condition = pick(_("Zustand"), choices.Condition.choices)
    ready_by = DateField(
        label=_("Fertig bis"),
        required=False,
        help_text=_("Wenn noch etwas zu tun ist. Zum Beispiel {day}."),
    )
    energy_certificate = pick(_("Energieausweis"), choices.EnergyCertificate.choices)
    energy_kind = forms.ChoiceField(
        label=_("Art des Energieausweises"),
        choices=[("", _("Keine Angabe")), *choices.EnergyKind.choices],
        required=False,
    )
    energy_value = CountField(
        label=_("Energiewert"),
        low=0,
        high=999,
        sentence=_("Bitte geben Sie den Energiewert als ganze Zahl von 0 bis 999 an."),
    )
    energy_class = forms.ChoiceField(
        label=_("Energieklasse"),
        choices=[("", _("Keine Angabe")), *choices.EnergyClass.choices],
        required=False,
    )
    year_built = CountField(
        label=_("Baujahr"),
        low=1200,
        high=2100,
        sentence=_("Bitte geben Sie das Baujahr mit vier Ziffern an, zum Beispiel 1968."),
    )
    minutes_bus = minutes(_("Zu Bus oder Bahn"))
    minutes_shop = minutes(_("Zum Einkaufen"))
    minutes_school = minutes(_("Zur Schule oder Kita"))
    minutes_doctor = minutes(_("Zur Arztpraxis"))
    description = forms.CharField(
        label=_("Was wir noch wissen sollten"),
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("Höchstens 1.000 Zeichen. Bitte keine Kontaktdaten im Text. {equal}"),
    )
    tenant_in_mind = box(_("Ich denke schon an eine bestimmte Person"))

    units = {
        name: _("Minuten zu Fuß")
        for name in ("minutes_bus", "minutes_shop", "minutes_school", "minutes_doctor")
    } | {"energy_value": "kWh/(m²a)"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["description"].help_text = str(self.fields["description"].help_text).format(
            equal=EQUAL_TREATMENT
        )
        show_example(self.fields["ready_by"], example(2))
        self.fields["year_built"].widget.attrs["class"] = "short"

    def layout(self) -> list[Any]:
        return [
            Fieldset(_("Küche, Bad und Möbel"), "kitchen", "bath", "bath_shared", "furnished"),
            Fieldset(_("Wie kommt man hinein?"), "access", "lift"),
            Fieldset(
                _("Was gibt es noch?"),
                "balcony_garden", "cellar", "washing_connection", "parking", "internet", "smoke_detectors",
            ),
            Fieldset(_("Was ist Ihnen wichtig?"), "pets", "shared_flat_ok", "wbs_required", "wishes"),
            Fieldset(
                _("Zustand und Energie"),
                "condition", "ready_by", "energy_certificate", "energy_kind", "energy_value", "energy_class",
                "year_built",
            ),
            Fieldset(
                _("Wie weit ist es zu Fuß?"),
                "minutes_bus", "minutes_shop", "minutes_school", "minutes_doctor",
            ),
            Fieldset(_("Ihre Worte"), "description", "tenant_in_mind"),
        ]  # fmt: skip

    def clean_ready_by(self) -> Any:
        day = self.cleaned_data["ready_by"]
        if day and not today() <= day <= today() + READY_WITHIN:
            raise forms.ValidationError(_("Bitte wählen Sie einen Tag von heute bis in 18 Monaten."))
        return day

    def clean_year_built(self) -> Any:
        year = self.cleaned_data["year_built"]
        if year and year > today().year + 1:
            raise forms.ValidationError(_("Das Baujahr liegt zu weit in der Zukunft. Bitte prüfen Sie es."))
        return year

    def clean_description(self) -> str:
        text: str = self.cleaned_data["description"]
        if CONTACT_DATA.search(text):
            raise forms.ValidationError(
                _(
                    "Bitte keine Kontaktdaten im Text. Löschen Sie bitte Telefonnummern, E-Mail- und "
                    "Internetadressen. "
                    "Nach Ihren Kontaktdaten fragen wir im nächsten Schritt."
                )
            )
        return text
