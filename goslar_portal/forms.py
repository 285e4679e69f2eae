"""What every form of the portal does alike: clean input, sentences that help, "Ja, das stimmt so".

    class FlatForm(PortalForm):
        missing = {"living_area": _("Bitte geben Sie die Wohnfläche an.")}
        units = {"living_area": "m²"}
        conditional = {"fixed_until"}

The pack in `templates/portal/` draws the rest, see docs/design.md.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from crispy_forms.utils import render_field
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator, MaxLengthValidator
from django.db.models import Model
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from goslar_portal.mail.wire import for_the_wire
from goslar_portal.numbers import number

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Sentence: TypeAlias = "str | StrPromise"
M = TypeVar("M", bound=Model)

# Control characters but tab and line feed; marks that turn the direction of writing. The joiners U+200C and
# U+200D stay: Persian and other scripts are written with them.
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

TOO_LONG = ngettext_lazy(
    "Der Text ist um ein Zeichen zu lang. Bitte kürzen Sie ihn.",
    "Der Text ist um %(too_many)d Zeichen zu lang. Bitte kürzen Sie ihn.",
    "too_many",
)

SENTENCES: Mapping[type[forms.Field], Mapping[str, Sentence]] = {
    forms.Field: {"required": _("Hier fehlt eine Angabe. Bitte füllen Sie dieses Feld aus.")},
    forms.BooleanField: {"required": _("Bitte setzen Sie hier ein Häkchen.")},
    forms.ChoiceField: {
        "required": _("Bitte wählen Sie etwas aus."),
        "invalid_choice": _("Bitte wählen Sie einen der angebotenen Einträge."),
    },
    forms.MultipleChoiceField: {
        "required": _("Bitte wählen Sie mindestens einen Eintrag."),
        "invalid_choice": _("Bitte wählen Sie nur angebotene Einträge."),
    },
    forms.EmailField: {"invalid": _("Bitte geben Sie eine E-Mail-Adresse wie name@example.org ein.")},
    forms.URLField: {"invalid": _("Bitte geben Sie eine Adresse wie https://www.example.org ein.")},
    forms.IntegerField: {"invalid": _("Bitte geben Sie eine ganze Zahl ein, zum Beispiel 3.")},
    forms.DateField: {"invalid": _("Bitte geben Sie ein Datum wie 01.03.2026 ein.")},
    forms.FileField: {
        "required": _("Bitte wählen Sie eine Datei aus."),
        "empty": _("Die Datei ist leer. Bitte wählen Sie eine andere."),
    },
}
LIMITS: Mapping[str, Sentence] = {
    "min_value": _("Bitte geben Sie mindestens {limit} ein."),
    "max_value": _("Bitte geben Sie höchstens {limit} ein."),
    "min_length": _("Das ist zu kurz. Bitte schreiben Sie mindestens {limit} Zeichen."),
}


def clean_line(text: str) -> str:
    """Trimmed, one kind of line end, no control and no direction characters (G-189)."""
    return UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class TooLong(MaxLengthValidator):
    """Says how many characters are too many instead of cutting the text (G-189)."""

    def __call__(self, value: str) -> None:
        limit = self.limit_value() if callable(self.limit_value) else self.limit_value
        if len(value) > limit:
            raise ValidationError(TOO_LONG, code="max_length", params={"too_many": len(value) - limit})


class PortalFormMixin(forms.BaseForm):
    """Shared by `PortalForm` and `PortalModelForm`.

    `missing`: the sentence of a field that was left empty. `units`: what stands behind the box (€, m²).
    `conditional`: fields that are asked for only under a condition, so they are not marked "(freiwillig)";
    `clean()` calls `require()` when the condition holds. `confirmed`: values of an earlier visit that the
    person has called right; keep `form.confirmed` with the draft and no question comes twice (H-008).
    """

    missing: ClassVar[Mapping[str, Sentence]] = {}
    units: ClassVar[Mapping[str, Sentence]] = {}
    conditional: ClassVar[Collection[str]] = frozenset()

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *args: Any,
        confirmed: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(_clean_data(data), *args, **kwargs)
        self.confirmed: dict[str, str] = dict(confirmed or {})
        for name, field in self.fields.items():
            self.add_field(name, field)

    def add_field(self, name: str, field: forms.Field) -> None:
        """A field that speaks as the others do; also for those that are known only late."""
        _speak(field)
        if name in self.missing:
            field.error_messages["required"] = self.missing[name]
        field.unit = self.units.get(name, "")  # type: ignore[attr-defined]  # read by the pack
        field.is_conditional = name in self.conditional  # type: ignore[attr-defined]
        self.fields[name] = field

    def layout(self) -> list[Any]:
        """Fields and groups in page order; a form with groups overrides this. What it forgets comes last."""
        return list(self.fields)

    @property
    def helper(self) -> FormHelper:
        """The page writes form tag, CSRF token and buttons (see `_form.html`), the pack the rest."""
        helper = FormHelper()
        helper.layout = Layout(*self.layout())
        helper.form_tag = False
        helper.disable_csrf = True
        helper.render_unmentioned_fields = True
        return helper

    def require(self, name: str) -> None:
        """For `clean()`: a field of `conditional` that must be filled in this case."""
        field = self.fields[name]
        if name not in self.errors and self.cleaned_data.get(name) in field.empty_values:
            self.add_error(name, ValidationError(field.error_messages["required"], code="required"))

    def warn(self, name: str, sentence: Sentence) -> None:
        """For `clean()`: an unusual value stops once, until „Ja, das stimmt so“ is ticked for it (H-008)."""
        field, typed = self.fields[name], str(self[name].data or "")
        if self.confirmed.get(name) == typed:
            return
        field.question, field.asked = sentence, typed  # type: ignore[attr-defined]  # read by the pack
        if self.data.get(f"{self[name].html_name}-stimmt") == typed:
            field.is_agreed = True  # type: ignore[attr-defined]
            self.confirmed[name] = typed
        else:
            self.add_error(name, ValidationError(sentence, code="warning"))


class PortalForm(PortalFormMixin, forms.Form):
    """A form for people, see `PortalFormMixin`."""


class PortalModelForm(PortalFormMixin, forms.ModelForm[M]):
    """A form of a model for people, see `PortalFormMixin`."""


MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "dezember",
)  # fmt: skip


class DateField(forms.DateField):
    """A day as people write it: 1.3.2026, 01.03.26, 1. März 2026, 2026-03-01; Arabic digits, too."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"])
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"\d", lambda digit: str(int(digit[0])), re.sub(r"\s+", "", value)).lower()
            for number, name in enumerate(MONTHS, start=1):
                value = value.replace(f".{name}", f".{number}.").replace("..", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else value


class Fold(LayoutObject):  # type: ignore[misc]  # crispy-forms brings no types
    """A question and what is asked only for some of its answers; folds without script where the browser can.

    `Fold("rental_term", ["fixed"], "fixed_until")`
    """

    def __init__(self, question: str, opens: list[str], *more: Any) -> None:
        self.opens = opens
        self.fields = [question, *more]

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str = "portal", **kwargs: Any
    ) -> str:
        question, *more = self.fields
        parts = {
            "question": render_field(
                question, form, context, template_pack=template_pack, extra_context={"opening": self.opens}
            ),
            "more": [render_field(part, form, context, template_pack=template_pack) for part in more],
        }
        return render_to_string(f"{template_pack}/layout/fold.html", parts)


