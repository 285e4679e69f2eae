"""Requests for advice at the end of their life (G-095)."""

from democracy.models import AdviceRequest
from goslar_portal.journal.models import Actor
from tests.democracy.factories import create_advice
from tests.retention.endings import ending


@ending(AdviceRequest)
def answered_request() -> AdviceRequest:
    request = create_advice()
    request.finish(by=Actor.clock("probe"))
    return request
