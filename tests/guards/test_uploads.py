"""What people upload is opened apart and written anew; what could harm is refused with a sentence."""

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from pytest_django.fixtures import Settings

from goslar_portal.forms import PortalForm
from goslar_portal.uploads import DOCUMENTS, PHOTOS, Accept, Clean, Kind, check, sort_out
from goslar_portal.uploads.fields import UploadField, UploadsField
from goslar_portal.uploads.jobs import tidy_uploads
from goslar_portal.uploads.kinds import kind_of
from goslar_portal.uploads.models import Upload
from goslar_portal.uploads.tidying import tidy
from tests.guards import files_of_people as people
from tests.guards.searching import all_files

HEIC = (Path(__file__).parent / "files" / "photo.heic").read_bytes()
PHOTO = Accept(kinds=PHOTOS, longest_edge=1000)
PDF = Accept(kinds=DOCUMENTS, pages=8)


def refusal(content: bytes, accept: Accept = PHOTO, name: str = "küche.jpg") -> str:
    with pytest.raises(ValidationError) as caught:
        check(people.sent(content, name), accept)
    (sentence,) = caught.value.messages
    assert name in sentence
    return str(caught.value.code)


def opened(clean: Clean) -> Any:
    return Image.open(io.BytesIO(clean.content))


@pytest.mark.req("G-142")
@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (people.jpeg(), Kind.JPEG),
        (people.png(), Kind.PNG),
        (people.webp(), Kind.WEBP),
        (HEIC, Kind.JPEG),
    ],
)
def test_landlords_photo_keeps_nothing_but_the_picture(content: bytes, kept: Kind) -> None:
    assert people.MARK in content or b"GEHEIMKAMERA" in content
    clean = check(people.sent(content), PHOTO)
    image = opened(clean)
    assert (clean.kind, image.format) == (kept, kept.value.upper())
    assert (image.size, image.mode) == ((clean.width, clean.height), "RGB")
    assert not set(image.info) & {"exif", "xmp", "icc_profile", "comment", "photoshop", "Author"}
    assert dict(image.getexif()) == {}
    for word in (b"GEHEIM", b"Exif", b"xmp", b"8BIM", b"GPS"):
        assert word not in clean.content
    left, right = image.getpixel((2, 2)), image.getpixel((image.width - 3, 2))
    assert (left[0] > left[2], right[2] > right[0]) == (True, True)


@pytest.mark.req("G-142")
@pytest.mark.parametrize("turned", [3, 6, 8])
def test_photo_held_sideways_stands_upright(turned: int) -> None:
    back = {3: 180, 6: 90, 8: 270}[turned]
    clean = check(people.sent(people.jpeg(people.picture().rotate(back, expand=True), turned)), PHOTO)
    image = opened(clean)
    assert image.size == (60, 40)
    assert image.getpixel((3, 20))[0] > image.getpixel((3, 20))[2]


@pytest.mark.req("G-142")
def test_photo_is_made_no_larger_than_the_field_asks() -> None:
    clean = check(people.sent(people.jpeg(people.picture(3000, 1500))), PHOTO)
    assert (clean.width, clean.height) == (1000, 500)
    small = check(people.sent(people.jpeg(people.picture(300, 150))), PHOTO)
    assert (small.width, small.height) == (300, 150)


@pytest.mark.req("G-142")
@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_photo_of_a_print_shop_becomes_one_for_screens(mode: str) -> None:
    clean = check(people.sent(people.jpeg(people.picture(mode=mode))), PHOTO)
    assert opened(clean).mode == "RGB"


@pytest.mark.req("G-142")
def test_colour_profile_that_makes_no_sense_costs_no_photo() -> None:
    _profile, content = people.wide_gamut()
    image = opened(check(people.sent(content), PHOTO))
    assert (image.mode, "icc_profile" in image.info) == ("RGB", False)


@pytest.mark.req("G-142")
def test_drawing_keeps_its_transparency() -> None:
    image = people.picture(mode="RGBA")
    image.putalpha(80)
    assert opened(check(people.sent(people.png(image)), PHOTO)).getpixel((2, 2))[3] == 80


@pytest.mark.req("G-141")
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "kind"),
        (b"<!doctype html><script>1</script>", "kind"),
        (b"GIF89a" + b"\0" * 40, "kind"),
        (b"MZ" + b"\0" * 40, "kind"),
        (b"", "kind"),
        (people.pdf(), "kind"),
        (people.jpeg()[:400], "broken"),
        (people.png()[:-30], "broken"),
        (HEIC[:500], "broken"),
        (b"\xff\xd8\xff" + b"\0" * 90, "broken"),
        (people.bomb(), "pixels"),
        (people.jpeg(people.picture(800, 800)), "pixels"),
        (people.jpeg() + b"\0" * 300_000, "bytes"),
    ],
)
def test_file_that_is_no_photo_is_refused_with_a_sentence(content: bytes, code: str) -> None:
    accept = Accept(kinds=PHOTOS, most_bytes=200_000, most_pixels=500_000)
    assert refusal(content, accept) == code


@pytest.mark.req("G-141")
@pytest.mark.parametrize(("what", "content"), people.hostile_pdfs().items())
def test_pdf_that_does_more_than_show_is_refused(what: str, content: bytes) -> None:
    assert refusal(content, PDF, "mietvertrag.pdf") == what.partition(":")[0]


@pytest.mark.req("G-141")
def test_plain_pdf_is_taken_as_it_came() -> None:
    content = people.pdf(8)
    clean = check(people.sent(content, "grundriss.pdf"), PDF)
    assert (clean.kind, clean.pages, clean.content) == (Kind.PDF, 8, content)


