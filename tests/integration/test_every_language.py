"""Every page with its starting content in every language: valid, small, each item in its place."""

import brotli
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from goslar_portal import languages
from goslar_portal.page_cache.store import BROTLI_QUALITY
from integration.models import PageTranslation, Tree
from tests.html_rules import problems
from tests.test_public_pages import TABLE

MOST_BYTES = 14.6 * 1024
FORMS = [
    "/barriere-melden/", "/sprachmittler/anfrage/",
    "/hilfe/anfrage/fuer-mich/", "/hilfe/anfrage/fuer-andere/",
    "/wohnraum/angebot/wohnung/", "/newsletter/demokratie/anmelden/", "/demokratie/beratung/",
    "/demokratie/veranstaltungen/melden/", "/integration/aktuelles/", "/gibt-es-nicht/",
    "/suche/?q=Wohnung", "/suche/?q=Xyzzyfrosch",
]  # fmt: skip


def all_addresses() -> list[str]:
    """Every public page in German; those of this area and the forms in each language that can be chosen."""
    german = [address for address in TABLE if address.endswith("/")] + FORMS
    own = [node.url for node in Tree.of("de") if node.url and node.is_published] + FORMS[:4] + FORMS[-4:]
    others = [code for code in languages.visible.codes() if code != languages.SOURCE]
    found = german + [languages.in_language(path, code) for code in others for path in own]
    return sorted(found, key=lambda path: "?q=" in path)  # a search shortens the patience of its transaction


@pytest.mark.req("I-231", "I-235", "G-128")
def test_every_page_is_valid_and_small_in_every_language(starting_content: None, reader: Client) -> None:
    languages.visible.remember(PageTranslation.objects.complete_languages())
    with translation.override("de"):
        addresses = all_addresses()
    assert len(addresses) > 40
    sheet = len(brotli.compress((settings.BASE_DIR / "static" / "portal.css").read_bytes()))
    wrong, large = {}, {}
    for address in addresses:
        response = reader.get(address)
        assert response.status_code in (200, 404), address
        assert not response.cookies or "form" in response.context, address
        if found := problems(response.content.decode()):
            wrong[address] = found
        size = sheet + len(brotli.compress(response.content, quality=BROTLI_QUALITY))
        if size > MOST_BYTES:
            large[address] = size
    assert (wrong, large) == ({}, {})


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<p>a<div>b</div></p>", "unexpected-end-tag"),
        ("<ul><p>a</p></ul>", "p directly in ul"),
        ("<span><div>a</div></span>", "div inside"),
        ('<a href="/"><button>a</button></a>', "button inside a control"),
        ('<p id="x"></p><p id="x"></p>', "id x is given twice"),
        ('<label for="y">a</label>', "for leads to no id: y"),
        ('<a href="#z">a</a>', "link to no id: #z"),
        ("<h3>a</h3>", "a heading level is skipped"),
        ("<h1>b</h1>", "2 h1"),
        ('<p style="x">a</p>', "style on p"),
        ("<img src='a'>", "img without alt"),
        ("<font>a</font>", "obsolete element font"),
        ('<p lang="de_DE">a</p>', "lang=de_DE"),
    ],
)
def test_validator_finds_what_is_wrong(html: str, problem: str) -> None:
    head = '<!doctype html><html lang="de" dir="ltr"><head><title>a</title></head>'
    page = f"{head}<body><h1>a</h1>{html}</body></html>"
    assert [line for line in problems(page) if problem in line], problems(page)
    good = page.replace(html, "<p>a</p>")
    assert problems(good) == []


