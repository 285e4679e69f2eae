"""Web addresses that strangers or the office type: https, no login, no host inside of a house (section 9)."""

import ipaddress
import re
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

INSIDE = re.compile(r"(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid)$", re.IGNORECASE)
NO_LINK = _("Bitte geben Sie eine Adresse an, die mit https:// beginnt.")


def https_problem(address: str) -> str | Promise:
    """Why this address is not taken, as a sentence; empty when it is. Nothing is fetched (D-126)."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return NO_LINK
    host = parts.hostname or ""
    if parts.scheme != "https" or not host:
        return NO_LINK
    if parts.username or parts.password or port not in (None, 443):
        return _("Die Adresse enthält eine Anmeldung oder einen Anschluss. Bitte lassen Sie das weg.")
    if _is_inside(host) or "." not in host:
        return _("Diese Adresse ist von außen nicht erreichbar.")
    return ""


def _is_inside(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(INSIDE.search(host)) or re.fullmatch(r"[\d.]+|0x[0-9a-f]+", host) is not None
    return True
