"""Subscriptions and what proves them, at the end of their life (G-095)."""

from newsletters.models import Proof, SignUp, Subscription
from tests.newsletters import factories
from tests.newsletters.factories import PERSON
from tests.retention.endings import ending, numbers


def end(subscription: Subscription) -> None:
    subscription.end(by=PERSON, reason="unsubscribed")


@ending(Subscription, finish=end)
def living_subscription() -> Subscription:
    return factories.create_subscription(f"leser{next(numbers)}@example.org")


@ending(Proof)
def proof_of_an_ended_subscription() -> Proof:
    subscription = living_subscription()
    end(subscription)
    return Proof.objects.of(subscription).get()


@ending(SignUp)
def unanswered_sign_up() -> SignUp:
    """The mail with the link has left."""
    signup = factories.ask(f"leser{next(numbers)}@example.org")
    signup.refresh_from_db()
    return signup
