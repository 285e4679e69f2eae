from democracy.models import schedule
from democracy.models.advice import AdviceRequest, AdviceState, Topic
from democracy.models.check import ContactCheck
from democracy.models.event import Event
from democracy.models.event_lists import EventTerm, TermKind, Venue
from democracy.models.event_states import EventState, OccurrenceState, Registration
from democracy.models.leaflet import Audience, Leaflet, LeafletKind
from democracy.models.leaflet_reminder import LeafletReminder
from democracy.models.leaflet_states import Accessibility, LeafletState, Source
from democracy.models.leaflet_version import LeafletVersion
from democracy.models.occurrence import Occurrence
from democracy.models.period import FundingPeriod, PeriodLink, gap_ahead
from democracy.models.period_logo import PeriodLogo
from democracy.models.proposal import EventProposal, ProposalState

__all__ = [
    "Accessibility",
    "AdviceRequest",
    "AdviceState",
    "Audience",
    "ContactCheck",
    "Event",
    "EventProposal",
    "EventState",
    "EventTerm",
    "FundingPeriod",
    "Leaflet",
    "LeafletKind",
    "LeafletReminder",
    "LeafletState",
    "LeafletVersion",
    "Occurrence",
    "OccurrenceState",
    "PeriodLink",
    "PeriodLogo",
    "ProposalState",
    "Registration",
    "Source",
    "TermKind",
    "Topic",
    "Venue",
    "gap_ahead",
    "schedule",
]
