"""No flat and no landlord on a page for everybody, in the search, the sitemap or a feed (H-303)."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.housing import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starting_content")]
MARKS: dict[str, Any] = {
    "street": "Zqmarkenweg",
    "district_text": "Zqmarkenort",
    "description": "Zqmarkentext",
    "district": None,
}
PAGES = (
    "/", "/integration/", "/integration/wohnraum/", "/wohnraum/", "/wohnraum/angebot/", "/demokratie/",
    "/wohnraum/angebot/wohnung/", "/wohnraum/mietcheck/?ort=03153017&kaltmiete=420", "/newsletter/",
    "/wohnraum/mein-angebot/", "/suche/?q=Zqmarkenweg", "/suche/?q=Zqmarkenname",
    "/newsletter/migration-und-teilhabe/feed.atom",
)  # fmt: skip


@pytest.mark.req("H-303")
def test_available_offer_is_found_nowhere_by_everybody(reader: Client) -> None:
    offer = factories.create_offer(
        state="available", contact_changes={"last_name": "Zqmarkenname", "company": "Zqmarkenhaus"}, **MARKS
    )
    factories.add_photo(offer)
    found = {path: reader.get(path) for path in PAGES}
    index = reader.get("/sitemap.xml").content.decode()
    for path in re.findall(r"<loc>https?://[^/<]+(/[^<]+\.xml)</loc>", index):
        found[path] = reader.get(path)
    assert {path: answer.status_code for path, answer in found.items()} == dict.fromkeys(found, 200)
    asked = re.compile(r"Zqmarken(weg|name)\b")  # what was typed into the search stands on its page
    shown = {path: answer.content.decode() for path, answer in found.items()}
    for path, text in shown.items():
        text = asked.sub("", text) if path.startswith("/suche/") else text
        assert "Zqmarken" not in text, path
        assert str(offer.reference) not in text, path
