"""The same dwelling twice? Pairs that staff look at side by side and decide once (H-120, H-121)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import TrigramSimilarity
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from goslar_portal.journal.models import Actor, record
from goslar_portal.links.models import AccessLink
from goslar_portal.privacy.restriction import is_free
from goslar_portal.registry import Words
from goslar_portal.retention import Retention
from housing.models.consents import Consent
from housing.models.landlord import Landlord
from housing.models.offer_states import OPEN, UNSENT
from housing.models.photos import MOST, OfferPhoto
from housing.models.reasons import Reason, must_be_of, of_list
from housing.models.reasons import reason as reason_of

if TYPE_CHECKING:
    from housing.models.offer import Offer

ALIKE = 0.6  # trigrams of two names; H-120
MERGED, LINKED, NONE = "same_offer_merged", "same_landlord_linked", "not_a_duplicate"


class Ground(models.TextChoices):
    ADDRESS = "address", _("gleiche Anschrift und Etage")
    NAME = "name", _("ähnlicher Name in derselben Straße")
    PICTURE = "picture", _("gleiches Foto")


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    def open(self) -> Self:
        return self.filter(resolution=None)

    def with_offers(self) -> Self:
        names = [
            f"{side}__{name}"
            for side in ("older", "newer")
            for name in ("landlord", "municipality", "district")
        ]
        return self.select_related(*names)

    def of(self, offer: Offer) -> Self:
        return self.filter(Q(older=offer) | Q(newer=offer))

    def open_or_none(self, number: int) -> DuplicatePair | None:
        return self.open().filter(pk=number).first()

    def open_of_open_offers(self) -> Self:
        """For „Heute“: an ended offer is no double any more."""
        free = (is_free("housing.offer", side) for side in ("older_id", "newer_id"))
        return self.open().filter(*free, older__state__in=OPEN, newer__state__in=OPEN).with_offers()

    def look_for(self, offer: Offer) -> int:
        """Offers of the last months that may be the same dwelling; a decided pair does not come back."""
        grounds: dict[int, list[str]] = {}
        for number, ground in (*_by_street(offer), *_by_picture(offer)):
            grounds.setdefault(number, []).append(ground)
        pairs = [
            DuplicatePair(
                older_id=min(number, offer.pk), newer_id=max(number, offer.pk), grounds=sorted(set(found))
            )
            for number, found in grounds.items()
        ]
        return len(self.bulk_create(pairs, ignore_conflicts=True)) if pairs else 0


def _recent(offer: Offer) -> models.QuerySet[Offer]:
    since = timezone.now() - timedelta(days=int(office.value("housing.duplicate_days")))
    rows = type(offer).objects.filter(received_at__gte=since)
    return rows.exclude(pk=offer.pk).exclude(state__in=UNSENT)


def _by_street(offer: Offer) -> list[tuple[int, str]]:
    if not offer.street:
        return []
    key = type(offer).objects.filter(pk=offer.pk).values("street_key")
    rows = _recent(offer).filter(street_key=key[:1], municipality=offer.municipality_id)
    name = offer.landlord.name if offer.landlord else ""
    likeness = TrigramSimilarity("landlord__last_name", name.rpartition(" ")[2] or name)
    found = rows.annotate(likeness=likeness).values_list(
        "pk", "house_number", "floor", "landlord", "likeness"
    )[:MOST_FOUND]
    pairs = []
    for number, house, floor, landlord, alike in found:
        same_floor = floor is None or offer.floor is None or floor == offer.floor
        if offer.house_number and _plain(house) == _plain(offer.house_number) and same_floor:
            pairs.append((number, Ground.ADDRESS.value))
        elif landlord != offer.landlord_id and alike >= ALIKE:
            pairs.append((number, Ground.NAME.value))
    return pairs


MOST_FOUND = 20  # of one street; more would be noise to look at


def _by_picture(offer: Offer) -> list[tuple[int, str]]:
    prints = offer.photos.exclude(fingerprint=None).values("fingerprint")
    photos = OfferPhoto.objects.filter(fingerprint__in=prints, offer__in=_recent(offer))
    return [(number, Ground.PICTURE.value) for number in photos.values_list("offer", flat=True)[:MOST_FOUND]]


def _plain(house: str) -> str:
    return "".join(house.lower().split())


class DuplicatePair(models.Model):
    """Two offers, the older one first."""

    older = models.ForeignKey(
        "housing.Offer", on_delete=models.CASCADE, related_name="+", verbose_name=_("älteres Angebot")
    )
    newer = models.ForeignKey(
        "housing.Offer", on_delete=models.CASCADE, related_name="+", verbose_name=_("neueres Angebot")
    )
    grounds = ArrayField(
        models.CharField(max_length=10, choices=Ground.choices), verbose_name=_("warum"), default=list
    )
    found_at = models.DateTimeField(_("gefunden"), auto_now_add=True)
    resolution = models.ForeignKey(
        Reason, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Entscheidung")
    )
    resolved_at = models.DateTimeField(_("entschieden"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("von"),
    )

    retention = Retention(operational="grounds")
    objects = DuplicatePairQuerySet.as_manager()
    TOLD: ClassVar[dict[str, Words]] = {"resolve": _("Dublette entschieden")}

    class Meta:
        verbose_name = _("mögliche Dublette")
        verbose_name_plural = _("mögliche Dubletten")
        ordering = ["found_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_pair_of_two_offers", fields=["older", "newer"]),
            models.CheckConstraint(name="pair_is_of_two", condition=Q(older__lt=F("newer"))),
            models.CheckConstraint(
                name="pair_resolution_is_of_its_list",
                condition=Q(resolution=None, resolved_at=None)
                | (of_list("resolution", "duplicate_resolution") & Q(resolved_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def grounds_shown(self) -> str:
        labels = dict(Ground.choices)
        return ", ".join(str(labels[ground]) for ground in self.grounds)

    @transaction.atomic
    def resolve(self, *, by: Actor, resolution: Reason) -> None:
        """Decide once what the two offers have to do with each other (H-121)."""
        must_be_of(resolution, "duplicate_resolution")
        mine = DuplicatePair.objects.filter(pk=self.pk, resolution=None)
        if not mine.update(resolution=resolution, resolved_at=timezone.now(), resolved_by_id=by.account_id):
            raise ValidationError(_("Über dieses Paar hat schon jemand entschieden."))
        if resolution.code == MERGED:
            self._merge(by)
        elif resolution.code == LINKED:
            self._link(by)
        for offer in (self.older, self.newer):
            record(offer, "resolve_duplicate", by=by, reason=resolution.code)
        self.refresh_from_db()

    def _merge(self, by: Actor) -> None:
        """The older reference stays; contacts, photos and links move to it, the other ends as a duplicate."""
        older, newer = self.older, self.newer
        self._link(by)
        for part in ("contacts", "tasks", "viewings"):
            getattr(newer, part).update(offer=older)
        room = MOST - older.photos.count()
        last = older.photos.aggregate(last=models.Max("position"))["last"] or 0
        for place, photo in enumerate(newer.photos.all()[: max(0, room)], start=1):
            OfferPhoto.objects.filter(pk=photo.pk).update(offer=older, position=last + place)
        newer.reject(by=by, reason=reason_of("offer_rejection", "duplicate"))
        AccessLink.objects.of(newer, "offer_status").update(number=older.pk)

    def _link(self, by: Actor) -> None:
        """Both offers belong to the older entry; what the newer said differently stays to be decided."""
        kept, other = self.older.landlord, self.newer.landlord
        if kept is None or other is None or kept.pk == other.pk:
            return
        kept.keep_differences(other)
        moved = type(self.newer).objects.filter(landlord=other)
        Consent.objects.filter(landlord=other).update(landlord=kept)
        moved.update(landlord=kept)
        record(kept, "link", by=by)
        Landlord.objects.filter(pk=other.pk, offers=None).delete()
        self.newer.refresh_from_db()
