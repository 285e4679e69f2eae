"""Leaflets as readers find them: list, page, older versions, permanent files."""

import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from democracy.models import Leaflet, LeafletVersion
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from tests.conftest import logged_in
from tests.democracy.factories import a_pdf, create_draft, create_leaflet, create_period, create_version

pytestmark = pytest.mark.django_db
LIST = "/demokratie/merkblaetter/"


@pytest.mark.req("D-003")
def test_ten_titles_stand_on_the_list_and_say_that_the_file_comes_on_request(
    starting_content: None, reader: Client
) -> None:
    page = reader.get(LIST)
    titles = [shown.leaflet.title for shown in page.context["valid"]]
    assert len(titles) == 10
    assert titles[0] == "Merkblatt zur Öffentlichkeitsarbeit im Bundesprogramm „Demokratie leben!“"
    assert titles[8:] == ["Förderrichtlinie „Demokratie Leben!“", "Die Grundsätze der Förderung"]
    assert page.content.decode().count("auf Anfrage") >= 10
    for leaflet in Leaflet.objects.all():
        one = reader.get(leaflet.get_absolute_url()).content.decode()
        assert "Dieses Dokument senden wir Ihnen auf Anfrage zu." in one
        assert "demokratie@goslar.example" in one
    assert LeafletVersion.objects.count() == 0


@pytest.mark.req("D-007")
def test_reader_narrows_the_list_and_finds_former_leaflets_apart(reader: Client) -> None:
    period, former = (
        create_period(3),
        create_period(2, today().replace(year=1990), today().replace(year=1995)),
    )
    county = create_leaflet("amt", audiences=["county"], kind="form")
    club = create_leaflet("verein", audiences=["final_recipient"])
    everybody = create_leaflet("alle")
    old = create_leaflet("alt")
    for leaflet in (county, club, everybody):
        create_version(leaflet).periods.set([period])
    create_version(old, starts=-9, valid_until=today() - timedelta(days=1)).periods.set([former])
    create_leaflet("geheim", is_public=False)

    def found(query: str) -> tuple[set[str], set[str]]:
        context = reader.get(f"{LIST}{query}").context
        return tuple({shown.leaflet.slug for shown in context[name]} for name in ("valid", "former"))  # type: ignore[return-value]

    assert found("") == ({"amt", "verein", "alle"}, {"alt"})
    assert found("?fuer=county") == ({"amt", "alle"}, {"alt"})
    assert found("?art=form") == ({"amt"}, set())
    assert found("?periode=2") == (set(), {"alt"})
    assert found("?fuer=%27%3B--&art=x&periode=77") == ({"amt", "verein", "alle"}, {"alt"})


@pytest.mark.req("D-008", "D-025")
def test_page_of_a_leaflet_shows_text_file_and_every_version(reader: Client) -> None:
    leaflet = create_leaflet()
    first = create_version(leaflet, starts=-30)
    second = create_version(leaflet, starts=-3, news="Ein Satz ist neu.")
    page = reader.get(f"{LIST}muster/").content.decode()
    assert "Was gilt" in page
    assert second.file_words in page
    assert page.index("Fassung 2</a>") < page.index("Fassung 1</a>")
    for words in (first.sha256, second.sha256, "Ein Satz ist neu.", "abgelaufen"):
        assert words in page
    assert "Maßgeblich ist das PDF." not in page
    upload = create_draft(create_leaflet("datei"), source="uploaded")
    from tests.democracy.test_leaflet_publish import an_upload

    LeafletVersion.objects.filter(pk=upload.pk).update(upload=an_upload())
    upload.refresh_from_db()
    from tests.democracy.factories import OFFICE

    upload.publish(by=OFFICE, seen=True)
    assert "Maßgeblich ist das PDF." in reader.get(f"{LIST}datei/").content.decode()


@pytest.mark.req("D-009")
def test_older_version_says_that_it_no_longer_applies_and_a_replaced_leaflet_names_its_successor(
    reader: Client,
) -> None:
    leaflet = create_leaflet()
    create_version(leaflet, starts=-30)
    second = create_version(leaflet, starts=-3)
    old = reader.get(f"{LIST}muster/v1/").content.decode()
    assert "Diese Fassung gilt nicht mehr." in old
    assert f"Gültig ist die Fassung vom {second.as_of.day}. " in old
    create_leaflet("neu", title="Das neue Merkblatt", replaces=leaflet)
    page = reader.get(f"{LIST}muster/").content.decode()
    assert "Das neue Merkblatt" in page
    assert f'href="{LIST}neu/"' in page


