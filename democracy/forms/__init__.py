from democracy.forms.advice import AdviceForm
from democracy.forms.leaflet_filter import LeafletFilter

__all__ = ["AdviceForm", "LeafletFilter"]
