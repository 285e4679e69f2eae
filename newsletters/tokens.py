"""Signed links of newsletters: an HMAC over purpose and number, stored nowhere, without expiry (N-111)."""

import base64
import binascii
import hashlib
import hmac
from enum import IntEnum
from uuid import UUID

from django.conf import settings

MAC_BYTES = 15  # 120 bits; with key, purpose and number that makes 33 bytes, so 44 characters without padding
LENGTH = 44


class Purpose(IntEnum):
    """A token of one purpose opens no page of another."""

    SUBSCRIPTION = 1  # settings and unsubscribing
    RENEWAL = 2
    TEST = 3  # unsubscribing in a test mail


def sign(purpose: Purpose, number: UUID) -> str:
    head = _head(settings.SECRET_KEY, purpose) + number.bytes
    return base64.urlsafe_b64encode(head + _mac(settings.SECRET_KEY, head)).decode()


def read(token: str, *purposes: Purpose) -> tuple[Purpose, UUID] | None:
    """What the token stands for; None for a malformed, altered or foreign one, without saying which."""
    try:
        raw = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeError):
        return None
    if len(token) != LENGTH or raw[1] not in set(purposes):
        return None
    head, mac = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if _key_number(key) == raw[0] and hmac.compare_digest(_mac(key, head), mac):
            return Purpose(raw[1]), UUID(bytes=raw[2:18])
    return None


def _head(key: str, purpose: Purpose) -> bytes:
    return bytes([_key_number(key), purpose])


def _key_number(key: str) -> int:
    """Which key signed; keys are told apart by it, nothing more."""
    return hashlib.sha256(f"newsletters.key\0{key}".encode()).digest()[0]


def _mac(key: str, head: bytes) -> bytes:
    own = hmac.digest(key.encode(), b"newsletters.tokens", hashlib.sha256)
    return hmac.digest(own, head, hashlib.sha256)[:MAC_BYTES]
