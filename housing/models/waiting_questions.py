"""Questions of the clock about offers: what waits too long for an answer (H-091, H-100, H-130)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from goslar_portal import office
from goslar_portal.retention.due import due
from goslar_portal.retention.eraser import rule_named
from housing.models.draft_questions import DraftQuerySet
from housing.models.offer_changes import OfferChange
from housing.models.offer_states import OPEN, OfferState

# Rules under which an offer that was filed ends, see `models/offer_end.py`.
ENDINGS = ("housing.spam_days", "housing.closed_offer_days", "housing.let_offer_days")
BY_MAIL = ~Q(landlord__email="") & Q(landlord__do_not_contact=False)


class WaitingQuerySet(DraftQuerySet):
    def to_ask_if_free(self) -> Self:
        """Available, and nobody has said for a while that they still are."""
        rows = self.filter(state=OfferState.AVAILABLE, free_asked_at=None)
        known = rows.annotate(known_free_at=Coalesce("free_confirmed_at", "available_since"))
        return known.filter(known_free_at__lte=_days_ago("availability_days"))

    def asked_by_mail(self) -> Self:
        rows = self.filter(BY_MAIL, state=OfferState.AVAILABLE, free_asked_at__isnull=False)
        return rows.select_related("landlord")

    def to_remind_if_free(self) -> Self:
        first = Q(free_reminders=0, free_asked_at__lte=_days_ago("availability_first_reminder_days"))
        second = Q(free_reminders=1, free_asked_at__lte=_days_ago("availability_second_reminder_days"))
        return self.asked_by_mail().filter(first | second)

    def availability_unanswered(self) -> Self:
        """Reminded and still silent: a call may save the offer before it expires."""
        return self.filter(state=OfferState.AVAILABLE, free_reminders__gt=0).with_place()

    def to_remind_of_query(self) -> Self:
        first = Q(query_reminders=0, queried_at__lte=_days_ago("query_first_reminder_days"))
        second = Q(query_reminders=1, queried_at__lte=_days_ago("query_second_reminder_days"))
        return self.filter(first | second, state=OfferState.QUERY).select_related("landlord")

    def silent(self) -> Self:
        """Long enough without an answer to end: to a question, or whether the dwelling is still free."""
        asked = Q(state=OfferState.QUERY, queried_at__lte=_days_ago("query_expiry_days"))
        free = Q(
            BY_MAIL,
            state=OfferState.AVAILABLE,
            free_reminders__gte=2,
            free_asked_at__lte=_days_ago("availability_expiry_days"),
        )
        return self.filter(asked | free).select_related("landlord")

    def sent_lately(self) -> Self:
        """Through the form, within the last hour (H-064)."""
        return self.filter(submitted_at__gte=timezone.now() - timedelta(hours=1))

    def to_look_at(self) -> Self:
        return self.filter(looked_at=None, state__in=OPEN)

    def query_unanswered(self) -> Self:
        return self.filter(state=OfferState.QUERY)

    def reserved_too_long(self) -> Self:
        return self.filter(
            state=OfferState.RESERVED, reserved_at__lte=_days_ago("reservation_days")
        ).with_place()

    def with_erasure_wished(self) -> Self:
        return self.filter(erasure_wished_at__isnull=False).with_place()

    def ends_this_week(self) -> Self:
        """Ended offers that lose everything personal within seven days (H-100)."""
        at = timezone.now() + timedelta(days=7)
        gone = Q()
        for name in ENDINGS:
            gone |= Q(pk__in=due(*rule_named(name), at).values("pk"))
        return self.filter(gone).with_place()

    def with_open_change(self) -> Self:
        return self.filter(Exists(OfferChange.objects.open().filter(offer=OuterRef("pk"))))

    def with_place(self) -> Self:
        return self.select_related("municipality", "district")


def _days_ago(name: str) -> datetime:
    return timezone.now() - timedelta(days=int(office.value(f"housing.{name}")))
