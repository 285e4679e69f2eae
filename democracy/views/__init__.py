from democracy.views.leaflets import (
    leaflet_current_pdf,
    leaflet_detail,
    leaflet_list,
    leaflet_version,
    leaflet_version_pdf,
    period_logo,
)
from democracy.views.partnership import advice_form, partnership

__all__ = [
    "advice_form",
    "leaflet_current_pdf",
    "leaflet_detail",
    "leaflet_list",
    "leaflet_version",
    "leaflet_version_pdf",
    "partnership",
    "period_logo",
]
