"""What persons leave in this area, at the end of its life (G-095)."""

from democracy.models import AdviceRequest, EventProposal
from goslar_portal.journal.models import Actor
from tests.democracy import factories
from tests.retention.endings import ending

BY = Actor.clock("probe")


@ending(AdviceRequest)
def answered_request() -> AdviceRequest:
    request = factories.create_advice()
    request.finish(by=BY)
    return request


@ending(EventProposal)
def unconfirmed_proposal() -> EventProposal:
    return factories.create_proposal(is_confirmed=False)


@ending(EventProposal)
def declined_proposal() -> EventProposal:
    proposal = factories.create_proposal()
    proposal.decline(by=BY, text="Leider nicht.")
    return proposal


@ending(EventProposal)
def accepted_proposal() -> EventProposal:
    proposal = factories.create_proposal()
    proposal.accept(by=BY, text="Danke.")
    return proposal
