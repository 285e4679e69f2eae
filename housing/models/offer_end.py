"""How long an offer stays and what is left of it afterwards (H-280, H-283)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor
from goslar_portal.retention import DELETE, Retention, Rule, days, hours, verb
from goslar_portal.retention.emptying import emptied
from goslar_portal.states import move
from housing.models.consents import Consent
from housing.models.landlord import Landlord
from housing.models.offer_intake import OfferIntake
from housing.models.offer_states import STARTS, OfferState

SPAM = Q(state=OfferState.REJECTED, closing_reason="offer_rejection.spam")
ENDED_EARLY = Q(state__in=[OfferState.REJECTED, OfferState.WITHDRAWN, OfferState.EXPIRED])
ERASED = verb("erase", label=_("gelöscht"), deletes=True)
STEP = Decimal(10)  # euros and square metres to which amounts are rounded
ROUNDED = ("living_area", "net_cold_rent", "operating_costs", "heating_costs", "parking_rent")


class OfferEnd(OfferIntake):
    retention = Retention(
        rules=[
            Rule(
                "housing.draft_hours",
                _("Angefangenes Wohnungsangebot"),
                starts=_("letzte Änderung"),
                clock="draft_changed_at",
                period=hours(24, low=1, high=72),
                then=ERASED,
                promised_on=(
                    "housing/offer_form.html",
                    "housing/offer_step.html",
                ),
                where=Q(state=OfferState.DRAFT, saved_at=None),
            ),
            Rule(
                "housing.resume_days",
                _("Gespeichertes Wohnungsangebot, nicht abgesendet"),
                starts=_("Speichern"),
                clock="saved_at",
                period=days(30, low=7, high=90),
                then=ERASED,
                promised_on=(
                    "housing/offer_step.html",
                    "housing/offer_save.html",
                ),
                where=Q(state=OfferState.DRAFT),
            ),
            Rule(
                "housing.opt_in_hours",
                _("Wohnungsangebot ohne bestätigte E-Mail-Adresse"),
                starts=_("Absenden"),
                clock="submitted_at",
                period=hours(48, low=12, high=168),
                then=ERASED,
                promised_on=("housing/offer_confirm.html",),
                where=Q(state=OfferState.UNCONFIRMED),
            ),
            Rule(
                "housing.spam_days",
                _("Als Spam abgelehntes Wohnungsangebot"),
                starts=_("Ablehnung"),
                clock="closed_at",
                period=days(30, low=1, high=183),
                then=DELETE,
                where=SPAM,
            ),
            Rule(
                "housing.closed_offer_days",
                _("Abgelehntes, zurückgezogenes oder abgelaufenes Wohnungsangebot"),
                starts=_("Ende des Angebots"),
                clock="closed_at",
                period=days(183, low=30, high=1096),
                then=verb("anonymise"),
                where=ENDED_EARLY & ~(Q(closing_reason__isnull=False) & SPAM),
            ),
            Rule(
                "housing.let_offer_days",
                _("Vermitteltes Wohnungsangebot"),
                starts=_("Vertrag"),
                clock="closed_at",
                period=days(365, low=30, high=3653),
                then=verb("anonymise"),
                where=Q(state=OfferState.LET),
                archive=True,
            ),
        ],
    )

    class Meta:
        abstract = True

    @transaction.atomic
    def anonymise(self, *, by: Actor) -> None:
        """Keep what counts, remove what points at somebody; contacts, letters and links go too (H-283)."""
        last = Greatest("last_offer_at", self.closed_at)
        Landlord.objects.filter(offers=self._offer).update(last_offer_at=last)
        Consent.objects.release(self._offer)
        move(
            self,
            "anonymise",
            start=STARTS["anonymise"],
            to=OfferState.ANONYMISED,
            by=by,
            **emptied(type(self)) | {name: rounded(getattr(self, name)) for name in ROUNDED},
            closed_as=F("state"),
            responsible=None,
            entitled=False,
        )


def rounded(amount: Decimal | None) -> Decimal | None:
    """To tens: enough to count, too little to recognise a flat by."""
    return None if amount is None else (amount / STEP).quantize(Decimal(1), ROUND_HALF_UP) * STEP
