"""A landlord offers a flat and a case worker registers it, in a real browser without JavaScript.

The mail is read from the folder where it was delivered, the way the landlord would read it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from goslar_portal.accounts import roles
from housing.models import Offer, OfferState
from tests.conftest import PASSWORD, create_user
from tests.housing.filling import link_in

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 320, "height": 700}
FEW_SECONDS = 15_000  # milliseconds; a page that needs longer is broken


@pytest.fixture
def starting_content(transactional_db: None, lay_content: Callable[[], None]) -> None:
    """A new portal: roles, places, caps, texts."""
    roles.sync()
    lay_content()


def heading(page: Any) -> str:
    return str(page.locator("h1").inner_text()).replace("\u00ad", "")


def describe_flat(page: Any) -> None:
    page.get_by_label("Wohnung", exact=True).check()
    page.get_by_label("Stadt oder Gemeinde").select_option("Goslar")
    page.get_by_label("Ortsteil (freiwillig)").select_option("Jürgenohl")
    page.get_by_label("Postleitzahl").fill("38642")
    page.get_by_label("Straße").fill("Beispielstraße")
    page.get_by_label("Hausnummer").fill("12a")
    page.get_by_label("Wohnfläche").fill("62,5")
    page.get_by_label("Zimmer (ohne Küche und Bad)").fill("3")
    page.get_by_label("Frei ab").fill("sofort")
    page.get_by_label("unbefristet").check()
    page.get_by_role("button", name="Weiter zu „Die Kosten“").click()


def name_costs(page: Any) -> None:
    page.get_by_label("Kaltmiete").fill("420")
    page.get_by_label("Kalte Betriebskosten").fill("140")
    page.get_by_role("button", name="Weiter zu „Ausstattung“").click()


def leave_contact(page: Any) -> None:
    page.get_by_label("Eigentümer/in").check()
    page.get_by_label("Ich darf diese Wohnung vermieten").check()
    page.get_by_label("Vorname").fill("Erika")
    page.get_by_label("Nachname").fill("Beispiel")
    page.get_by_label("E-Mail-Adresse").fill("vermieterin@example.org")
    page.get_by_label("Telefon", exact=True).fill("030 23125 042")
    page.get_by_role("button", name="Weiter zu „Prüfen und absenden“").click()


def send(page: Any) -> None:
    page.get_by_label("Ich habe die Datenschutzhinweise gelesen").check()
    page.get_by_label("Der Landkreis Goslar darf mein Angebot speichern").check()
    page.get_by_role("button", name="Angebot absenden").click()
    if page.get_by_text("Bitte noch einmal absenden.").count():  # a machine types faster than people
        page.get_by_role("button", name="Angebot absenden").click()


def log_in(page: Any) -> None:
    page.get_by_label("E-Mail").fill("sachbearbeitung@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()


@pytest.mark.req("H-020", "H-030", "H-060", "H-063", "H-072", "G-189")
def test_landlord_offers_a_flat_and_the_clerk_makes_it_available(
    starting_content: None,
    visit: Callable[..., Any],
    mailbox: Callable[[], list[Any]],
    tmp_path: Path,
) -> None:
    page = visit("/wohnraum/")
    page.get_by_role("link", name="Wohnung anbieten").first.click()
    page.get_by_role("link", name="Angebot beginnen").click()
    page.get_by_role("button", name="Weiter zu „Die Kosten“").click()
    assert page.title().startswith("Fehler: ")
    describe_flat(page)
    assert heading(page) == "Die Kosten"
    name_costs(page)
    assert "Die Miete passt für Haushalte mit 2 bis 6 Personen." in page.locator("main").inner_text()
    for step in ("Ausstattung", "Fotos"):
        page.get_by_role("heading", name=step, level=1).wait_for()
        page.get_by_role("link", name="Diesen Schritt überspringen").click()
    leave_contact(page)
    assert heading(page) == "Prüfen und absenden"
    send(page)
    assert "v…n@example.org" in page.locator("main").inner_text()

    letter = mailbox()[0]
    assert (letter["To"], letter["Subject"]) == (
        "vermieterin@example.org",
        "Bitte bestätigen Sie Ihr Wohnungsangebot",
    )
    phone = visit(link_in(letter.get_body(("plain",)).get_content()))
    assert Offer.objects.get().state == OfferState.UNCONFIRMED
    phone.get_by_role("button", name="Ja, Angebot bestätigen").click()
    offer = Offer.objects.get()
    assert heading(phone) == "Ihr Angebot ist da"
    assert str(offer.reference) in phone.locator("main").inner_text()
    pdf = next(part for part in mailbox()[1].walk() if part.get_content_type() == "application/pdf")
    assert pdf.get_content().startswith(b"%PDF-")

    create_user("wohnraum", email="sachbearbeitung@example.org", display_name="Sachbearbeitung")
    desk = visit("/admin/housing/offer/")
    log_in(desk)
    desk.get_by_role("link", name=str(offer.reference)).click()
    desk.get_by_role("button", name="Übernehmen").click()
    desk.get_by_role("link", name="Kontakt notieren").click()
    desk.get_by_label("Telefon", exact=True).check()
    desk.get_by_label("Erreicht", exact=True).check()
    desk.get_by_label("Notiz").fill("Angaben am Telefon bestätigt")
    desk.get_by_role("button", name="Kontakt notieren").click()
    desk.get_by_role("link", name="Freigeben").click()
    desk.get_by_label("Wohnung schon bekannt").check()
    desk.get_by_role("button", name="Freigeben").click()
    offer.refresh_from_db()
    assert (offer.state, offer.contacts.count()) == (OfferState.AVAILABLE, 1)

    phone.reload()
    assert heading(phone) == "Wir suchen für Ihre Wohnung"


@pytest.mark.req("H-306", "G-184")
def test_landlord_with_a_keyboard_mends_the_errors_and_loses_nothing(
    starting_content: None, visit: Callable[..., Any]
) -> None:
    page = visit("/wohnraum/angebot/wohnung/")
    page.get_by_label("Wohnfläche").fill("12 Zimmer")
    page.get_by_label("Postleitzahl").fill("abcde")
    page.get_by_label("Postleitzahl").press("Enter")
    assert page.get_by_label("Wohnfläche").input_value() == "12 Zimmer"
    summary = page.locator(".error-summary a")
    assert summary.first.inner_text() == "Die Art des Wohnraums fehlt. Bitte wählen Sie eine aus."
    page.get_by_role("link", name="Eine Postleitzahl hat fünf Ziffern, zum Beispiel 38640.").press("Enter")
    assert page.evaluate("location.hash") == "#id_postal_code"
    describe_flat(page)
    assert heading(page) == "Die Kosten"
    name_costs(page)
    page.get_by_role("heading", name="Ausstattung", level=1).wait_for()
    page.go_back()
    assert heading(page) == "Die Kosten"
    assert page.get_by_label("Kaltmiete").input_value() == "420"
    page.get_by_role("link", name="Zurück", exact=True).click()
    assert page.get_by_label("Wohnfläche").input_value() == "62,5"


@pytest.mark.req("G-195")
@pytest.mark.parametrize(
    "path", ["/wohnraum/", "/wohnraum/mietcheck/?ort=03153017&kaltmiete=520", "/wohnraum/angebot/wohnung/"]
)
def test_no_page_scrolls_sideways_on_a_small_telephone(
    starting_content: None, visit: Callable[..., Any], path: str
) -> None:
    page = visit(path)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= NARROW["width"]


@pytest.mark.req("H-037")
def test_landlord_reads_while_typing_for_whom_the_rent_fits(
    starting_content: None, visit: Callable[..., Any], browser: Any, live_server: LiveServer
) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{live_server.url}/wohnraum/angebot/wohnung/")
    describe_flat(page)
    hint = page.locator("[data-rent-hint]")
    assert hint.is_hidden()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Kaltmiete").fill("1.020,50")
    page.get_by_label("Kalte Betriebskosten").fill("140")
    assert "Die Miete liegt über den Richtwerten." in hint.inner_text()
    page.get_by_label("Kaltmiete").fill("420")
    text = hint.inner_text()
    assert "Ihre Bruttokaltmiete ist 560,00\u00a0€ im Monat." in text
    assert "Die Miete passt für Haushalte mit 2 bis 6 Personen. Das Amt entscheidet" in text
    page.get_by_label("Kaltmiete").fill("viel")
    assert hint.is_hidden()
    assert [url for url in asked if not url.endswith("/favicon.svg")] == []
