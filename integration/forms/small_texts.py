"""The words of one record in another language, beside the German ones."""

from typing import Any

from django import forms
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm
from goslar_portal.languages import Language
from goslar_portal.notation import to_html, to_text
from goslar_portal.texts import clean_line
from integration.models import SmallText

SALT = "integration.small"
LINES = _("Leerzeile: neuer Absatz. „- “: Liste. [Worte](/adresse/): Link.")


class SmallTextForm(PortalForm):
    """A box for each word; what German leaves empty may stay empty."""

    german = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, german: SmallText, own: SmallText | None, language: Language, **kwargs: Any
    ) -> None:
        initial = {name: _typed(own, name) for name in german.WORDS} if own else {}
        initial["german"] = signing.dumps(german.words_hash, salt=SALT)
        super().__init__(data, initial=initial, **kwargs)
        self.model, self.names = type(german), german.WORDS
        for name in german.WORDS:
            self.add_field(name, _box(german, name, language))

    @property
    def words(self) -> dict[str, str]:
        return {
            name: to_html(words) if name in self.model.RICH else clean_line(words)
            for name, words in self.cleaned_data.items()
            if name in self.names
        }

    @property
    def answers(self) -> str:
        """Which German words stood beside the boxes (I-079)."""
        return str(self.cleaned_data["german"])

    def clean(self) -> dict[str, Any]:
        """What the record itself asks of its words, as the length of a notice."""
        cleaned = super().clean() or {}
        self.model(**self.words).clean()
        return cleaned

    def clean_german(self) -> str:
        try:
            return str(signing.loads(self.cleaned_data["german"], salt=SALT))
        except signing.BadSignature:
            return ""


def _typed(own: SmallText, name: str) -> str:
    """As the office writes it: rich text as plain lines."""
    words = getattr(own, name)
    return to_text(words) if name in own.RICH else words


def _box(german: SmallText, name: str, language: Language) -> forms.CharField:
    column: Any = german._meta.get_field(name)
    is_long = isinstance(column, models.TextField) or (column.max_length or 0) > 200
    is_rich = name in german.RICH
    widget = forms.Textarea(attrs={"rows": 10 if is_rich else 3}) if is_long else forms.TextInput()
    widget.attrs |= {"lang": language.html_lang, "dir": language.dir}
    return forms.CharField(
        label=column.verbose_name,
        help_text=LINES if is_rich else getattr(german, name),
        max_length=column.max_length,
        required=bool(getattr(german, name)),
        widget=widget,
    )
