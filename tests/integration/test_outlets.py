"""Texts on their way out: on paper, in a newsletter, in short texts; attacks stay words (I-029, I-222)."""

import io
from typing import Any

import pikepdf
import pytest
from django.test import Client

from goslar_portal import registry
from goslar_portal.dates import today
from integration.models import ContactText, Page
from tests.democracy.pdf_ua import elements, violations
from tests.integration.records import create_contact, publish, section
from tests.integration.spoken import spoken
from tests.integration.test_notice import create_notice
from tests.integration.test_translation_admin import XSS, Elements

PAPER = "/integration/wohnraum/seite.pdf"
# What the list of the allowed lets through (I-023), and what programs that read aloud are told about it.
RICH = {
    "p": ("<p>Absatz</p>", "/P"),
    "br": ("<p>eins<br>zwei</p>", "/P"),
    "strong": ("<p><strong>stark</strong></p>", "/Span"),
    "em": ("<p><em>betont</em></p>", "/Span"),
    "h3": ("<h3>Dritte</h3>", "/H3"),
    "h4": ("<h3>Dritte</h3><h4>Vierte</h4>", "/H4"),
    "ul": ("<ul><li>Punkt</li></ul>", "/L"),
    "ol": ("<ol><li>Punkt</li></ol>", "/L"),
    "li": ("<ul><li>Punkt</li></ul>", "/LI"),
    "a": ('<p><a href="/kontakt/">Kontakt</a></p>', "/Link"),
    "abbr": ('<p><abbr title="zum Beispiel">z. B.</abbr></p>', "/Span"),
    "blockquote": ("<blockquote><p>Zitat</p></blockquote>", "/BlockQuote"),
    "table": ("<table><tr><th>Kopf</th></tr><tr><td>Zelle</td></tr></table>", "/Table"),
    "caption": ("<table><caption>Titel</caption><tr><th>Kopf</th></tr></table>", "/Caption"),
    "thead": ("<table><thead><tr><th>Kopf</th></tr></thead></table>", "/THead"),
    "tbody": ("<table><tbody><tr><th>Kopf</th></tr></tbody></table>", "/TBody"),
    "tr": ("<table><tr><th>Kopf</th></tr></table>", "/TR"),
    "th": ("<table><tr><th>Kopf</th></tr></table>", "/TH"),
    "td": ("<table><tr><th>Kopf</th></tr><tr><td>Zelle</td></tr></table>", "/TD"),
    "span": ('<p><span lang="en">word</span></p>', "/Span"),
    "bdi": ("<p><bdi>05321</bdi></p>", "/Span"),
}


def tags(content: bytes) -> list[str]:
    """The kinds of all parts of a file in the order in which they are read."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [str(node.S) for node in elements(pdf.Root.StructTreeRoot)]


@pytest.mark.req("I-029")
def test_every_allowed_element_has_its_place_on_paper(topic: Page, reader: Client) -> None:
    """One file with all of them; each is told apart by what it adds to a file with nothing but words."""
    parts = [section(f"teil-{name}", body) for name, (body, _tag) in RICH.items()]
    publish(topic, sections=parts)
    content = reader.get(PAPER).content
    assert violations(content) == []
    found = set(tags(content))
    assert {tag for _body, tag in RICH.values()} - found == set()
    assert {"Absatz", "stark", "Vierte", "Zitat", "Titel", "Zelle", "word"} <= set(spoken(content).split())


@pytest.mark.req("I-029")
def test_paragraph_that_is_a_whole_item_is_unwrapped(topic: Page, reader: Client) -> None:
    version = publish(topic, sections=[section(body="<ul><li><p>Punkt</p></li></ul>")])
    assert version.parts[0].body == "<ul><li>Punkt</li></ul>"
    found = tags(reader.get(PAPER).content)
    assert "/P" not in found[found.index("/L") : found.index("/LI") + 3]


@pytest.mark.req("I-222")
@pytest.mark.parametrize("attack", XSS[:6], ids=["case", "svg", "handler", "nested", "encoded", "math"])
def test_attack_in_a_text_does_nothing_on_paper(topic: Page, reader: Client, attack: str) -> None:
    publish(
        topic, title="Harzwasser <script>x</script>", sections=[section(body=f"<p>Harzwasser {attack}</p>")]
    )
    content = reader.get(PAPER).content
    assert "Harzwasser" in spoken(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root: Any = pdf.Root
        assert {"/OpenAction", "/AA", "/AcroForm"} & set(root.keys()) == set()
        assert {"/JavaScript", "/EmbeddedFiles"} & set((root.get("/Names") or {}).keys()) == set()
        actions = [note.A for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]
        assert {str(action.S) for action in actions} <= {"/URI", "/GoTo"}
        assert all(
            str(action.get("/URI", "https:")).startswith(("https:", "tel:", "mailto:")) for action in actions
        )


@pytest.mark.req("I-222")
@pytest.mark.parametrize(
    "attack", XSS, ids=["case", "svg", "handler", "nested", "encoded", "math", "megabyte"]
)
def test_attack_in_a_notice_does_nothing_on_pages_and_in_a_newsletter(
    topic: Page, reader: Client, attack: str
) -> None:
    body = f"<p>Harzwasser {attack}</p>"
    notice = create_notice(page=topic, words={"de": "Harzwasser <script>x</script>"})
    text = notice.texts.get()
    text.body = body
    text.save()
    for address in ("/integration/wohnraum/", "/integration/aktuelles/", notice.get_absolute_url()):
        page = reader.get(address).content.decode()
        assert "Harzwasser" in page
        assert Elements.of(page) == []
    [item] = registry.news["integration.notices"].items(registry.NewsWanted("", today(), today()))
    assert item.text.startswith("Harzwasser")
    assert type(item.text) is str  # no template takes it for HTML


@pytest.mark.req("I-222")
def test_attack_in_the_words_of_a_contact_stays_words(topic: Page, reader: Client) -> None:
    contact = create_contact(page=topic, organisation='Haus"><script>alert(1)</script>')
    ContactText.objects.filter(contact=contact).update(role="<svg onload=alert(1)>", remark="<b>x</b>")
    page = reader.get("/integration/wohnraum/").content.decode()
    assert "&lt;svg onload=alert(1)&gt;" in page
    assert Elements.of(page) == []
    assert "<svg onload=alert(1)>" in spoken(reader.get(PAPER).content)
