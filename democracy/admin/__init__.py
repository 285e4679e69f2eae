from democracy.admin.events import EventAdmin, EventTermAdmin, OccurrenceAdmin, VenueAdmin
from democracy.admin.leaflets import LeafletAdmin, LeafletVersionAdmin
from democracy.admin.partnership import AdviceRequestAdmin, ContactCheckAdmin, FundingPeriodAdmin
from democracy.admin.proposals import EventProposalAdmin

__all__ = [
    "AdviceRequestAdmin",
    "ContactCheckAdmin",
    "EventAdmin",
    "EventProposalAdmin",
    "EventTermAdmin",
    "FundingPeriodAdmin",
    "LeafletAdmin",
    "LeafletVersionAdmin",
    "OccurrenceAdmin",
    "VenueAdmin",
]
