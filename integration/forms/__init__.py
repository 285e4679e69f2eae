"""What editors fill in, and what readers write to us."""

from integration.forms.barrier_report import BarrierReportForm
from integration.forms.help_request import HelpOtherForm, HelpSelfForm
from integration.forms.interpreter_request import InterpreterRequestForm
from integration.forms.matrix import FilterForm, MinorForm, tops
from integration.forms.pages import AddressForm, NewPageForm, PageText, PlaceForm, page_names
from integration.forms.small_texts import SmallTextForm
from integration.forms.translations import GiveForm, ScheduleForm, TranslatedText, WhenForm, german_of

__all__ = [
    "AddressForm",
    "BarrierReportForm",
    "FilterForm",
    "GiveForm",
    "HelpOtherForm",
    "HelpSelfForm",
    "InterpreterRequestForm",
    "MinorForm",
    "NewPageForm",
    "PageText",
    "PlaceForm",
    "ScheduleForm",
    "SmallTextForm",
    "TranslatedText",
    "WhenForm",
    "german_of",
    "page_names",
    "tops",
]
