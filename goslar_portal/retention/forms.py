"""What the office enters about retention: a new period, a hold, the answer of the archive."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from goslar_portal import office
from goslar_portal.dates import today
from goslar_portal.forms import DateField, PortalForm
from goslar_portal.numbers import record_number
from goslar_portal.office.models import OfficeValue
from goslar_portal.retention.declarations import Rule
from goslar_portal.retention.due import may_end, over
from goslar_portal.retention.eraser import leaves_trace
from goslar_portal.retention.inventory import Model, all_rows, tables
from goslar_portal.retention.models import ArchiveAnswer, HoldReason
from goslar_portal.sorting import by_letters

# A restriction hides the record from everybody; that is done at the privacy desk, for a request (G-106).
BY_HAND = [choice for choice in HoldReason.choices if choice[0] != HoldReason.RESTRICTED]
LONGEST_HOLD = timedelta(days=3653)


class PeriodForm(PortalForm):
    """A new length of one period, from today on; a shorter one says first how much it erases."""

    missing = {"number": _("Bitte geben Sie die neue Frist ein."), "reason": _("Bitte nennen Sie den Grund.")}
    number = forms.IntegerField(label=_("Neue Frist"))
    reason = forms.CharField(
        label=_("Grund"),
        max_length=300,
        help_text=_("Zum Beispiel Aktenplan, Beschluss, Gesetz. Keine Namen."),
    )

    def __init__(self, *args: Any, model: Model, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model, self.rule = model, rule
        self.declared = office.declared()[rule.name]
        field = self.fields["number"]
        field.help_text = _("%(low)s bis %(high)s %(unit)s") % {
            "low": int(self.declared.low),
            "high": int(self.declared.high),
            "unit": self.declared.unit,
        }
        field.unit = self.declared.unit  # type: ignore[attr-defined]  # read by the pack
        field.initial = office.value(rule.name)

    def clean_number(self) -> int:
        number: int = self.cleaned_data["number"]
        if self.declared.refuses(Decimal(number)):
            raise ValidationError(_("Erlaubt sind %(low)s bis %(high)s %(unit)s.") % vars(self.declared))
        return number

    def clean(self) -> None:
        number = self.cleaned_data.get("number")
        if number is not None and number < office.value(self.rule.name):
            count = self.due_with(number)
            sentence = ngettext(
                "Damit endet in der nächsten Nacht %(count)d Datensatz. Das lässt sich nicht zurücknehmen.",
                "Damit enden in der nächsten Nacht %(count)d Datensätze. Das lässt sich nicht zurücknehmen.",
                count,
            )
            if count:
                self.warn("number", sentence % {"count": count})

    def due_with(self, number: int) -> int:
        later = self.rule.period.delta(office.value(self.rule.name)) - self.rule.period.delta(number)
        return over(self.model, self.rule, timezone.now() + later).count()

    def save(self, *, by: Any) -> OfficeValue:
        return OfficeValue.objects.create(
            name=self.rule.name,
            number=self.cleaned_data["number"],
            reason=self.cleaned_data["reason"],
            set_by=by,
        )


class HoldForm(PortalForm):
    """Which record, why and until when."""

    missing = {"thing": _("Bitte geben Sie Aktenzeichen oder Nummer ein.")}
    kind = forms.ChoiceField(label=_("Art"))
    thing = forms.CharField(label=_("Aktenzeichen oder Nummer"), max_length=40)
    reason = forms.ChoiceField(label=_("Grund"), choices=BY_HAND, widget=forms.RadioSelect)
    until = DateField(
        label=_("Bis"), help_text=_("Danach gilt wieder die Frist. Vorher erinnert „Heute“ daran.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row: models.Model | None = None
        kinds = [(str(model._meta.verbose_name), model._meta.label_lower) for model in holdable()]
        kinds.sort(key=lambda row: by_letters(row[0]))
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Bitte wählen")), *((code, name) for name, code in kinds)]

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if not today() < until <= today() + LONGEST_HOLD:
            raise ValidationError(_("Bitte einen Tag nach heute, höchstens zehn Jahre weit."))
        return until

    def clean(self) -> None:
        kind, thing = self.cleaned_data.get("kind"), self.cleaned_data.get("thing", "")
        model = next((model for model in holdable() if model._meta.label_lower == kind), None)
        if model is not None and thing:
            self.row = find(model, thing)
            if self.row is None:
                self.add_error("thing", _("So einen Datensatz gibt es nicht. Bitte prüfen Sie die Angabe."))


def holdable() -> list[Model]:
    """What somebody would want to keep longer: things of the office, no logins and counters."""
    return [model for model in tables() if leaves_trace(model) and may_end(model)]


def find(model: Model, thing: str) -> models.Model | None:
    """By reference, in any case and spacing, or by number."""
    rows, thing = all_rows(model), thing.strip()
    if any(field.name == "reference" for field in model._meta.concrete_fields):
        found: models.Model | None = rows.filter(reference__iexact=thing.replace(" ", "")).first()
        if found is not None:
            return found
    number = record_number(thing)
    return None if number is None else rows.filter(pk=number).first()


class ArchiveForm(PortalForm):
    """Which records were offered, and what the archive said."""

    missing = {"records": _("Bitte wählen Sie mindestens einen Datensatz.")}
    records = forms.MultipleChoiceField(label=_("Datensätze"), widget=forms.CheckboxSelectMultiple)
    answer = forms.ChoiceField(
        label=_("Ergebnis der Anbietung"), choices=ArchiveAnswer.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["records"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
