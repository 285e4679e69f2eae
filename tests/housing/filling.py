"""How a landlord fills the form: the flat of the journeys, step by step, as a browser sends it."""

import re
import time
from typing import Any

from django.core import signing
from django.test import Client
from django.utils.html import strip_tags

from goslar_portal.doubts import SALT
from housing.models import District, Offer

STEPS = ("wohnung", "kosten", "ausstattung", "fotos", "kontakt")
FORM = "/wohnraum/angebot/"


def flat(**changes: Any) -> dict[str, Any]:
    """Goslar-Jürgenohl, 62,5 m², 3 Zimmer."""
    return {
        "kind": "flat",
        "municipality": "03153017",
        "district": str(District.objects.get(municipality="03153017", name="Jürgenohl").pk),
        "postal_code": "38642",
        "street": "Beispielstraße",
        "house_number": "12a",
        "living_area": "62,5",
        "rooms": "3",
        "available_from": "sofort",
        "rental_term": "unlimited",
        "begun": begun(),
    } | changes


def costs(**changes: Any) -> dict[str, Any]:
    """420 € kalt, 140 € Betriebskosten."""
    return {"net_cold_rent": "420", "operating_costs": "140,00"} | changes


def features(**changes: Any) -> dict[str, Any]:
    return {"kitchen": "fitted", "bath": ["shower", "window"], "pets": "by_arrangement"} | changes


def contact(**changes: Any) -> dict[str, Any]:
    return {
        "role": "owner",
        "entitled": "on",
        "first_name": "Erika",
        "last_name": "Beispiel",
        "email": "Vermieterin@Example.org",
        "phone": "030 23125 042",
    } | changes


def consents(**changes: Any) -> dict[str, Any]:
    return {"privacy_read": "on", "store": "on"} | changes


def begun(seconds_ago: int = 300) -> str:
    """The stamp of a first page that was opened a while ago."""
    signer = signing.TimestampSigner(salt=SALT)
    value = f"wohnung{signer.sep}{signing.b62_encode(int(time.time()) - seconds_ago)}"
    return f"{value}{signer.sep}{signer.signature(value)}"


def fill(client: Client, until: str = "absenden", **answers: dict[str, Any]) -> None:
    """Go through the form up to the step `until`, which is not sent."""
    usual = {"wohnung": flat, "kosten": costs, "ausstattung": features, "fotos": dict, "kontakt": contact}
    for step in STEPS:
        if step == until:
            return
        response = client.post(f"{FORM}{step}/", usual[step](**answers.get(step, {})))
        assert response.status_code == 302, errors(response)


def send(client: Client, **changes: Any) -> Any:
    return client.post(f"{FORM}absenden/", consents(**changes))


def errors(response: Any) -> dict[str, list[str]]:
    """The sentences beside the fields, by field."""
    return {name: [str(word) for word in words] for name, words in response.context["form"].errors.items()}


def words(response: Any) -> str:
    """What a reader of the page gets, without tags and with single spaces."""
    return re.sub(r"\s+", " ", strip_tags(response.content.decode().replace("><", "> <")))


def the_offer() -> Offer:
    return Offer.objects.get()


def link_in(text: str) -> str:
    """The address of the first link of a letter, without the host."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1]
