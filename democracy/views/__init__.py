from democracy.views.events import (
    event_detail,
    event_image,
    event_list,
    event_month,
    event_month_respell,
)
from democracy.views.feeds import calendar_feed, event_feed, event_file
from democracy.views.leaflets import (
    leaflet_current_pdf,
    leaflet_detail,
    leaflet_list,
    leaflet_version,
    leaflet_version_pdf,
    period_logo,
)
from democracy.views.partnership import advice_form, partnership
from democracy.views.proposals import (
    proposal_change,
    proposal_confirm,
    proposal_form,
    proposal_link,
    proposal_status,
    proposal_withdraw,
)

__all__ = [
    "advice_form",
    "calendar_feed",
    "event_detail",
    "event_feed",
    "event_file",
    "event_image",
    "event_list",
    "event_month",
    "event_month_respell",
    "leaflet_current_pdf",
    "leaflet_detail",
    "leaflet_list",
    "leaflet_version",
    "leaflet_version_pdf",
    "partnership",
    "period_logo",
    "proposal_change",
    "proposal_confirm",
    "proposal_form",
    "proposal_link",
    "proposal_status",
    "proposal_withdraw",
]
