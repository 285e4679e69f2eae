"""Photos and PDFs as people and attackers send them, made on the spot."""

import io
import zlib
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

MARK = b"GEHEIMER-ORT"  # in every kind of metadata
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + MARK + b"</x:xmpmeta>"


def picture(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), (200, 30, 30))
    image.paste((20, 60, 200), (width // 2, 0, width, height))
    return image.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = MARK.decode()
    gps = data.get_ifd(0x8825)
    gps[1], gps[2], gps[29] = "N", (51.0, 54.0, 0.0), MARK.decode()
    return data


def iptc() -> bytes:
    """A Photoshop segment with a caption, as agencies write it."""
    caption = b"\x1c\x02\x78" + len(MARK).to_bytes(2, "big") + MARK
    block = b"8BIM\x04\x04\x00\x00" + len(caption).to_bytes(4, "big") + caption
    body = b"Photoshop 3.0\x00" + block
    return b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body


def jpeg(image: Image.Image | None = None, orientation: int = 1, **more: Any) -> bytes:
    out = io.BytesIO()
    (image or picture()).save(out, "JPEG", exif=exif(orientation), xmp=XMP, comment=MARK, quality=90, **more)
    return out.getvalue()[:2] + iptc() + out.getvalue()[2:]


def png(image: Image.Image | None = None) -> bytes:
    info = PngInfo()
    info.add_text("Author", MARK.decode())
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    out = io.BytesIO()
    (image or picture()).save(out, "PNG", pnginfo=info, exif=exif())
    return out.getvalue()


def webp() -> bytes:
    out = io.BytesIO()
    picture().save(out, "WEBP", exif=exif(), xmp=XMP, quality=90)
    return out.getvalue()


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of 3.6 gigapixels in few bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    body = zlib.compress(b"\x00" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pdf(pages: int = 1, **more: Any) -> bytes:
    return written(blank(pages), **more)


def blank(pages: int = 1) -> pikepdf.Pdf:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(200, 200))
    return made


def written(made: pikepdf.Pdf, **more: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, **more)
    return out.getvalue()


def hostile_pdfs() -> dict[str, bytes]:
    """One for each thing a PDF may not hold; the value of the key is the expected code."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    made: dict[str, pikepdf.Pdf] = {}
    made["active: script when opened"] = blank()
    made["active: script when opened"].Root.OpenAction = script
    made["active: script of a page, deep inside"] = blank()
    inner = pikepdf.Dictionary(Next=pikepdf.Array([pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")]))
    made["active: script of a page, deep inside"].pages[0].obj.AA = pikepdf.Dictionary(O=inner)
    made["active: form that sends"] = blank()
    sends = pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="https://wer.example/")
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=sends, Rect=[0, 0, 9, 9])
    made["active: form that sends"].pages[0].obj.Annots = pikepdf.Array([note])
    made["embedded: attachment"] = blank()
    made["embedded: attachment"].attachments["liste.exe"] = b"MZ"
    files = {name: written(one) for name, one in made.items()}
    files["active: script packed away"] = written(
        made["active: script when opened"], object_stream_mode=pikepdf.ObjectStreamMode.generate
    )
    lock = pikepdf.Encryption(owner="x", user="y")
    files["encrypted: with a password"] = written(blank(), encryption=lock)
    files["encrypted: for printing only"] = written(
        blank(), encryption=pikepdf.Encryption(owner="x", user="")
    )
    files["pages: too many"] = pdf(9)
    files["broken: cut off"] = pdf(3)[:300]
    files["broken: only the first line"] = b"%PDF-1.7\n"
    return files


def sent(content: bytes, name: str = "datei.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def wide_gamut() -> tuple[bytes, bytes]:
    """A profile that is not sRGB, and a photo that carries it."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    return profile, jpeg(icc_profile=profile)