@pytest.mark.req("G-141")
def test_name_says_nothing_about_the_kind() -> None:
    assert check(people.sent(people.png(), "brief.pdf"), PHOTO).kind is Kind.PNG
    assert refusal(b"<html>", name="foto.jpg") == "kind"
    assert kind_of(b" %PDF-1.7") is None


@pytest.mark.req("G-141")
def test_undeclared_field_takes_ten_megabytes_and_forty_megapixels() -> None:
    usual = Accept()
    assert (usual.most_bytes, usual.most_pixels, usual.kinds) == (
        10 * 1024**2,
        40_000_000,
        PHOTOS | DOCUMENTS,
    )


@pytest.mark.req("G-141")
def test_one_bad_photo_costs_the_landlord_none_of_the_good_ones() -> None:
    files = [
        people.sent(people.jpeg(), "a.jpg"),
        people.sent(b"<svg>", "b.svg"),
        people.sent(people.png(), "c.png"),
    ]
    good, refused = sort_out([*files, people.sent(people.webp(), "d.webp")], Accept(kinds=PHOTOS, number=2))
    assert [clean.kind for clean in good] == [Kind.JPEG, Kind.PNG]
    assert [(error.code, error.messages[0].partition("“")[0]) for error in refused] == [
        ("kind", "„b.svg"),
        ("number", "Mehr als 2 Dateien gehen hier nicht. „d.webp"),
    ]


@pytest.mark.req("G-144")
def test_bomb_within_the_pixels_ends_by_the_limits_of_the_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    generous = Accept(kinds=PHOTOS, most_pixels=10**10)
    assert refusal(people.bomb(), generous) in {"too_much", "broken"}
    monkeypatch.setattr("goslar_portal.uploads.checking.PATIENCE", 0.01)
    assert refusal(people.jpeg()) == "too_much"


@pytest.mark.req("G-142", "G-144")
@hypothesis_settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_damaged_photo_is_taken_clean_or_refused_and_never_breaks_the_page(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([people.jpeg(), people.png(), people.webp(), HEIC])))
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    good, refused = sort_out([people.sent(bytes(content))], PHOTO)
    assert len(good) + len(refused) == 1
    assert all(people.MARK not in clean.content for clean in good)


class PhotoForm(PortalForm):
    photos = UploadsField(label="Fotos", accept=Accept(kinds=PHOTOS, number=3))
    plan = UploadField(label="Grundriss", accept=PDF, required=False)


@pytest.mark.req("G-141")
def test_form_names_each_refused_file_and_still_holds_the_good_ones() -> None:
    from django.utils.datastructures import MultiValueDict

    photos = [people.sent(people.jpeg(), "a.jpg"), people.sent(b"x", "b.jpg"), people.sent(b"y", "c.jpg")]
    form = PhotoForm({}, MultiValueDict({"photos": photos, "plan": [people.sent(people.pdf(9), "p.pdf")]}))
    assert form.is_valid() is False
    assert [len(form.errors["photos"]), len(form.errors["plan"])] == [2, 1]
    assert len(form.fields["photos"].good) == 1  # type: ignore[attr-defined]
    assert 'accept="image/heic,image/jpeg,image/png,image/webp"' in str(form["photos"])
    assert PhotoForm({}, MultiValueDict()).errors.keys() == {"photos"}


@pytest.mark.req("G-142")
@pytest.mark.django_db
def test_nothing_of_the_original_and_nothing_refused_is_left_on_disk(
    settings: Settings, tmp_path: Path
) -> None:
    files = [people.sent(people.jpeg(), f"{people.MARK.decode()}.jpg"), people.sent(people.jpeg()[:300])]
    good, _refused = sort_out(files, PHOTO)
    uploads = [Upload.objects.keep(clean) for clean in good]
    (stored,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert stored == Path(settings.MEDIA_ROOT) / uploads[0].file.name
    assert people.MARK not in all_files(tmp_path)
    assert people.MARK.decode() not in str(stored)
    assert stored.stat().st_mode & 0o777 == 0o600


@pytest.mark.req("G-143")
@pytest.mark.django_db
def test_names_are_random_and_say_only_the_kind() -> None:
    clean = check(people.sent(people.jpeg()), PHOTO)
    first, second = Upload.objects.keep(clean), Upload.objects.keep(clean)
    assert first.file.name != second.file.name
    assert len(Path(first.file.name).stem) == 48
    assert Path(first.file.name).suffix == ".jpg"


@pytest.mark.req("G-146")
@pytest.mark.django_db(transaction=True)
def test_erased_upload_takes_its_file_along(tmp_path: Path) -> None:
    upload = Upload.objects.keep(check(people.sent(people.jpeg()), PHOTO))
    upload.erase()
    assert Upload.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.req("G-146")
@pytest.mark.django_db
def test_night_erases_files_of_nobody_after_a_day_and_names_rows_whose_file_is_gone(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    clean = check(people.sent(people.jpeg()), PHOTO)
    kept, gone = Upload.objects.keep(clean), Upload.objects.keep(clean)
    folder = Path(settings.MEDIA_ROOT)
    (folder / gone.file.name).unlink()
    fresh, old = folder / "uploads" / "fresh.jpg", folder / "uploads" / "old.jpg"
    for path in (fresh, old):
        path.write_bytes(b"x")
    day = timedelta(hours=25).total_seconds()
    for path in (old, folder / kept.file.name):
        os.utime(path, (path.stat().st_atime - day, path.stat().st_mtime - day))
    assert tidy_uploads() == 1
    assert [old.exists(), fresh.exists(), (folder / kept.file.name).exists()] == [False, True, True]
    assert [record.row for record in caplog.records if record.name == "portal.uploads"] == [  # type: ignore[attr-defined]
        f"uploads.Upload {gone.pk}"
    ]
    assert tidy().erased == 0
