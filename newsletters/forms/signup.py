"""Subscribing: an address, a language, one or more newsletters; no name and no reason (N-100)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from goslar_portal.doubts import DoubtMixin, age, stamp
from goslar_portal.forms import PortalForm
from newsletters.forms.fields import AddressField, language_choices
from newsletters.models import SOURCE, Channel, Wording

QUICKEST, OLDEST = 2, 24 * 3600  # seconds between showing and sending (N-132)
ONCE_MORE = _("Bitte noch einmal absenden.")


class SignUpForm(DoubtMixin, PortalForm):
    """`wordings` are the wordings in force by channel; `here` is the newsletter whose page this is."""

    email = AddressField()
    language = forms.ChoiceField(label=_("In welcher Sprache möchten Sie lesen?"))
    channels = forms.MultipleChoiceField(
        label=_("Welche Newsletter möchten Sie bekommen?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Bitte wählen Sie mindestens einen Newsletter aus.")},
    )
    agreed_to = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(
        self,
        *args: Any,
        here: Channel,
        channels: Iterable[Channel],
        wordings: Mapping[int, Wording],
        **kwargs: Any,
    ) -> None:
        self.offered = [channel for channel in channels if channel.pk in wordings]
        self.wordings = {str(channel.pk): wordings[channel.pk] for channel in self.offered}
        codes = dict.fromkeys(code for channel in self.offered for code in channel.offered)
        start = {"channels": [str(here.pk)], "agreed_to": self.shown, "language": get_language() or SOURCE}
        super().__init__(*args, initial=start, **kwargs)
        self._offer("channels", [(str(channel.pk), channel.name) for channel in self.offered])
        self._offer("language", spoken := language_choices(codes))
        if len(spoken) == 1:
            self.fields["language"].widget = forms.HiddenInput()

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def shown(self) -> str:
        """Which words stand above the button."""
        return "-".join(str(text.pk) for text in self.wordings.values())

    @property
    def consents(self) -> list[tuple[str, str]]:
        """For the page: what one agrees to, by newsletter."""
        return [(channel.name, self.wordings[str(channel.pk)].text) for channel in self.offered]

    @property
    def chosen(self) -> list[Wording]:
        return [self.wordings[number] for number in self.cleaned_data["channels"]]

    def clean_agreed_to(self) -> str:
        if self.cleaned_data["agreed_to"] != self.shown:
            self._renew(agreed_to=self.shown)
            self.add_error(
                None,
                _("Der Text der Einwilligung hat sich gerade geändert. Bitte lesen Sie ihn noch einmal."),
            )
        return self.shown

    def clean(self) -> dict[str, Any]:
        """Too quick, too old, or typed into what nobody sees: once more, and nothing is kept (N-132)."""
        cleaned: dict[str, Any] = Form.clean(self) or self.cleaned_data
        taken = age(self._sent("shown_at"))
        if not self.errors and (self._sent("homepage") or taken is None or not QUICKEST <= taken <= OLDEST):
            self._renew(homepage="", shown_at=stamp())
            self.add_error(None, ValidationError(ONCE_MORE, code="once_more"))
        return cleaned

    def _renew(self, **fields: str) -> None:
        """What the form that comes back carries in place of what was sent."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        for name, value in fields.items():
            data[self.add_prefix(name)] = value
        self.data = data