@pytest.mark.req("D-010", "I-181")
def test_current_file_changes_at_midnight_and_keeps_its_address(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaflet = create_leaflet()
    first, second = create_version(leaflet, starts=-5), create_version(leaflet, starts=1)
    answer = reader.get(f"{LIST}muster/aktuell.pdf")
    assert (answer.status_code, answer["ETag"]) == (200, f'"{first.sha256}"')
    assert answer["Content-Location"] == f"{LIST}muster/v1.pdf"
    assert answer["Link"] == f'<{settings.SITE_URL}{LIST}muster/>; rel="canonical"'
    assert answer["Cache-Control"] == "no-cache"
    assert hashlib.sha256(answer.content).hexdigest() == first.sha256
    tomorrow = today() + timedelta(days=1)
    monkeypatch.setattr("democracy.views.leaflets.today", lambda: tomorrow)
    answer = reader.get(f"{LIST}muster/aktuell.pdf", headers={"If-None-Match": f'"{first.sha256}"'})
    assert (answer.status_code, answer["ETag"]) == (200, f'"{second.sha256}"')


@pytest.mark.req("D-011")
def test_without_a_valid_version_the_current_file_leads_on_or_names_whom_to_ask(
    starting_content: None, reader: Client
) -> None:
    leaflet = create_leaflet()
    create_version(leaflet, starts=-9, valid_until=today() - timedelta(days=1))
    answer = reader.get(f"{LIST}muster/aktuell.pdf")
    assert answer.status_code == 404
    assert "Fassung 1" in answer.content.decode()
    assert "demokratie@goslar.example" in answer.content.decode()
    create_leaflet("neu", replaces=leaflet)
    answer = reader.get(f"{LIST}muster/aktuell.pdf")
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}neu/")


@pytest.mark.req("D-012", "D-151")
def test_file_of_a_version_stays_the_same_to_the_byte(reader: Client) -> None:
    leaflet = create_leaflet()
    version = create_version(leaflet, starts=-9)
    before = reader.get(f"{LIST}muster/v1.pdf")
    assert before["Cache-Control"] == "public, max-age=31536000, immutable"
    assert before["ETag"] == f'"{version.sha256}"'
    create_version(leaflet, starts=-1)
    assert reader.get(f"{LIST}muster/v1.pdf").content == before.content
    create_draft(leaflet, starts=9)
    codes = [
        reader.get(f"{LIST}muster/{name}.pdf").status_code
        for name in ("v0", "v01", "v3", "v999", "v99999", "v")
    ]
    assert codes == [404] * 6
    version.refresh_from_db()
    from tests.democracy.factories import OFFICE

    version.erase_file(by=OFFICE)
    assert reader.get(f"{LIST}muster/v1.pdf").status_code == 410


@pytest.mark.req("D-013")
def test_reader_asks_for_head_for_parts_and_whether_it_changed(reader: Client) -> None:
    version = create_version()
    address = f"{LIST}muster/v1.pdf"
    whole = reader.get(address)
    assert whole["Content-Disposition"] == 'attachment; filename="muster-v1.pdf"'
    assert (whole["Content-Type"], whole["Accept-Ranges"]) == ("application/pdf", "bytes")
    assert whole["Content-Security-Policy"].startswith("sandbox")
    assert whole["X-Content-Type-Options"] == "nosniff"
    head = reader.head(address)
    assert (head.content, head["Content-Length"]) == (b"", str(version.size))
    same = reader.get(address, headers={"If-None-Match": f'"x", "{version.sha256}"'})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", whole["ETag"])

    def part(span: str, **more: str) -> Any:
        return reader.get(address, headers={"Range": span, **more})

    first = part("bytes=0-9")
    assert (first.status_code, first.content) == (206, whole.content[:10])
    assert first["Content-Range"] == f"bytes 0-9/{version.size}"
    assert part("bytes=-5").content == whole.content[-5:]
    assert part("bytes=10-").content == whole.content[10:]
    beyond = part(f"bytes={version.size}-")
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{version.size}")
    long = "9" * 5000  # more digits than Python reads
    odd = (
        "bytes=0-1,5-6",
        "bytes=9-2",
        "bytes=-",
        "lines=0-1",
        "bytes=x-y",
        f"bytes={long}-",
        f"bytes=-{long}",
    )
    for span in odd:
        assert part(span).status_code == 200
    assert part("bytes=0-9", **{"If-Range": '"other"'}).status_code == 200


@pytest.mark.req("D-141")
@pytest.mark.parametrize("rows", [1, 3, 30])
def test_list_page_and_files_cost_the_same_for_more_versions(
    starting_content: None, reader: Client, rows: int, django_assert_num_queries: Any
) -> None:
    leaflet = create_leaflet()
    for turn in range(rows):
        create_version(leaflet, starts=turn - rows + 1)
    with django_assert_num_queries(5):
        reader.get(LIST)
    with django_assert_num_queries(4):
        page = reader.get(f"{LIST}muster/")
    assert len(page.context["shown"].lines) == rows
    with django_assert_num_queries(1):
        reader.get(f"{LIST}muster/aktuell.pdf")
    with django_assert_num_queries(1):
        answer = reader.get(f"{LIST}muster/v1.pdf")
    with django_assert_num_queries(1):
        reader.get(f"{LIST}muster/v1.pdf", headers={"If-None-Match": answer["ETag"]})


