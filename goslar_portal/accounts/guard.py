"""Who tries to log in too often waits (G-065); known and unknown addresses alike (G-066)."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from goslar_portal.accounts.models.failures import LETTER_AFTER, MOST_OF_ACCOUNT, MOST_OF_SENDER, Failures
from goslar_portal.limits.senders import address_hash, sender_hash

FACTOR = "factor:"


def account_key(email: str) -> str:
    """A keyed hash, so that the table does not tell who was tried."""
    return f"account:{address_hash(email, 'login').hex()}"


def keys_of(email: str) -> set[str]:
    """Both counters of an account: passwords, and codes of its second factor."""
    return {account_key(email), account_key(FACTOR + email)}


def sender_pseudonym(request: HttpRequest) -> str:
    """The sender's network of today as a hash whose key is lost tomorrow (G-152)."""
    return sender_hash(request, "login").hex()


@dataclass(frozen=True)
class Guard:
    """The two counters of one attempt."""

    account: str
    sender: str

    @classmethod
    def of(cls, request: HttpRequest, email: str) -> "Guard":
        return cls(account_key(email), f"sender:{sender_pseudonym(request)}")

    def waits_until(self) -> datetime | None:
        return Failures.objects.wait_until(self.account, self.sender)

    def failed(self) -> None:
        """Count, and let the worker find out whose account it was: that takes longer for a known one."""
        from goslar_portal.accounts.jobs import tell_owner

        counter = Failures.objects.note(self.account, most=MOST_OF_ACCOUNT)
        Failures.objects.note(self.sender, most=MOST_OF_SENDER)
        if counter.count == LETTER_AFTER:
            tell_owner.defer(number=counter.pk)

    def succeeded(self) -> None:
        """Only the account's counter: one good login of a sender says nothing about its other attempts."""
        Failures.objects.forget(self.account)
