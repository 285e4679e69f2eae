from democracy.models.advice import AdviceRequest, AdviceState, Topic
from democracy.models.check import ContactCheck
from democracy.models.period import FundingPeriod, PeriodLink, gap_ahead

__all__ = [
    "AdviceRequest",
    "AdviceState",
    "ContactCheck",
    "FundingPeriod",
    "PeriodLink",
    "Topic",
    "gap_ahead",
]
