"""The PDF of a leaflet: made in one run, tagged, checked by reading it back, matched to its page."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pypdf import PdfReader

from democracy import demo
from democracy.models import LeafletVersion
from democracy.models import leaflet_checks as checks
from tests.democracy.factories import BODY, OFFICE, create_draft, create_leaflet, create_version
from tests.democracy.pdf_ua import violations

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
RICH = (
    "<p>Ein Absatz mit <strong>Fett</strong> und <a href='https://example.org/'>einem Link</a>.</p>"
    "<h3>Erstens</h3><ol><li>eins<ul><li>tiefer</li></ul></li><li>zwei</li></ol><h4>Genauer</h4>"
    '<table><caption>Beträge</caption><thead><tr><th scope="col">Was</th></tr></thead>'
    "<tbody><tr><td>1,00 €</td></tr></tbody></table><h3>Zweitens</h3><blockquote>Ein Wort.</blockquote>"
)


def content_of(version: LeafletVersion) -> bytes:
    assert version.upload is not None
    return version.upload.content()


@pytest.mark.req("D-020", "D-021")
@pytest.mark.parametrize("body", [BODY, RICH, BODY * 60])
def test_pdf_of_a_written_leaflet_keeps_every_rule_of_pdf_ua(body: str) -> None:
    assert violations(content_of(create_version(body=body))) == []


@pytest.mark.req("D-152")
def test_checker_finds_what_an_untagged_file_lacks() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Contents = pdf.make_stream(b"0 0 m 10 10 l S")
    out = io.BytesIO()
    pdf.save(out)
    assert [line.partition(":")[0] for line in violations(out.getvalue())] == [
        "6.2", "7.2", "7.1", "5", "7.1", "7.1", "7.1", "7.1",
    ]  # fmt: skip


@pytest.mark.req("D-020")
def test_page_and_pdf_end_with_the_same_line(reader: Client) -> None:
    version = create_version(body=RICH)
    text = " ".join(" ".join(words(content_of(version))).split())
    page = " ".join(reader.get("/demokratie/merkblaetter/muster/").content.decode().split())
    found = re.search(r"Fassung 1, Stand [^,]+, Prüfzeichen des Textes: (?:[0-9a-f]{4} ?){4}", page)
    assert found
    assert found[0].strip() in text
    other = create_version(create_leaflet("zwei"), body=RICH.replace("Erstens", "Zuerst"))
    assert other.fingerprint != version.fingerprint


def words(content: bytes) -> list[str]:
    """What a reader sees on each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.req("D-003")
def test_every_page_of_a_sample_says_so(starting_content: None) -> None:
    demo.load_leaflets()
    samples = LeafletVersion.objects.published()
    assert samples.count() == 14
    assert {row.is_sample for row in samples} == {True}
    for version in samples.with_file()[:3]:
        pages = words(content_of(version))
        assert all("Muster – kein amtlicher Text" in page for page in pages)


@pytest.mark.req("D-021")
@pytest.mark.parametrize(
    ("body", "words_of_it"),
    [
        ("", "leer"),
        ("<p>a</p><h4>Tief</h4>", "„Tief“ überspringt eine Ebene"),
        ("<h3> </h3><p>a</p>", "1. Überschrift ist leer"),
        ("<table><tbody><tr><td>a</td></tr></tbody></table>", "1. Tabelle hat keine Kopfzellen"),
        ("<table><tbody><tr><th>Was</th></tr></tbody></table>", "„Was“"),
        ("<ul><li><p>eins</p><p>zwei</p></li></ul>", "Listenpunkt „eins“"),
    ],
)
def test_text_with_a_barrier_is_not_published_and_the_place_is_named(body: str, words_of_it: str) -> None:
    draft = create_draft(body=body)
    with pytest.raises(ValidationError, match=words_of_it):
        draft.publish(by=OFFICE)
    draft.refresh_from_db()
    assert (draft.state, draft.number, draft.upload_id) == ("draft", None, None)


@pytest.mark.req("D-021")
def test_pdf_that_lacks_a_mark_is_not_published() -> None:
    whole = {
        "is_tagged": True, "language": "de", "title": "T", "shows_title": True, "says_ua": True,
        "without_text": [],
    }  # fmt: skip
    assert checks.pdf_problems(whole, title="T", language="de") == []
    for name, broken in [("is_tagged", False), ("language", ""), ("title", ""), ("shows_title", False),
                         ("says_ua", False), ("without_text", [2])]:  # fmt: skip
        assert len(checks.pdf_problems(whole | {name: broken}, title="T", language="de")) == 1


@pytest.mark.req("D-152")
def test_no_code_of_the_area_joins_pdfs() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "democracy").rglob("*.py"))
    assert "pikepdf.new" not in code
    assert ".pages.extend" not in code
    assert ".save(" not in "".join(line for line in code.splitlines() if "pdf" in line.lower())
