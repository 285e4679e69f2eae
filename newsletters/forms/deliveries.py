"""Forms about deliveries: filters, one address, „Trotzdem erneut senden“, a file that came back."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm
from newsletters.forms.fields import AddressField
from newsletters.models.delivery import DeliveryState, ResendReason
from newsletters.reports import LARGEST

SHOWN_UNCLEAR = 200


class FindForm(PortalForm):
    """Sent as POST, so that the address stands in no address line and no log (N-060, N-195)."""

    email = AddressField(label=_("Ganze E-Mail-Adresse"))


class FilterForm(forms.Form):
    """By state, code of the answer and provider; nonsense filters nothing."""

    stand = forms.ChoiceField(
        label=_("Stand"), choices=[("", _("alle")), *DeliveryState.choices], required=False
    )
    antwort = forms.IntegerField(label=_("Antwort"), min_value=200, max_value=599, required=False)
    anbieter = forms.CharField(label=_("Anbieter"), max_length=255, required=False)

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ResendForm(PortalForm):
    """Whoever sends again takes the risk of a second copy: with a reason, and the number typed (N-056)."""

    conditional = {"number"}
    rows = forms.TypedMultipleChoiceField(
        label=_("Diese Zustellungen"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.ChoiceField(
        label=_("Warum trotzdem?"), choices=ResendReason.choices, widget=forms.RadioSelect
    )
    number = forms.IntegerField(
        label=_("Wie viele sind es?"),
        help_text=_("Bei mehr als einer: Bitte tippen Sie die Zahl der angekreuzten Zustellungen."),
        required=False,
        min_value=1,
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rows"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        count = len(typed.get("rows", ()))
        if count > 1 and "number" not in self.errors and typed.get("number") != count:
            self.add_error(
                "number", ValidationError(_("Angekreuzt sind %(count)s."), params={"count": count})
            )
        return typed


class ReturnFileForm(PortalForm):
    file = forms.FileField(
        label=_("Zurückgekommene E-Mail als Datei (.eml)"),
        help_text=_("Höchstens 2 MB. Die Datei wird gelesen und nicht gespeichert."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("Diese Datei ist größer als 2 MB."))
        return file
