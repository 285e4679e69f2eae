"""Shape and wording of what landlords type: one module per step of the offer form and per other form."""

from housing.forms.contact import ContactForm
from housing.forms.costs import CostsForm
from housing.forms.course import BY_CODE, LAST, STEPS, Course, Step
from housing.forms.features import FeaturesForm
from housing.forms.flat import FlatForm
from housing.forms.own_offer import (
    AnotherForm,
    AnswerForm,
    ConsentsForm,
    EraseForm,
    LinkRequestForm,
    NewAddressForm,
    PauseForm,
    SaveForm,
    WithdrawForm,
)
from housing.forms.rent_check import RentCheckForm
from housing.forms.sending import SendForm

__all__ = [
    "BY_CODE", "LAST", "STEPS", "AnotherForm", "AnswerForm", "ConsentsForm", "ContactForm", "CostsForm",
    "Course", "EraseForm", "FeaturesForm", "FlatForm", "LinkRequestForm", "NewAddressForm", "PauseForm",
    "RentCheckForm", "SaveForm", "SendForm", "Step", "WithdrawForm",
]  # fmt: skip
