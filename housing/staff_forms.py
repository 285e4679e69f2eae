"""Forms of the back office: arguments of verbs, facts of an offer, an offer taken in, a landlord."""

from typing import Any, ClassVar

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.forms import DateField, PortalModelForm
from goslar_portal.numbers import GermanDecimalField
from goslar_portal.sorting import german
from goslar_portal.verbs import VerbForm
from housing.forms.fields import PostalCodeField
from housing.models import Landlord, Municipality, Offer, Reason
from housing.models.choices import (
    Bath,
    ContactChannel,
    ContactTime,
    Direction,
    Wish,
)
from housing.roles import STAFF

CHOOSE = _("Bitte wählen")


class ReasonField(forms.ModelChoiceField[Reason]):
    """Reasons of one list as radio buttons; what only the lead may use says so."""

    def __init__(self, list_code: str, **kwargs: Any) -> None:
        self.list_code = list_code
        kwargs.setdefault("label", _("Grund"))
        kwargs.setdefault("error_messages", {"required": _("Bitte wählen Sie einen Grund.")})
        super().__init__(
            Reason.objects.none(), widget=forms.RadioSelect, empty_label=None, blank=False, **kwargs
        )

    def __deepcopy__(self, memo: dict[int, Any]) -> "ReasonField":
        field: ReasonField = super().__deepcopy__(memo)  # type: ignore[misc]  # missing in the stubs
        field.queryset = Reason.objects.of(self.list_code)
        return field

    def label_from_instance(self, obj: Reason) -> str:
        notes = [
            str(text)
            for text, is_so in [
                (_("mit Bemerkung"), obj.needs_comment),
                (_("ohne Schreiben"), obj.no_letter),
                (_("nur Leitung"), obj.lead_only),
            ]
            if is_so
        ]
        return f"{obj.label} ({', '.join(notes)})" if notes else obj.label


