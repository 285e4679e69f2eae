"""The back office of housing."""

from housing.admin.offers import OfferAdmin
from housing.admin.reference_data import (
    ConsentTextAdmin,
    FlagWordAdmin,
    LandlordAdmin,
    MunicipalityAdmin,
    PostalCodeAdmin,
    ReasonListAdmin,
)
from housing.admin.rent_caps import RentCapTableAdmin, RentZoneAdmin
from housing.admin.viewings import ViewingAdmin

__all__ = [
    "ConsentTextAdmin",
    "FlagWordAdmin",
    "LandlordAdmin",
    "MunicipalityAdmin",
    "OfferAdmin",
    "PostalCodeAdmin",
    "ReasonListAdmin",
    "RentCapTableAdmin",
    "RentZoneAdmin",
    "ViewingAdmin",
]