# What stood on the county's own page, by number (content brief, section 2): where it is now, what shows it.
PLACES = {
    "P1": ("/integration/", "<h1>Integration von Neuzugewanderten</h1>"),
    "P2": ("/integration/", 'id="auftrag"'),
    "P3": ("/integration/leitlinien/", "Juli 2019"),
    "P4": ("/integration/", 'id="ziele"'),
    "P5": ("/integration/leitlinien/", "<span>Leitlinien</span>"),
    "P6": ("/integration/", 'id="hintergrund"'),
    "P7": ("/integration/", 'id="leistungen"'),
    "P8": ("/integration/fluechtlingsunterbringung/", "<h1>Koordinierung Flüchtlingsunterbringung</h1>"),
    "P9": ("/integration/", "Koordinierung Wohnraum"),
    "P10": ("/integration/migration-und-teilhabe/", "<h1>Koordinierungsstelle Migration und Teilhabe</h1>"),
    "P11": ("/integration/prekaere-lebenslagen/", "<h1>Hilfe in prekären Lebenslagen</h1>"),
    "P12": ("/integration/sprachmittler/", "<h1>Sprachmittler</h1>"),
    "P13": ("/integration/corona/", "Corona-Informationen für Menschen mit Migrationshintergrund"),
    "P14": ("/integration/corona/", "<span>Newsletter</span>"),
    "P15": ("/integration/corona/", "Flyer Corona (englisch)"),
    "P16": ("/integration/corona/", "Flyer Corona (französisch)"),
    "P17": ("/integration/corona/", "Flyer Corona (arabisch)"),
    "P18": ("/integration/corona/", "Flyer Corona (farsi)"),
    "P19": ("/integration/corona/", "Flyer Corona (polnisch)"),
    "P20": ("/integration/corona/", "Flyer Corona (chinesisch)"),
    "P21": ("/integration/corona/", "Info der Niedersächsischen Staatskanzlei"),
    "P22": ("/integration/bildung/", "<h1>Bildungsangebote</h1>"),
    "P23": ("/integration/wohnraum/", "Koordinierung Wohnraum – ein Angebot nicht nur für Geflüchtete"),
    "P24": ("/integration/fluechtlingsunterbringung/", 'id="wohnen"'),
    "P25": ("/integration/fluechtlingsunterbringung/", "452 Wohnungen"),
    "P26": ("/integration/wohnraum/", 'id="fuer-wen"'),
    "P27": ("/wohnraum/", 'href="/wohnraum/angebot/'),
    "P28": ("/wohnraum/", 'id="ablauf"'),
    "P29": ("/wohnraum/angebot/", "Datenschutz"),
    "P30": ("/wohnraum/", 'id="gesucht"'),
    "P31": ("/integration/migration-und-teilhabe/", 'id="auftrag"'),
    "P32": ("/integration/migration-und-teilhabe/", "Bestandsaufnahme"),
    "P33": ("/newsletter/migration-und-teilhabe/", "Migration und Teilhabe"),
    "P34": ("/demokratie/", "Seit 2015"),
    "P35": ("/demokratie/", 'id="programm"'),
    "P36": ("/demokratie/", "Demokratie fördern. Vielfalt gestalten. Extremismus vorbeugen"),
    "P37": ("/newsletter/demokratie/", "Demokratie"),
    "P38": ("/demokratie/merkblaetter/", "Informationsbroschüre Partnerschaft für Demokratie"),
    "P39": ("/demokratie/", "https://www.demokratie-leben.de/"),
    "P40": ("/demokratie/veranstaltungen/", "<h1>Veranstaltungen</h1>"),
    "P41": ("/demokratie/", 'id="projekt"'),
    "P42": (
        "/demokratie/merkblaetter/",
        "Merkblatt zur Öffentlichkeitsarbeit im Bundesprogramm „Demokratie leben!“",
    ),
    "P43": ("/demokratie/merkblaetter/", "Merkblatt Vergabe von Leistungen bis 100.000,00 €"),
    "P44": ("/demokratie/merkblaetter/", "Merkblatt Vergabe von Leistungen über 100.000,00 €"),
    "P45": ("/demokratie/merkblaetter/", "Zusammenschlüsse von Gebietskörperschaften"),
    "P46": ("/demokratie/merkblaetter/", "Merkblatt zuwendungsfähige Ausgaben für Letztempfänger"),
    "P47": ("/demokratie/merkblaetter/", "Merkblatt Reisekosten"),
    "P48": ("/demokratie/merkblaetter/", "Merkblatt Verwendungsnachweis (ANBest-Gk)"),
    "P49": ("/demokratie/merkblaetter/", "Merkblatt Verwendungsnachweis (ANBest-P)"),
    "P50": ("/demokratie/merkblaetter/", "Förderrichtlinie „Demokratie Leben!“"),
    "P51": ("/demokratie/merkblaetter/", "Die Grundsätze der Förderung"),
    "P52": ("/demokratie/", "https://www.awo-region-harz.de/kontakt/"),
    "P53": ("/integration/", 'class="contact-column"'),
    "P54": ("/integration/prekaere-lebenslagen/", 'id="warum"'),
    "P55": ("/integration/", "Nach oben"),
    "P56": ("/integration/", "Barriere auf dieser Seite melden"),
}


@pytest.mark.req("I-005")
def test_everything_on_the_countys_former_page_has_its_place(starting_content: None, reader: Client) -> None:
    assert list(PLACES) == [f"P{number}" for number in range(1, 57)]
    pages = {address: reader.get(address).content.decode() for address, _sign in PLACES.values()}
    assert [number for number, (address, sign) in PLACES.items() if sign not in pages[address]] == []