class ColleagueField(forms.ModelChoiceField[Any]):
    """Who works in housing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(get_user_model().objects.none(), **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> "ColleagueField":
        field: ColleagueField = super().__deepcopy__(memo)  # type: ignore[misc]  # missing in the stubs
        field.queryset = colleagues()
        return field


def colleagues() -> QuerySet[Any]:
    people = get_user_model().objects.filter(is_active=True, groups__name__in=STAFF)
    return people.distinct().order_by(*german("display_name"), "pk")


def text_field(label: Any, *, rows: int = 5, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def comment_field() -> forms.CharField:
    return text_field(
        _("Interne Bemerkung"),
        rows=3,
        max_length=1000,
        required=False,
        help_text=_("Nur für Mitarbeitende; steht in keinem Schreiben."),
    )


def several(label: Any, values: type[TextChoices]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=values.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


# Arguments of verbs ---------------------------------------------------------------------------------------


class ContactForm(VerbForm):
    channel = forms.ChoiceField(
        label=_("Weg"), choices=ContactChannel.choices, initial="phone", widget=forms.RadioSelect
    )
    direction = forms.ChoiceField(
        label=_("Wer hat sich gemeldet?"), choices=Direction.choices, initial="out", widget=forms.RadioSelect
    )
    missing = {"result": _("Bitte wählen Sie, was dabei herauskam.")}
    result = ReasonField("contact_result", label=_("Ergebnis"))
    callback_on = DateField(
        label=_("Rückruf am"), required=False, help_text=_("Nur bei „Rückruf vereinbart“; wird zur Aufgabe.")
    )
    note = text_field(_("Notiz"), rows=3, max_length=1000, required=False)


class AskForm(VerbForm):
    missing = {"text": _("Bitte schreiben Sie, was Sie wissen möchten.")}
    text = text_field(
        _("Ihre Frage"),
        min_length=10,
        max_length=2000,
        help_text=_("Steht so in der E-Mail an die Vermieterin oder den Vermieter."),
    )


class AnswerForm(VerbForm):
    text = text_field(_("Was wurde geantwortet?"), rows=4, max_length=2000, required=False)


class AcceptForm(VerbForm):
    reason = ReasonField("offer_acceptance_without_viewing", label=_("Warum ohne Besichtigung?"))
    comment = comment_field()


class RejectForm(VerbForm):
    reason = ReasonField("offer_rejection")
    comment = comment_field()


class WithdrawForm(VerbForm):
    reason = ReasonField("offer_withdrawal", required=False)


class PauseForm(VerbForm):
    until = DateField(label=_("Pause bis"), help_text=_("Höchstens zwölf Monate, dann geht es weiter."))
    reason = ReasonField("offer_pause", required=False)


class SentenceForm(VerbForm):
    missing = {"answer": _("Bitte schreiben Sie einen Satz für die Vermieterin oder den Vermieter.")}
    answer = text_field(
        _("Ihre Antwort"),
        rows=3,
        min_length=10,
        max_length=500,
        help_text=_("Steht so in der E-Mail an die Vermieterin oder den Vermieter."),
    )


class LetForm(VerbForm):
    contract_on = DateField(label=_("Vertrag vom"), initial=today)


class ReleaseForm(VerbForm):
    reason = ReasonField("offer_release")
    comment = comment_field()


class LiftHoldForm(VerbForm):
    missing = {"comment": _("Bitte schreiben Sie, warum es kein Betrug ist.")}
    comment = text_field(
        _("Begründung"), rows=3, min_length=10, max_length=1000, help_text=_("Nur für Mitarbeitende.")
    )


class ReopenForm(VerbForm):
    reason = ReasonField("offer_reopening")
    comment = comment_field()


class TaskForm(VerbForm):
    missing = {
        "text": _("Bitte schreiben Sie, was zu tun ist."),
        "due_on": _("Bitte geben Sie einen Tag an."),
    }
    text = forms.CharField(label=_("Was ist zu tun?"), max_length=200)
    due_on = DateField(label=_("Bis wann?"), initial=today)
    assigned_to = ColleagueField(label=_("Wer?"), required=False, empty_label=_("alle"))


class AssignForm(VerbForm):
    missing = {"to": _("Bitte wählen Sie, wer zuständig wird.")}
    to = ColleagueField(label=_("Zuständig wird"), empty_label=CHOOSE)


# Facts ----------------------------------------------------------------------------------------------------

DWELLING = [
    "kind", "municipality", "district", "district_text", "postal_code", "street", "house_number", "floor",
    "attic", "living_area", "rooms", "bedrooms", "max_persons", "self_contained", "available_now",
    "available_from", "rental_term", "fixed_until",
]  # fmt: skip
COSTS = [
    "net_cold_rent", "all_inclusive", "operating_costs", "operating_costs_unknown", "heating_costs",
    "heating_by_tenant", "hot_water", "energy_source", "parking_rent", "parking_required",
    "furniture_surcharge", "deposit", "deposit_terms",
]  # fmt: skip
FEATURES = [
    "kitchen", "bath", "bath_shared", "furnished", "access", "lift", "balcony_garden", "cellar",
    "washing_connection", "parking", "internet", "smoke_detectors", "pets", "shared_flat_ok", "wbs_required",
    "condition", "ready_by", "energy_certificate", "energy_kind", "energy_value", "energy_class",
    "year_built", "minutes_bus", "minutes_shop", "minutes_school", "minutes_doctor", "wishes", "description",
    "tenant_in_mind",
]  # fmt: skip
MONEY = [
    "net_cold_rent", "operating_costs", "heating_costs", "parking_rent", "furniture_surcharge", "deposit",
]  # fmt: skip
DAYS = ["available_from", "fixed_until", "ready_by"]


class Section(Fieldset):  # type: ignore[misc]  # crispy-forms brings no types
    """A group that folds; „open“ as its class unfolds it."""

    template = "admin/housing/offer/_section.html"


class FactsForm(PortalModelForm[Offer]):
    """All facts of a dwelling on one page; nothing is required that staff may not know yet (H-080)."""

    units = dict.fromkeys(MONEY, "€") | {"living_area": "m²"}
    missing: ClassVar[dict[str, Any]] = {
        "kind": _("Bitte wählen Sie die Art des Wohnraums."),
        "municipality": _("Bitte wählen Sie die Stadt oder Gemeinde."),
    }
    postal_code = PostalCodeField(label=_("Postleitzahl"), required=False)
    bath = several(_("Bad"), Bath)
    wishes = several(_("Wünsche"), Wish)

    class Meta:
        model = Offer
        fields = [*DWELLING, *COSTS, *FEATURES]
        field_classes = dict.fromkeys([*MONEY, "living_area", "rooms"], GermanDecimalField) | dict.fromkeys(
            DAYS, DateField
        )
        widgets = {"description": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "municipality"):
            self.fields[name].required = True
        for field in self.fields.values():
            field.is_conditional = True  # type: ignore[attr-defined]  # what is needed stands above the form
        for name in ("kind", "rental_term", "energy_kind", "energy_class"):
            choice: Any = self.fields[name]
            choice.choices = [("", "–"), *(row for row in choice.choices if row[0])]
        town: Any = self.fields["municipality"]
        town.empty_label = "–"
        district: Any = self.fields["district"]
        district.choices = [("", "–"), *_districts()]

    def layout(self) -> list[Any]:
        return [
            Fieldset(str(_("Wohnung")), Div(*DWELLING, css_class="columns")),
            Fieldset(str(_("Kosten im Monat")), Div(*COSTS, css_class="columns")),
            Section(
                str(_("Ausstattung")),
                Div(*FEATURES, css_class="columns"),
                css_class="open" if self.instance.pk or self.errors.keys() & set(FEATURES) else "",
            ),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("living_area") is None and cleaned.get("rooms") is None:
            self.add_error("living_area", _("Bitte geben Sie die Wohnfläche oder die Zahl der Zimmer an."))
        district = cleaned.get("district")
        if district and cleaned.get("municipality") and district.municipality != cleaned["municipality"]:
            self.add_error("district", _("Dieser Ortsteil gehört zu einer anderen Gemeinde."))
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FactsForm.Meta.fields}


def _districts() -> list[tuple[str, list[tuple[int, str]]]]:
    return [
        (place.name, [(part.pk, part.name) for part in place.districts.all()])
        for place in Municipality.objects.with_districts()
    ]


class LandlordForm(PortalModelForm[Landlord]):
    contact_times = several(_("Erreichbar"), ContactTime)

    class Meta:
        model = Landlord
        fields = [
            "role", "company", "first_name", "last_name", "email", "phone", "email_only",
            "postal_street", "postal_code", "postal_town", "contact_times", "contact_languages",
            "do_not_contact",
        ]  # fmt: skip
