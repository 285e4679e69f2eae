from newsletters.models.bounce import Bounce, BounceKind, ReturnBox, Stray, Why, classify
from newsletters.models.brake import Brake, Pace, wait_for_turn
from newsletters.models.channel import (
    SOURCE,
    Channel,
    ChannelText,
    Wording,
    WordList,
)
from newsletters.models.choices import SubscriptionState, Way
from newsletters.models.delivery import Delivery, DeliveryState
from newsletters.models.frozen import Frozen, FrozenImage, UsedEntry
from newsletters.models.invitation import Invitation, read_list
from newsletters.models.issue import Issue, IssueState, SavedMeanwhileError
from newsletters.models.proof import ConfirmationMail, EndReason, Proof
from newsletters.models.renewal import RenewalKind, RenewalMail
from newsletters.models.self_test import SelfTest
from newsletters.models.signup import ASKED, SignUp, SignUpItem
from newsletters.models.subscription import LIVE, Subscription
from newsletters.models.suppression import (
    AddressMail,
    LiftReason,
    ReachedLimit,
    Suppression,
    SuppressionReason,
    covers,
)
from newsletters.models.trial_mail import TrialMail
from newsletters.models.version import Picture, Version

__all__ = [
    "ASKED",
    "LIVE",
    "SOURCE",
    "AddressMail",
    "Bounce",
    "BounceKind",
    "Brake",
    "Channel",
    "ChannelText",
    "ConfirmationMail",
    "Delivery",
    "DeliveryState",
    "EndReason",
    "Frozen",
    "FrozenImage",
    "Invitation",
    "Issue",
    "IssueState",
    "LiftReason",
    "Pace",
    "Picture",
    "Proof",
    "ReachedLimit",
    "RenewalKind",
    "RenewalMail",
    "ReturnBox",
    "SavedMeanwhileError",
    "SelfTest",
    "SignUp",
    "SignUpItem",
    "Stray",
    "Subscription",
    "SubscriptionState",
    "Suppression",
    "SuppressionReason",
    "TrialMail",
    "UsedEntry",
    "Version",
    "Way",
    "Why",
    "WordList",
    "Wording",
    "classify",
    "covers",
    "read_list",
    "wait_for_turn",
]
