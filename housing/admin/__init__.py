"""The back office of housing."""

from housing.admin.offers import OfferAdmin
from housing.admin.reference_data import (
    ConsentTextAdmin,
    LandlordAdmin,
    MunicipalityAdmin,
    PostalCodeAdmin,
    ReasonListAdmin,
)
from housing.admin.rent_caps import RentCapTableAdmin, RentZoneAdmin

__all__ = [
    "ConsentTextAdmin",
    "LandlordAdmin",
    "MunicipalityAdmin",
    "OfferAdmin",
    "PostalCodeAdmin",
    "ReasonListAdmin",
    "RentCapTableAdmin",
    "RentZoneAdmin",
]
