from newsletters.models.channel import (
    SOURCE,
    Channel,
    ChannelText,
    ConsentText,
    WordList,
    every_topic,
    topic,
)
from newsletters.models.consent import ConfirmationMail, Consent, Way
from newsletters.models.signup import SignUp, SignUpItem
from newsletters.models.subscription import LIVE, EndReason, Subscription, SubscriptionState
from newsletters.models.suppression import (
    AddressMail,
    LiftReason,
    Suppression,
    SuppressionReason,
    covers,
)

__all__ = [
    "LIVE",
    "SOURCE",
    "AddressMail",
    "Channel",
    "ChannelText",
    "ConfirmationMail",
    "Consent",
    "ConsentText",
    "EndReason",
    "LiftReason",
    "SignUp",
    "SignUpItem",
    "Subscription",
    "SubscriptionState",
    "Suppression",
    "SuppressionReason",
    "Way",
    "WordList",
    "covers",
    "every_topic",
    "topic",
]
