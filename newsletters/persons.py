"""Which rows of this area are about persons, for the privacy desk (G-102)."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goslar_portal.privacy import sources
from goslar_portal.privacy.sources import Reason, Source
from goslar_portal.retention import DELETE, verb
from newsletters import addresses
from newsletters.models import Invitation, Proof, SignUp, Subscription, TrialMail
from newsletters.roles import WRITERS

ENDS_INSTEAD = _("Ein Abo wird beendet, nicht eingeschränkt: Danach ist die Adresse gelöscht.")
IS_OFFICE = _("Testmails gehen an Postfächer des Amtes; die Adresse verschwindet nach kurzer Zeit.")
IS_PROOF = _(
    "Nachweis der Einwilligung, ohne die Adresse (Artikel 7 Absatz 1, Artikel 17 Absatz 3 Buchstabe e DSGVO)."
)


def register() -> None:
    sources.register(
        Source(
            Subscription,
            roles=WRITERS,
            by_email=by_fingerprint,
            says=lambda row: f"{row.email} ({row.channel.name})",
            fetch=["channel"],
            then=verb("end_for_privacy", label=DELETE.label, deletes=True),
            near=lambda row: [row.deliveries.all()],
            stays_visible=ENDS_INSTEAD,
        ),
        Source(
            SignUp,
            roles=WRITERS,
            by_email=by_fingerprint,
            says=lambda row: row.email or str(row),
            stays_visible=ENDS_INSTEAD,
        ),
        Source(
            Invitation,
            roles=WRITERS,
            emails=("email",),
            says=lambda row: row.email,
            stays_visible=ENDS_INSTEAD,
        ),
        Source(
            TrialMail,
            roles=WRITERS,
            emails=("recipient",),
            says=lambda row: f"{row}: {row.recipient}",
            stays_visible=IS_OFFICE,
        ),
        Source(
            Proof,
            roles=WRITERS,
            by_email=by_fingerprint,
            says=lambda row: f"{row} ({row.channel.name})",
            fetch=["channel"],
            keeps=proves,
            stays_visible=ENDS_INSTEAD,
        ),
    )


def by_fingerprint(email: str) -> Q:
    """Addresses that were erased are still recognised by whoever knows them."""
    return Q(address_hash__in=addresses.fingerprints(email))


def proves(proof: Proof) -> Iterator[Reason]:
    yield Reason(IS_PROOF)
