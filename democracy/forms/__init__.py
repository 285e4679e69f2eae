from democracy.forms.advice import AdviceForm
from democracy.forms.event_filter import EventFilter
from democracy.forms.leaflet_filter import LeafletFilter

__all__ = ["AdviceForm", "EventFilter", "LeafletFilter"]
