"""What happens to the pictures of an offer (H-053)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goslar_portal.journal.models import Actor, ActorKind, record
from goslar_portal.uploads import Clean
from housing.models.offer_end import OfferEnd
from housing.models.offer_states import OfferState
from housing.models.photos import OfferPhoto

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from housing.models.contacts import Task


class OfferPictures(OfferEnd):
    if TYPE_CHECKING:
        photos: RelatedManager[OfferPhoto]
        tasks: RelatedManager[Task]

    class Meta:
        abstract = True

    @transaction.atomic
    def add_photos(self, *, by: Actor, files: Iterable[Clean]) -> int:
        """Keep pictures that were checked; returns how many there was room for."""
        count = OfferPhoto.objects.keep(self._offer, files)
        if count:
            self._note_photos("add_photos", by)
        return count

    @transaction.atomic
    def describe_photos(self, *, by: Actor, words: Mapping[int, Mapping[str, str]]) -> None:
        """Captions and kinds, by number of the picture."""
        changed = []
        for photo in self.photos.filter(pk__in=words.keys()):
            new = words[photo.pk]
            if (photo.caption, photo.kind) != (new["caption"], new["kind"]):
                photo.caption, photo.kind = new["caption"], new["kind"]
                changed.append(photo)
        if changed:
            OfferPhoto.objects.bulk_update(changed, ["caption", "kind"])
            self._note_photos("describe_photos", by)

    @transaction.atomic
    def shift_photo(self, *, by: Actor, photo: OfferPhoto, places: int) -> None:
        """One place towards the front (-1) or the end (1); the first one stands for the dwelling."""
        order = list(self.photos.select_for_update())
        here = order.index(photo)
        order.insert(max(0, here + places), order.pop(here))
        for position, row in enumerate(order, start=1):
            row.position = position
        OfferPhoto.objects.bulk_update(order, ["position"])
        self._note_photos("shift_photo", by)

    @transaction.atomic
    def remove_photo(self, *, by: Actor, photo: OfferPhoto) -> None:
        """The picture is gone at once, preview and file too."""
        if self.photos.filter(pk=photo.pk).erase():  # type: ignore[attr-defined]  # its own QuerySet
            self._note_photos("remove_photo", by)

    def _note_photos(self, verb: str, by: Actor) -> None:
        """A draft has no history yet; later the staff see that something is new."""
        if self.state == OfferState.DRAFT:
            self._rows().update(draft_changed_at=timezone.now())
            return
        self._rows().update(looked_at=None)
        record(self, verb, by=by)
        if by.kind == ActorKind.PERSON:
            self.tasks.get_or_create(
                text=_("Neue Fotos ansehen"), done_at=None, defaults={"assigned_to": self.responsible}
            )
