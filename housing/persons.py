"""Which rows of housing are about persons, for the privacy desk (H-286)."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goslar_portal.privacy import sources
from goslar_portal.privacy.sources import Reason, Source
from housing.models import Landlord, Offer, OfferState
from housing.roles import STAFF

IS_RESERVED = _(
    "Die Wohnung ist für einen Haushalt reserviert. Bitte zuerst mit der Koordinierung Wohnraum klären."
)


def register() -> None:
    sources.register(
        Source(
            Landlord,
            roles=STAFF,
            emails=("email",),
            phones=("phone",),
            names=("first_name", "last_name", "company"),
            numbered="Vermieter",
            says=who,
            with_it=lambda landlord: Offer._base_manager.filter(landlord=landlord),
        ),
        Source(
            Offer,
            roles=STAFF,
            emails=("resume_email", "landlord__email"),
            phones=("landlord__phone",),
            names=("landlord__first_name", "landlord__last_name", "landlord__company"),
            references=("reference",),
            by_email=lambda email: Q(answers__icontains=f'"{email}"'),
            says=lambda offer: who(offer.landlord) if offer.landlord else offer.resume_email,
            with_it=lambda offer: [offer.landlord] if offer.landlord else [],
            keeps=running,
        ),
    )


def who(landlord: Landlord) -> str:
    """Enough to tell two people of one name apart."""
    return ", ".join(filter(None, [landlord.full_name, landlord.email, landlord.postal_address]))


def running(offer: Offer) -> Iterator[Reason]:
    """A family counts on this flat: erasing it is for two people to decide, after a word with the clerk."""
    if offer.state == OfferState.RESERVED:
        yield Reason(IS_RESERVED)
