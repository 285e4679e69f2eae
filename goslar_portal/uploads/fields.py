"""Form fields whose value is a checked file; each refused one gets its own sentence (G-141)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goslar_portal.uploads.checking import Clean, check, sort_out
from goslar_portal.uploads.kinds import Accept


class UploadField(forms.FileField):
    """One file. `cleaned_data` holds a `Clean`, to be kept by `Upload.objects.keep()`."""

    def __init__(self, *, accept: Accept | None = None, **kwargs: Any) -> None:
        self.accept = accept or Accept()
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = self.accept.attribute

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        return None if file is None else check(file, self.accept)


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class UploadsField(UploadField):
    """Several files. Also after an error `good` holds those that can be kept (G-141, G-184)."""

    widget = ManyFilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.good: list[Clean] = []

    def clean(self, data: Any, initial: Any = None) -> list[Clean]:
        files = [file for file in (data or []) if file]
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        self.good, refused = sort_out(files, self.accept)
        if refused:
            raise ValidationError(refused)
        return self.good
