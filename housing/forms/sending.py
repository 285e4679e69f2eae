"""Step „Prüfen und absenden“: consents, and a quiet look whether a person types (H-060, H-061)."""

import time
from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm
from housing.forms.fields import box
from housing.models import ConsentText
from housing.models.choices import ConsentKind

QUICKEST = 4  # seconds from the first page to sending; nobody types an offer faster (H-061)
OLDEST = 30 * 24 * 3600  # seconds; a stamp older than the oldest draft was made up or copied
SALT = "housing.offer"
CAUGHT = "caught_by_form"

MISSING = {
    ConsentKind.PRIVACY_READ: _(
        "Bitte lesen Sie die Datenschutzhinweise und setzen Sie dann hier das Häkchen."
    ),
    ConsentKind.STORE: _(
        "Bitte erlauben Sie uns, Ihr Angebot zu speichern. Sonst können wir es nicht annehmen."
    ),
}


def stamp() -> str:
    """The time of the first page, signed, so that it needs neither script nor memory on our side."""
    return signing.TimestampSigner(salt=SALT).sign("wohnung")


def is_too_quick(begun: str) -> bool:
    """Also true when the stamp is missing, altered or older than any draft."""
    age = _age(begun)
    return age is None or not QUICKEST <= age <= OLDEST


def _age(stamped: str) -> float | None:
    """Seconds since the stamp was made; None when it is not ours."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(stamped)
    except signing.BadSignature:
        return None
    made = signing.b62_decode(stamped.rsplit(":", 2)[1])
    return time.time() - made


class SendForm(PortalForm):
    """One box per consent text in force. `homepage` is the field that only machines see and fill."""

    homepage = forms.CharField(required=False, label=_("Bitte frei lassen"), max_length=200)
    once_more = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, texts: Iterable[ConsentText], begun: str = "", **kwargs: Any) -> None:
        self.texts = list(texts)
        self.begun = begun
        super().__init__(*args, **kwargs)
        for text in self.texts:
            hint = "" if text == self.privacy else text.text  # that one stands in full above the form
            field = box(text.label, required=text.is_required, help_text=hint)
            field.error_messages["required"] = MISSING.get(ConsentKind(text.kind), "")
            self.fields[text.kind] = field

    def layout(self) -> list[Any]:
        consents = [Fieldset(text.get_kind_display(), text.kind) for text in self.texts]
        return [*consents, Div("homepage", hidden=True), "once_more"]

    @property
    def privacy(self) -> ConsentText | None:
        """The information under Art. 13 GDPR, which the page shows in full (H-060)."""
        return next((text for text in self.texts if text.kind == ConsentKind.PRIVACY_READ), None)

    @property
    def consents(self) -> list[str]:
        return [text.kind for text in self.texts if self.cleaned_data.get(text.kind)]

    @property
    def is_doubtful(self) -> bool:
        return bool(self.data.get("homepage")) or is_too_quick(self.begun)

    @property
    def marks(self) -> tuple[str, ...]:
        """For the staff: sent again after the form had doubts. Nothing is thrown away."""
        return (CAUGHT,) if self.is_doubtful else ()

    def clean(self) -> dict[str, Any]:
        if not self.errors and self.is_doubtful and not self._was_asked():
            asked = signing.TimestampSigner(salt=SALT).sign("absenden")
            self.data = {**self.data.dict(), "once_more": asked, "homepage": ""}  # type: ignore[attr-defined]  # a QueryDict
            self.add_error(None, _("Bitte noch einmal absenden. Ihre Angaben sind alle noch da."))
        return self.cleaned_data

    def _was_asked(self) -> bool:
        return _age(str(self.data.get("once_more", ""))) is not None
