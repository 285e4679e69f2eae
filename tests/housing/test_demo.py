"""The records of `./portal demo`."""

import pytest

from goslar_portal import content
from housing.models import Offer, OfferState
from housing.models.landlord import Landlord

pytestmark = pytest.mark.django_db


def test_visitor_of_the_demo_sees_sixty_invented_offers_in_every_state_that_exists() -> None:
    content.load_missing(demo=True)
    states = set(Offer.objects.values_list("state", flat=True))
    assert Offer.objects.count() == 60
    assert states == {
        OfferState.RECEIVED, OfferState.IN_REVIEW, OfferState.QUERY, OfferState.AVAILABLE, OfferState.PAUSED,
        OfferState.WITHDRAWN, OfferState.REJECTED, OfferState.VIEWING, OfferState.RESERVED, OfferState.LET,
        OfferState.EXPIRED,
    }  # fmt: skip
    assert Offer.objects.values("municipality").distinct().count() >= 7
    emails = Landlord.objects.values_list("email", flat=True)
    assert [email for email in emails if not email.endswith("@goslar.example")] == []


def test_first_start_without_demo_brings_no_offers() -> None:
    content.load_missing()
    assert Offer.objects.count() == 0
