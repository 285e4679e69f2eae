"""What editors fill in, and what readers write to us."""

from integration.forms.barrier_report import BarrierReportForm
from integration.forms.help_request import HelpOtherForm, HelpSelfForm
from integration.forms.interpreter_request import InterpreterRequestForm
from integration.forms.pages import AddressForm, NewPageForm, PageText, PlaceForm

__all__ = [
    "AddressForm",
    "BarrierReportForm",
    "HelpOtherForm",
    "HelpSelfForm",
    "InterpreterRequestForm",
    "NewPageForm",
    "PageText",
    "PlaceForm",
]
