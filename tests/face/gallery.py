"""Every part of the face on one page, for judging by eye and by axe; has no public address."""

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from goslar_portal import languages
from goslar_portal.access import form_page, open_form
from goslar_portal.forms import DateField, Fold, PortalForm
from goslar_portal.numbers import GermanDecimalField

SHOWN = ["de", "leicht", "en", "fr", "ar", "fa", "pl", "zh-hans", "uk", "tr", "ru"]
TERMS = [("unlimited", "unbefristet"), ("fixed", "befristet"), ("open", "steht noch nicht fest")]


class MonthWidget(forms.MultiWidget):
    """Two short boxes; each widget names its box in `aria-label`, the pack makes a label of it."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = [
            forms.TextInput({"aria-label": label, "inputmode": "numeric"}) for label in ("Monat", "Jahr")
        ]
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        return list(value or [None, None])


class MonthField(forms.MultiValueField):
    def compress(self, data_list: list[Any]) -> Any:
        return tuple(data_list)


class FlatForm(PortalForm):
    """One field of every kind, in the words of the landlord form."""

    missing = {
        "street": "Bitte geben Sie die Straße an.",
        "living_area": "Bitte geben Sie die Wohnfläche in Quadratmetern an.",
        "rental_term": "Bitte wählen Sie, wie lange Sie vermieten möchten.",
        "fixed_until": "Bitte geben Sie an, bis wann Sie vermieten.",
        "heating": "Bitte wählen Sie mindestens eine Heizung aus.",
        "privacy": "Bitte bestätigen Sie, dass Sie die Hinweise gelesen haben.",
    }
    units = {"living_area": "m²", "rent": "€"}
    conditional = {"fixed_until"}

    street = forms.CharField(
        label="Straße", max_length=20, help_text="Wird nie veröffentlicht.",
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )  # fmt: skip
    municipality = forms.ChoiceField(
        label="Stadt oder Gemeinde",
        choices=[("", "Bitte wählen"), ("goslar", "Goslar"), ("clz", "Clausthal-Zellerfeld")],
    )
    living_area = GermanDecimalField(label="Wohnfläche", help_text="Zum Beispiel 62,5")
    rent = GermanDecimalField(
        label="Kaltmiete im Monat", help_text="Ohne Nebenkosten, Heizung, Garage", max_value=5000
    )
    rental_term = forms.ChoiceField(
        label="Mietdauer", choices=TERMS, widget=forms.RadioSelect, help_text="Sie können das noch ändern."
    )
    fixed_until = DateField(label="Befristet bis", required=False, help_text="Zum Beispiel 31.12.2027")
    heating = forms.MultipleChoiceField(
        label="Heizung", choices=[("gas", "Gas"), ("district", "Fernwärme"), ("heat_pump", "Wärmepumpe")],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    renovated = MonthField(
        label="Letzte Renovierung", required=False, require_all_fields=False,
        fields=[forms.IntegerField(), forms.IntegerField()], widget=MonthWidget, help_text="Monat und Jahr",
    )  # fmt: skip
    email = forms.EmailField(
        label="E-Mail-Adresse", required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    photo = forms.FileField(label="Foto", required=False, help_text="JPEG, PNG oder HEIC, höchstens 10 MB")
    remarks = forms.CharField(
        label="Was wir noch wissen sollten", required=False, widget=forms.Textarea, max_length=500
    )
    privacy = forms.BooleanField(label="Ich habe die Hinweise zum Datenschutz gelesen.")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def layout(self) -> list[Any]:
        return [
            Fieldset("Lage und Größe", "street", "municipality", "living_area"),
            Fieldset("Miete", "rent", Fold("rental_term", ["fixed"], "fixed_until")),
        ]

    def clean(self) -> None:
        if self.cleaned_data.get("rental_term") == "fixed":
            self.require("fixed_until")
        area = self.cleaned_data.get("living_area")
        if area and area < 15:
            self.warn("living_area", "12 m² sind sehr wenig für eine Wohnung. Stimmt das so?")


def frame(code: str) -> dict[str, Any]:
    """What the context processor would give if these languages were visible."""
    here = languages.catalogue()[code]
    rows = [languages.catalogue()[each] for each in SHOWN]
    menu = ["Hilfe und Beratung", "Wohnen", "Demokratie leben", "Newsletter", "Kontakt"]
    return {
        "html_lang": here.html_lang,
        "text_dir": here.dir,
        "text_class": "leicht" if code == "leicht" else "",
        "languages": [vars(row) | {"url": f"/{row.code}/", "is_current": row.code == code} for row in rows],
        "menu_items": [{"label": label, "url": "/", "is_current": label == "Wohnen"} for label in menu],
    }


def gallery(request: HttpRequest, scene: str, code: str) -> HttpResponse:
    form = FlatForm(request.GET if "living_area" in request.GET else None)
    if scene == "form":
        return form_page(request, "form.html", form=form, **frame(code))
    return render(request, f"{scene}.html", {"form": form, **frame(code)})


urlpatterns = [path("<path:scene>/<str:code>/", open_form(gallery))]
