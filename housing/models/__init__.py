"""Housing: offers, landlords, places, reasons, rent caps."""

from housing.models.caps import Cap, CapBook, Light, caps_for
from housing.models.consents import Consent, ConsentText
from housing.models.contacts import ContactEntry, Task
from housing.models.duplicates import DuplicatePair
from housing.models.landlord import Landlord
from housing.models.offer import Offer
from housing.models.offer_changes import OfferChange
from housing.models.offer_states import OfferState
from housing.models.photos import OfferPhoto
from housing.models.places import District, Municipality, PostalCode
from housing.models.reasons import Reason, ReasonList
from housing.models.reference import ReferenceYear
from housing.models.rent_caps import (
    AreaBonus,
    RentCapTable,
    TableState,
)
from housing.models.rent_zones import RentCapIncrement, RentCapRow, RentZone, RentZonePlace
from housing.models.saved_views import SavedView
from housing.models.signals import FlagWord, Signal
from housing.models.viewings import Viewing

__all__ = [
    "AreaBonus",
    "Cap",
    "CapBook",
    "Consent",
    "ConsentText",
    "ContactEntry",
    "District",
    "DuplicatePair",
    "FlagWord",
    "Landlord",
    "Light",
    "Municipality",
    "Offer",
    "OfferChange",
    "OfferPhoto",
    "OfferState",
    "PostalCode",
    "Reason",
    "ReasonList",
    "ReferenceYear",
    "RentCapIncrement",
    "RentCapRow",
    "RentCapTable",
    "RentZone",
    "RentZonePlace",
    "SavedView",
    "Signal",
    "TableState",
    "Task",
    "Viewing",
    "caps_for",
]
