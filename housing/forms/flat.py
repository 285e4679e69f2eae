"""Step „Die Wohnung“: what it is, where it lies, how large, from when (H-040)."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from goslar_portal import office
from goslar_portal.dates import today
from goslar_portal.forms import DateField, Fold, PortalForm
from goslar_portal.numbers import number
from housing.forms.fields import (
    NOW,
    UNKNOWN,
    AreaField,
    CountField,
    FloorField,
    PostalCodeField,
    RoomsField,
    StartField,
    box,
    example,
    radios,
    show_example,
)
from housing.forms.places import OUTSIDE, Places
from housing.models.choices import Answer, Kind, RentalTerm

EARLIEST = timedelta(days=30)  # a flat that has been free for longer is offered as „sofort“
LATEST = timedelta(days=548)  # 18 months; nobody plans further
SHORT_TERM = timedelta(days=180)  # below this most authorities see no lasting home, to be confirmed


class FlatForm(PortalForm):
    kind = radios(_("Art des Wohnraums"), Kind.choices)
    self_contained = radios(_("Eigener abschließbarer Eingang"), Answer.choices, required=False)
    municipality = forms.ChoiceField(label=_("Stadt oder Gemeinde"))
    district = forms.ChoiceField(
        label=_("Ortsteil"),
        required=False,
        help_text=_("Die Ortsteile stehen nach Stadt und Gemeinde geordnet."),
    )
    district_text = forms.CharField(
        label=_("Ortsteil, wenn er nicht in der Liste steht"), required=False, max_length=60
    )
    postal_code = PostalCodeField(label=_("Postleitzahl"))
    street = forms.CharField(
        label=_("Straße"), required=False, max_length=120, help_text=_("Wir veröffentlichen sie nie.")
    )
    house_number = forms.RegexField(
        label=_("Hausnummer"),
        regex=r"^[0-9]",
        required=False,
        max_length=10,
        help_text=_("Zum Beispiel 12 oder 12 a."),
    )
    floor = FloorField(label=_("Etage"), help_text=_("0 ist das Erdgeschoss, −1 der Keller."))
    attic = box(_("Die Wohnung liegt im Dachgeschoss"))
    living_area = AreaField(label=_("Wohnfläche"), help_text=_("Zum Beispiel 62,5."))
    rooms = RoomsField(label=_("Zimmer (ohne Küche und Bad)"), help_text=_("Halbe Zimmer zählen: 2,5."))
    bedrooms = CountField(
        label=_("Davon Schlafräume"),
        low=0,
        high=15,
        sentence=_("Bitte geben Sie die Zahl der Schlafräume als ganze Zahl von 0 bis 15 an."),
    )
    max_persons = CountField(
        label=_("Höchstens für wie viele Personen"),
        low=1,
        high=15,
        sentence=_("Bitte geben Sie die Zahl der Personen als ganze Zahl von 1 bis 15 an."),
    )
    available_from = StartField(
        label=_("Frei ab"), help_text=_("Schreiben Sie „sofort“ oder ein Datum, zum Beispiel {day}.")
    )
    rental_term = radios(_("Mietdauer"), RentalTerm.choices)
    fixed_until = DateField(label=_("Befristet bis"), required=False, help_text=_("Zum Beispiel {day}."))

    missing = {
        "kind": _("Die Art des Wohnraums fehlt. Bitte wählen Sie eine aus."),
        "municipality": _("Die Stadt oder Gemeinde fehlt. Bitte wählen Sie eine aus."),
        "postal_code": _("Die Postleitzahl fehlt. Bitte geben Sie fünf Ziffern ein."),
        "living_area": _("Die Wohnfläche fehlt. Bitte geben Sie die Quadratmeter ein."),
        "rooms": _("Die Zahl der Zimmer fehlt. Bitte geben Sie sie ein, zum Beispiel 3."),
        "available_from": _(
            "Es fehlt, ab wann die Wohnung frei ist. Bitte schreiben Sie „sofort“ oder ein Datum."
        ),
        "rental_term": _("Die Mietdauer fehlt. Bitte wählen Sie eine aus."),
        "fixed_until": _("Das Ende der Mietdauer fehlt. Bitte geben Sie ein Datum ein, an dem sie endet."),
    }
    units = {"living_area": "m²"}
    conditional = {"fixed_until"}

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = [("", _("Bitte wählen")), *places.municipality_choices()]  # type: ignore[attr-defined]
        self.fields["district"].choices = [("", _("Keine Angabe")), *places.district_choices()]  # type: ignore[attr-defined]
        self.fields["house_number"].error_messages["invalid"] = _(
            "Eine Hausnummer beginnt mit einer Ziffer, zum Beispiel 12 a. Bitte prüfen Sie sie."
        )
        show_example(self.fields["available_from"], example(3))
        self.fields["available_from"].error_messages["invalid"] = _(
            "Dieses Datum gibt es nicht. Bitte schreiben Sie „sofort“ oder ein Datum wie {day}."
        ).format(day=example(3))
        show_example(self.fields["fixed_until"], example(27))
        self.fields["street"].widget.attrs["autocomplete"] = "off"  # the flat's, seldom the person's own
        self.fields["house_number"].widget.attrs |= {"autocomplete": "off", "class": "short"}
        for name in ("floor", "rooms", "bedrooms", "max_persons"):
            self.fields[name].widget.attrs["class"] = "short"

    def layout(self) -> list[Any]:
        return [
            "kind",
            "self_contained",
            Fieldset(
                _("Wo liegt die Wohnung?"),
                "municipality", "district", "district_text", "postal_code", "street", "house_number", "floor",
                "attic",
            ),
            Fieldset(_("Wie groß ist sie?"), "living_area", "rooms", "bedrooms", "max_persons"),
            Fieldset(
                _("Ab wann und wie lange?"), "available_from", Fold("rental_term", ["fixed"], "fixed_until")
            ),
        ]  # fmt: skip

    def clean_self_contained(self) -> str:
        return self.cleaned_data["self_contained"] or UNKNOWN

    def clean_municipality(self) -> Any:
        """The row; „Außerhalb des Landkreises“ has a page of its own and never gets here (H-035)."""
        code = self.cleaned_data["municipality"]
        if code == OUTSIDE:
            raise forms.ValidationError(_("Bitte wählen Sie eine Stadt oder Gemeinde im Landkreis Goslar."))
        return self.places.municipalities[code]

    def clean_district(self) -> Any:
        return self.places.districts.get(self.cleaned_data["district"])

    def clean_available_from(self) -> date | str:
        day = self.cleaned_data["available_from"]
        if day == NOW:
            return NOW
        if day < today() - EARLIEST:
            raise forms.ValidationError(
                _(
                    "Dieses Datum liegt zu weit zurück. Ist die Wohnung schon frei, schreiben Sie bitte "
                    "„sofort“."
                )
            )
        if day > today() + LATEST:
            raise forms.ValidationError(
                _("Dieses Datum ist zu weit weg. Bitte wählen Sie einen Tag in den nächsten 18 Monaten.")
            )
        return day  # type: ignore[no-any-return]

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        self._judge_place(values)
        self._judge_size(values)
        self._judge_term(values)
        start = values.get("available_from")
        return values | {"available_now": start == NOW, "available_from": None if start == NOW else start}

    def _judge_place(self, values: dict[str, Any]) -> None:
        town, district = values.get("municipality"), values.get("district")
        if town and district and district.municipality_id != town.pk:
            self.add_error(
                "district",
                _(
                    "Dieser Ortsteil gehört zu einer anderen Stadt oder Gemeinde. Bitte prüfen Sie beide "
                    "Angaben."
                ),
            )
        if district and values.get("district_text"):
            self.add_error(
                "district_text",
                _("Bitte wählen Sie den Ortsteil aus der Liste oder schreiben Sie ihn hier, nicht beides."),
            )
        code = values.get("postal_code")
        if not code or not town:
            return
        towns = self.places.towns_of(code)
        if not towns:
            self.warn(
                "postal_code", _("Diese Postleitzahl kennen wir im Landkreis Goslar nicht. Stimmt sie so?")
            )
        elif town.pk not in towns:
            self.warn(
                "postal_code",
                _("Diese Postleitzahl gehört nach unserer Liste zu einem anderen Ort. Stimmt sie so?"),
            )

    def _judge_size(self, values: dict[str, Any]) -> None:
        area, rooms = values.get("living_area"), values.get("rooms")
        bedrooms, persons = values.get("bedrooms"), values.get("max_persons")
        if area and not 15 <= area <= 200:
            self.warn("living_area", _("Diese Wohnfläche ist ungewöhnlich. Stimmt sie so?"))
        if rooms and bedrooms and bedrooms > rooms:
            self.add_error(
                "bedrooms",
                _("Es kann nicht mehr Schlafräume als Zimmer geben. Bitte prüfen Sie beide Zahlen."),
            )
        fitting = int(area / office.value("housing.area_per_person")) if area and persons else 0
        if area and persons and persons > fitting:
            self.warn(
                "max_persons",
                ngettext(
                    "%(area)s m² reichen meist nur für %(count)d Person. Stimmt Ihre Angabe so?",
                    "%(area)s m² reichen meist nur für %(count)d Personen. Stimmt Ihre Angabe so?",
                    fitting,
                )
                % {"area": number(area), "count": fitting},
            )

    def _judge_term(self, values: dict[str, Any]) -> None:
        if values.get("rental_term") != RentalTerm.FIXED:
            values["fixed_until"] = None
            self.errors.pop("fixed_until", None)
            return
        self.require("fixed_until")
        start, end = values.get("available_from"), values.get("fixed_until")
        if not start or not end:
            return
        begin = today() if start == NOW else start
        if end <= begin:
            self.add_error(
                "fixed_until",
                _("Das Ende der Mietdauer liegt vor ihrem Beginn. Bitte prüfen Sie beide Daten."),
            )
        elif end - begin < SHORT_TERM:
            self.warn("fixed_until", _("Die Mietdauer ist kürzer als 6 Monate. Stimmt das so?"))
