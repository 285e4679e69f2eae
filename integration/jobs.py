"""What the clock does with pages and with what people send us. Each job may run twice."""

from django.utils.translation import gettext_lazy as _

from goslar_portal.clock import every
from goslar_portal.journal.models import Actor
from integration.models import HelpRequest


@every("15 6 * * *", name="remind_of_help_requests", label=_("An offene Bitten um Hilfe erinnern"))
def remind_of_help_requests() -> int:
    """Tell the mailbox once of everybody who waits longer than promised (I-170)."""
    by = Actor.clock("remind_of_help_requests")
    return sum(request.remind(by=by) for request in HelpRequest.objects.to_remind())
