from newsletters.models.channel import (
    SOURCE,
    Channel,
    ChannelText,
    Wording,
    WordList,
)
from newsletters.models.invitation import Invitation, read_list
from newsletters.models.proof import ConfirmationMail, EndReason, Proof, Way
from newsletters.models.signup import SignUp, SignUpItem
from newsletters.models.subscription import LIVE, Subscription, SubscriptionState
from newsletters.models.suppression import (
    AddressMail,
    LiftReason,
    ReachedLimit,
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
    "EndReason",
    "Invitation",
    "LiftReason",
    "Proof",
    "ReachedLimit",
    "SignUp",
    "SignUpItem",
    "Subscription",
    "SubscriptionState",
    "Suppression",
    "SuppressionReason",
    "Way",
    "WordList",
    "Wording",
    "covers",
    "read_list",
]
