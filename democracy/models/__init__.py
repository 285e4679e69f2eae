from democracy.models.advice import AdviceRequest, AdviceState, Topic
from democracy.models.check import ContactCheck
from democracy.models.leaflet import Audience, Leaflet, LeafletKind
from democracy.models.leaflet_reminder import LeafletReminder
from democracy.models.leaflet_states import Accessibility, LeafletState, Source
from democracy.models.leaflet_version import LeafletVersion
from democracy.models.period import FundingPeriod, PeriodLink, gap_ahead
from democracy.models.period_logo import PeriodLogo

__all__ = [
    "Accessibility",
    "AdviceRequest",
    "AdviceState",
    "Audience",
    "ContactCheck",
    "FundingPeriod",
    "Leaflet",
    "LeafletKind",
    "LeafletReminder",
    "LeafletState",
    "LeafletVersion",
    "PeriodLink",
    "PeriodLogo",
    "Source",
    "Topic",
    "gap_ahead",
]
