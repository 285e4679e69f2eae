from newsletters.views.own import signup_confirm, signup_deny, subscription_end, subscription_settings
from newsletters.views.reading import (
    channel_detail,
    channel_feed,
    channel_list,
    issue_detail,
    issue_image,
    issue_pdf,
)
from newsletters.views.renewing import subscription_renew
from newsletters.views.subscribing import signup_form

__all__ = [
    "channel_detail",
    "channel_feed",
    "channel_list",
    "issue_detail",
    "issue_image",
    "issue_pdf",
    "signup_confirm",
    "signup_deny",
    "signup_form",
    "subscription_end",
    "subscription_renew",
    "subscription_settings",
]
