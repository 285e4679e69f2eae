"""What a landlord does with an offer that was sent: ask for a fresh link, answer, withdraw."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import DateField, PortalForm
from housing.forms.contact import misspelt
from housing.forms.features import EQUAL_TREATMENT
from housing.forms.fields import box, example, show_example
from housing.models import ConsentText, Offer, Reason, reference

NOT_STATED = "not_stated"


class LinkRequestForm(PortalForm):
    """Reference and e-mail address; a mistyped reference is found by its check character (H-065, H-071)."""

    reference = forms.CharField(
        label=_("Aktenzeichen"),
        max_length=40,
        help_text=_("Es steht in unserer E-Mail und beginnt mit GS."),
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        help_text=_("Die Adresse, die Sie im Angebot angegeben haben."),
    )

    missing = {
        "reference": _("Das Aktenzeichen fehlt. Bitte geben Sie es ein, es beginnt mit GS."),
        "email": _("Die E-Mail-Adresse fehlt. Bitte geben Sie sie ein, zum Beispiel name@example.org."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reference"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_reference(self) -> str:
        try:
            return reference.parse(self.cleaned_data["reference"])
        except ValueError as error:
            raise forms.ValidationError(
                _(
                    "Dieses Aktenzeichen kann nicht stimmen. Bitte prüfen Sie jede Stelle. Es sieht so aus: "
                    "GS-2026-000123-X."
                )
            ) from error

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    @property
    def offer(self) -> Offer | None:
        """The offer that both belong to; whether there is one is never shown (H-071)."""
        found = Offer.objects.filed().filter(
            reference=self.cleaned_data["reference"], landlord__email=self.cleaned_data["email"]
        )
        return found.select_related("landlord").first()


class NewAddressForm(PortalForm):
    """„Falsche Adresse?“ on the page after sending (H-062)."""

    email = forms.EmailField(label=_("Richtige E-Mail-Adresse"), max_length=254)

    missing = {
        "email": _("Die E-Mail-Adresse fehlt. Bitte geben Sie sie ein, zum Beispiel name@example.org.")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        meant = misspelt(self.cleaned_data.get("email", ""))
        if meant:
            self.warn("email", _("Meinten Sie {meant}? Bitte prüfen Sie die Adresse.").format(meant=meant))
        return self.cleaned_data


class SaveForm(NewAddressForm):
    """Where the link to a saved draft goes (H-033)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Ihre E-Mail-Adresse")


class AnotherForm(PortalForm):
    """How much the next offer takes over (H-036); photos never."""

    CONTACT, FLAT = "contact", "flat"
    take = forms.ChoiceField(
        label=_("Was sollen wir übernehmen?"),
        choices=[
            (CONTACT, _("Nur meine Kontaktdaten")),
            (FLAT, _("Kontaktdaten und alle Angaben zur Wohnung, zum Beispiel für das gleiche Haus")),
        ],
        initial=CONTACT,
        widget=forms.RadioSelect,
    )

    missing = {"take": _("Bitte wählen Sie, was wir übernehmen sollen.")}

    @property
    def with_flat(self) -> bool:
        return bool(self.cleaned_data["take"] == self.FLAT)


class AnswerForm(PortalForm):
    text = forms.CharField(
        label=_("Ihre Antwort"),
        min_length=2,
        max_length=2000,
        widget=forms.Textarea,
        help_text=EQUAL_TREATMENT,
    )

    missing = {"text": _("Ihre Antwort fehlt. Bitte schreiben Sie ein paar Worte.")}


class ReasonForm(PortalForm):
    reason = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, reasons: Iterable[Reason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = {row.code: row for row in reasons}
        self.fields["reason"].choices = [(code, row.label) for code, row in self.reasons.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Reason | None:
        """Nobody has to say why."""
        return self.reasons.get(self.cleaned_data["reason"] or NOT_STATED)


class WithdrawForm(ReasonForm):
    reason = forms.ChoiceField(
        label=_("Warum ziehen Sie das Angebot zurück?"), required=False, widget=forms.RadioSelect
    )


class PauseForm(ReasonForm):
    field_order = ["until", "reason"]
    until = DateField(
        label=_("Pausieren bis"),
        help_text=_("Höchstens zwölf Monate. Danach geht es von selbst weiter. Zum Beispiel {day}."),
    )
    reason = forms.ChoiceField(label=_("Warum?"), required=False, widget=forms.RadioSelect)

    missing = {"until": _("Das Datum fehlt. Bitte geben Sie ein, bis wann Sie pausieren möchten.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show_example(self.fields["until"], example(3))


class ConsentsForm(PortalForm):
    """One box per voluntary consent; taking a tick away takes the consent back (H-073)."""

    def __init__(self, *args: Any, texts: Iterable[ConsentText], held: Iterable[str], **kwargs: Any) -> None:
        self.texts = [text for text in texts if not text.is_required]
        super().__init__(*args, initial=dict.fromkeys(held, True), **kwargs)
        for text in self.texts:
            field = box(text.label, help_text=text.text)
            field.is_conditional = True  # type: ignore[attr-defined]  # the page says that all are voluntary
            self.fields[text.kind] = field

    @property
    def kinds(self) -> list[str]:
        return [text.kind for text in self.texts if self.cleaned_data.get(text.kind)]


class EraseForm(PortalForm):
    """The reference by hand: nobody erases by a slip (H-076)."""

    reference = forms.CharField(
        label=_("Ihr Aktenzeichen"),
        max_length=40,
        help_text=_("Es steht oben auf dieser Seite. Bitte tippen Sie es ab."),
    )
    missing = {"reference": _("Das Aktenzeichen fehlt. Bitte tippen Sie es ab, es beginnt mit GS.")}

    def __init__(self, *args: Any, expected: str | None, **kwargs: Any) -> None:
        self.expected = expected
        super().__init__(*args, **kwargs)
        self.fields["reference"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean_reference(self) -> str:
        typed = "".join(self.cleaned_data["reference"].upper().split())
        if typed.replace("-", "") != (self.expected or "").replace("-", ""):
            raise forms.ValidationError(
                _("Das ist nicht das Aktenzeichen dieses Angebots. Bitte prüfen Sie jede Stelle.")
            )
        return typed
