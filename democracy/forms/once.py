"""One key per form: double click, reload and retry are one sending (G-187)."""

import uuid

from django import forms

from goslar_portal.forms import PortalFormMixin


class OnceMixin(PortalFormMixin):
    """Before `PortalForm`. A form that overrides `layout()` adds `"submit_key"` to it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on
        self.fields["submit_key"] = forms.UUIDField(
            widget=forms.HiddenInput, required=False, initial=uuid.uuid4
        )

    def clean_submit_key(self) -> uuid.UUID:
        """A key that was taken out costs the protection, not the form."""
        return self.cleaned_data["submit_key"] or uuid.uuid4()
