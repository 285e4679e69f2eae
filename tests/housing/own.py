"""Addresses of one's own offer, by a fresh link."""

from housing import letters
from housing.models import Offer

NOT_NOW = "Das geht an dieser Stelle gerade nicht."


def own(offer: Offer, page: str = "") -> str:
    """`own(offer, "pausieren")`: the page of this name, by a link of its own."""
    base = f"/wohnraum/mein-angebot/{letters.status_token(offer)}/"
    return f"{base}{page}/" if page else base
