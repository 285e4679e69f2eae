"""E-mail addresses: how they are stored, recognised and counted, never shown whole (N-122, N-131)."""

import hashlib
import hmac
from collections.abc import Collection

from django.conf import settings

LONGEST = 254  # characters, RFC 5321 with its erratum 1690


def tidy(typed: str) -> str:
    """What is stored: as typed, with the domain in lower case."""
    name, _at, domain = typed.strip().rpartition("@")
    return f"{name}@{domain.lower()}"


def masked(address: str) -> str:
    """`m…n@example.org`: enough to see a slip, too little for somebody who looks over the shoulder."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…{name[-1:] if len(name) > 2 else ''}@{domain}" if name else ""


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].strip().lower()


def for_limits(address: str, dotless: Collection[str] = ()) -> str:
    """One mailbox in all its spellings: lower case, no `+suffix`, no dots where the provider ignores them."""
    name, _at, domain = address.strip().lower().rpartition("@")
    name = name.partition("+")[0]
    return f"{name.replace('.', '') if domain in dotless else name}@{domain}"


def fingerprint(address: str) -> bytes:
    """The HMAC under which an address is known after it was erased (N-122)."""
    return _hmac(settings.ADDRESS_HASH_KEY, address)


def fingerprints(address: str) -> list[bytes]:
    """By the present key first, then by former ones, so that a new key forgets no suppression."""
    keys = [settings.ADDRESS_HASH_KEY, *settings.ADDRESS_HASH_KEY_FALLBACKS]
    return [_hmac(key, address) for key in keys]


def key_number() -> int:
    """Tells keys apart without telling anything about them; stored beside every fingerprint."""
    return int.from_bytes(hashlib.sha256(settings.ADDRESS_HASH_KEY.encode()).digest()[:2])


def _hmac(key: str, address: str) -> bytes:
    return hmac.digest(key.encode(), f"newsletters\0{address.strip().lower()}".encode(), hashlib.sha256)
