"""Looking twice at an offer: doubles, words, signs of fraud (H-120, H-290 to H-293)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor, record
from housing.models.duplicates import DuplicatePair
from housing.models.offer_by_landlord import OfferByLandlord
from housing.models.signals import SCAM, Signal, SignalEnd
from housing.roles import is_lead

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class OfferDoubts(OfferByLandlord):
    if TYPE_CHECKING:
        signals: RelatedManager[Signal]

    class Meta:
        abstract = True

    @transaction.atomic
    def look_closer(self) -> None:
        """The worker does it within a minute after something came in or changed; people decide (ADR 0062)."""
        self._fetch("landlord", "municipality", "district")
        DuplicatePair.objects.look_for(self._offer)
        Signal.objects.look_at(self._offer)
        self._rows().update(looked_at=timezone.now())

    @property
    def is_on_hold(self) -> bool:
        """So many signs of fraud that nothing may go on (H-292)."""
        return Signal.objects.of(self._offer).on_hold().exists()

    def must_be_trusted(self) -> None:
        """Guard of every step towards a household (H-091, H-293)."""
        if self.looked_at is None:
            self.look_closer()
        if self.is_on_hold:
            raise ValidationError(
                _("Mehrere Zeichen sprechen für Betrug. Erst muss die Leitung das Angebot freigeben.")
            )

    @transaction.atomic
    def end_signal(self, *, by: Actor, signal: Signal, as_: SignalEnd) -> None:
        """A sign turned out harmless, or the landlord has explained it."""
        if signal.code in SCAM and self.is_on_hold and not is_lead(by):
            raise ValidationError(_("Bei Betrugsverdacht entscheidet die Leitung."))
        if Signal.objects.of(self._offer).filter(pk=signal.pk).end(as_):
            record(self, "end_signal", by=by, reason=signal.code)

    @transaction.atomic
    def lift_hold(self, *, by: Actor, comment: str) -> None:
        """The lead has looked: no fraud. The comment says why."""
        if not is_lead(by):
            raise ValidationError(_("Bei Betrugsverdacht entscheidet die Leitung."))
        Signal.objects.of(self._offer).filter(code__in=SCAM).end(SignalEnd.HARMLESS)
        self._rows().update(comment=comment.strip())
        record(self, "lift_hold", by=by)
        self.refresh_from_db()