def _clean_data(data: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if data is None:
        return None
    clean = QueryDict(mutable=True)
    for name, values in data.lists() if isinstance(data, MultiValueDict) else _lists(data):
        clean.setlist(name, [clean_line(value) if isinstance(value, str) else value for value in values])
    return clean


def _lists(data: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for name, value in data.items():
        yield name, list(value) if isinstance(value, list | tuple) else [value]


def _speak(field: forms.Field) -> None:
    """Replace Django's own sentences by ours; those that a field brings along stay."""
    theirs: dict[str, Any] = {}
    ours: dict[str, Sentence] = {}
    for known in reversed(type(field).__mro__):
        if known.__module__.startswith("django."):
            theirs.update(getattr(known, "default_error_messages", {}))
        ours.update(SENTENCES.get(known, {}))
    for code, sentence in ours.items():
        if field.error_messages.get(code) is theirs.get(code):
            field.error_messages[code] = sentence
    field.validators = [_limit(validator) for validator in field.validators]
    if isinstance(field, forms.EmailField):
        field.validators.append(_reachable)
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs.pop("maxlength", None)  # browsers cut pasted text there without a word (G-189)


def _reachable(address: str) -> None:
    """Django lets through what no mail server can read, such as a part of a domain that is too long."""
    try:
        for_the_wire(address)
    except UnicodeError as error:
        raise ValidationError("", code="invalid") from error  # the field has the sentence


def _limit(validator: Any) -> Any:
    """The same limit with a sentence that says what to do, unless it already has its own."""
    if not isinstance(validator, BaseValidator) or validator.message is not type(validator).message:
        return validator
    if isinstance(validator, MaxLengthValidator):
        return TooLong(validator.limit_value)
    if callable(validator.limit_value) or validator.code not in LIMITS:
        return validator
    limit = validator.limit_value
    shown = number(limit) if isinstance(limit, int | Decimal) else limit
    return type(validator)(limit, message=format_lazy(LIMITS[validator.code], limit=shown))
