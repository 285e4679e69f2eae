"""Which rows of this area are about persons, for the privacy desk (G-102)."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from democracy.models import AdviceRequest, Event, EventProposal
from goslar_portal.accounts.roles import Role
from goslar_portal.privacy import sources
from goslar_portal.privacy.sources import Reason, Recipient, Source

IS_PUBLIC = _(
    "Der Kontakt steht mit Zustimmung im Kalender. Wer für Demokratie zuständig ist, nimmt ihn dort heraus."
)
EVERYBODY = _("Alle, die den Veranstaltungskalender lesen")


def register() -> None:
    sources.register(
        Source(
            EventProposal,
            roles={Role.DEMOCRACY},
            emails=("email", "facts__contact_email"),
            phones=("phone",),
            names=("organisation",),
            numbered="Meldung",
            by_email=lambda email: Q(wish__contact_email__iexact=email),
            says=lambda row: f"{row.organisation}, {row.email}",
            recipients=readers,
        ),
        Source(
            AdviceRequest,
            roles={Role.DEMOCRACY},
            emails=("email",),
            phones=("phone",),
            numbered="Beratung",
            says=lambda row: row.email or str(row.phone),
        ),
        Source(
            Event,
            roles={Role.DEMOCRACY},
            emails=("email",),
            phones=("phone",),
            names=("organiser",),
            also=("organiser", "email", "phone"),
            says=lambda event: f"{event.organiser}, {event.email}",
            keeps=contact_is_public,
            stays_visible=_(
                "Eine Veranstaltung ist öffentlich. Den Kontakt nimmt dort die Stelle für Demokratie heraus."
            ),
        ),
    )


def readers(proposal: EventProposal) -> list[Recipient]:
    """What was accepted stands in the calendar."""
    if proposal.event_id is None:
        return []
    return [Recipient(str(EVERYBODY), str(_("Veranstaltung mit Ort, Zeit und Kontakt")))]


def contact_is_public(event: Event) -> Iterator[Reason]:
    if event.email or event.phone:
        yield Reason(IS_PUBLIC)
