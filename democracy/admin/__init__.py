from democracy.admin.leaflets import LeafletAdmin, LeafletVersionAdmin
from democracy.admin.partnership import AdviceRequestAdmin, ContactCheckAdmin, FundingPeriodAdmin

__all__ = [
    "AdviceRequestAdmin",
    "ContactCheckAdmin",
    "FundingPeriodAdmin",
    "LeafletAdmin",
    "LeafletVersionAdmin",
]
