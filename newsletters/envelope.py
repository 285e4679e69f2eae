"""Signed numbers of deliveries, in the envelope sender and the Message-ID, so that returns find home (N-140).

Lower case and digits only: mail servers may change the case of an address.
"""

import base64
import hashlib
import hmac
import re

from django.conf import settings

MAC_BYTES = 9  # 72 bits; whoever guesses makes one mailbox rest at most
TOKEN = re.compile(r"\A(?P<number>[0-9a-z]{1,12})-(?P<mac>[a-z2-7]{15})\Z")


def sign(delivery: int) -> str:
    """The same for every attempt (N-054)."""
    return f"{delivery}-{_mac(settings.SECRET_KEY, delivery)}"


def read(token: str) -> int | None:
    """The delivery a token stands for; None for a forged one."""
    found = TOKEN.match(token.lower())
    if found is None or not found["number"].isdecimal():
        return None
    number = int(found["number"])
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(_mac(key, number), found["mac"]):
            return number
    return None


def sender(delivery: int) -> str:
    """`bounce+…@…` of a delivery; empty where no mailbox for returns is set."""
    name, _at, domain = str(settings.BOUNCE_ADDRESS).rpartition("@")
    return f"{name}+{sign(delivery)}@{domain}" if name else ""


def _mac(key: str, delivery: int) -> str:
    own = hmac.digest(key.encode(), b"newsletters.envelope", hashlib.sha256)
    digest = hmac.digest(own, str(delivery).encode(), hashlib.sha256)[:MAC_BYTES]
    return base64.b32encode(digest).decode().rstrip("=").lower()
