"""The German texts we start with: their form, their language, and a place for every item of the old page."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.urls import resolve

from integration.models.section import SectionKind

FIXTURES = Path(__file__).parents[2] / "fixtures"
TEXTS = FIXTURES / "pages" / "de"

FRAME_KEYS = {"inhalt", "kontakt", "kontakt-titel", "sprachen"}  # anchors of the frame around every page
MAY_BE_EMPTY = {"contacts", "downloads", "children", "notices", "periods"}
ALLOWED = {  # I-023
    "p": set(),
    "br": set(),
    "strong": set(),
    "em": set(),
    "h3": set(),
    "h4": set(),
    "ul": set(),
    "ol": set(),
    "li": {"lang", "dir"},
    "a": {"href", "hreflang", "lang", "dir"},
    "abbr": {"title"},
    "blockquote": set(),
    "table": set(),
    "caption": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"scope", "colspan", "rowspan"},
    "td": {"lang", "dir", "colspan", "rowspan"},
    "span": {"lang", "dir"},
    "bdi": set(),
}
AREA_ADDRESSES = {
    "wohnraum-vermieten": "/wohnraum/",
    "mietcheck": "/wohnraum/mietcheck/",
    "wohnung-anbieten": "/wohnraum/angebot/",
    "hilfe-anfrage": "/hilfe/anfrage/",
    "sprachmittler-anfrage": "/sprachmittler/anfrage/",
    "barriere-melden": "/barriere-melden/",
    "demokratie": "/demokratie/",
    "demokratie-beratung": "/demokratie/beratung/",
    "demokratie-merkblaetter": "/demokratie/merkblaetter/",
    "demokratie-veranstaltungen": "/demokratie/veranstaltungen/",
    "demokratie-melden": "/demokratie/veranstaltungen/melden/",
}
VAGUE_LINKS = {"hier", "mehr", "weiter", "link", "klicken sie hier", "mehr erfahren", "weiterlesen"}

PAGE_FORM = re.compile(
    r"<h1>(?P<title>[^<>\n]+)</h1>\n"
    r'<p data-part="summary">(?P<summary>[^<>\n]+)</p>\n'
    r'(?P<sections>(?:<section id="[^"]+" data-kind="[^"]+">\n.*?</section>\n)+)',
    re.DOTALL,
)
SECTION_FORM = re.compile(
    r'<section id="(?P<key>[a-z][a-z0-9-]{0,39})" data-kind="(?P<kind>[a-z]+)">\n'
    r"<h2>(?P<heading>[^<>\n]+)</h2>\n"
    r"(?P<body>.*?)</section>\n",
    re.DOTALL,
)


class Body(HTMLParser):
    """Reads a section: elements with attributes, links with text, blocks of running text, in one pass."""

    BLOCKS = frozenset({"p", "li", "h3", "h4", "td", "th", "caption", "blockquote", "span"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.links: list[tuple[str, str]] = []
        self.blocks: list[str] = [""]
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "br":
            self.blocks.append("")
            return
        self.open.append(tag)
        if tag in self.BLOCKS:
            self.blocks.append("")
        if tag == "a":
            self.links.append((dict(attrs).get("href") or "", ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> in the wrong place"
        if tag in self.BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        self.blocks[-1] += data
        if "a" in self.open:
            href, text = self.links[-1]
            self.links[-1] = (href, text + data)


def load(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    return rows


PAGES = load("integration_pages.json")
CONTACTS = load("integration_contacts.json")
DOWNLOADS = load("integration_downloads.json")
DOCUMENTS = [row for row in DOWNLOADS if "made_of" not in row]  # the others are made from pages
SLUGS = [page["slug"] for page in PAGES]


def text_of(slug: str) -> str:
    return (TEXTS / f"{slug}.html").read_text(encoding="utf-8")


def title_of(slug: str) -> str:
    found = PAGE_FORM.fullmatch(text_of(slug))
    assert found, f"{slug}: not in the agreed form"
    return found["title"]


def sections_of(slug: str) -> dict[str, re.Match[str]]:
    return {found["key"]: found for found in SECTION_FORM.finditer(text_of(slug))}


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


def address_of(page: dict[str, Any]) -> str | None:
    if page["kind"] == "start":
        return "/"
    if page["kind"] == "area":
        return AREA_ADDRESSES.get(page["slug"])
    return f"/integration/{page['slug']}/" if page["parent"] else f"/{page['slug']}/"


def sentences(block: str) -> list[str]:
    """Split at full stops, question and exclamation marks, but not inside dates, abbreviations and names."""
    text = " ".join(block.replace("\u00a0", " ").split())
    text = re.sub(r"(\d+)\. (Januar|Februar|März|April|Mai|Ju[nl]i|August|\w+ember|Oktober)", r"\1 \2", text)
    text = text.replace("e.V.", "eV").replace("Land.Zuhause.Zukunft", "Land-Zuhause-Zukunft")
    return [part for part in re.split(r"(?<=[.?!])[“)]?\s+", text) if part.strip(" .")]


def words(sentence: str) -> int:
    return len([word for word in sentence.split() if re.search(r"\w", word)])


def body_sentences(slug: str) -> list[str]:
    summary = re.search(r'data-part="summary">([^<]+)<', text_of(slug))
    assert summary
    blocks = [summary[1]]
    for section in sections_of(slug).values():
        blocks += Body(section["body"]).blocks
    return [sentence for block in blocks for sentence in sentences(block)]


def test_editor_finds_one_text_for_each_page_and_no_stray_file() -> None:
    assert sorted(path.stem for path in TEXTS.glob("*.html")) == sorted(SLUGS)
    assert len(set(SLUGS)) == len(SLUGS)


@pytest.mark.req("I-020")
@pytest.mark.parametrize("slug", SLUGS)
def test_reader_gets_a_text_in_the_agreed_form(slug: str) -> None:
    whole = PAGE_FORM.fullmatch(text_of(slug))
    assert whole, "title, summary, sections"
    assert len(whole["summary"]) <= 300
    assert SECTION_FORM.sub("", whole["sections"]) == ""
    keys = [section["key"] for section in SECTION_FORM.finditer(text_of(slug))]
    assert sorted(set(keys)) == sorted(keys)
    assert FRAME_KEYS.isdisjoint(keys)
    for section in sections_of(slug).values():
        assert section["kind"] in SectionKind.values
        assert section["body"].strip() or section["kind"] in MAY_BE_EMPTY


@pytest.mark.req("I-023")
@pytest.mark.parametrize("slug", SLUGS)
def test_reader_gets_only_elements_that_cleaning_keeps(slug: str) -> None:
    for section in sections_of(slug).values():
        body = Body(section["body"])
        assert body.open == []
        for tag, attributes in body.elements:
            assert tag in ALLOWED
            assert set(attributes) <= ALLOWED[tag]


@pytest.mark.req("I-027")
@pytest.mark.parametrize("slug", SLUGS)
def test_reader_never_meets_a_link_that_leads_nowhere(slug: str) -> None:
    targets = {address: page["slug"] for page in PAGES if (address := address_of(page))}
    for section in sections_of(slug).values():
        for href, _text in Body(section["body"]).links:
            if href.startswith(("https://", "mailto:", "tel:")):
                continue
            path, _, anchor = href.partition("#")
            if path.startswith("/newsletter/"):
                resolve(path)  # raises for an address the portal does not have
                continue
            assert path in targets, href
            assert not anchor or anchor in sections_of(targets[path]), href


@pytest.mark.req("I-028")
@pytest.mark.parametrize("slug", SLUGS)
def test_reader_knows_from_the_link_text_where_a_link_leads(slug: str) -> None:
    for section in sections_of(slug).values():
        for _href, text in Body(section["body"]).links:
            assert text.strip()
            assert text.strip().lower() not in VAGUE_LINKS


@pytest.mark.parametrize("slug", SLUGS)
def test_slow_reader_meets_no_long_sentence(slug: str) -> None:
    found = body_sentences(slug)
    assert [sentence for sentence in found if words(sentence) > 25] == []
    assert sum(map(words, found)) / len(found) <= 15


@pytest.mark.parametrize("slug", SLUGS)
def test_reader_meets_german_quotation_marks_and_no_placeholder(slug: str) -> None:
    text = plain(text_of(slug))
    assert '"' not in text
    assert text.count("„") == text.count("“")
    for placeholder in ("goslar.example", "23125", "confirm", "TODO", "XX", "…"):
        assert placeholder not in text


def test_splitter_keeps_dates_and_abbreviations_whole() -> None:
    assert sentences("Am 5. März 2026 kommt der Verein e.V. zu uns. Wer kommt? „Alle!“ Gut.") == [
        "Am 5 März 2026 kommt der Verein eV zu uns.",
        "Wer kommt?",
        "„Alle!",
        "Gut.",
    ]


# What stood on the county's page before, and where it stands now: page, section (None: title), phrase.
PLACES: list[tuple[str, str, str | None, str]] = [
    ("P1", "integration", None, "Integration von Neuzugewanderten"),
    ("P2", "integration", "auftrag", "Aufgabe für die ganze Gesellschaft"),
    ("P2", "integration", "auftrag", "Viele von ihnen helfen freiwillig"),
    ("P3", "integration", "leitlinie", "Leitlinie und Grundverständnis"),
    ("P3", "integration", "leitlinie", "Im Juli 2019 hat der Kreistag sie beschlossen"),
    ("P3", "leitlinien", "entstehung", "Der Kreistag beschließt die Leitlinien"),
    ("P4", "integration", "ziele", "gemeinsame Werte, die mit dem Grundgesetz übereinstimmen"),
    ("P4", "integration", "ziele", "Bausteine"),
    ("P5", "leitlinien", None, "Leitlinien"),
    ("P5", "leitlinien", "dokument", "das Dokument bekommen"),
    ("P6", "integration", "hintergrund", "Anteil der Menschen mit Migrationsgeschichte"),
    ("P6", "integration", "hintergrund", "dauerhafte Aufgabe"),
    ("P7", "integration", "leistungen", "beginnt das Ankommen mit einer eigenen Wohnung"),
    ("P8", "fluechtlingsunterbringung", None, "Koordinierung Flüchtlingsunterbringung"),
    ("P9", "wohnraum", None, "Koordinierung Wohnraum"),
    ("P9", "wohnraum-vermieten", "ablauf", "Koordinierung Wohnraum"),
    ("P10", "migration-und-teilhabe", None, "Koordinierungsstelle Migration und Teilhabe"),
    ("P11", "prekaere-lebenslagen", None, "Hilfe in prekären Lebenslagen"),
    ("P12", "sprachmittler", None, "Sprachmittler"),
    ("P13", "corona", None, "Corona-Informationen für Menschen mit Migrationshintergrund"),
    ("P14", "corona", "unterlagen", "„Newsletter“"),
    ("P15–P20", "corona", "unterlagen", "Flyer in 6 Sprachen"),
    ("P21", "corona", "staatskanzlei", "Info der Niedersächsischen Staatskanzlei"),
    ("P22", "bildung", None, "Bildungsangebote"),
    ("P23", "wohnraum", None, "Koordinierung Wohnraum – ein Angebot nicht nur für Geflüchtete"),
    ("P24", "fluechtlingsunterbringung", "wohnen", "Wohnungen an vielen Orten"),
    ("P24", "fluechtlingsunterbringung", "wohnen", "einzeln und persönlich"),
    ("P25", "fluechtlingsunterbringung", "zahlen", "weit über 1.000 Menschen in 452 Wohnungen"),
    ("P26", "wohnraum", "fuer-wen", "anderen Menschen in einer schwierigen Lage"),
    ("P27", "wohnraum-vermieten", "bereithalten", "Wohnfläche und Zahl der Zimmer"),
    ("P28", "wohnraum-vermieten", "ablauf", "Mit Ihrer Einwilligung steht sie dafür in unserer Datenbank"),
    ("P29", "datenschutz", "formulare", "lesen Sie diesen Hinweis im Formular"),
    ("P29", "datenschutz-wohnungsangebot", "zweck", "Wir vermitteln Wohnraum"),
    ("P30", "wohnraum-vermieten", "gesucht", "dass niemand ohne Wohnung bleibt"),
    ("P30", "wohnraum-vermieten", "gesucht", "Danke"),
    ("P31", "migration-und-teilhabe", "auftrag", "Das Land Niedersachsen fördert"),
    ("P32", "migration-und-teilhabe", "aufgaben", "Unsere Hauptaufgabe ist die Bestandsaufnahme"),
    ("P33", "migration-und-teilhabe", "newsletter", "Newsletter der Koordinierungsstelle"),
    ("P54", "prekaere-lebenslagen", "warum", "groß und ländlich"),
    ("P54", "prekaere-lebenslagen", "warum", "Oft können diese Dienste noch nicht handeln"),
    ("P54", "prekaere-lebenslagen", "ablauf", "Mit der Empfehlung endet das Clearing"),
    ("P56", "kontakt", None, "Kontakt"),
    ("P56", "impressum", None, "Impressum"),
    ("P56", "datenschutz", None, "Datenschutz"),
    ("P56", "barrierefreiheit", None, "Erklärung zur Barrierefreiheit"),
    ("P56", "barrierefreiheit", "melden", "Sie melden ein Hindernis"),
]


@pytest.mark.req("I-005")
@pytest.mark.parametrize(("item", "slug", "key", "phrase"), PLACES)
def test_reader_finds_each_item_of_the_old_page(item: str, slug: str, key: str | None, phrase: str) -> None:
    where = title_of(slug) if key is None else sections_of(slug)[key][0]
    assert phrase in plain(where), item


@pytest.mark.req("I-005")
def test_reader_finds_the_five_services_by_their_exact_names_in_order() -> None:
    links = Body(sections_of("integration")["leistungen"]["body"]).links
    assert [text for _href, text in links] == [
        "Koordinierung Flüchtlingsunterbringung",
        "Koordinierung Wohnraum",
        "Koordinierungsstelle Migration und Teilhabe",
        "Hilfe in prekären Lebenslagen",
        "Sprachmittler",
    ]


@pytest.mark.req("I-005")
def test_reader_finds_the_titles_of_all_documents_of_the_old_page() -> None:  # P5, P14 to P20, P32
    assert [(row["page"], row["title"], row["language"], row["archive"]) for row in DOCUMENTS] == [
        ("leitlinien", "Leitlinien", "de", False),
        ("migration-und-teilhabe", "Bestandsaufnahme", "de", False),
        ("migration-und-teilhabe", "Handlungskonzept", "de", False),
        ("corona", "Newsletter", "de", True),
        ("corona", "Flyer Corona (englisch)", "en", True),
        ("corona", "Flyer Corona (französisch)", "fr", True),
        ("corona", "Flyer Corona (arabisch)", "ar", True),
        ("corona", "Flyer Corona (farsi)", "fa", True),
        ("corona", "Flyer Corona (polnisch)", "pl", True),
        ("corona", "Flyer Corona (chinesisch)", "zh-hans", True),
    ]


@pytest.mark.req("I-005")
def test_reader_can_ask_somebody_on_every_page() -> None:  # P53, and a heading for each "Nach oben" (P55)
    codes = {row["code"] for row in CONTACTS}
    for page in PAGES:
        assert page["contacts"], page["slug"]
        assert set(page["contacts"]) <= codes
        assert sections_of(page["slug"])


@pytest.mark.req("I-045")
def test_reader_is_told_whom_to_ask_for_a_document_without_a_file() -> None:
    for row in DOCUMENTS:
        page = PAGES[SLUGS.index(row["page"])]
        assert row["available"] == "on_request"
        assert row["contact"] in page["contacts"]
        assert row["slug"] in page["downloads"]
        assert sections_of(row["page"])[row["section"]]["kind"] == "downloads"


@pytest.mark.req("I-007")
def test_county_is_asked_about_every_placeholder() -> None:
    for row in CONTACTS:
        assert row["needs_confirmation"].strip(), row["code"]
    for page in PAGES:
        if "vom Landkreis zu bestätigen" in plain(text_of(page["slug"])):
            assert page["needs_confirmation"].strip(), page["slug"]


@pytest.mark.req("I-011")
def test_pages_stand_in_a_tree_with_one_place_each() -> None:
    places = [(page["parent"], page["position"]) for page in PAGES]
    assert len(set(places)) == len(places)
    assert {page["parent"] for page in PAGES} <= {None, *SLUGS}


@pytest.mark.req("H-038")
def test_landlord_reads_that_nobody_is_placed_by_origin() -> None:
    assert (
        "Wir vermitteln ohne Ansehen von Herkunft, Religion, Geschlecht, Alter, Behinderung und sexueller "
        "Identität. Wünsche dazu nehmen wir nicht auf."
    ) in plain(text_of("wohnraum-vermieten"))


@pytest.mark.req("H-020")
def test_landlord_reads_about_the_way_of_an_offer_in_the_agreed_order() -> None:
    assert list(sections_of("wohnraum-vermieten")) == [
        "gesucht",
        "ablauf",
        "miete",
        "bereithalten",
        "gleichbehandlung",
    ]
    assert sections_of("wohnraum-vermieten")["ablauf"]["body"].count("<li>") == 5
    assert "§ 22" in plain(sections_of("wohnraum-vermieten")["miete"]["body"])
