"""Pictures of a dwelling: choose, name, order, remove, all without JavaScript (H-050, H-053)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm
from goslar_portal.uploads.fields import UploadsField
from housing.models import OfferPhoto
from housing.models.choices import PhotoKind
from housing.models.photos import ACCEPT, MOST

ADD = "add"
CAPTION = _("Bildunterschrift")
KIND = _("Was ist zu sehen?")


@dataclass(frozen=True)
class Row:
    """One picture with its two questions."""

    photo: OfferPhoto
    number: int
    caption: forms.BoundField
    kind: forms.BoundField
    is_first: bool
    is_last: bool


def names_of(photo: OfferPhoto) -> tuple[str, str]:
    """Names of the fields for its caption and its kind."""
    return f"caption_{photo.pk}", f"kind_{photo.pk}"


def _with_unasked(data: Any, photos: Iterable[OfferPhoto]) -> Any:
    """What came in by another tab since the page was opened stays as it is (H-034)."""
    if data is None:
        return None
    typed = data.copy()
    for photo in photos:
        caption, kind = names_of(photo)
        typed.setdefault(caption, photo.caption)
        typed.setdefault(kind, photo.kind)
    return typed


class PhotosForm(PortalForm):
    """`do` is the button: `add`, `up-12`, `down-12`, `remove-12`, or nothing for going on."""

    pictures = UploadsField(
        label=_("Fotos auswählen"),
        required=False,
        accept=ACCEPT,
        help_text=_(
            "JPEG, PNG, WebP oder HEIC, je höchstens 10 MB. Sie können mehrere auf einmal auswählen. Bitte "
            "keine Menschen, Namensschilder oder Autokennzeichen zeigen."
        ),
    )
    do = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    conditional = {"pictures"}

    def __init__(
        self, data: Any = None, *args: Any, photos: Iterable[OfferPhoto] = (), **kwargs: Any
    ) -> None:
        self.photos = list(photos)
        super().__init__(_with_unasked(data, self.photos), *args, **kwargs)
        for photo in self.photos:
            caption, kind = names_of(photo)
            self.add_field(caption, forms.CharField(label=CAPTION, required=False, max_length=120))
            self.add_field(kind, forms.ChoiceField(label=KIND, choices=PhotoKind.choices))
            self.initial.update({caption: photo.caption, kind: photo.kind})
        if self.room:
            field: Any = self.fields["pictures"]
            field.accept = replace(ACCEPT, number=self.room)
        else:
            del self.fields["pictures"]

    @property
    def room(self) -> int:
        """How many more pictures fit."""
        return max(0, MOST - len(self.photos))

    @property
    def rows(self) -> Iterator[Row]:
        last = len(self.photos) - 1
        for place, photo in enumerate(self.photos):
            caption, kind = names_of(photo)
            yield Row(photo, place + 1, self[caption], self[kind], place == 0, place == last)

    def clean(self) -> dict[str, Any]:
        if (
            self.cleaned_data.get("do") == ADD
            and "pictures" in self.fields
            and not self.files.getlist("pictures")
        ):
            self.add_error("pictures", _("Bitte wählen Sie zuerst ein Foto aus."))
        return self.cleaned_data

    @property
    def sent_count(self) -> int:
        return len(self.files.getlist("pictures")) if hasattr(self.files, "getlist") else 0

    @property
    def good(self) -> list[Any]:
        """What can be kept, also when another file was refused."""
        field: Any = self.fields.get("pictures")
        return field.good if field else []

    @property
    def words(self) -> dict[int, dict[str, str]]:
        """Captions and kinds that are right, by number of the picture."""
        said, found = self.cleaned_data, {}
        for photo in self.photos:
            caption, kind = names_of(photo)
            if caption in said and kind in said:
                found[photo.pk] = {"caption": said[caption], "kind": said[kind]}
        return found

    @property
    def step(self) -> tuple[str, OfferPhoto | None]:
        """What the pressed button asks for, and of which picture."""
        verb, _dash, number = self.cleaned_data.get("do", "").partition("-")
        photo = next((photo for photo in self.photos if str(photo.pk) == number), None)
        return verb, photo