def form_of(leaflet: Leaflet, **more: Any) -> dict[str, Any]:
    period = create_period()
    return {
        "leaflet": leaflet.pk, "as_of": "1.3.2026", "valid_from": "1.3.2026", "valid_until": "",
        "periods": [period.pk], "news": "", "source": "uploaded", "text": "", "other_format": "",
        "keep_until": "",
    } | more  # fmt: skip


@pytest.mark.req("D-022")
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"<html>", "ein PDF"),
        ("bild.pdf", b"\xff\xd8\xff\xe0 kein PDF", "ein PDF"),
        ("kaputt.pdf", b"%PDF-1.7\nkaputt", "beschädigt"),
        ("gross.pdf", b"%PDF-1.7\n" + b"0" * (20 * 1024 * 1024), "zu groß"),
        ("viele.pdf", a_pdf(pages=201), "zu viele Seiten"),
    ],
)
def test_file_that_is_no_plain_pdf_is_refused_with_its_own_sentence(
    organiser: User, name: str, content: bytes, words: str
) -> None:
    data = form_of(create_leaflet()) | {"file": SimpleUploadedFile(name, content)}
    answer = logged_in(organiser).post("/admin/democracy/leafletversion/add/", data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert LeafletVersion.objects.count() == 0


@pytest.mark.req("D-022")
@pytest.mark.parametrize("danger", ["encrypted", "script", "launch", "embedded", "submit"])
def test_file_that_does_more_than_show_is_refused(organiser: User, danger: str) -> None:
    data = form_of(create_leaflet()) | {"file": SimpleUploadedFile("a.pdf", hostile(danger))}
    answer = logged_in(organiser).post("/admin/democracy/leafletversion/add/", data)
    sentences = {
        "encrypted": "Kennwort", "script": "Programmteile", "launch": "Programmteile",
        "embedded": "weitere Dateien", "submit": "Programmteile",
    }  # fmt: skip
    assert sentences[danger] in answer.content.decode()
    assert LeafletVersion.objects.count() == 0


def hostile(danger: str) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        actions = {
            "script": {"/S": pikepdf.Name.JavaScript, "/JS": "app.alert(1)"},
            "launch": {"/S": pikepdf.Name.Launch, "/F": "x.exe"},
            "submit": {"/S": pikepdf.Name.SubmitForm, "/F": "https://example.org/"},
        }
        if danger in actions:
            pdf.Root.OpenAction = pikepdf.Dictionary(actions[danger])
        if danger == "embedded":
            pdf.attachments["a.txt"] = b"hallo"
        how = {"encryption": pikepdf.Encryption(owner="a", user="b")} if danger == "encrypted" else {}
        pdf.save(out, **how)
    return out.getvalue()


@pytest.mark.req("D-023", "D-024")
def test_uploaded_file_is_kept_with_what_it_says_of_itself(organiser: User) -> None:
    content = a_pdf(pages=2, text=False, title="Reisekosten", author="Erika Muster", language="de-DE")
    data = form_of(create_leaflet()) | {"file": SimpleUploadedFile("a.pdf", content)}
    assert logged_in(organiser).post("/admin/democracy/leafletversion/add/", data).status_code == 302
    version = LeafletVersion.objects.get()
    assert (version.pages, version.accessibility) == (2, "unchecked")
    assert version.upload is not None
    assert version.upload.content() == content
    found = " ".join(version.warnings())
    assert [words in found for words in ("Erika Muster", "1, 2", "keinen Titel")] == [True, True, False]


def test_writer_types_plain_lines_and_hears_what_was_taken_out(organiser: User) -> None:
    text = "### Was gilt\n\n- eins\n- zwei\n\n<p onclick='x'>drei<script>alert(1)</script></p>"
    data = form_of(create_leaflet()) | {"source": "written", "text": text}
    browser = logged_in(organiser)
    answer = browser.post("/admin/democracy/leafletversion/add/", data, follow=True)
    version = LeafletVersion.objects.get()
    assert version.body == "<h3>Was gilt</h3>\n<ul><li>eins</li><li>zwei</li></ul>\n<p>drei</p>"
    assert "script (1)" in answer.content.decode()
    page = browser.get(f"/admin/democracy/leafletversion/{version.pk}/change/").content.decode()
    assert "### Was gilt" in page
