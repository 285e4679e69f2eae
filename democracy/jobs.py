"""What the clock does in this area; each job may run twice."""

from democracy.models import AdviceRequest
from goslar_portal.clock import every


@every("35 2 * * *", name="erase_answered_advice")
def erase_answered_advice() -> int:
    """Requests for advice whose time is over go completely (D-047)."""
    return AdviceRequest.objects.done_long_ago().delete()[0]
