"""Figures of housing without persons (G-115)."""

from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.registry import Statistic
from housing.models import Offer, OfferState
from housing.roles import READING, STAFF

ROLES = STAFF | {READING}


def register() -> None:
    labels = dict(OfferState.choices)
    received = _("Angebote, die im Zeitraum eingegangen sind, in ihrem heutigen Stand.")
    registry.statistics.add(
        Statistic(
            "housing.offers_by_place",
            _("Wohnungsangebote nach Gemeinde und Stand"),
            ROLES,
            (_("Gemeinde"), _("Stand")),
            lambda first, last: [
                (place, labels.get(state, state), number)
                for place, state, number in Offer.objects.received_between(first, last).by_place_and_state()
            ],
            received,
        ),
        Statistic(
            "housing.offers_by_month",
            _("Wohnungsangebote nach Monat und Gemeinde"),
            ROLES,
            (_("Monat"), _("Gemeinde")),
            lambda first, last: Offer.objects.received_between(first, last).by_month_and_place(),
            received,
        ),
    )
