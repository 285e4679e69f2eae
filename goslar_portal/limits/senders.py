"""Who sends, as nobody can read it back: only a keyed hash of the network, the key lost every day (G-152)."""

import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest

from goslar_portal.limits.models import DayKey

NETWORKS = {4: 24, 6: 56}  # bits that stay; smaller ones would point at one household
UNKNOWN = "unknown"  # no or a senseless address: all of those share one counter

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def sender_hash(request: HttpRequest, purpose: str = "") -> bytes:
    """The sender's pseudonym for this purpose and this day. Also for packages that ask for an address."""
    return _keyed(DayKey.objects.of_today(), purpose, network(request))


def address_hash(address: str, purpose: str = "") -> bytes:
    """An e-mail address as it is counted: the same in every spelling, without anyone reading it back."""
    return _keyed(settings.ADDRESS_HASH_KEY.encode(), purpose, address.strip().lower())


def _keyed(key: bytes, purpose: str, text: str) -> bytes:
    """The purpose is part of it, so counters of two limits cannot be put together."""
    return hmac.digest(key, f"{purpose}\0{text}".encode(), hashlib.sha256)


def network(request: HttpRequest) -> str:
    """The network of the sender as text, for the hash alone; never stored, never logged."""
    address = _parse(_as_forwarded(request)) or _parse(request.META.get("REMOTE_ADDR", ""))
    if address is None:
        return UNKNOWN
    return str(ipaddress.ip_network((address, NETWORKS[address.version]), strict=False))


def _as_forwarded(request: HttpRequest) -> str:
    """What the outermost of our own proxies saw. Everything left of it is the sender's invention."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    count: int = settings.PROXY_COUNT
    return hops[-count] if 0 < count <= len(hops) else ""


def _parse(text: str) -> Address | None:
    """Also `1.2.3.4:5678` and `[2001:db8::1]:5678`, as some proxies write."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
