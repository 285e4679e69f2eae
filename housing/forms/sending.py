"""Step „Prüfen und absenden“: consents, and a quiet look whether a person types (H-060, H-061)."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Fieldset
from django.utils.translation import gettext_lazy as _

from goslar_portal.doubts import DoubtMixin
from goslar_portal.forms import PortalForm
from housing.forms.fields import box
from housing.models import ConsentText
from housing.models.choices import ConsentKind

CAUGHT = "caught_by_form"

MISSING = {
    ConsentKind.PRIVACY_READ: _(
        "Bitte lesen Sie die Datenschutzhinweise und setzen Sie dann hier das Häkchen."
    ),
    ConsentKind.STORE: _(
        "Bitte erlauben Sie uns, Ihr Angebot zu speichern. Sonst können wir es nicht annehmen."
    ),
}


class SendForm(DoubtMixin, PortalForm):
    """One box per consent text in force. `begun` is the signed time of the first page (H-061)."""

    def __init__(self, *args: Any, texts: Iterable[ConsentText], begun: str = "", **kwargs: Any) -> None:
        self.texts = list(texts)
        super().__init__(*args, begun=begun, **kwargs)
        for text in self.texts:
            hint = "" if text == self.privacy else text.text  # that one stands in full above the form
            field = box(text.label, required=text.is_required, help_text=hint)
            field.error_messages["required"] = MISSING.get(ConsentKind(text.kind), "")
            self.fields[text.kind] = field

    def layout(self) -> list[Any]:
        consents = [Fieldset(text.get_kind_display(), text.kind) for text in self.texts]
        return [*consents, *self.quiet()]

    @property
    def privacy(self) -> ConsentText | None:
        """The information under Art. 13 GDPR, which the page shows in full (H-060)."""
        return next((text for text in self.texts if text.kind == ConsentKind.PRIVACY_READ), None)

    @property
    def consents(self) -> list[str]:
        return [text.kind for text in self.texts if self.cleaned_data.get(text.kind)]

    @property
    def marks(self) -> tuple[str, ...]:
        """For the staff: sent again after the form had doubts. Nothing is thrown away."""
        return (CAUGHT,) if self.doubts else ()
