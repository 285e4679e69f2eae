"""Who tries to log in too often waits (G-065); known and unknown addresses alike (G-066)."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from goslar_portal.accounts.models.failures import LETTER_AFTER, MOST_OF_ACCOUNT, MOST_OF_SENDER, Failures

FACTOR = "factor:"


def account_key(email: str) -> str:
    """A keyed hash, so that the table does not tell who was tried."""
    return f"account:{_hash(email.strip().lower())}"


def keys_of(email: str) -> set[str]:
    """Both counters of an account: passwords, and codes of its second factor."""
    return {account_key(email), account_key(FACTOR + email)}


def sender_pseudonym(request: HttpRequest) -> str:
    """The sender's network (IPv4 /24, IPv6 /56) of today, as a keyed hash (G-152)."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return _hash("unknown")
    network = ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 56}", strict=False)
    return _hash(f"{timezone.localdate()}:{network.network_address}")


def _hash(text: str) -> str:
    return hmac.new(settings.ADDRESS_HASH_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


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
