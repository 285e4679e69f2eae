"""How somebody fills the form to subscribe, as a browser sends it."""

import re
import time
from typing import Any

from django.core import signing
from django.test import Client
from django.utils.html import strip_tags

from goslar_portal.doubts import SALT
from newsletters.models import Channel, Wording

FORM = "/newsletter/migration-und-teilhabe/anmelden/"
SENT = f"{FORM}?gesendet=1"


def stamp(seconds_ago: float = 30) -> str:
    """The signed time at which the form was shown."""
    signer = signing.TimestampSigner(salt=SALT)
    moment = signing.b62_encode(int(time.time() - seconds_ago))
    value = f"form{signer.sep}{moment}"
    return f"{value}{signer.sep}{signer.signature(value)}"


def filled(*slugs: str, **changes: Any) -> dict[str, Any]:
    """An address, and the newsletters ticked; by default the one whose page it is."""
    chosen = slugs or ("migration-und-teilhabe",)
    offered = Channel.objects.filter(is_signup_open=True)
    current = Wording.objects.current("de")
    return {
        "email": "leserin@example.org",
        "language": "de",
        "channels": [str(row.pk) for row in offered if row.slug in chosen],
        "agreed_to": "-".join(str(current[row.pk].pk) for row in offered),
        "shown_at": stamp(),
        "homepage": "",
    } | changes


def subscribe(client: Client, *slugs: str, **changes: Any) -> Any:
    return client.post(FORM, filled(*slugs, **changes))


def words(response: Any) -> str:
    """The text of a page as it is read, one space between words."""
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(strip_tags(html).replace("\u00ad", "").split())
