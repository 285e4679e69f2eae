"""What the privacy desk enters: a request, who asks, what to look for, how it ends."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from phonenumber_field.phonenumber import PhoneNumber, to_python

from goslar_portal.dates import today
from goslar_portal.forms import DateField, PortalForm, PortalModelForm
from goslar_portal.privacy.finding import Terms
from goslar_portal.privacy.models import (
    Answer,
    Article,
    CaseItem,
    Channel,
    Extension,
    Ground,
    Identity,
    PrivacyCase,
    Refusal,
    Result,
)
from goslar_portal.privacy.records import Record
from goslar_portal.verbs import VerbForm

LONGEST = timedelta(days=366)  # until a restriction is looked at again
FEWEST_DIGITS = 6  # of a telephone number without the code of the country
FEWEST_LETTERS = 3  # of a name in all
WILD = re.compile(r"[*?%_\\]")
NO_WILDCARDS = _("Platzhalter gibt es hier nicht. Bitte geben Sie ganze Wörter ein.")


class CaseForm(PortalModelForm[PrivacyCase]):
    """A request as it came in."""

    received_on = DateField(
        label=_("Eingegangen am"), help_text=_("Von diesem Tag an läuft die Frist von einem Monat.")
    )
    missing = {
        "article": _("Bitte wählen Sie, worum es geht."),
        "channel": _("Bitte wählen Sie, wie die Anfrage kam."),
    }

    class Meta:
        model = PrivacyCase
        fields = ["article", "channel", "received_on", "name", "email", "phone", "address", "note"]
        widgets = {
            "article": forms.RadioSelect,
            "channel": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "email": _("An diese Adresse geht die Antwort. Ohne sie drucken Sie einen Brief."),
            "note": _("In Ihren Worten oder in denen der Person."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in {"article": Article.choices, "channel": Channel.choices}.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices  # without the empty one
        if not self.instance.pk:
            self.fields["received_on"].initial = today()

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > today():
            raise ValidationError(_("Bitte einen Tag bis heute angeben."))
        return day

    def clean(self) -> None:
        must_be_reachable(self)


def must_be_reachable(form: forms.BaseForm) -> None:
    reach = ("name", "email", "phone", "address")
    if not any(form.cleaned_data.get(name) or name in form.errors for name in reach):
        form.add_error("name", _("Bitte geben Sie an, wer fragt oder wie die Person zu erreichen ist."))


class IdentityForm(VerbForm):
    identity = forms.ChoiceField(
        label=_("Wie haben Sie geprüft, wer fragt?"), choices=Identity.choices, widget=forms.RadioSelect
    )


class FactsForm(VerbForm):
    """Who asks and how they are reached, put right while the request is open."""

    name = forms.CharField(label=_("Name"), max_length=160, required=False)
    email = forms.EmailField(label=_("E-Mail"), required=False)
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    address = forms.CharField(label=_("Anschrift"), max_length=200, required=False)
    note = forms.CharField(
        label=_("Worum es geht"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        for name, field in self.fields.items():
            field.initial = getattr(row, name, "")

    def clean(self) -> None:
        must_be_reachable(self)


class ExtendForm(VerbForm):
    extension = forms.ChoiceField(label=_("Grund"), choices=Extension.choices, widget=forms.RadioSelect)


class FinishForm(VerbForm):
    result = forms.ChoiceField(
        label=_("Ergebnis"),
        choices=[choice for choice in Result.choices if choice[0] in {"granted", "partly", "nothing"}],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Antwort"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Steht im Schreiben unter dem Ergebnis. Ist etwas geblieben, nennen Sie den Grund."),
    )  # fmt: skip

    def clean(self) -> None:
        if self.cleaned_data.get("result") == Result.PARTLY and not self.cleaned_data.get("answer"):
            self.add_error("answer", _("Bitte schreiben Sie, was nicht erfüllt ist und warum."))


class RefuseForm(VerbForm):
    refusal = forms.ChoiceField(label=_("Grund"), choices=Refusal.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("Erklärung"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Steht im Schreiben unter dem Grund."),
    )  # fmt: skip


class SearchForm(PortalForm):
    """One thing known about the person is enough; each is looked for by itself."""

    email = forms.EmailField(label=_("E-Mail"), required=False, help_text=_("Die ganze Adresse."))
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    reference = forms.CharField(
        label=_("Aktenzeichen"), max_length=40, required=False,
        help_text=_("Zum Beispiel die Nummer eines Angebots, einer Anfrage oder „Meldung 12“."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False,
        help_text=_("Ganze Wörter. Umlaute und ß dürfen anders geschrieben sein."),
    )  # fmt: skip

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        if not typed:
            return ""
        number = to_python(typed, region="DE")
        if isinstance(number, PhoneNumber) and number.is_valid():
            return str(number.as_e164)
        digits = re.sub(r"\D", "", typed).lstrip("0")
        if len(digits) < FEWEST_DIGITS:
            raise ValidationError(_("Bitte geben Sie die ganze Telefonnummer mit Vorwahl ein."))
        return digits

    def clean_reference(self) -> str:
        typed: str = self.cleaned_data["reference"]
        if WILD.search(typed):
            raise ValidationError(NO_WILDCARDS)
        return typed

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        if WILD.search(typed):
            raise ValidationError(NO_WILDCARDS)
        letters = re.sub(r"[\W\d_]", "", typed)
        if typed and len(letters) < FEWEST_LETTERS:
            raise ValidationError(
                _("Bitte geben Sie Vor- und Nachnamen ein, zusammen mindestens drei Buchstaben.")
            )
        return typed

    def clean(self) -> None:
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error("email", _("Bitte füllen Sie mindestens ein Feld aus."))

    @property
    def terms(self) -> Terms:
        return Terms(**self.cleaned_data)


class TakeForm(PortalForm):
    """Which hits are about the person; only what this desk was shown for this case comes back valid."""

    hits = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, case: PrivacyCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        field = self.fields["hits"]
        if isinstance(field, forms.MultipleChoiceField):
            field.valid_value = lambda value: True  # type: ignore[method-assign]  # the signature decides

    def clean_hits(self) -> list[str]:
        try:
            return [signer(self.case).unsign(value) for value in self.cleaned_data["hits"]]
        except BadSignature:
            raise ValidationError(_("Bitte suchen Sie noch einmal und wählen Sie aus der Liste.")) from None


class RestrictForm(PortalForm):
    """Why, and when somebody looks again."""

    missing = {"until": _("Bitte geben Sie an, wann Sie wieder prüfen.")}
    ground = forms.ChoiceField(label=_("Grund"), choices=Ground.choices, widget=forms.RadioSelect)
    until = DateField(
        label=_("Wieder prüfen am"),
        help_text=_("Die Einschränkung endet nicht von selbst. „Heute“ erinnert zwei Wochen vorher."),
    )

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if not today() < until <= today() + LONGEST:
            raise ValidationError(_("Bitte einen Tag nach heute, höchstens ein Jahr weit."))
        return until


class CorrectionForm(PortalForm):
    """Which record, and what is right."""

    missing = {
        "item": _("Bitte wählen Sie einen Datensatz."),
        "text": _("Bitte schreiben Sie, was richtig ist."),
    }
    item = forms.ChoiceField(label=_("Datensatz"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Was zu berichtigen ist"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Das Falsche und das Richtige, so wie es die Person sagt."),
    )  # fmt: skip

    def __init__(self, *args: Any, records: Sequence[Record], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {one.item.key: one.item for one in records}
        field = self.fields["item"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.item.key, f"{one.source.title} {one.row}") for one in records]

    def clean_item(self) -> CaseItem:
        return self.items[self.cleaned_data["item"]]


class CodeForm(PortalForm):
    """The code that came by another way."""

    missing = {"code": _("Bitte geben Sie den Code ein.")}
    code = forms.CharField(
        label=_("Code"), max_length=20,
        help_text=_("Zehn Zeichen, die Sie am Telefon oder per Brief bekommen haben."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )  # fmt: skip

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer = answer

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not self.answer.knows(code):
            raise ValidationError(
                ngettext(
                    "Der Code stimmt nicht. Sie haben noch einen Versuch.",
                    "Der Code stimmt nicht. Sie haben noch %(count)d Versuche.",
                    self.answer.tries_left,
                )
                % {"count": self.answer.tries_left}
            )
        return code


def signer(case: PrivacyCase) -> Signer:
    return Signer(salt=f"privacy.case.{case.pk}")


def signed(case: PrivacyCase, keys: Iterable[str]) -> dict[str, str]:
    """The value of the box beside each hit."""
    return {key: signer(case).sign(key) for key in keys}
