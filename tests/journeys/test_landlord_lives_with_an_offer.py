"""The whole life of an offer in a browser: keyboard, no JavaScript, 320 px; then the office."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from goslar_portal.accounts import roles
from housing.forms.fields import example
from housing.models import Offer, OfferState
from tests.conftest import PASSWORD, create_user
from tests.guards.files_of_people import jpeg
from tests.housing.filling import link_in
from tests.journeys.conftest import NARROW
from tests.journeys.test_landlord_offers_a_flat import heading

pytestmark = pytest.mark.django_db(transaction=True)
MOST_TABS = 120


class Keyboard:
    """Somebody without a mouse: Tab until it is there, then type or press."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def reach(self, target: Any) -> None:
        for _tab in range(MOST_TABS):
            if target.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way to {target} by keyboard")

    def write(self, label: str, text: str) -> None:
        self.reach(self.page.get_by_label(label).first)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, label: str, *, exact: bool = False) -> None:
        self.reach(self.page.get_by_label(label, exact=exact).first)
        self.page.keyboard.press("Space")

    def press(self, name: str | re.Pattern[str], role: str = "button") -> None:
        self.reach(self.page.get_by_role(role, name=name).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= NARROW["width"], f"„{name}“ leads to a page that scrolls sideways"


def newest(mailbox: Callable[[], list[Any]]) -> str:
    return link_in(mailbox()[-1].get_body(("plain",)).get_content())


def begin_on_the_phone(keys: Keyboard) -> None:
    keys.tick("Wohnung", exact=True)
    keys.write("Stadt oder Gemeinde", "Goslar")
    keys.write("Postleitzahl", "38642")
    keys.write("Straße", "Beispielstraße")
    keys.write("Wohnfläche", "62,5")
    keys.write("Zimmer (ohne Küche und Bad)", "3")
    keys.write("Frei ab", "sofort")
    keys.tick("unbefristet")
    keys.press("Weiter zu „Die Kosten“")
    keys.write("Kaltmiete", "420")
    keys.press("Speichern und später weiter")
    keys.write("Ihre E-Mail-Adresse", "vermieterin@example.org")
    keys.press("Link schicken")


def finish_on_the_laptop(keys: Keyboard) -> None:
    keys.write("Kalte Betriebskosten", "140")
    keys.press("Weiter zu „Ausstattung“")
    keys.press("Diesen Schritt überspringen", "link")
    keys.page.get_by_label("Fotos auswählen").set_input_files(
        {"name": "wohnung.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    )
    keys.press("Fotos hochladen")
    keys.press("Weiter zu „Ihre Kontaktdaten“")
    keys.tick("Eigentümer/in")
    keys.tick("Ich darf diese Wohnung vermieten")
    keys.write("Nachname", "Beispiel")
    keys.write("E-Mail-Adresse", "vermieterin@example.org")
    keys.tick("Bitte nur per E-Mail")
    keys.press("Weiter zu „Prüfen und absenden“")
    keys.tick("Ich habe die Datenschutzhinweise gelesen")
    keys.tick("Der Landkreis Goslar darf mein Angebot speichern")
    keys.press("Angebot absenden")
    if keys.page.get_by_text("Bitte noch einmal absenden.").count():  # a machine types faster than people
        keys.press("Angebot absenden")


def look_at_the_desk(desk: Any, offer: Offer) -> None:
    desk.get_by_label("E-Mail").fill("sachbearbeitung@example.org")
    desk.get_by_label("Passwort").fill(PASSWORD)
    desk.get_by_role("button", name="Anmelden", exact=True).click()
    assert heading(desk) == str(offer.reference)
    panel = desk.get_by_role("region", name="Änderung prüfen").inner_text()
    assert "420,00" in panel
    assert "400,00" in panel
    desk.get_by_role("button", name="Änderung gesehen").click()
    assert not desk.get_by_role("region", name="Änderung prüfen").count()


@pytest.mark.req("H-030", "H-033", "H-063", "H-073", "H-074", "H-076")
def test_landlord_saves_resumes_sends_edits_pauses_and_erases_without_mouse_and_script(
    starting_content: None, visit: Callable[..., Any], mailbox: Callable[[], list[Any]]
) -> None:
    roles.sync()
    phone = Keyboard(visit("/wohnraum/angebot/wohnung/"))
    begin_on_the_phone(phone)
    laptop = Keyboard(visit(newest(mailbox)))
    laptop.press("weiter")
    assert heading(laptop.page) == "Die Kosten"
    assert laptop.page.get_by_label("Kaltmiete").input_value() == "420"
    finish_on_the_laptop(laptop)
    tablet = Keyboard(visit(newest(mailbox)))
    tablet.press("Ja, Angebot bestätigen")
    offer = Offer.objects.get()
    assert (offer.state, offer.photos.count()) == (OfferState.RECEIVED, 1)
    tablet.press(re.compile("Ändern ?: Die Kosten"), "link")
    tablet.write("Kaltmiete", "400")
    tablet.press("Änderungen speichern")
    assert "Ihre Änderung ist gespeichert." in tablet.page.locator("main").inner_text()

    create_user("wohnraum", email="sachbearbeitung@example.org", display_name="Sachbearbeitung")
    look_at_the_desk(visit(f"/admin/housing/offer/{offer.pk}/change/"), offer)

    tablet.press("Angebot pausieren", "link")
    tablet.write("Pausieren bis", example(3))
    tablet.press("Angebot pausieren")
    assert heading(tablet.page) == "Ihr Angebot ist pausiert"
    tablet.press("Angebot zurückziehen", "link")
    tablet.press("Ja, Angebot zurückziehen")
    assert heading(tablet.page) == "Angebot zurückgezogen"
    tablet.press("Alles löschen", "link")
    tablet.press("Weiter zum Löschen", "link")
    tablet.write("Ihr Aktenzeichen", str(offer.reference))
    tablet.press("Ja, alles löschen")
    assert heading(tablet.page) == "Alles gelöscht"
    assert not Offer.objects.exists()
