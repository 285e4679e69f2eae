"""Forms of the back office: reasons, one address, a list of addresses."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm
from goslar_portal.verbs import VerbForm
from newsletters.forms.fields import AddressField
from newsletters.models import Channel, LiftReason, SuppressionReason

LARGEST_LIST = 1024 * 1024  # bytes; 5,000 addresses are a fifth of it


class LiftForm(VerbForm):
    reason = forms.ChoiceField(
        label=_("Worauf beruht das?"), choices=LiftReason.choices, widget=forms.RadioSelect
    )


class ChannelField(forms.ModelChoiceField[Channel]):
    """A newsletter by its name; set `queryset` to those in reach."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Newsletter"))
        super().__init__(Channel.objects.none(), widget=forms.RadioSelect, empty_label=None, **kwargs)

    def label_from_instance(self, obj: Channel) -> str:
        return obj.name


class InReachForm(PortalForm):
    """Asks for a newsletter among those of the person."""

    def __init__(self, *args: Any, channels: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["channel"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = channels
            if field.required and not self.is_bound and len(only := list(channels[:2])) == 1:
                self.initial.setdefault("channel", only[0].pk)


class NudgeForm(InReachForm):
    """„Anmeldung anstoßen“: the person confirms, never the office (N-109)."""

    channel = ChannelField()
    email = AddressField()


class SuppressForm(InReachForm):
    channel = ChannelField(required=False, label=_("Nur für diesen Newsletter"))
    email = AddressField()
    reason = forms.ChoiceField(
        label=_("Grund"),
        choices=[row for row in SuppressionReason.choices if row[0] != SuppressionReason.NOT_ME],
        widget=forms.RadioSelect,
    )


class ProofForm(PortalForm):
    email = AddressField(help_text=_("Gesucht wird nach dem Prüfwert, auch wenn die Adresse gelöscht ist."))


class ListForm(InReachForm):
    """A list of addresses as a file, one per line."""

    channel = ChannelField()
    file = forms.FileField(
        label=_("Datei mit Adressen"),
        help_text=_(
            "CSV oder Text, eine Adresse je Zeile, höchstens 5.000. Nur die erste Spalte wird gelesen."
        ),
    )

    def clean_file(self) -> str:
        content = self.cleaned_data["file"].read(LARGEST_LIST + 1)
        if len(content) > LARGEST_LIST:
            raise ValidationError(_("Die Datei ist zu groß. Bitte teilen Sie die Liste."))
        if b"\0" in content:
            raise ValidationError(
                _("Das ist keine Textdatei. Speichern Sie die Tabelle bitte als CSV und wählen Sie sie neu.")
            )
        try:
            return str(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return str(content.decode("cp1252", errors="replace"))
