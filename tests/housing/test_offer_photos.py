"""Pictures in the form, on the status page and in the record (H-050 to H-054)."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from benchmarks.photos import MOST_MB, memory
from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Entry
from goslar_portal.uploads.models import Upload
from housing import letters
from housing.models import Offer, OfferPhoto, OfferState
from tests.guards import files_of_people as people
from tests.housing import factories
from tests.housing.filling import FORM, errors, fill, the_offer, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
PATH = f"{FORM}fotos/"
HEIC = (Path(__file__).parents[1] / "guards" / "files" / "photo.heic").read_bytes()


def file(content: bytes, name: str = "küche.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def photo(colour: int = 200, width: int = 60, height: int = 40) -> bytes:
    image = people.picture(width, height)
    image.paste((colour, colour, 30), (0, 0, width // 3, height))
    return people.jpeg(image)


def upload(client: Client, *contents: bytes, path: str = PATH, **more: Any) -> Any:
    files = [file(content, f"bild{number}.jpg") for number, content in enumerate(contents, start=1)]
    return client.post(path, {"pictures": files, "do": "add", **more})


def stored(settings: Settings) -> list[bytes]:
    """Every file below the media folder."""
    return [path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def status_of(response: Any) -> int:
    """Reads the answer to its end, which closes the file."""
    b"".join(response)
    return int(response.status_code)


def captions(offer: Offer | None = None) -> list[str]:
    return [row.caption for row in (offer or the_offer()).photos.all()]


@pytest.fixture
def landlord(reader: Client) -> Client:
    """Has come to the step with the pictures."""
    fill(reader, until="fotos")
    return reader


@pytest.mark.req("H-030", "H-032")
def test_landlord_may_skip_the_step(landlord: Client) -> None:
    page = landlord.get(PATH)
    assert "Schritt 4 von 6: Fotos" in words(page)
    assert "Diesen Schritt überspringen" in words(page)
    assert landlord.get(f"{FORM}kontakt/").status_code == 200


@pytest.mark.req("H-032")
def test_step_waits_for_the_steps_before(reader: Client) -> None:
    assert reader.get(PATH).headers["Location"] == f"{FORM}wohnung/?zuerst=1"
    fill(reader, until="kosten")
    assert reader.get(PATH).headers["Location"] == f"{FORM}kosten/?zuerst=1"


@pytest.mark.req("H-050", "H-051", "H-052")
@pytest.mark.parametrize(
    "content", [people.jpeg(), people.png(), people.webp(), HEIC], ids=["jpeg", "png", "webp", "heic"]
)
def test_picture_is_kept_as_a_bare_jpeg_with_a_preview(
    content: bytes, landlord: Client, settings: Settings
) -> None:
    assert upload(landlord, content).headers["Location"] == PATH
    kept = OfferPhoto.objects.get()
    for row, edge in ((kept.image, 2048), (kept.preview, 480)):
        image = Image.open(io.BytesIO(row.content()))
        assert (row.kind, image.format, max(image.size) <= edge) == ("jpeg", "JPEG", True)
        assert dict(image.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(image.info)
    files = stored(settings)
    assert len(files) == 2
    for mark in (b"GEHEIM", b"GPS", b"Exif"):
        assert not any(mark in body for body in files)


@pytest.mark.req("H-051")
def test_large_picture_is_made_smaller(landlord: Client) -> None:
    upload(landlord, photo(width=4000, height=3000))
    kept = OfferPhoto.objects.get()
    assert (kept.image.width, kept.image.height) == (2048, 1536)
    assert (kept.preview.width, kept.preview.height) == (480, 360)


@pytest.mark.req("H-050", "H-007")
def test_each_refused_file_has_its_sentence_and_the_good_ones_stay(
    landlord: Client, settings: Settings
) -> None:
    sent = [
        file(photo(), "gut.jpg"),
        file(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "grundriss.svg"),
        file(people.bomb(), "winzig.png"),
        file(people.hostile_pdfs()["active: script when opened"], "plan.pdf"),
        file(photo()[:200], "kaputt.jpg"),
        file(photo() + b"0" * (10 * 1024 * 1024), "schwer.jpg"),
    ]
    page = landlord.post(PATH, {"pictures": sent, "do": "add"})
    assert page.status_code == 422
    said = errors(page)["pictures"]
    assert [(line.split("“")[0].split("„")[1]) for line in said] == [
        "grundriss.svg", "winzig.png", "plan.pdf", "kaputt.jpg", "schwer.jpg",
    ]  # fmt: skip
    assert [line.partition("“ ")[2].split(".")[0] for line in said] == [
        "hat eine Art, die wir nicht annehmen",
        "hat zu viele Bildpunkte",
        "hat eine Art, die wir nicht annehmen",
        "lässt sich nicht öffnen und ist wohl beschädigt",
        "ist zu groß",
    ]
    assert (the_offer().photos.count(), len(stored(settings))) == (1, 2)
    assert 'alt="Raum"' in page.content.decode()


def claiming(width: int, height: int) -> bytes:
    """The HEIC picture as a large telephone would say it: refused by its size, before a pixel is decoded."""
    told = HEIC
    for name, start, step in ((b"ispe", 8, 4), (b"clap", 4, 8)):  # the stored and the shown size
        at = told.index(name) + start
        sizes = width.to_bytes(4, "big") + told[at + 4 : at + step] + height.to_bytes(4, "big")
        told = told[:at] + sizes + told[at + len(sizes) :]
    return told


@pytest.mark.req("H-050", "H-051", "H-309")
def test_fifty_megapixels_are_refused_and_nothing_is_left_on_disk(
    landlord: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100  # so that each file passes through a temporary one
    page = upload(landlord, claiming(8660, 5774), photo())
    [said] = errors(page)["pictures"]
    assert said == "Das Bild „bild1.jpg“ hat zu viele Bildpunkte. Bitte verkleinern Sie es."
    assert (the_offer().photos.count(), len(stored(settings))) == (1, 2)
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in left if not path.is_relative_to(settings.MEDIA_ROOT)] == []


@pytest.mark.req("H-337")
def test_largest_picture_takes_no_more_memory_than_it_may() -> None:
    out = io.BytesIO()
    Image.new("RGB", (8000, 5000), "red").save(out, "PNG", compress_level=1)
    assert 100 < memory(out.getvalue(), "png") <= MOST_MB


@pytest.mark.req("H-050")
def test_eleventh_picture_is_refused(landlord: Client) -> None:
    upload(landlord, *(photo(number) for number in range(0, 160, 20)))
    page = upload(landlord, photo(1), photo(2), photo(3))
    assert errors(page) == {
        "__all__": ["Mehr als 2 Dateien gehen hier nicht. „bild3.jpg“ wurde nicht übernommen."]
    }
    assert the_offer().photos.count() == 10
    full = landlord.get(PATH)
    assert "Sie haben zehn Fotos, mehr gehen nicht." in words(full)
    assert upload(landlord, photo(9)).status_code == 302
    assert the_offer().photos.count() == 10


@pytest.mark.req("H-053")
def test_landlord_names_orders_and_removes_without_javascript(landlord: Client) -> None:
    upload(landlord, photo(0), photo(90), photo(180))
    one, two, three = the_offer().photos.all()
    words_ = {
        f"caption_{one.pk}": "Küche", f"kind_{one.pk}": "room",
        f"caption_{two.pk}": "Haus", f"kind_{two.pk}": "outside",
        f"caption_{three.pk}": "Plan", f"kind_{three.pk}": "floor_plan",
    }  # fmt: skip
    landlord.post(PATH, words_ | {"do": f"up-{three.pk}"})
    assert captions() == ["Küche", "Plan", "Haus"]
    landlord.post(PATH, words_ | {"do": f"down-{one.pk}"})
    assert captions() == ["Plan", "Küche", "Haus"]
    landlord.post(PATH, words_ | {"do": f"remove-{three.pk}"})
    assert (captions(), Upload.objects.count()) == (["Küche", "Haus"], 4)
    onward = landlord.post(PATH, words_ | {f"caption_{one.pk}": "Wohnküche"})
    assert onward.headers["Location"] == f"{FORM}kontakt/"
    assert captions() == ["Wohnküche", "Haus"]
    assert "fotos" in the_offer().completed_steps


@pytest.mark.req("H-053", "H-306")
def test_caption_that_is_too_long_loses_nothing(landlord: Client) -> None:
    upload(landlord, photo(0))
    row = OfferPhoto.objects.get()
    sent = {f"caption_{row.pk}": "x" * 123, f"kind_{row.pk}": "outside"}
    page = upload(landlord, photo(90), **sent)
    assert errors(page) == {f"caption_{row.pk}": ["Der Text ist um 3 Zeichen zu lang. Bitte kürzen Sie ihn."]}
    assert "x" * 123 in page.content.decode()
    assert the_offer().photos.count() == 2


@pytest.mark.req("H-053")
def test_button_without_a_file_says_what_to_do(landlord: Client) -> None:
    assert errors(landlord.post(PATH, {"do": "add"})) == {
        "pictures": ["Bitte wählen Sie zuerst ein Foto aus."]
    }


@pytest.mark.req("H-064")
def test_sixty_first_picture_of_an_hour_waits(landlord: Client) -> None:
    from goslar_portal.limits.models import Counter

    upload(landlord, photo())
    Counter.objects.filter(name="housing.photos").update(hits=60)
    page = upload(landlord, photo(90))
    assert (page.status_code, the_offer().photos.count()) == (429, 1)
    assert page.headers["Retry-After"]


@pytest.mark.req("H-054")
def test_picture_is_seen_only_by_who_holds_the_key(landlord: Client, stranger: Client) -> None:
    upload(landlord, photo())
    row = OfferPhoto.objects.get()
    address = f"{PATH}{row.pk}/vorschau/"
    seen = landlord.get(address)
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in seen["Cache-Control"]
    assert b"".join(seen) == row.preview.content()
    assert stranger.get(address).status_code == 404
    fill(stranger, until="fotos")
    assert stranger.get(address).status_code == 404
    assert landlord.get(f"{PATH}{row.pk}/original/").status_code == 404


@pytest.mark.req("H-054")
def test_link_opens_only_the_pictures_of_its_offer(stranger: Client) -> None:
    mine, other = factories.create_offer(), factories.create_offer()
    factories.add_photo(other)
    row = factories.add_photo(mine)
    base = f"/wohnraum/mein-angebot/{letters.status_token(mine)}/fotos/"
    assert status_of(stranger.get(f"{base}{row.pk}/bild/")) == 200
    assert stranger.get(f"{base}{other.photos.get().pk}/bild/").status_code == 404
    assert stranger.get(f"/wohnraum/mein-angebot/{'x' * 32}/fotos/{row.pk}/bild/").status_code == 404


@pytest.mark.req("H-054")
@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("onlooker", 200), ("editor", 404)])
def test_staff_need_the_right(
    who: str, status: int, as_user: Callable[[User], Client], request: pytest.FixtureRequest
) -> None:
    offer = factories.create_offer()
    row = factories.add_photo(offer)
    client = as_user(request.getfixturevalue(who))
    assert status_of(client.get(f"/admin/housing/offer/{offer.pk}/fotos/{row.pk}/bild/")) == status


@pytest.mark.req("H-053", "H-073")
def test_landlord_adds_a_picture_later_and_the_staff_get_one_task(stranger: Client) -> None:
    offer = factories.create_offer(state=OfferState.AVAILABLE)
    page = f"/wohnraum/mein-angebot/{letters.status_token(offer)}/fotos/"
    upload(stranger, photo(), path=page)
    upload(stranger, photo(90), path=page)
    assert [task.text for task in offer.tasks.all()] == ["Neue Fotos ansehen"]
    assert [row.verb for row in Entry.objects.of(offer)][:2] == ["add_photos", "add_photos"]
    back = stranger.post(page, {f"kind_{row.pk}": "room" for row in offer.photos.all()})
    assert back.headers["Location"] == page.replace("fotos/", "")
    assert stranger.get(page.replace("fotos/", "")).content.decode().count("vorschau/") == 2


@pytest.mark.req("H-053")
def test_ended_offer_takes_no_pictures(stranger: Client) -> None:
    offer = factories.create_offer(state=OfferState.WITHDRAWN)
    upload(stranger, photo(), path=f"/wohnraum/mein-angebot/{letters.status_token(offer)}/fotos/")
    assert offer.photos.count() == 0


@pytest.mark.req("H-053", "H-103")
def test_clerk_adds_pictures_to_the_record(as_user: Callable[[User], Client], clerk: User) -> None:
    offer = factories.create_offer()
    client = as_user(clerk)
    page = f"/admin/housing/offer/{offer.pk}/fotos/"
    assert upload(client, photo(), path=page).status_code == 302
    row = offer.photos.get()
    client.post(page, {f"caption_{row.pk}": "Bad", f"kind_{row.pk}": "room"})
    record = client.get(f"/admin/housing/offer/{offer.pk}/change/").content.decode()
    assert f'src="{page}{row.pk}/vorschau/"' in record
    assert 'alt="Bad"' in record
    assert not offer.tasks.exists()


@pytest.mark.req("H-031", "H-309")
def test_erased_draft_leaves_no_file(
    landlord: Client, settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    from goslar_portal.journal.models import Actor

    upload(landlord, photo(), photo(90))
    with django_capture_on_commit_callbacks(execute=True):
        assert the_offer().erase(by=Actor.clock("erase_forgotten_drafts"))
    assert (OfferPhoto.objects.count(), Upload.objects.count()) == (0, 0)
    assert stored(settings) == []


@pytest.mark.req("H-292")
def test_same_picture_has_the_same_fingerprint_in_every_size(landlord: Client) -> None:
    plain = people.jpeg(Image.new("RGB", (60, 40), "white"))
    upload(landlord, photo(width=600, height=400), photo(width=300, height=200), photo(0), plain)
    one, smaller, other, empty = [row.fingerprint for row in the_offer().photos.all()]
    assert one == smaller != other
    assert empty is None


@pytest.mark.req("H-334", "H-054")
@pytest.mark.parametrize("count", [1, 3])
def test_status_page_costs_the_same_for_more_pictures(
    count: int, stranger: Client, django_assert_num_queries: Any
) -> None:
    offer = factories.create_offer()
    for _number in range(count):
        factories.add_photo(offer)
    link = f"/wohnraum/mein-angebot/{letters.status_token(offer)}/"
    with django_assert_num_queries(9):
        page = stranger.get(link)
    assert len(page.context["photos"]) == count
