"""Pictures of pages: rights first, words for all, three widths, no trace of a camera (I-055)."""

import io
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from goslar_portal.accounts.models import User
from integration.models import Page, PagePicture, Picture, PictureText
from tests.conftest import logged_in
from tests.guards.files_of_people import exif, jpeg, picture, sent
from tests.integration.records import publish, section

ADD = "/admin/integration/picture/add/"


def sheet(page: Page, **changes: Any) -> dict[str, Any]:
    return {
        "slug": "haus",
        "content": sent(jpeg(picture(2000, 1000), orientation=1)),
        "alt": "Ein Haus am Wald.",
        "rights_holder": "Landkreis Muster",
        "licence": "CC BY 4.0",
        "places-TOTAL_FORMS": "1",
        "places-INITIAL_FORMS": "0",
        "places-0-page": page.pk,
        "places-0-section": "was",
        "places-0-position": "1",
    } | changes


@pytest.fixture
def desk(editor: User) -> Client:
    return logged_in(editor)


@pytest.mark.req("I-055", "I-021")
def test_reader_sees_a_picture_in_its_section_with_words_and_rights(
    topic: Page, desk: Client, reader: Client, django_assert_num_queries: Any
) -> None:
    publish(topic, sections=[section("was"), section("danach")])
    with django_assert_num_queries(3):
        reader.get("/integration/wohnraum/")
    answer = desk.post(ADD, sheet(topic))
    assert answer.status_code == 302, answer.context["errors"]
    with django_assert_num_queries(4):
        html = " ".join(reader.get("/integration/wohnraum/").content.decode().split())
    base = "/integration/bilder/haus"
    assert (
        f'<figure> <img src="{base}/1600/" srcset="{base}/480/ 480w, {base}/960/ 960w, {base}/1600/ 1600w" '
        'sizes="(min-width: 60rem) 44rem, 100vw" width="1600" height="800" alt="Ein Haus am Wald." '
        'loading="lazy" decoding="async"> '
        '<figcaption class="stand">Bild: Landkreis Muster, CC BY 4.0</figcaption> </figure>'
    ) in html
    assert html.index("Über was") < html.index("<figure>") < html.index("Über danach")


@pytest.mark.req("I-055")
def test_each_width_is_a_modern_file_without_any_trace_of_the_camera(
    topic: Page, desk: Client, reader: Client
) -> None:
    assert len(exif()) > 0
    desk.post(ADD, sheet(topic))
    for width, height in ((480, 240), (960, 480), (1600, 800)):
        answer = reader.get(f"/integration/bilder/haus/{width}/")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        with Image.open(io.BytesIO(answer.content)) as image:
            assert (image.format, image.size) == ("WEBP", (width, height))
            assert (dict(image.getexif()), set(image.info) & {"exif", "xmp", "icc_profile"}) == ({}, set())
    assert reader.get("/integration/bilder/haus/481/").status_code == 404
    assert reader.get("/integration/bilder/nix/480/").status_code == 404


@pytest.mark.req("I-055")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"alt": ""}, "alt"),
        ({"rights_holder": ""}, "rights_holder"),
        ({"licence": ""}, "licence"),
        ({"content": sent(b"<svg onload=alert(1)></svg>", "bild.svg")}, "content"),
    ],
)
def test_editor_cannot_keep_a_picture_without_words_rights_or_a_good_file(
    topic: Page, desk: Client, changes: dict[str, Any], field: str
) -> None:
    answer = desk.post(ADD, sheet(topic, **changes))
    assert list(answer.context["adminform"].form.errors) == [field]
    assert not Picture.objects.exists()


@pytest.mark.req("I-055")
def test_picture_that_only_decorates_says_nothing(topic: Page, desk: Client, reader: Client) -> None:
    desk.post(ADD, sheet(topic, alt="", is_decorative="on", **{"places-0-section": ""}))
    assert ' alt="" loading="lazy"' in reader.get("/integration/wohnraum/").content.decode()
    assert not PictureText.objects.exists()


@pytest.mark.req("I-055")
def test_words_of_a_picture_follow_the_language(
    topic: Page, desk: Client, reader: Client, every_language: None
) -> None:
    publish(topic, language="ar", title="السكن")
    desk.post(ADD, sheet(topic))
    html = reader.get("/ar/integration/wohnraum/").content.decode()
    assert 'alt="Ein Haus am Wald." lang="de" dir="ltr"' in html
    PictureText.objects.create(picture=Picture.objects.get(), language="ar", alt="بيت قرب الغابة")
    assert 'alt="بيت قرب الغابة" loading' in reader.get("/ar/integration/wohnraum/").content.decode()


@pytest.mark.req("I-055")
def test_database_refuses_pictures_without_rights_or_empty_words(topic: Page) -> None:
    with pytest.raises(IntegrityError, match="picture_rights_are_settled"), transaction.atomic():
        Picture.objects.create(slug="ohne", rights_holder="", licence="CC0")
    row = Picture.objects.create(slug="mit", rights_holder="Muster", licence="CC0")
    with pytest.raises(IntegrityError, match="picture_text_says_something"), transaction.atomic():
        PictureText.objects.create(picture=row, alt="")
    PagePicture.objects.create(page=topic, picture=row)
    with pytest.raises(IntegrityError, match="page_picture_stands_once"), transaction.atomic():
        PagePicture.objects.create(page=topic, picture=row)
