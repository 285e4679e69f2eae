"""Secrets of second factors are stored encrypted, under keys that can be rotated (G-063)."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

PURPOSE = b"goslar_portal.accounts.second_factor"


def _safe() -> MultiFernet:
    """The newest key encrypts, older ones still open: `SECRET_KEY`, then `SECRET_KEY_FALLBACKS`."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str) -> bytes:
    """Random 50 characters or more go in, so a plain keyed hash is enough to make another key of them."""
    return base64.urlsafe_b64encode(
        hashlib.blake2b(PURPOSE, key=secret.encode()[:64], digest_size=32).digest()
    )


def encrypt(text: str) -> str:
    return _safe().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """Raises `cryptography.fernet.InvalidToken` when no key opens it."""
    return _safe().decrypt(text.encode()).decode()


def renew(text: str) -> str:
    """The same secret under the newest key."""
    return _safe().rotate(text.encode()).decode()
