"""What the forms by which people write to us have in common (I-140 to I-146)."""

import re
import uuid
from abc import abstractmethod
from collections.abc import Iterable
from datetime import time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from goslar_portal.doubts import DoubtMixin
from goslar_portal.forms import PortalForm
from goslar_portal.journal.models import Actor
from goslar_portal.languages import SOURCE
from goslar_portal.mail.wire import for_the_wire
from integration.models import Case, ListEntry

Words = Any
TIME = re.compile(r"(\d{1,2})(?:[:.h ](\d{2}))?(uhr)?", re.IGNORECASE)


class RequestForm(DoubtMixin, PortalForm):
    """`OF` is what a valid form makes. The key makes a double click one record (I-144)."""

    OF: ClassVar[type[Case]]
    PART: ClassVar[str]  # who acts, for the journal

    TITLE: ClassVar[Words]
    SLUG: ClassVar[str]  # the text around the form
    OFFICE: ClassVar[str]  # whom one can ask instead

    quickest = 3

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def layout(self) -> list[Any]:
        return [*self.questions(), "key", *self.quiet()]

    @abstractmethod
    def questions(self) -> list[Any]:
        """Fields and groups in page order."""

    @property
    def mail_to(self) -> str:
        return str(self.cleaned_data.get("email") or "")

    def clean_key(self) -> uuid.UUID:
        """Lost or altered by somebody: then it is a form of its own."""
        key: uuid.UUID | None = self.cleaned_data["key"]
        return key or uuid.uuid4()

    def clean_email(self) -> str:
        """In lower case, the domain as mail servers know it (I-219)."""
        return for_the_wire(str(self.cleaned_data["email"])).lower()

    def submit(self, *, acknowledge: bool) -> Case:
        """Take it in; what the form did not ask for stays empty."""
        row: Case = self.OF.objects.submit(  # type: ignore[attr-defined]  # each case has these questions
            key=self.cleaned_data["key"],
            by=Actor.person(self.PART),
            acknowledge=acknowledge,
            language=translation.get_language() or SOURCE,
            doubts=list(self.doubts),
            **self.answers(),
        )
        return row

    def answers(self) -> dict[str, Any]:
        """The columns, from what was typed."""
        own = {"key", "homepage", "shown_at", "once_more"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}

    def require_one_of(self, names: Iterable[str], sentence: Words) -> None:
        """For `clean()`: at least one of these must be filled."""
        wanted = list(names)
        if not any(self.cleaned_data.get(name) for name in wanted) and not set(wanted) & set(self.errors):
            self.add_error(wanted[0], ValidationError(sentence, code="required"))


class TimeField(forms.TimeField):
    """A time of day as people write it: 9, 9:30, 9.30, 9 Uhr. There is no 24:00 (I-218)."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {"size": 8, "maxlength": 10, "autocomplete": "off", "dir": "ltr"}
        self.error_messages["invalid"] = _("Bitte geben Sie eine Uhrzeit wie 9:30 ein, von 0:00 bis 23:59.")

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        found = TIME.fullmatch(re.sub(r"\s+", "", str(value)))
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time(int(found[1]), int(found[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


def phone_field(**more: Any) -> PhoneNumberField:
    """Any common way of writing; stored as E.164 (I-219)."""
    field = PhoneNumberField(
        label=_("Telefon"),
        help_text=_("Mit Vorwahl, zum Beispiel 05321 12345."),
        required=False,
        **more,
    )
    field.widget.attrs |= {"autocomplete": "tel", "maxlength": 30, "dir": "ltr"}
    field.error_messages["invalid"] = _(
        "Diese Telefonnummer kann nicht stimmen. Bitte geben Sie sie mit Vorwahl ein, wie 05321 12345."
    )
    return field


def email_field(**more: Any) -> forms.EmailField:
    field = forms.EmailField(label=_("E-Mail-Adresse"), required=False, max_length=254, **more)
    field.widget.attrs |= {"autocomplete": "email", "dir": "ltr"}
    return field


def radios(label: Words, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


def chosen(label: Words, choices: Any, **more: Any) -> forms.ChoiceField:
    """A list to unfold; its first line asks to choose."""
    return forms.ChoiceField(label=label, choices=[("", _("bitte wählen")), *choices], **more)


def offer(field: forms.Field, entries: Iterable[ListEntry], *, empty: Words = "") -> None:
    """Fill a field with the entries of a list, by their codes, in the reader's language."""
    rows = [(entry.code, entry.label) for entry in entries]
    field.choices = [("", empty), *rows] if empty else rows  # type: ignore[attr-defined]  # a field of choices
