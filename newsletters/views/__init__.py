from newsletters.views.own import signup_confirm, signup_deny, subscription_end, subscription_settings
from newsletters.views.reading import channel_detail, channel_list
from newsletters.views.subscribing import signup_form

__all__ = [
    "channel_detail",
    "channel_list",
    "signup_confirm",
    "signup_deny",
    "signup_form",
    "subscription_end",
    "subscription_settings",
]
