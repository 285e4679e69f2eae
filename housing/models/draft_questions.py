"""Offers on their way to us: drafts, saved drafts, offers nobody has confirmed yet (H-031, H-033, H-062)."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goslar_portal import office
from goslar_portal.links.models import AccessLink, fingerprint
from housing.models.offer_states import OfferState

if TYPE_CHECKING:
    from housing.models.offer import Offer

ON_OTHER_DEVICE = "offer_draft"  # purpose of the key that a resumed draft leaves in another browser


class DraftQuerySet(models.QuerySet["Offer"]):
    def start_draft(self, **answers: Any) -> tuple[Offer, str]:
        """An empty draft and the random key for the cookie; only the key's hash is stored (H-031).

        `answers`: what is known already, per step as a browser would send it (H-036).
        """
        key = secrets.token_urlsafe(24)
        draft = self.create(
            state=OfferState.DRAFT,
            draft_key_hash=fingerprint(key),
            draft_changed_at=timezone.now(),
            answers=answers,
        )
        return draft, key

    def of_key(self, key: str) -> Self:
        """What the browser with this key has begun, or has taken over from another device (H-033)."""
        if not key:
            return self.none()
        taken_over = AccessLink.objects.valid().filter(
            kind="housing.offer", purpose=ON_OTHER_DEVICE, token_hash=fingerprint(key)
        )
        return self.filter(Q(draft_key_hash=fingerprint(key)) | Q(pk__in=taken_over.values("number")))

    def forgotten_drafts(self) -> Self:
        """Untouched for a day; those with a link by mail live until it ends."""
        hours, days = int(office.value("housing.draft_hours")), int(office.value("housing.resume_days"))
        silent = Q(saved_at=None, draft_changed_at__lte=timezone.now() - timedelta(hours=hours))
        ended = Q(saved_at__lte=timezone.now() - timedelta(days=days))
        return self.filter(silent | ended, state=OfferState.DRAFT)

    def draft_of(self, key: str) -> Offer | None:
        """The draft of this browser, while it is younger than its limit."""
        rows = self.of_key(key).filter(state=OfferState.DRAFT)
        return rows.exclude(pk__in=self.forgotten_drafts().values("pk")).first()

    def sent_of(self, key: str) -> Offer | None:
        """What this browser has sent already: a double click leads here, not to a second offer (H-034)."""
        return self.of_key(key).exclude(state=OfferState.DRAFT).first()

    def drafts_to_remind(self) -> Self:
        """Saved some days ago, not finished yet, one reminder only (H-033)."""
        days = timedelta(days=int(office.value("housing.resume_reminder_days")))
        return self.filter(state=OfferState.DRAFT, reminded_at=None, saved_at__lte=timezone.now() - days)

    def never_confirmed(self) -> Self:
        hours = int(office.value("housing.opt_in_hours"))
        return self.filter(
            state=OfferState.UNCONFIRMED, submitted_at__lte=timezone.now() - timedelta(hours=hours)
        )

    def to_remind(self) -> Self:
        hours = int(office.value("housing.opt_in_reminder_hours"))
        return self.filter(
            state=OfferState.UNCONFIRMED,
            reminded_at=None,
            submitted_at__lte=timezone.now() - timedelta(hours=hours),
        )
